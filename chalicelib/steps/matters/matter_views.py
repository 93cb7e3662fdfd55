"""What a reader sees of a matter: answers and texts of their audiences, the course with articles, the steps they may
take."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from chalicelib.domain.accounts.roles import Actor, Role
from chalicelib.domain.law.article_words import write_official_citation
from chalicelib.domain.ledger.chain import Fact, Part
from chalicelib.domain.ledger.matter_facts import MatterFact
from chalicelib.domain.matters.field_guard import PAPERS
from chalicelib.domain.matters.kind_table import find_kind
from chalicelib.domain.matters.matter import Matter, MatterLink
from chalicelib.domain.matters.matter_actors import MatterPlace
from chalicelib.domain.matters.matter_clocks import find_reporter_due, list_reporter_clocks
from chalicelib.domain.matters.matter_kind import FieldAudience, MatterKind
from chalicelib.domain.matters.matter_permission import (
    MatterLaw,
    list_guarded_keys,
    list_matter_steps,
    require_matter_sight,
)
from chalicelib.domain.shared.timezone import VIETNAM, parse_stamp
from chalicelib.steps.matters.matter_command import read_matter_law
from chalicelib.steps.matters.matter_ports import MatterDependencies, MatterTexts


@dataclass(frozen=True, slots=True)
class MatterReading:
    """One reader's look at one matter."""

    kind: MatterKind
    actor: Actor
    now: datetime
    audiences: frozenset[FieldAudience]
    law: MatterLaw
    settled: frozenset[int] = frozenset()
    """Facts that propose nothing any more: what the others propose without notifying the reporter is for the units
    alone."""
    guarded: frozenset[str] = frozenset()
    """Fields that are hidden from this reader of this matter."""
    office: str = ""
    """The agency that acts for the province as a whole."""
    leading_public: bool = False
    """Whether everybody reads the matter with which this one is answered."""


EVENTS: Mapping[str, str] = {MatterFact.OPENED: "open", MatterFact.ALERTED: "alert", MatterFact.SUCCEEDED: "succeeded"}
"""Facts that are no step."""
HANDING: frozenset[str] = frozenset({MatterFact.MOVED, MatterFact.SUCCEEDED})


RecordView = Callable[[Matter, str], None]
"""Records that an officer looked at a matter, in a unit or role."""


def read_matter(
    deps: MatterDependencies, kind: MatterKind, matter_id: str, actor: Actor, now: datetime, record: RecordView
) -> dict[str, Any]:
    """Return a matter as the reader may see it. Raise NotFound for one that is absent or not theirs."""
    found = deps.matters.load_matter(matter_id).matter
    opened = open_reading(deps, kind, found, actor, now, record, kind.name)
    parts, reading = deps.matters.load_parts(matter_id), opened.reading
    leading = deps.matters.load_matter(opened.matter.leading.id).matter if opened.matter.leading else None
    reading = replace(reading, leading_public=leading is not None and leading.public)
    cite = deps.reference.cite_articles
    course = [
        view_fact(fact, parts, reading) | {"articles": list(dict.fromkeys(list_fact_articles(fact, cite)))}
        for fact in opened.facts
        if _is_for_reader(fact, reading)
    ]
    return view_matter(opened.matter, reading) | {"course": course}


@dataclass(frozen=True, slots=True)
class OpenedMatter:
    """A matter that somebody reads, and its whole ledger."""

    matter: Matter
    facts: tuple[Fact, ...]
    reading: MatterReading


def open_reading(
    deps: MatterDependencies,
    kind: MatterKind,
    found: Matter | None,
    actor: Actor,
    now: datetime,
    record: RecordView,
    what: str,
) -> OpenedMatter:
    """Return a loaded matter as its reader may see it; record what an officer looks at. Raise NotFound for one that is
    absent or not theirs."""
    law = read_matter_law(deps.reference, now, found)
    matter, audiences = require_matter_sight(actor, kind, found, now, law)
    if FieldAudience.UNITS in audiences:
        record(matter, what)
    facts, guarded = deps.matters.load_ledger(matter.id), list_guarded_keys(kind, matter, actor, now)
    office = next(iter(deps.reference.find_units_of_kind(Role.PROVINCIAL_OFFICE.value, now)), "")
    return OpenedMatter(
        matter, facts, MatterReading(kind, actor, now, audiences, law, list_settled(facts), guarded, office)
    )


OWN = frozenset({FieldAudience.REPORTER, FieldAudience.PUBLIC})


def read_subjects(
    held: MatterTexts,
    kind: MatterKind,
    matters: Mapping[str, Matter],
    actor: Actor,
    now: datetime,
    audiences: frozenset[FieldAudience] = OWN,
) -> Mapping[str, str]:
    """Return the subjects of a list's matters by their ids, for a reader of these audiences; without those that are
    hidden from them, and those that were erased."""
    asked = kind.find_field(kind.subject)
    if asked is None or asked.audience not in audiences:
        return {}
    digests = {
        number: matter.texts[kind.subject]
        for number, matter in matters.items()
        if kind.subject in matter.texts and kind.subject not in list_guarded_keys(kind, matter, actor, now)
    }
    texts = held.read_texts(digests.items())
    return {number: texts[digest] for number, digest in digests.items() if digest in texts}


def list_settled(facts: Iterable[Fact]) -> frozenset[int]:
    """Return the numbers of the facts whose texts are no proposal any more: those that ended the matter or made it
    public, and those that the next change of state did. What was sent back is never settled."""
    settled, waiting = set[int](), list[int]()
    for fact in facts:
        waiting.append(fact.seq)
        if "to" in fact.data:
            if fact.data.get("ended") or fact.data.get("public"):
                settled |= set(waiting)
            waiting = [fact.seq]
    return frozenset(settled)


def view_matter(matter: Matter, reading: MatterReading) -> dict[str, Any]:
    """Return the head of a matter, with the steps that the reader may take."""
    officer = FieldAudience.UNITS in reading.audiences
    clocks = matter.clocks if officer else list_reporter_clocks(reading.kind, matter)
    due_at = _find_due(matter, reading)
    return {
        "id": matter.id,
        "kind": matter.kind,
        "number": matter.number,
        "version": matter.version,
        "state": matter.state,
        "ended": matter.ended,
        "public": matter.public,
        "unit": matter.unit,
        "first_unit": matter.first_unit,
        "asked": list(matter.asked) if officer else [],
        "opened_at": matter.opened_at,
        "ended_at": matter.ended_at,
        "due_at": due_at,
        "late": bool(due_at and due_at < reading.now),
        "mine": reading.actor.is_person(matter.opener),
        "became": _view_link(matter.became),
        "came_from": _view_link(matter.came_from),
        "national": matter.national or None,
        "leading": _view_link(matter.leading if officer or reading.leading_public else None),
        "values": {key: value for key, value in matter.values.items() if may_read(reading, key)},
        "clocks": [
            {
                "name": clock.name,
                "since": clock.since,
                "due_at": clock.due_at,
                "article": write_official_citation(clock.article),
            }
            for clock in sorted(clocks, key=lambda clock: clock.due_at)
        ],
        "steps": list_matter_steps(reading.actor, reading.kind, matter, reading.now, reading.law),
    }


def _find_due(matter: Matter, reading: MatterReading) -> datetime | None:
    """Return the due time that concerns the reader; None once the matter has ended."""
    if FieldAudience.UNITS not in reading.audiences:
        return find_reporter_due(reading.kind, matter)
    return None if matter.ended else matter.due_at


def _is_for_reader(fact: Fact, reading: MatterReading) -> bool:
    """Return whether a fact belongs to the reader's course: alerts of the clocks by which agencies work do not belong
    to the reporter's."""
    if fact.kind != MatterFact.ALERTED or FieldAudience.UNITS in reading.audiences:
        return True
    return fact.data["clock"] not in (*reading.kind.repeats, *reading.kind.unit_clocks)


def _view_link(link: MatterLink | None) -> dict[str, str] | None:
    return {"plural": find_kind(link.kind).plural, "id": link.id, "number": link.number} if link else None


def may_read(reading: MatterReading, key: str) -> bool:
    """Return whether the reader is of the audience of a field; a field that the table lost is for the units alone."""
    asked = reading.kind.find_field(key)
    return key not in reading.guarded and (asked.audience if asked else FieldAudience.UNITS) in reading.audiences


def is_masked(fact: Fact, reading: MatterReading) -> bool:
    """Return whether the author of a fact is hidden from the reader: the reporter whose data are guarded."""
    return bool(reading.guarded) and fact.actor.get("role") == Role.APPLICANT


def view_fact(fact: Fact, parts: Mapping[str, Part], reading: MatterReading) -> dict[str, Any]:
    """Return one fact of the course: step, unit, and what it says to this reader."""
    data = fact.data
    officer = FieldAudience.UNITS in reading.audiences
    texts = {
        name: parts[digest].value if digest in parts else None
        for name, digest in list_read_parts(fact, reading).items()
    }
    return {
        "seq": fact.seq,
        "event": EVENTS.get(fact.kind) or str(data["step"]),
        "at": fact.occurred_at,
        "unit": _name_acting_unit(fact, reading),
        "by": str(fact.actor.get("sub", "")) if officer and not fact.by_system and not is_masked(fact, reading) else "",
        "role": str(fact.actor.get("role", "system")),
        "to": data.get("to"),
        "handed_to": data.get("unit") if fact.kind in HANDING else None,
        "asks": data.get("asks"),
        "clock": data.get("clock"),
        "values": {key: value for key, value in data.get("values", {}).items() if may_read(reading, key)},
        "texts": texts,
        "papers": list_read_papers(fact, reading),
        "hints": [*data.get("writing", ()), *data.get("personal_data", ())] if officer else [],
        "due": {
            name: parse_stamp(clock["due"])
            for name, clock in data.get("clocks", {}).items()
            if officer or not (clock.get("reminder") or name in reading.kind.unit_clocks)
        },
    }


def _name_acting_unit(fact: Fact, reading: MatterReading) -> str:
    """Return the unit of a fact's author; a fact of the provincial office holds the province, which is no unit."""
    is_office = fact.actor.get("role") == Role.PROVINCIAL_OFFICE
    return (reading.office if is_office else "") or str(fact.actor.get("unit", ""))


def _is_for_reporter(kind: MatterKind, fact: Fact) -> bool:
    if fact.kind == MatterFact.OPENED:
        return True
    return any(MatterPlace.REPORTER in row.notifies for row in kind.list_steps(str(fact.data.get("step", ""))))


def list_read_parts(fact: Fact, reading: MatterReading) -> dict[str, str]:
    """Return the digests of a fact's texts that the reader may read, by field."""
    proposed = _is_proposed(fact, reading)
    return {
        name: digest
        for name, digest in fact.parts.items()
        if may_read(reading, name) and not (proposed and _is_public(reading, name))
    }


def list_read_papers(fact: Fact, reading: MatterReading) -> list[str]:
    """Return the ids of a fact's files that the reader may have. Those of a reporter who is protected are hidden with
    the reporter's data."""
    sent = fact.kind == MatterFact.OPENED or fact.actor.get("role") == Role.APPLICANT
    hidden = _is_proposed(fact, reading) or (sent and PAPERS in reading.guarded)
    return [] if hidden else sorted((*fact.data.get("papers", ()), *fact.data.get("carried", ())))


def _is_proposed(fact: Fact, reading: MatterReading) -> bool:
    """Return whether a fact is a proposal among the units, which is not this reader's to see yet."""
    officer = FieldAudience.UNITS in reading.audiences
    return not officer and fact.seq not in reading.settled and not _is_for_reporter(reading.kind, fact)


def _is_public(reading: MatterReading, key: str) -> bool:
    asked = reading.kind.find_field(key)
    return asked is not None and asked.audience is FieldAudience.PUBLIC


def list_fact_articles(fact: Fact, cite: Callable[[str, date], tuple[str, ...]]) -> Iterator[str]:
    """Return the articles that a fact rests on, as printed: of its rules, and of the table's row in the province of the
    day. A choice of the service is never shown as law."""
    for each in fact.law:
        article = str(each.get("article", ""))
        if "is_law" not in each and fact.kind != MatterFact.ALERTED:
            yield from cite(article, fact.occurred_at.astimezone(VIETNAM).date())
        elif article and each.get("is_law", True):
            yield write_official_citation(article)
