"""The paper of a decided matter's written answer, drawn up when it is printed from what the ledger says.

It is made of the parts of slips: letterhead, number, place and day, numbered lines, basis and places for signatures
(NĐ 30/2020). Nothing of it is stored, so that an erasure has nothing more to erase.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from chalicelib.domain.catalogue.agencies import AgencyTree
from chalicelib.domain.documents.official_names import find_place, write_agency, write_person
from chalicelib.domain.documents.slip_source import ERASED
from chalicelib.domain.documents.slip_values import SlipLine, clean_for_print, write_day_line, write_moment
from chalicelib.domain.documents.slips import SIMULATED
from chalicelib.domain.ledger.chain import Fact
from chalicelib.domain.matters.kinds.account_requests import ROLES
from chalicelib.domain.matters.matter import Matter
from chalicelib.domain.matters.matter_kind import MatterField, MatterKind
from chalicelib.domain.matters.written_answer import WrittenAnswer
from chalicelib.domain.shared.errors import Refusal, RefusalKind
from chalicelib.domain.shared.timezone import parse_stamp

PROVINCE = "Toàn tỉnh"


class AnswerNotGiven(Refusal):
    """The matter has no written answer: it is open, was withdrawn, or its kind gives none."""

    code = "answer_not_given"
    kind = RefusalKind.WRONG_MOMENT
    vi = "Việc này chưa có văn bản trả lời để in."
    en = "There is no written answer to print yet."


@dataclass(frozen=True, slots=True)
class AnswerSheet:
    """A finished paper: every word in reading order."""

    title: str
    authority: str
    issuer: str
    number: str
    date_line: str
    lead: str
    lines: tuple[SlipLine, ...]
    signers: tuple[str, ...]
    basis: tuple[str, ...]
    mark: str = ""


@dataclass(frozen=True, slots=True)
class DecidedMatter:
    """A matter with its facts, the texts that the reader may read, and the names of units and people. `may_read` says
    whether a field is the reader's; `texts` holds None for one that was erased."""

    kind: MatterKind
    matter: Matter
    facts: tuple[Fact, ...]
    texts: Mapping[str, str | None]
    agencies: AgencyTree
    name_person: Callable[[str], str]
    may_read: Callable[[str], bool]
    basis: tuple[str, ...] = ()


def find_answer(kind: MatterKind, matter: Matter, facts: tuple[Fact, ...]) -> tuple[WrittenAnswer, Fact]:
    """Return what the kind's paper says, and the fact of the answer. Raise AnswerNotGiven without one."""
    answer = kind.answer
    given = [fact for fact in facts if answer and matter.ended and fact.data.get("step") in answer.titles]
    if answer is None or not given:
        raise AnswerNotGiven()
    return answer, given[-1]


def build_answer_sheet(source: DecidedMatter) -> AnswerSheet:
    """Return the paper of the written answer. Raise AnswerNotGiven for a matter without one."""
    matter, tree = source.matter, source.agencies
    answer, fact = find_answer(source.kind, matter, source.facts)
    issuer = tree.get(matter.unit)
    place = find_place(each.name.vi for each in tree.list_lineage(issuer.id))
    sender = _write_unit(tree, matter.sender_unit or matter.first_unit)
    number = (_find_value(source, answer.number) if answer.number else "") or matter.number
    lead = answer.lead.format(issuer=write_agency(issuer.name.vi), sender=sender)
    return AnswerSheet(
        title=answer.titles[str(fact.data["step"])],
        authority=_write_unit(tree, issuer.parent or ""),
        issuer=write_agency(issuer.name.vi),
        number=clean_for_print(number),
        date_line=f"{place}, {write_day_line(fact.occurred_at)}",
        lead=clean_for_print(lead),
        lines=tuple(_build_lines(source, answer, fact)),
        signers=answer.signers,
        basis=tuple(clean_for_print(each) for each in dict.fromkeys(source.basis)),
        mark=SIMULATED if fact.simulated else "",
    )


def _build_lines(source: DecidedMatter, answer: WrittenAnswer, fact: Fact) -> Iterator[SlipLine]:
    kind, matter = source.kind, source.matter
    yield _build_line("number", kind.words.vi, matter.number)
    yield _build_line("opened_at", "Nhận lúc", write_moment(matter.opened_at))
    for key in answer.fields:
        asked = kind.find_field(key)
        text = _find_value(source, key) if asked and source.may_read(key) else ""
        if asked and text:
            yield _build_line(key, asked.form.vi, _write_value(source, asked, text))
    yield from _build_answered(source, answer)
    yield _build_line("state", "Kết quả", kind.find_state(matter.state).name.vi)
    yield _build_line("answered_at", "Trả lời lúc", write_moment(fact.occurred_at))


def _build_answered(source: DecidedMatter, answer: WrittenAnswer) -> Iterator[SlipLine]:
    """Yield what the matter asked about line by line: whose right it is, which one, and the answer."""
    roles = {role.value: vi for role, vi, _ in ROLES}
    for count, line in enumerate(source.matter.lines.values() if answer.answers else (), 1):
        said = answer.answers[line.get("answer", "")]
        number = f" ({line['number']})" if line.get("number") else ""
        when = f", {write_moment(parse_stamp(line['at']))}" if line.get("at") else ""
        who = write_person(source.name_person(line["officer"]) or line["officer"])
        unit = _write_unit(source.agencies, line["unit"])
        yield _build_line(
            f"line-{count}", who, f"{roles.get(line['role'], line['role'])}, {unit}: {said}{number}{when}"
        )


def _build_line(key: str, label: str, text: str) -> SlipLine:
    return SlipLine(key, label, tuple(clean_for_print(each) for each in text.splitlines() if each.strip()))


def _find_value(source: DecidedMatter, key: str) -> str:
    """Return an answer as it is stored; a note in place of a text that was erased."""
    if key in source.texts:
        held = source.texts[key]
        return ERASED if held is None else held
    return str(source.matter.values.get(key) or "")


def _write_value(source: DecidedMatter, asked: MatterField, text: str) -> str:
    if asked.unit:
        return _write_unit(source.agencies, text)
    if asked.account:
        return write_person(source.name_person(text) or _find_value(source, source.kind.concerns_name) or text)
    if asked.form.choices:
        return next((each.vi for each in asked.form.choices if each.code == text), text)
    return f"{date.fromisoformat(text):%d/%m/%Y}" if asked.form.format == "date" and text != ERASED else text


def _write_unit(tree: AgencyTree, unit: str) -> str:
    if not unit:
        return ""
    return write_agency(tree.get(unit).name.vi) if unit in tree.units else PROVINCE
