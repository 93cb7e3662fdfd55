"""Reading dossiers: the view, the timeline, the ledger, lists. Officers' views are recorded (VL-7.2.b)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from chalicelib.domain.accounts.identity_proofing import is_party
from chalicelib.domain.accounts.people import read_person
from chalicelib.domain.dossier import course
from chalicelib.domain.dossier.current_parts import is_superseded, select_current_parts
from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.flow.transitions import State
from chalicelib.domain.law.article_words import write_official_citation
from chalicelib.domain.ledger.chain import Fact, Part
from chalicelib.domain.privacy import sight_facts
from chalicelib.domain.privacy.sight import (
    Sight,
    is_listed,
    list_counted,
    may_see_requests,
    require_list,
)
from chalicelib.domain.privacy.sight_words import PERSON, Content, UnitList
from chalicelib.domain.shared.errors import NotFound, OwnDossier
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.domain.supervision import boards
from chalicelib.domain.time import deadlines
from chalicelib.domain.time.clocks import Clock
from chalicelib.domain.time.deadlines import Outside
from chalicelib.steps.dossier import fact_views, views
from chalicelib.steps.dossier.ports import Lists, Page, Reference
from chalicelib.steps.dossier.reader import Reader
from chalicelib.steps.dossier.settlement_time import find_settlement_time
from chalicelib.steps.reading.hindrances import Viewpoint, find_hindrances, is_worth_saying
from chalicelib.steps.reading.request_effects import describe_effects
from chalicelib.steps.settlement import fault
from chalicelib.steps.supervision.boards import Counters

PERSONAL = PERSON | {Content.FORM, Content.PROOFS, Content.WORDS}
"""Contents that are stored in personal parts."""


def read_dossier(reader: Reader, dossier_id: str) -> dict[str, Any]:
    """Return the dossier with the personal parts that the reader works with."""
    found, sight = reader.require_seen(dossier_id, "dossier")
    shown = views.view_dossier(found, reader.actor, reader.now, reader.deps.reference)
    _mark_hindrances(reader, found, shown, is_owner=sight.is_owner)
    # A reader without personal parts may still be among the people.
    asks = sight.has(*PERSONAL) or (bool(reader.actor.numbers) and not sight.is_owner)
    stored = reader.deps.dossiers.load_parts(dossier_id) if asks else {}
    # Only texts of steps depend on the step.
    facts = reader.deps.dossiers.load_ledger(dossier_id) if sight.has(Content.WORDS) else ()
    if not sight.is_owner:
        _offer_nothing_own(reader, found, shown, stored)
    shown["parts"] = [
        {
            "name": part.name, "digest": digest, "value": _read_part(sight, part),
            "superseded": is_superseded(found, digest, part),
        }
        for digest, part in sorted(_list_held_parts(reader, found, sight, facts, stored).items())
    ]  # fmt: skip
    return shown


def _read_part(sight: Sight, part: Part) -> Any:
    read = replace(part, value=read_person(part.value)) if part.name in sight_facts.PEOPLE else part
    return sight_facts.cut_part(sight, read)


def _offer_nothing_own(reader: Reader, dossier: Dossier, shown: dict[str, Any], parts: Mapping[str, Part]) -> None:
    """Offer no step to an officer who is among the people of the dossier; the command refuses it as well."""
    people = [part.value for part in select_current_parts(dossier, parts).values() if part.name in sight_facts.PEOPLE]
    if not is_party(reader.actor.numbers, people):
        return
    own = OwnDossier()
    offered = [*shown["allowed"], *(each["step"] for each in shown["hindered"])]
    shown["hindered"] = [{"step": step, "code": own.code, "vi": own.text_vi, "en": own.text_en} for step in offered]
    shown["allowed"] = []
    for request in shown["requests"]:
        request |= {"yours_to_decide": False, "yours_to_answer": False}


def _mark_hindrances(reader: Reader, dossier: Dossier, shown: dict[str, Any], *, is_owner: bool) -> None:
    """Offer only steps that the present dossier allows, with the reason for the rest; and state the effects of each
    open request."""
    view = Viewpoint(reader.deps, reader.actor, reader.now, reader.real_now)
    hindered = find_hindrances(view, dossier, shown["allowed"])
    shown["allowed"] = [step for step in shown["allowed"] if step not in hindered]
    shown["hindered"] = [
        {"step": step, "code": refusal.code, "vi": refusal.text_vi, "en": refusal.text_en, "law": refusal.law}
        for step, refusal in hindered.items()
        if is_worth_saying(dossier, step)
    ]
    by_number = {each.n: each for each in dossier.requests}
    for request in () if is_owner else shown["requests"]:
        request |= describe_effects(view, dossier, by_number[request["n"]])


def read_timeline(reader: Reader, dossier_id: str) -> dict[str, Any]:
    """Return the events, fact by fact, with articles; officers also see the actor, with name and title."""
    found, sight = reader.require_seen(dossier_id, "timeline")
    facts = reader.deps.dossiers.load_ledger(dossier_id)
    shown = sight_facts.list_seen_facts(sight, found, facts)
    lines = [fact_views.view_fact(fact, sight, found) for fact in shown]
    reasons = course.list_signed_reasons(facts)
    for line in lines:
        if digest := reasons.get(line["seq"]):
            line["parts"] = {"reason": digest, **line["parts"]}
    named = reader.people.find_names(fact_views.list_people(lines))
    people = [{"sub": sub, **asdict(name)} for sub, name in sorted(named.items())]
    return {"is_owner": sight.is_owner, "items": lines, "people": people}


def read_ledger(reader: Reader, dossier_id: str) -> dict[str, Any]:
    """Return the chained ledger for the offline verifier, cut like the page, with the parts that the reader sees in
    full."""
    found, sight = reader.require_seen(dossier_id, "ledger", Content.LEDGER)
    facts = reader.deps.dossiers.load_ledger(dossier_id)
    held = _list_held_parts(reader, found, sight, facts, reader.deps.dossiers.load_parts(dossier_id))
    whole = {digest: part for digest, part in held.items() if sight_facts.is_whole(sight, part)}
    exported = [sight_facts.export_fact(sight, found, fact, whole.keys()) for fact in facts]
    listed = {str(digest) for body in exported for digest in body.get("parts", {}).values()}
    parts = {digest: {"salt": part.salt, "value": part.value} for digest, part in whole.items() if digest in listed}
    return fact_views.export_ledger(dossier_id, exported, parts, facts[-1].hash)


def _list_held_parts(
    reader: Reader, found: Dossier, sight: Sight, facts: Collection[Fact], stored: Mapping[str, Part]
) -> Mapping[str, Part]:
    """Return the personal parts that the reader may hold: texts between officers only where they reach the reader, the
    officer at fault only for readers that the law names (HUE-22.7)."""
    seen_by = reader.deps.reference.find_rule("overdue.fault_seen_by", found.build_dates(reader.now)).list_words()
    return {
        digest: part
        for digest, part in sight_facts.list_held_parts(sight, found, facts, stored).items()
        if fault.may_read(part, found, reader.actor, seen_by, reader.now)
    }


def explain_due_date(reader: Reader, dossier_id: str) -> dict[str, Any]:
    """Return how the due date was counted, day by day; the client never counts days itself."""
    found, sight = reader.require_seen(dossier_id, "deadline")
    clock = found.clock or found.reception
    if clock is None:
        raise NotFound()
    reference = reader.deps.reference
    calendar, since = reference.find_calendar(found.one_stop), _find_count_start(reference, found, clock)
    by_days = clock.counting.is_by_days(clock.duration)
    receipt = clock.counting.find_receipt_instant(calendar, since) if by_days else since
    days = deadlines.explain_days(calendar, since, clock.due_at, receipt)
    outside = deadlines.find_outside_hours(calendar, since) if by_days else None
    return {
        "started_at": since,
        "due_at": clock.due_at,
        "original_due_at": clock.original_due_at,
        "unit": clock.duration.unit,
        "value": clock.duration.value,
        "provisional": clock.provisional,
        "basis": _find_limit_article(reference, found, clock),
        "reading": _describe_receipt_day(reference, found, clock, outside, is_owner=sight.is_owner)
        if outside
        else None,
        "days": [
            {"day": each.day, "number": each.number, "reason": each.reason, "vi": each.vi, "en": each.en}
            for each in days
        ],
    }


def _find_limit_article(reference: Reference, dossier: Dossier, clock: Clock) -> str:
    """Return the article that sets the length of the limit, in official words."""
    if clock is dossier.reception:
        return write_official_citation(
            reference.find_rule("reception.answer_limit", dossier.build_dates()).cite["article"]
        )
    procedure = reference.find_procedure(dossier.procedure)
    time, rules = find_settlement_time(reference, procedure, dossier.channel, dossier.build_dates())
    if rules and time == clock.duration:
        return write_official_citation(rules[-1].cite["article"])
    return procedure.processing_time.legal_reference


def _find_count_start(reference: Reference, dossier: Dossier, clock: Clock) -> datetime:
    """Return from when a limit counts: its start, or the official hour of reception where that is part
    of it (QN-11.4)."""
    started_anew = clock.started_at != clock.begun_at
    if dossier.reception is None or clock is dossier.reception or started_anew:
        return clock.started_at
    within = reference.find_rule("reception.within_total", dossier.build_dates()).value
    # A dossier accepted before the official hour of its filing counts from the acceptance.
    return min(dossier.reception.started_at, clock.started_at) if within else clock.started_at


def _describe_receipt_day(
    reference: Reference, dossier: Dossier, clock: Clock, outside: Outside, *, is_owner: bool
) -> dict[str, Any]:
    """Return which day is the day of receipt of a filing outside working time, and the rule read for it."""
    vi, en = deadlines.describe_receipt_day(outside, clock.counting.choose_receipt_day(outside))
    rule = reference.find_rule("counting.day_of_receipt", dossier.build_dates(), moment=outside.value)
    return {"vi": vi, "en": en, "rule": fact_views.view_cite(rule.cite, owner=is_owner)}


def count_work(reader: Reader, counters: Counters, unit: str) -> tuple[boards.Board, frozenset[State]]:
    """Return how much a unit has open, for its officers; and the states in which the count equals what they see. The
    other states are not counted for them."""
    require_list(reader.actor, unit, UnitList.WORK, reader.now)
    counted = list_counted(reader.actor, unit, reader.now)
    counts = {
        line: number
        for line, number in counters.read_counts(unit).items()
        if State(line.state) in counted and is_listed(reader.actor, unit, State(line.state), Content.HEAD, reader.now)
    }
    return boards.build_board(counts, reader.now.astimezone(VIETNAM).date()), counted


def list_approvals(reader: Reader, lists: Lists, unit: str, limit: int, cursor: str | None) -> Page:
    """Return requests that wait for a decision in a unit: all of them for officers who settle dossiers there, for
    others those that their role decides."""
    require_list(reader.actor, unit, UnitList.APPROVALS, reader.now)
    found = lists.list_approvals(unit, limit, cursor)
    if may_see_requests(reader.actor, unit, reader.now):
        return found
    roles = {role.value for role in reader.actor.list_roles_in(unit, reader.now)}
    return Page([item for item in found.items if roles & set(str(item["holder"]).split(","))], found.cursor)


def list_returned(reader: Reader, lists: Lists, unit: str, limit: int, cursor: str | None) -> Page:
    """Return proposals that came back to a unit with remarks, for officers who settle dossiers there; the remarks
    themselves only for the officer who answers, with the view recorded."""
    require_list(reader.actor, unit, UnitList.RETURNED, reader.now)
    found = lists.list_returned(unit, limit, cursor)
    mine = [item for item in found.items if item["holder"] == reader.actor.sub]
    texts = lists.read_texts([(str(item["dossier_id"]), str(item["remarks"])) for item in mine])
    for item in mine:
        roles = ",".join(sorted(reader.actor.list_roles_in(unit, reader.now)))
        reader.accesses.record(str(item["dossier_id"]), reader.actor.sub, roles, "remarks", reader.real_now)
    items = [
        {**item, "yours": item in mine, "remarks": texts.get(str(item["remarks"])) if item in mine else None}
        for item in found.items
    ]
    return Page(items, found.cursor)
