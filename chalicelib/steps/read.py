"""Reading dossiers: the view, the timeline, the ledger, lists. Officers' views leave a record (VL-7.2.b)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from chalicelib.domain import boards, corrections, course, deadlines
from chalicelib.domain.article_words import official_words
from chalicelib.domain.clocks import Clock
from chalicelib.domain.deadlines import Outside
from chalicelib.domain.dossier import Dossier
from chalicelib.domain.errors import NotFound, OwnDossier
from chalicelib.domain.flow import State
from chalicelib.domain.ledger import Fact, Part
from chalicelib.domain.people import read_person
from chalicelib.domain.permission import require_sight
from chalicelib.domain.proving import is_party
from chalicelib.domain.roles import Actor, Role
from chalicelib.domain.timezone import VIETNAM, moment
from chalicelib.repositories.ports import Accesses, Lists, Page, People, Reference
from chalicelib.steps import fault, views
from chalicelib.steps.act import Desk
from chalicelib.steps.boards import Counters
from chalicelib.steps.hindrances import Viewpoint, find_hindrances, is_worth_saying
from chalicelib.steps.request_effects import describe_effects
from chalicelib.steps.settlement_time import settlement_time
from chalicelib.steps.views import PEOPLE, PERSONAL, Viewer


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads, and what reading needs."""

    desk: Desk
    accesses: Accesses
    actor: Actor
    now: datetime
    real_now: datetime
    people: People

    def seen(self, dossier_id: str, what: str) -> tuple[Dossier, Viewer]:
        """The dossier if it may be seen, with the view on record when it is not the owner's."""
        dossier = require_sight(self.actor, self.desk.dossiers.load(dossier_id).dossier, self.now)
        relation = views.viewer(self.actor, dossier, self.now)
        if relation is not Viewer.OWNER:
            roles = sorted(self.actor.roles(self.now) - {Role.APPLICANT})
            self.accesses.record(dossier_id, self.actor.sub, ",".join(roles), what, self.real_now)
        return dossier, relation


def dossier(reader: Reader, dossier_id: str) -> dict[str, Any]:
    """The dossier with the personal parts that the reader works with."""
    found, relation = reader.seen(dossier_id, "dossier")
    shown = views.view(found, reader.actor, reader.now, reader.desk.reference)
    _mark_hindrances(reader, found, shown, is_owner=relation is Viewer.OWNER)
    facts = reader.desk.dossiers.ledger(dossier_id) if relation in PERSONAL else ()
    parts = _held_parts(reader, found, relation, facts)
    if relation is not Viewer.OWNER:
        _offer_nothing_own(reader, found, shown, parts)
    shown["parts"] = [
        {
            "name": part.name, "digest": digest,
            "value": read_person(part.value) if part.name in PEOPLE else part.value,
            "superseded": corrections.is_superseded(found, digest, part),
        }
        for digest, part in sorted(parts.items())
    ]  # fmt: skip
    return shown


def _offer_nothing_own(reader: Reader, d: Dossier, shown: dict[str, Any], parts: Mapping[str, Part]) -> None:
    """Offer no step to an officer who is among the people of the dossier; the command refuses it as well."""
    people = [part.value for part in corrections.current_parts(d, parts).values() if part.name in PEOPLE]
    if not is_party(reader.actor.numbers, people):
        return
    own = OwnDossier()
    offered = [*shown["allowed"], *(each["step"] for each in shown["hindered"])]
    shown["hindered"] = [{"step": step, "code": own.code, "vi": own.text_vi, "en": own.text_en} for step in offered]
    shown["allowed"] = []
    for request in shown["requests"]:
        request |= {"yours_to_decide": False, "yours_to_answer": False}


def _mark_hindrances(reader: Reader, d: Dossier, shown: dict[str, Any], *, is_owner: bool) -> None:
    """Offer only what would not be refused as the dossier stands, with the reason for the rest; and say what each open
    request would change."""
    view = Viewpoint(reader.desk, reader.actor, reader.now, reader.real_now)
    hindered = find_hindrances(view, d, shown["allowed"])
    shown["allowed"] = [step for step in shown["allowed"] if step not in hindered]
    shown["hindered"] = [
        {"step": step, "code": refusal.code, "vi": refusal.text_vi, "en": refusal.text_en, "law": refusal.law}
        for step, refusal in hindered.items()
        if is_worth_saying(d, step)
    ]
    by_number = {each.n: each for each in d.requests}
    for request in () if is_owner else shown["requests"]:
        request |= describe_effects(view, d, by_number[request["n"]])


def timeline(reader: Reader, dossier_id: str) -> dict[str, Any]:
    """What happened, fact by fact, with articles; officers also see by whom, with name and title."""
    found, relation = reader.seen(dossier_id, "timeline")
    as_reader = views.reading(reader.actor, found, reader.now)
    facts = reader.desk.dossiers.ledger(dossier_id)
    shown = course.shown_facts(as_reader, found, facts, supervises=relation is Viewer.READER)
    lines = [views.line(fact, as_reader, found) for fact in shown]
    reasons = course.signed_reasons(facts)
    for line in lines:
        if digest := reasons.get(line["seq"]):
            line["parts"] = {"reason": digest, **line["parts"]}
    named = reader.people.named(views.people_in(lines))
    people = [{"sub": sub, **asdict(name)} for sub, name in sorted(named.items())]
    return {"seen_as": relation, "items": lines, "people": people}


def ledger(reader: Reader, dossier_id: str) -> dict[str, Any]:
    """The chained ledger for the offline verifier, with the parts the reader may hold."""
    found, relation = reader.seen(dossier_id, "ledger")
    facts = reader.desk.dossiers.ledger(dossier_id)
    held = _held_parts(reader, found, relation, facts)
    parts = {digest: {"salt": part.salt, "value": part.value} for digest, part in held.items()}
    return views.exported(dossier_id, facts, parts, facts[-1].hash)


def _held_parts(reader: Reader, found: Dossier, relation: Viewer, facts: Collection[Fact]) -> Mapping[str, Part]:
    """The personal parts that the reader may hold: texts between officers only those whom they reach, who was at fault
    only those whom the law names (HUE-22.7)."""
    if relation is Viewer.CENTRE:
        held = corrections.current_parts(found, reader.desk.dossiers.parts(found.id))
        return {digest: part for digest, part in held.items() if part.name in PEOPLE}
    if relation not in PERSONAL:
        return {}
    seen_by = reader.desk.reference.rule("overdue.fault_seen_by", found.dates(reader.now)).value
    reached = course.readable_digests(views.reading(reader.actor, found, reader.now), found, facts)
    parts = reader.desk.dossiers.parts(found.id).items()
    return {
        digest: part
        for digest, part in parts
        if digest in reached and fault.may_read(part, found, reader.actor, tuple(seen_by or ()), reader.now)
    }


def counted(reader: Reader, dossier_id: str) -> dict[str, Any]:
    """How the due date was counted, day by day; the client never counts days itself."""
    found, relation = reader.seen(dossier_id, "deadline")
    clock = found.clock or found.reception
    if clock is None:
        raise NotFound()
    reference = reader.desk.reference
    calendar, since = reference.calendar(found.one_stop), _counted_from(reference, found, clock)
    by_days = clock.counting.is_by_days(clock.duration)
    receipt = clock.counting.received(calendar, since) if by_days else since
    days = deadlines.explain(calendar, since, clock.due_at, receipt)
    outside = deadlines.outside_hours(calendar, since) if by_days else None
    return {
        "started_at": since,
        "due_at": clock.due_at,
        "original_due_at": clock.original_due_at,
        "unit": clock.duration.unit,
        "value": clock.duration.value,
        "provisional": clock.provisional,
        "basis": _basis(reference, found, clock),
        "reading": _reading(reference, found, clock, outside, relation) if outside else None,
        "days": [
            {"day": each.day, "number": each.number, "reason": each.reason, "vi": each.vi, "en": each.en}
            for each in days
        ],
    }


def _basis(reference: Reference, d: Dossier, clock: Clock) -> str:
    """The article that sets how long the limit is, in official words."""
    if clock is d.reception:
        return official_words(reference.rule("reception.answer_limit", d.dates()).cite["article"])
    procedure = reference.procedure(d.procedure)
    time, rules = settlement_time(reference, procedure, d.channel, d.dates())
    if rules and time == clock.duration:
        return official_words(rules[-1].cite["article"])
    return procedure.processing_time.legal_reference


def _counted_from(reference: Reference, d: Dossier, clock: Clock) -> datetime:
    """From when a limit counts: its start, or the official hour of reception where that is part of it (QN-11.4)."""
    started_anew = clock.started_at != clock.begun_at
    if d.reception is None or clock is d.reception or started_anew:
        return clock.started_at
    within = reference.rule("reception.within_total", d.dates()).value
    # Accepted before the official hour of its filing, it counts from the acceptance.
    return min(d.reception.started_at, clock.started_at) if within else clock.started_at


def _reading(reference: Reference, d: Dossier, clock: Clock, outside: Outside, relation: Viewer) -> dict[str, Any]:
    """Which day is the day of receipt of what came in outside working time, and the rule that this reads."""
    vi, en = deadlines.receipt_reading(outside, clock.counting.receipt_day(outside))
    rule = reference.rule("counting.day_of_receipt", d.dates(), moment=outside.value)
    return {"vi": vi, "en": en, "rule": views.cite_view(rule.cite, owner=relation is Viewer.OWNER)}


def work_counts(reader: Reader, counters: Counters, unit: str) -> boards.Board:
    """How much a unit has open, for those who work there."""
    require_work(reader, unit)
    return boards.board(counters.counts(unit), reader.now.astimezone(VIETNAM).date())


def approvals(reader: Reader, lists: Lists, unit: str, limit: int, cursor: str | None) -> Page:
    """Requests that wait for a decision in a unit, for those who work there."""
    require_work(reader, unit)
    return lists.approvals(unit, limit, cursor)


def returned(reader: Reader, lists: Lists, unit: str, limit: int, cursor: str | None) -> Page:
    """Proposals that came back to a unit with remarks, for those who work there; the remarks themselves only for who
    answers, with the view on record."""
    require_work(reader, unit)
    found = lists.returned(unit, limit, cursor)
    mine = [item for item in found.items if item["holder"] == reader.actor.sub]
    texts = lists.texts([(str(item["dossier_id"]), str(item["remarks"])) for item in mine])
    for item in mine:
        roles = ",".join(sorted(reader.actor.roles_in(unit, reader.now)))
        reader.accesses.record(str(item["dossier_id"]), reader.actor.sub, roles, "remarks", reader.real_now)
    items = [
        {**item, "yours": item in mine, "remarks": texts.get(str(item["remarks"])) if item in mine else None}
        for item in found.items
    ]
    return Page(items, found.cursor)


def require_work(reader: Reader, unit: str) -> None:
    """Refuses who does not work in the unit; running the system or keeping its catalogue is no work there."""
    if not reader.actor.roles_in(unit, reader.now) - {Role.OPERATOR, Role.CATALOGUE_EDITOR}:
        raise NotFound()


def is_late(item: Mapping[str, str | None], now: datetime) -> bool:
    """Whether a line's time is over and the unit has not acted: its head sees that beside what is due next
    (VL-21.3, LC-32.7). On the very due time is still in time; a wait for the applicant makes no unit late."""
    due_at = item["due_at"]
    return due_at is not None and item["state"] != State.SUPPLEMENT_REQUESTED and now > moment(due_at)
