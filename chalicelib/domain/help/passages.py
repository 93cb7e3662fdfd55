"""Passages: parts of published content that an answer quotes word for word, each with its source and version."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from chalicelib.domain.catalogue.procedures import Names, Procedure
from chalicelib.domain.documents.slip_values import write_duration, write_money
from chalicelib.domain.help.guides import Guide
from chalicelib.domain.help.published_answers import PublishedAnswer
from chalicelib.domain.help.unit_contacts import UnitContact
from chalicelib.domain.procedure_search.search_words import Elsewhere
from chalicelib.domain.time.deadlines import Duration, Unit

MOST_POINTS = 5
_UNITS_EN: Mapping[Unit, str] = {
    Unit.IMMEDIATE: "within the working day",
    Unit.WORKING_HOUR: "working hours",
    Unit.WORKING_DAY: "working days",
    Unit.CALENDAR_DAY: "days",
    Unit.MONTH: "months",
}


class PassageKind(StrEnum):
    """What is quoted."""

    GUIDE = "guide"
    PROCEDURE = "procedure"
    UNIT = "unit"
    ELSEWHERE = "elsewhere"
    FAQ = "faq"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Quote:
    """A quoted text; `heading` names the block that it is from, where the content has blocks."""

    text: Names
    heading: Names | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """What an answer quotes: content of one source, and how well it fits the question, from 0 to 1.

    `owner` is the kind of the agency that answers for a guide, `by` the name of the one that published an answer;
    `source` the law, for another authority's subject, or the number of an answer; `label` what stands on each answer;
    `address` the page with the whole; `verified` is false for a procedure that is a sample;
    `general` is true for a guide that yields to a named procedure.
    """

    kind: PassageKind
    id: str
    title: Names
    quotes: tuple[Quote, ...]
    fit: float
    address: str = ""
    version: int | None = None
    since: date | None = None
    owner: str = ""
    source: str = ""
    verified: bool = True
    by: Names | None = None
    label: Names | None = None
    general: bool = False


def quote_guide(guide: Guide, fit: float) -> Passage:
    """Return a guide's summary and first points."""
    quotes = tuple(Quote(text) for text in (guide.summary, *guide.points[:MOST_POINTS]))
    return Passage(
        PassageKind.GUIDE, guide.id, guide.title, quotes, fit, address=f"/help/{guide.id}", version=guide.version,
        since=guide.since, owner=guide.owner, general=guide.general,
    )  # fmt: skip


def quote_procedure(procedure: Procedure, fit: float) -> Passage:
    """Return a procedure's blocks that people ask about: papers, time and fees."""
    return Passage(
        PassageKind.PROCEDURE, procedure.id, procedure.name, tuple(_list_blocks(procedure)), fit,
        address=f"/procedures/{procedure.id}", version=procedure.version, verified=procedure.verified,
    )  # fmt: skip


def quote_elsewhere(subject: Elsewhere, fit: float) -> Passage:
    """Return which other authority handles a subject."""
    text = Names(
        f"Việc này do {subject.authority.vi} giải quyết, không nộp tại Bộ phận Một cửa.",
        f"{subject.authority.en} handles this; it is not filed at a one-stop unit.",
    )
    return Passage(PassageKind.ELSEWHERE, subject.key, subject.name, (Quote(text),), fit, source=subject.source)


def quote_unit(contact: UnitContact, fit: float) -> Passage:
    """Return a one-stop unit's telephone and office hours."""
    return Passage(PassageKind.UNIT, contact.id, contact.name, tuple(_list_contact(contact)), fit, address="/help")


def quote_answer(answer: PublishedAnswer, fit: float) -> Passage:
    """Return the first paragraphs of a published answer, with its number, agency, day and label."""
    lines = [line.strip() for line in answer.text.splitlines() if line.strip()][:MOST_POINTS]
    return Passage(
        PassageKind.FAQ if answer.frequent else PassageKind.ANSWER, answer.id, Names(answer.title, answer.title),
        tuple(Quote(Names(line, line)) for line in lines), fit, address=answer.address, since=answer.since,
        version=answer.edition, source=answer.number, by=answer.by, label=answer.label,
    )  # fmt: skip


def _list_contact(contact: UnitContact) -> Iterator[Quote]:
    if contact.hotline:
        yield Quote(Names(contact.hotline, contact.hotline), Names("Điện thoại", "Telephone"))
    if contact.week.vi:
        yield Quote(contact.week, Names("Giờ làm việc", "Office hours"))


def _list_blocks(procedure: Procedure) -> Iterator[Quote]:
    papers = [each.name for each in procedure.required_components]
    if papers:
        yield Quote(_join_names(papers), Names("Giấy tờ bắt buộc", "Papers that are required"))
    time = procedure.processing_time.duration
    yield Quote(Names(write_duration(time), write_english_duration(time)), Names("Thời hạn giải quyết", "Time limit"))
    fees = [line for line in procedure.fees if line.status != "computed" and not line.follows_answers]
    if fees:
        amounts = [
            Names(f"{f.fee.name_vi}: {write_money(f.fee.amount)}", f"{f.fee.name_en}: {f.fee.amount:,} dong")
            for f in fees
        ]
        yield Quote(_join_names(amounts), Names("Phí, lệ phí", "Fees"))


def write_english_duration(time: Duration) -> str:
    """Return "3 working days"; an immediate limit has no figure."""
    words = _UNITS_EN[time.unit]
    return words if time.unit is Unit.IMMEDIATE else f"{time.value} {words}"


def _join_names(names: Iterable[Names]) -> Names:
    listed = tuple(names)
    return Names("; ".join(each.vi for each in listed), "; ".join(each.en for each in listed))
