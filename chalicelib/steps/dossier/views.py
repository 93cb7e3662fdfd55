"""What each reader may see of a dossier: each field belongs to a content of the table of `sight_table.py`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from enum import StrEnum
from typing import Any

from chalicelib.domain.accounts.roles import Actor, Role
from chalicelib.domain.catalogue.procedures import Procedure
from chalicelib.domain.dossier import carried_money, sector_status
from chalicelib.domain.dossier.corrections import CORRECTED, list_changes
from chalicelib.domain.dossier.course import NOTED
from chalicelib.domain.dossier.course_reading import may_have_file
from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.dossier.handover import is_early
from chalicelib.domain.dossier.intake import OWN_INITIATIVE, STRUCTURED
from chalicelib.domain.dossier.permission import list_allowed_steps, may_decide
from chalicelib.domain.dossier.refiling import REFILED, read_origin
from chalicelib.domain.flow.transitions import RequestKind, State, Step
from chalicelib.domain.law.article_words import write_official_citation
from chalicelib.domain.ledger import payloads
from chalicelib.domain.ledger.chain import Fact
from chalicelib.domain.ledger.fact_kinds import REQUEST_KINDS, FactKind
from chalicelib.domain.ledger.payloads import read_any
from chalicelib.domain.privacy.sight import Sight, find_sight
from chalicelib.domain.privacy.sight_facts import MONEY_KINDS
from chalicelib.domain.privacy.sight_words import Content, SightPlace
from chalicelib.domain.settlement.signing import may_answer, open_proposal
from chalicelib.domain.shared.serialization import unpack_value
from chalicelib.steps.dossier.payment_ways import find_open_ways
from chalicelib.steps.dossier.ports import Reference

EVERY_CENTRE = "every_centre"
"""The value of the rules about counters by which every centre of the province serves every dossier."""


class Viewer(StrEnum):
    """The reader's relation to the dossier."""

    OWNER = "owner"
    ONE_STOP = "one_stop"
    AGENCY = "agency"
    PARTNER = "partner"
    CENTRE = "centre"
    READER = "reader"


_RELATIONS: tuple[tuple[Viewer, frozenset[SightPlace]], ...] = (
    (Viewer.OWNER, frozenset({SightPlace.OWNER})),
    (Viewer.ONE_STOP, frozenset({SightPlace.ONE_STOP})),
    (Viewer.AGENCY, frozenset({SightPlace.AGENCY})),
    (
        Viewer.PARTNER,
        frozenset({SightPlace.DESK, SightPlace.PARTNER, SightPlace.WAITING, SightPlace.ASKED, SightPlace.ANSWERED}),
    ),
    (Viewer.CENTRE, frozenset({SightPlace.SERVED, SightPlace.PAYING_CENTRE, SightPlace.RETURNING_CENTRE})),
    (Viewer.READER, frozenset({SightPlace.PROVINCE})),
)


def find_viewer(sight: Sight) -> Viewer:
    """Return the reader's closest relation; callers have made sure that there is one."""
    for viewer, places in _RELATIONS:
        if sight.places & places:
            return viewer
    raise ValueError("the reader may not see the dossier")


C = Content
FIELDS: Mapping[str, Content] = {
    **dict.fromkeys(
        ("id", "version", "state", "national_code", "receipt_no", "code", "channel", "procedure", "one_stop", "agency",
         "filed_at", "reception_at", "reception_due_at", "received_at", "due_at", "original_due_at", "index_due_at",
         "provisional", "late", "outcome", "simulated", "transfer_due_at", "receipt", "pays_anywhere",
         "returns_anywhere", "announces_early", "data_format"),
        C.HEAD,
    ),
    **dict.fromkeys(
        ("stage", "asked", "asked_fields", "asked_payment", "asked_grounds", "asked_without_trip", "wait_until",
         "proof", "immediate", "reported", "complete_at", "late_cause", "for_unit",
         "desk", "held", "originals_called", "originals_shown_as", "originals_legal_basis"),
        C.COURSE,
    ),
    **dict.fromkeys(("handed", "return_way", "visits", "invitations", "owes", "originals_kept"), C.PARCEL),
    # For a refiling, the carried money is shown with the sums.
    **dict.fromkeys(("obligations", "pay_ways", "refiled_from", "refiled_into"), C.SUMS),
    "papers": C.HEAD, "by_form": C.FORM, "to_compare": C.UNSIGNED, "results": C.RESULTS,
}  # fmt: skip
"""The content of each field of the view; a field that is not for the reader is empty. Tasks, opinions, requests and
filed papers are filtered one by one."""


def view_dossier(dossier: Dossier, actor: Actor, now: datetime, reference: Reference) -> dict[str, Any]:
    """Return the dossier as this person may see it."""
    sight = find_sight(actor, dossier, now)
    procedure = reference.find_procedure(dossier.procedure)
    named = not sight.is_owner or _is_direct(dossier, now, reference)
    whole = {
        "id": dossier.id,
        "version": dossier.version,
        "state": dossier.state,
        "national_code": dossier.national_code,
        "receipt_no": dossier.receipt_no,
        "code": dossier.code or None,
        "channel": dossier.channel,
        "procedure": {"id": procedure.id, "vi": procedure.name.vi, "en": procedure.name.en},
        "one_stop": dossier.one_stop,
        "agency": dossier.agency or None,
        "filed_at": dossier.filed_at,
        "reception_at": dossier.reception.started_at if dossier.reception else None,
        "reception_due_at": dossier.reception.due_at if dossier.reception and not dossier.reception.ended_at else None,
        "received_at": dossier.received_at,
        "outcome": dossier.outcome or None,
        "stage": dossier.stage or None,
        "asked": list(dossier.asked),
        "asked_fields": list(dossier.asked_fields),
        "asked_payment": dossier.asked_payment,
        "asked_grounds": list(dossier.asked_grounds),
        "asked_without_trip": dossier.asked_without_trip,
        "wait_until": dossier.wait_until,
        "proof": asdict(dossier.proof) if dossier.proof else None,
        "refiled_from": _view_origin(dossier),
        "refiled_into": asdict(dossier.refiled_into) if dossier.refiled_into else None,
        "immediate": dossier.immediate,
        "simulated": dossier.simulated,
        "papers": {paper: key for paper, key in dossier.papers.items() if may_see_filed(sight, dossier, paper)},
        "results": list(dossier.results),
        "handed": list(dossier.handed),
        "reported": _view_reported_status(dossier.reported.status, dossier.reported.at) if dossier.reported else None,
        "complete_at": dossier.complete_at,
        "late_cause": dossier.late_cause or None,
        "owes": list(dossier.owes),
        "announces_early": _needs_early_notice(dossier, now, reference),
        **_view_counters(dossier, now, reference),
        "pay_ways": list(find_open_ways(reference, dossier, now)[0]),
        "obligations": [_view_obligation(o, dossier) for o in dossier.obligations],
        "allowed": (offered := _list_offered_steps(actor, dossier, now, reference)),
        "data_format": _find_data_format(dossier, procedure, now, reference) if Step.SUPPLEMENT in offered else None,
        **_view_coming_and_going(dossier),
        **_view_time(dossier),
    }
    return {
        **{name: value if _is_shown(sight, name) else _build_blank(value) for name, value in whole.items()},
        **_view_work(dossier, actor, now, sight, named=named),
        "seen_as": find_viewer(sight),
        "reads": sorted(sight.given),
    }


_WIDER: Mapping[Content, tuple[Content, ...]] = {C.UNSIGNED: (C.COMPONENTS,), C.FORM: (C.COMPONENTS,)}
"""Contents that include another one: a reader of all components sees which of them are compared, or filled in."""


def _is_shown(sight: Sight, name: str) -> bool:
    if name == "allowed":
        return True
    content = FIELDS[name]
    return sight.has(content, *_WIDER.get(content, ()))


def _build_blank(value: Any) -> Any:
    """Return the empty value for a field that is not for the reader."""
    return type(value)() if isinstance(value, list | bool | int) else None


def _view_origin(dossier: Dossier) -> dict[str, Any] | None:
    """Return the void dossier that this one replaced, the missing components, and the use of its money."""
    if (origin := dossier.refiled_from) is None:
        return None
    return {
        "dossier": origin.dossier, "code": origin.codes[-1], "received_at": origin.received_at,
        "lacking": list(origin.lacking), "lacking_fields": list(origin.lacking_fields),
        "carried": origin.carried, "owed_back": carried_money.total_sums(origin.owed_back),
    }  # fmt: skip


def _list_offered_steps(actor: Actor, dossier: Dossier, now: datetime, reference: Reference) -> list[str]:
    """Return the steps that this person may take now, without those that the law of the dossier would refuse: nobody
    amends unasked where the rules forbid it (HUE-12.1, LC-9.4), claims a held task, or hands over another's."""
    unasked = not dossier.stage and OWN_INITIATIVE not in (
        reference.find_rule("supplement.ways", dossier.build_dates(now)).value or ()
    )
    held, proposed = _list_holders(actor, dossier, now), open_proposal(dossier)
    waits = proposed is not None and not may_answer(actor.sub, dossier, proposed)
    hidden = {Step.SUPPLEMENT: unasked, Step.CLAIM: "" not in held, Step.HAND_OVER: actor.sub not in held,
              Step.PROPOSE: waits}  # fmt: skip
    return [step for step in list_allowed_steps(actor, dossier, now) if not hidden.get(Step(step))]


def _list_holders(actor: Actor, dossier: Dossier, now: datetime) -> set[str]:
    """Return the holders of the open tasks of the units where the actor handles cases; empty text for nobody."""
    units = {a.unit for a in actor.assignments if a.is_in_force(now) and a.role is Role.CASE_OFFICER}
    return {task.holder for task in dossier.tasks if task.unit in units and task.at_work}


def _view_counters(dossier: Dossier, now: datetime, reference: Reference) -> dict[str, bool]:
    """Return whether every centre of the province takes the money and hands over the result (HUE-15.1, HUE-16.3)."""
    named = (("pays_anywhere", "payment.counters"), ("returns_anywhere", "return.counters"))
    return {name: reference.find_rule(param, dossier.build_dates(now)).value == EVERY_CENTRE for name, param in named}


def _needs_early_notice(dossier: Dossier, now: datetime, reference: Reference) -> bool:
    """Return whether a handover now, at the counter, needs an announcement (NĐ 61/2018 20.4)."""
    early = is_early(dossier.clock.due_at if dossier.clock else None, now, immediate=dossier.immediate)
    return (
        dossier.state is State.RESOLVED
        and early
        and bool(reference.find_rule("return.early_notice", dossier.build_dates(now)).value)
    )


def _find_data_format(dossier: Dossier, procedure: Procedure, now: datetime, reference: Reference) -> str | None:
    """Return the format in which data produced elsewhere amends the form, where the law accepts
    such data (HUE-12.2.b)."""
    taken = STRUCTURED in (reference.find_rule("supplement.ways", dossier.build_dates(now)).value or ())
    return str(procedure.build_schema()["$id"]) if taken else None


def _view_coming_and_going(dossier: Dossier) -> dict[str, Any]:
    """Return how it came in, when it must be passed on, and the data for the day of the result."""
    call = dossier.original_call
    return {
        "for_unit": dossier.intake.for_unit or None,
        "desk": dossier.intake.desk or None,
        "receipt": dossier.intake.receipt,
        "transfer_due_at": dossier.intake.transfer_due_at,
        "originals_kept": list(dossier.intake.originals),
        "held": list(dossier.intake.held),
        "by_form": list(dossier.intake.by_form),
        "return_way": dossier.handover.way or None,
        "to_compare": list(dossier.handover.unchecked),
        "originals_called": list(call.components) if call else [],
        "originals_shown_as": (call.shown_as or None) if call else None,
        "originals_legal_basis": (call.legal_basis or None) if call else None,
        "visits": dossier.handover.visits,
        "invitations": list(dossier.handover.invitations),
    }


def _view_time(dossier: Dossier) -> dict[str, Any]:
    clock = dossier.clock
    if clock is None:
        foreseen = dossier.intake.foreseen_due_at
        return {
            "due_at": foreseen,
            "original_due_at": None,
            "index_due_at": None,
            "provisional": foreseen is not None,
            "late": None,
        }
    return {
        "due_at": clock.due_at,
        "original_due_at": clock.original_due_at,
        "index_due_at": clock.index_due_at,
        "provisional": clock.provisional,
        "late": None if clock.ended_at is None else clock.ended_at > clock.due_at,
    }


def _is_direct(dossier: Dossier, now: datetime, reference: Reference) -> bool:
    """Return whether case officers deal with the applicant themselves; elsewhere the one-stop unit does
    (NĐ 61/2018 5.1.e)."""
    return bool(reference.find_rule("contact.outside_one_stop", dossier.build_dates(now)).value)


def _view_work(dossier: Dossier, actor: Actor, now: datetime, sight: Sight, *, named: bool) -> dict[str, Any]:
    """Return tasks, opinions and requests: all of them, or the reader's own; `named` says who holds a task."""
    shares, asked = sight.list_units(C.OWN_SHARE), sight.list_units(C.OWN_CONSULTATION)
    tasks = [t for t in dossier.tasks if sight.has(C.SHARES) or t.unit in shares]
    opinions = [c for c in dossier.consultations if sight.has(C.CONSULTATIONS) or c.unit in asked]
    requests = [r for r in dossier.requests if _may_see_request(dossier, r, actor, now, sight)]
    return {
        "tasks": [_view_task(t, named) for t in tasks],
        "consultations": [_view_consultation(c) for c in opinions],
        "requests": [_view_request(dossier, r, actor, now, sight) for r in requests],
    }


def _may_see_request(dossier: Dossier, request: Any, actor: Actor, now: datetime, sight: Sight) -> bool:
    if sight.is_owner:
        # The outcome is shown when it is signed.
        return request.kind is not RequestKind.OUTCOME
    if sight.has(C.REQUESTS) or (sight.has(C.MONEY_REQUESTS) and request.kind.value in MONEY_KINDS):
        return True
    return sight.has(C.OWN_REQUESTS) and may_decide(actor, dossier, request, now)


def _view_task(task: Any, named: bool) -> dict[str, Any]:
    return {
        "n": task.n,
        "unit": task.unit,
        "lead": task.lead,
        "due_at": task.due_at,
        "done_at": task.done_at,
        "waits": task.waits,
        "holder": (task.holder or None) if named else None,
    }


def _view_consultation(consultation: Any) -> dict[str, Any]:
    return {
        "n": consultation.n,
        "unit": consultation.unit,
        "reply_due_at": consultation.reply_due_at,
        "answered_at": consultation.answered_at,
    }


def _view_request(dossier: Dossier, request: Any, actor: Actor, now: datetime, sight: Sight) -> dict[str, Any]:
    # A mere proposal is not shown to the applicant yet.
    asked = {} if sight.is_owner else request.data
    return {
        "new_due_at": unpack_value(datetime | None, asked.get("due_at")),
        "received_at": unpack_value(datetime | None, asked.get("received_at")),
        "procedure": asked.get("procedure") if request.kind is RequestKind.REFILING else None,
        "units": asked.get("units"),
        "n": request.n,
        "kind": request.kind,
        "opened_at": request.opened_at,
        "chain": [[role.value for role in stage] for stage in request.chain],
        "passed": request.passed,
        "prepared": request.prepared,
        "yours_to_decide": may_decide(actor, dossier, request, now),
        "due_at": request.due_at,
        "minutes": list(asked.get("minutes", ())),
        "outcome": asked.get("outcome"),
        "result": asked.get("result") or None,
        "ground": asked.get("ground"),
        "proposer": None if sight.is_owner else request.proposer,
        "sent_back": {
            "by": request.sent_back.by,
            "officer": request.sent_back.officer or None,
            "at": request.sent_back.at,
        }
        if request.sent_back
        else None,
        "yours_to_answer": may_answer(actor.sub, dossier, request)
        and Step.PROPOSE in list_allowed_steps(actor, dossier, now),
    }


def _view_obligation(obligation: Any, dossier: Dossier) -> dict[str, Any]:
    failed = dossier.failed_payments.get(obligation.id)
    return {
        "id": obligation.id,
        "fee_key": obligation.fee_key,
        "amount": obligation.amount,
        "due": obligation.due,
        "deferred": obligation.deferred or None,
        "state": obligation.state,
        "blocking": obligation.blocking,
        "exemption": obligation.exemption.state,
        "failed": asdict(failed) if failed else None,
    }


HANDING = frozenset({FactKind.ASSIGNED, FactKind.REQUEST_SENT_BACK})
"""Facts that name the officer who acts next."""


def view_fact(fact: Fact, sight: Sight, dossier: Dossier) -> dict[str, Any]:
    """Return one line of the course: event, time, actor, article. The applicant sees which office acted, not which
    officer (NĐ 61/2018 5.1.e)."""
    owner = sight.is_owner
    staff = sight.has(C.STAFF)
    data = read_any(fact)
    asked = fact.kind in {FactKind.CONSULTED, FactKind.ANSWERED}
    sent = [paper for paper in data.get("papers", ()) if may_have_file(sight.reading, dossier, paper)]
    enclosed = [paper for paper in data.get("enclosed", ()) if may_see_filed(sight, dossier, paper)]
    return {
        "seq": fact.seq,
        "kind": fact.kind,
        "occurred_at": fact.occurred_at,
        "recorded_at": fact.recorded_at,
        "role": fact.actor.get("role", "system"),
        "unit": fact.actor.get("unit") or None,
        "by": fact.actor.get("sub") if staff and not _is_by_applicant(fact) else None,
        "given_to": data.get("officer") or None if staff and fact.kind in HANDING else None,
        "taken_from": data.get("before") or None if staff and fact.kind == FactKind.ASSIGNED else None,
        "asked_unit": data["unit"] if asked else None,
        "n": data["n"] if asked else None,
        "request": data.get("kind") if fact.kind in REQUEST_KINDS else None,
        "reach": data["reach"] if fact.kind == NOTED else None,
        "papers": [*sent, *enclosed],
        "proposed": None if owner else _view_proposed_outcome(fact),
        "other": _view_other_dossier(fact),
        "changes": [asdict(each) for each in list_changes(fact)] if fact.kind == CORRECTED else [],
        "to": data.get("to"),
        "reported": _view_reported_status(data["status"], fact.occurred_at)
        if fact.kind == sector_status.FACT
        else None,
        "due_at": (data.get("clock") or data.get("reception") or {}).get("due_at"),
        "law": [view_cite(cite, owner=owner) for cite in fact.law],
        "parts": dict(fact.parts),
        "simulated": fact.simulated,
    }


def view_cite(cite: Mapping[str, Any], *, owner: bool) -> dict[str, Any]:
    """Return a rule for the reader: the applicant in official words, its certainty only for officers."""
    return {
        **cite,
        "instrument": write_official_citation(cite["instrument"]),
        "article": write_official_citation(cite["article"]),
        "certainty": None if owner else cite["certainty"],
    }


def _view_proposed_outcome(fact: Fact) -> dict[str, Any] | None:
    """Return the outcome that a fact proposes, with its draft."""
    about = read_any(fact).get("about", {})
    if "outcome" not in about:
        return None
    return {"outcome": about["outcome"], "result": about["result"] or None, "ground": about.get("ground")}


def _view_other_dossier(fact: Fact) -> dict[str, str] | None:
    """Return the other dossier of a refiling, as a line of the course names it."""
    if fact.kind == REFILED:
        into = payloads.REFILED.read(fact)["into"]
        return {"dossier": into["dossier"], "number": into["receipt_no"]}
    if fact.kind == FactKind.SUBMITTED and (origin := read_origin(payloads.SUBMITTED.read(fact))):
        return {"dossier": origin.dossier, "number": origin.codes[-1]}
    return None


def may_see_filed(sight: Sight, dossier: Dossier, paper: str) -> bool:
    """Return whether the reader sees a filed paper: all are theirs, it is to be compared, or it was sent to them with a
    question."""
    to_compare = sight.has(C.UNSIGNED) and dossier.papers.get(paper, "") in dossier.handover.unchecked
    return sight.has(C.COMPONENTS) or to_compare or _is_enclosed(sight, dossier, paper)


def _is_enclosed(sight: Sight, dossier: Dossier, paper: str) -> bool:
    """Return whether a paper was sent to the reader with a question that they have not answered; older questions
    enclosed all filed papers."""
    units = sight.list_units(C.ENCLOSED)
    waiting = [each for each in dossier.consultations if each.unit in units and each.answered_at is None]
    return any(paper in (dossier.papers if each.enclosed is None else each.enclosed) for each in waiting)


def list_people(lines: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    """Return accounts of the officers that lines of the course name."""
    return frozenset(line[place] for line in lines for place in ("by", "given_to", "taken_from") if line[place])


def _is_by_applicant(fact: Fact) -> bool:
    return fact.by_system or fact.actor.get("role", "system") in {Role.APPLICANT.value, "system"}


def _view_reported_status(status: str, at: datetime) -> dict[str, Any]:
    """Return the report of a line-of-business system: its code, the words for people, and when."""
    words = sector_status.find_status(status)
    return {"status": status, "vi": words.vi, "en": words.en, "at": at}


def export_ledger(
    dossier_id: str, facts: Sequence[Mapping[str, Any]], parts: dict[str, Any], head: str
) -> dict[str, Any]:
    """Return the ledger as the offline verifier reads it: bodies as hashed, or cut to the reader, and the parts they
    hold."""
    return {"dossier_id": dossier_id, "length": len(facts), "head": head, "facts": list(facts), "parts": parts}
