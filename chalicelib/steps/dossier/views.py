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
from chalicelib.domain.dossier.corrections import CORRECTED, changes_of
from chalicelib.domain.dossier.course import NOTED
from chalicelib.domain.dossier.course_reading import may_have_file
from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.dossier.handover import is_early
from chalicelib.domain.dossier.intake import OWN_INITIATIVE, STRUCTURED
from chalicelib.domain.dossier.permission import allowed, may_decide
from chalicelib.domain.dossier.refiling import REFILED
from chalicelib.domain.flow.transitions import RequestKind, State, Step
from chalicelib.domain.law.article_words import official_words
from chalicelib.domain.ledger.chain import Fact
from chalicelib.domain.privacy.sight import Sight, find_sight
from chalicelib.domain.privacy.sight_facts import MONEY_KINDS
from chalicelib.domain.privacy.sight_words import Content, Place
from chalicelib.domain.settlement.signing import may_answer, open_proposal
from chalicelib.domain.shared.serialization import unpack
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


_RELATIONS: tuple[tuple[Viewer, frozenset[Place]], ...] = (
    (Viewer.OWNER, frozenset({Place.OWNER})),
    (Viewer.ONE_STOP, frozenset({Place.ONE_STOP})),
    (Viewer.AGENCY, frozenset({Place.AGENCY})),
    (Viewer.PARTNER, frozenset({Place.DESK, Place.PARTNER, Place.WAITING, Place.ASKED, Place.ANSWERED})),
    (Viewer.CENTRE, frozenset({Place.SERVED, Place.PAYING_CENTRE, Place.RETURNING_CENTRE})),
    (Viewer.READER, frozenset({Place.PROVINCE})),
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


def view(d: Dossier, actor: Actor, now: datetime, reference: Reference) -> dict[str, Any]:
    """Return the dossier as this person may see it."""
    sight = find_sight(actor, d, now)
    procedure = reference.procedure(d.procedure)
    named = not sight.is_owner or _is_direct(d, now, reference)
    whole = {
        "id": d.id, "version": d.version, "state": d.state, "national_code": d.national_code,
        "receipt_no": d.receipt_no, "code": d.code or None, "channel": d.channel,
        "procedure": {"id": procedure.id, "vi": procedure.name.vi, "en": procedure.name.en},
        "one_stop": d.one_stop, "agency": d.agency or None, "filed_at": d.filed_at,
        "reception_at": d.reception.started_at if d.reception else None,
        "reception_due_at": d.reception.due_at if d.reception and not d.reception.ended_at else None,
        "received_at": d.received_at, "outcome": d.outcome or None, "stage": d.stage or None,
        "asked": list(d.asked), "asked_fields": list(d.asked_fields),
        "asked_payment": d.asked_payment, "asked_grounds": list(d.asked_grounds),
        "asked_without_trip": d.asked_without_trip, "wait_until": d.wait_until,
        "proof": asdict(d.proof) if d.proof else None,
        "refiled_from": _origin(d), "refiled_into": asdict(d.refiled_into) if d.refiled_into else None,
        "immediate": d.immediate, "simulated": d.simulated,
        "papers": {paper: key for paper, key in d.papers.items() if sees_filed(sight, d, paper)},
        "results": list(d.results), "handed": list(d.handed),
        "reported": _reported(d.reported.status, d.reported.at) if d.reported else None,
        "complete_at": d.complete_at, "late_cause": d.late_cause or None, "owes": list(d.owes),
        "announces_early": _announces_early(d, now, reference),
        **_counters(d, now, reference), "pay_ways": list(find_open_ways(reference, d, now)[0]),
        "obligations": [_obligation(o, d) for o in d.obligations],
        "allowed": (offered := _offered(actor, d, now, reference)),
        "data_format": _data_format(d, procedure, now, reference) if Step.SUPPLEMENT in offered else None,
        **_coming_and_going(d), **_time(d),
    }  # fmt: skip
    return {
        **{name: value if _is_shown(sight, name) else _blank(value) for name, value in whole.items()},
        **_work(d, actor, now, sight, named=named),
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


def _blank(value: Any) -> Any:
    """Return the empty value for a field that is not for the reader."""
    return type(value)() if isinstance(value, list | bool | int) else None


def _origin(d: Dossier) -> dict[str, Any] | None:
    """Return the void dossier that this one replaced, the missing components, and the use of its money."""
    if (origin := d.refiled_from) is None:
        return None
    return {
        "dossier": origin.dossier, "code": origin.codes[-1], "received_at": origin.received_at,
        "lacking": list(origin.lacking), "lacking_fields": list(origin.lacking_fields),
        "carried": origin.carried, "owed_back": carried_money.total(origin.owed_back),
    }  # fmt: skip


def _offered(actor: Actor, d: Dossier, now: datetime, reference: Reference) -> list[str]:
    """Return the steps that this person may take now, without those that the law of the dossier would refuse: nobody
    amends unasked where the rules forbid it (HUE-12.1, LC-9.4), claims a held task, or hands over another's."""
    unasked = not d.stage and OWN_INITIATIVE not in (reference.rule("supplement.ways", d.dates(now)).value or ())
    held, proposed = _holders(actor, d, now), open_proposal(d)
    waits = proposed is not None and not may_answer(actor.sub, d, proposed)
    hidden = {Step.SUPPLEMENT: unasked, Step.CLAIM: "" not in held, Step.HAND_OVER: actor.sub not in held,
              Step.PROPOSE: waits}  # fmt: skip
    return [step for step in allowed(actor, d, now) if not hidden.get(Step(step))]


def _holders(actor: Actor, d: Dossier, now: datetime) -> set[str]:
    """Return the holders of the open tasks of the units where the actor handles cases; empty text for nobody."""
    units = {a.unit for a in actor.assignments if a.holds(now) and a.role is Role.CASE_OFFICER}
    return {task.holder for task in d.tasks if task.unit in units and task.at_work}


def _counters(d: Dossier, now: datetime, reference: Reference) -> dict[str, bool]:
    """Return whether every centre of the province takes the money and hands over the result (HUE-15.1, HUE-16.3)."""
    named = (("pays_anywhere", "payment.counters"), ("returns_anywhere", "return.counters"))
    return {name: reference.rule(param, d.dates(now)).value == EVERY_CENTRE for name, param in named}


def _announces_early(d: Dossier, now: datetime, reference: Reference) -> bool:
    """Return whether a handover now, at the counter, needs an announcement (NĐ 61/2018 20.4)."""
    early = is_early(d.clock.due_at if d.clock else None, now, immediate=d.immediate)
    return d.state is State.RESOLVED and early and bool(reference.rule("return.early_notice", d.dates(now)).value)


def _data_format(d: Dossier, procedure: Procedure, now: datetime, reference: Reference) -> str | None:
    """Return the format in which data produced elsewhere amends the form, where the law accepts
    such data (HUE-12.2.b)."""
    taken = STRUCTURED in (reference.rule("supplement.ways", d.dates(now)).value or ())
    return str(procedure.form_schema()["$id"]) if taken else None


def _coming_and_going(d: Dossier) -> dict[str, Any]:
    """Return how it came in, when it must be passed on, and the data for the day of the result."""
    call = d.original_call
    return {
        "for_unit": d.intake.for_unit or None, "desk": d.intake.desk or None, "receipt": d.intake.receipt,
        "transfer_due_at": d.intake.transfer_due_at, "originals_kept": list(d.intake.originals),
        "held": list(d.intake.held), "by_form": list(d.intake.by_form),
        "return_way": d.handover.way or None, "to_compare": list(d.handover.unchecked),
        "originals_called": list(call.components) if call else [],
        "originals_shown_as": (call.shown_as or None) if call else None,
        "originals_legal_basis": (call.legal_basis or None) if call else None,
        "visits": d.handover.visits, "invitations": list(d.handover.invitations),
    }  # fmt: skip


def _time(d: Dossier) -> dict[str, Any]:
    clock = d.clock
    if clock is None:
        foreseen = d.intake.foreseen_due_at
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


def _is_direct(d: Dossier, now: datetime, reference: Reference) -> bool:
    """Return whether case officers deal with the applicant themselves; elsewhere the one-stop unit does
    (NĐ 61/2018 5.1.e)."""
    return bool(reference.rule("contact.outside_one_stop", d.dates(now)).value)


def _work(d: Dossier, actor: Actor, now: datetime, sight: Sight, *, named: bool) -> dict[str, Any]:
    """Return tasks, opinions and requests: all of them, or the reader's own; `named` says who holds a task."""
    shares, asked = sight.units(C.OWN_SHARE), sight.units(C.OWN_CONSULTATION)
    tasks = [t for t in d.tasks if sight.has(C.SHARES) or t.unit in shares]
    opinions = [c for c in d.consultations if sight.has(C.CONSULTATIONS) or c.unit in asked]
    requests = [r for r in d.requests if _sees_request(d, r, actor, now, sight)]
    return {
        "tasks": [_task(t, named) for t in tasks],
        "consultations": [_consultation(c) for c in opinions],
        "requests": [_request(d, r, actor, now, sight) for r in requests],
    }


def _sees_request(d: Dossier, r: Any, actor: Actor, now: datetime, sight: Sight) -> bool:
    if sight.is_owner:
        # The outcome is shown when it is signed.
        return r.kind is not RequestKind.OUTCOME
    if sight.has(C.REQUESTS) or (sight.has(C.MONEY_REQUESTS) and r.kind.value in MONEY_KINDS):
        return True
    return sight.has(C.OWN_REQUESTS) and may_decide(actor, d, r, now)


def _task(t: Any, named: bool) -> dict[str, Any]:
    return {
        "n": t.n, "unit": t.unit, "lead": t.lead, "due_at": t.due_at, "done_at": t.done_at, "waits": t.waits,
        "holder": (t.holder or None) if named else None,
    }  # fmt: skip


def _consultation(c: Any) -> dict[str, Any]:
    return {"n": c.n, "unit": c.unit, "reply_due_at": c.reply_due_at, "answered_at": c.answered_at}


def _request(d: Dossier, r: Any, actor: Actor, now: datetime, sight: Sight) -> dict[str, Any]:
    # A mere proposal is not shown to the applicant yet.
    asked = {} if sight.is_owner else r.data
    return {
        "new_due_at": unpack(datetime | None, asked.get("due_at")),
        "received_at": unpack(datetime | None, asked.get("received_at")),
        "procedure": asked.get("procedure") if r.kind is RequestKind.REFILING else None,
        "units": asked.get("units"),
        "n": r.n,
        "kind": r.kind,
        "opened_at": r.opened_at,
        "chain": [[role.value for role in stage] for stage in r.chain],
        "passed": r.passed,
        "prepared": r.prepared,
        "yours_to_decide": may_decide(actor, d, r, now),
        "due_at": r.due_at,
        "minutes": list(asked.get("minutes", ())),
        "outcome": asked.get("outcome"),
        "result": asked.get("result") or None,
        "ground": asked.get("ground"),
        "proposer": None if sight.is_owner else r.proposer,
        "sent_back": {"by": r.sent_back.by, "officer": r.sent_back.officer or None, "at": r.sent_back.at}
        if r.sent_back
        else None,
        "yours_to_answer": may_answer(actor.sub, d, r) and Step.PROPOSE in allowed(actor, d, now),
    }


def _obligation(o: Any, d: Dossier) -> dict[str, Any]:
    failed = d.failed_payments.get(o.id)
    return {
        "id": o.id,
        "fee_key": o.fee_key,
        "amount": o.amount,
        "due": o.due,
        "deferred": o.deferred or None,
        "state": o.state,
        "blocking": o.blocking,
        "exemption": o.exemption.state,
        "failed": asdict(failed) if failed else None,
    }


def line(fact: Fact, sight: Sight, d: Dossier) -> dict[str, Any]:
    """Return one line of the course: event, time, actor, article. The applicant sees which office acted, not which
    officer (NĐ 61/2018 5.1.e)."""
    owner = sight.is_owner
    told = {**fact.data, "by": None if _by_applicant(fact) else fact.actor.get("sub")} if sight.has(C.STAFF) else {}
    sent = [paper for paper in fact.data.get("papers", ()) if may_have_file(sight.reading, d, paper)]
    enclosed = [paper for paper in fact.data.get("enclosed", ()) if sees_filed(sight, d, paper)]
    return {
        "seq": fact.seq,
        "kind": fact.kind,
        "occurred_at": fact.occurred_at,
        "recorded_at": fact.recorded_at,
        "role": fact.actor.get("role", "system"),
        "unit": fact.actor.get("unit") or None,
        "by": told.get("by"),
        "given_to": told.get("officer") or None if fact.kind in {"assigned", "request_sent_back"} else None,
        "taken_from": told.get("before") or None if fact.kind == "assigned" else None,
        "asked_unit": fact.data["unit"] if fact.kind in {"consulted", "answered"} else None,
        "n": fact.data["n"] if fact.kind in {"consulted", "answered"} else None,
        "request": fact.data.get("kind") if fact.kind.startswith("request_") else None,
        "reach": fact.data["reach"] if fact.kind == NOTED else None,
        "papers": [*sent, *enclosed],
        "proposed": None if owner else _proposed(fact),
        "other": _other(fact),
        "changes": [asdict(each) for each in changes_of(fact)] if fact.kind == CORRECTED else [],
        "to": fact.data.get("to"),
        "reported": _reported(fact.data["status"], fact.occurred_at) if fact.kind == sector_status.FACT else None,
        "due_at": (fact.data.get("clock") or fact.data.get("reception") or {}).get("due_at"),
        "law": [cite_view(cite, owner=owner) for cite in fact.law],
        "parts": dict(fact.parts),
        "simulated": fact.simulated,
    }


def cite_view(cite: Mapping[str, Any], *, owner: bool) -> dict[str, Any]:
    """Return a rule for the reader: the applicant in official words, its certainty only for officers."""
    return {
        **cite,
        "instrument": official_words(cite["instrument"]),
        "article": official_words(cite["article"]),
        "certainty": None if owner else cite["certainty"],
    }


def _proposed(fact: Fact) -> dict[str, Any] | None:
    """Return the outcome that a fact proposes, with its draft."""
    about = fact.data.get("about", {})
    if "outcome" not in about:
        return None
    return {"outcome": about["outcome"], "result": about["result"] or None, "ground": about.get("ground")}


def _other(fact: Fact) -> dict[str, str] | None:
    """Return the other dossier of a refiling, as a line of the course names it."""
    if fact.kind == REFILED:
        return {"dossier": fact.data["into"]["dossier"], "number": fact.data["into"]["receipt_no"]}
    if origin := fact.data.get("refiled_from"):
        return {"dossier": origin["dossier"], "number": origin["codes"][-1]}
    return None


def sees_filed(sight: Sight, d: Dossier, paper: str) -> bool:
    """Return whether the reader sees a filed paper: all are theirs, it is to be compared, or it was sent to them with a
    question."""
    to_compare = sight.has(C.UNSIGNED) and d.papers.get(paper, "") in d.handover.unchecked
    return sight.has(C.COMPONENTS) or to_compare or _is_enclosed(sight, d, paper)


def _is_enclosed(sight: Sight, d: Dossier, paper: str) -> bool:
    """Return whether a paper was sent to the reader with a question that they have not answered; older questions
    enclosed all filed papers."""
    units = sight.units(C.ENCLOSED)
    waiting = [each for each in d.consultations if each.unit in units and each.answered_at is None]
    return any(paper in (d.papers if each.enclosed is None else each.enclosed) for each in waiting)


def people_in(lines: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    """Return accounts of the officers that lines of the course name."""
    return frozenset(line[place] for line in lines for place in ("by", "given_to", "taken_from") if line[place])


def _by_applicant(fact: Fact) -> bool:
    return fact.by_system or fact.actor.get("role", "system") in {Role.APPLICANT.value, "system"}


def _reported(status: str, at: datetime) -> dict[str, Any]:
    """Return the report of a line-of-business system: its code, the words for people, and when."""
    words = sector_status.find_status(status)
    return {"status": status, "vi": words.vi, "en": words.en, "at": at}


def exported(dossier_id: str, facts: Sequence[Mapping[str, Any]], parts: dict[str, Any], head: str) -> dict[str, Any]:
    """Return the ledger as the offline verifier reads it: bodies as hashed, or cut to the reader, and the parts they
    hold."""
    return {"dossier_id": dossier_id, "length": len(facts), "head": head, "facts": list(facts), "parts": parts}
