"""The fold of a ledger into a dossier, fact by fact: `apply` is the only way a dossier changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from chalicelib.domain.accounts.proven_identity import Proof
from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.dossier import course, refiling
from chalicelib.domain.dossier.dossier import SEVERAL, Dossier, key_hint
from chalicelib.domain.dossier.effects import reception as came
from chalicelib.domain.dossier.effects.alerts import alerted
from chalicelib.domain.dossier.effects.corrections import apply_correction
from chalicelib.domain.dossier.effects.erasure import finish, order, propose
from chalicelib.domain.dossier.effects.files import attach_files
from chalicelib.domain.dossier.effects.originals import called, compared
from chalicelib.domain.dossier.effects.payments import clear_failures, mark_failure
from chalicelib.domain.dossier.effects.refiling import mark_refiled
from chalicelib.domain.dossier.effects.sector_status import keep_newest
from chalicelib.domain.dossier.effects.work_items import (
    answered,
    assigned,
    consulted,
    done,
    due_anew,
    request_answered,
    request_endorsed,
    request_opened,
    request_sent_back,
    task_finished,
    transferred,
)
from chalicelib.domain.dossier.handover import ADDRESS, LETTER, Handover
from chalicelib.domain.dossier.intake import Intake
from chalicelib.domain.dossier.obligations import Obligation
from chalicelib.domain.dossier.work_items import Consultation as Consultation
from chalicelib.domain.dossier.work_items import Request as Request
from chalicelib.domain.dossier.work_items import Task as Task
from chalicelib.domain.flow.transitions import State
from chalicelib.domain.ledger.chain import Fact
from chalicelib.domain.shared.serialization import unpack
from chalicelib.domain.time.clocks import Clock


def fold(facts: Iterable[Fact]) -> Dossier:
    """Replay a ledger from its first fact. Refuse an empty one."""
    dossier: Dossier | None = None
    for fact in facts:
        dossier = apply(dossier, fact)
    if dossier is None:
        raise ValueError("a ledger has at least one fact")
    return dossier


def apply(dossier: Dossier | None, fact: Fact) -> Dossier:
    """Return the dossier after one more fact."""
    changed = _submitted(fact) if dossier is None else _EFFECTS[fact.kind](_decided(dossier, fact), fact)
    return replace(
        attach_files(came.served(_stated(changed, fact.data), fact), fact),
        length=fact.seq,
        head=fact.hash,
        applicant_part=fact.parts.get("applicant", changed.applicant_part),
        # A note changes nothing that people decide on, so it makes no page stale.
        version=changed.version + (0 if fact.by_system or fact.kind == course.NOTED else 1),
        simulated=changed.simulated or fact.simulated,
        acted=_with(changed.acted, _officer_of(fact)),
        prepared=_with(changed.prepared, _officer_of(fact, only=Role.CASE_OFFICER)),
        keys=(*changed.keys, key_hint(fact.command["key"])) if fact.command else changed.keys,
    )


def _officer_of(fact: Fact, only: Role | None = None) -> str:
    """Return the officer who took the step of a fact (under one role alone); empty for applicants and the system. A
    note changes nothing."""
    role = fact.actor.get("role", "")
    if fact.by_system or fact.kind == course.NOTED or role in ("", "system", Role.APPLICANT.value):
        return ""
    return str(fact.actor.get("sub", "")) if only is None or role == only.value else ""


def _with(known: str | None, officer: str) -> str | None:
    """Return the recorded officers with one more; None (never recorded) stays None."""
    if known is None or not officer or officer == known:
        return known
    return SEVERAL if known else officer


def _stated(d: Dossier, data: Mapping[str, Any]) -> Dossier:
    """Apply the values that any kind of fact may state: the next state, clocks and obligations."""
    stated: dict[str, Any] = {}
    for key, kind in _STATED.items():
        if key in data:
            stated["state" if key == "to" else key] = unpack(kind, data[key])
    if "task_dues" in data:
        stated["tasks"] = due_anew(d.tasks, unpack(dict[str, datetime], data["task_dues"]))
    if "to" in data:
        stated["pay_until"] = unpack(datetime | None, data.get("pay_until"))
        stated["reported"] = None
    return replace(d, **stated) if stated else d


_STATED: dict[str, Any] = {
    "to": State,
    "clock": Clock | None,
    "reception": Clock | None,
    "obligations": tuple[Obligation, ...],
}


def _submitted(fact: Fact) -> Dossier:
    if fact.kind != "submitted":
        raise ValueError("a ledger starts with its submission")
    data = fact.data
    return Dossier(
        id=fact.dossier_id,
        province=data["province"],
        procedure=data["procedure"],
        procedure_version=data["procedure_version"],
        channel=data["channel"],
        one_stop=data["one_stop"],
        filer=data["filer"],
        owner=data["owner"],
        receipt_no=data["receipt_no"],
        filed_at=fact.occurred_at,
        papers=data["papers"],
        claim=data["claim"],
        law_digest=data["law_digest"],
        intake=unpack(Intake, data.get("intake", {})),
        handover=replace(unpack(Handover, data.get("handover", {})), addressed=ADDRESS in fact.parts),
        refiled_from=refiling.read_origin(data),
        proof=unpack(Proof | None, data.get("proof")),
        acted="",
        prepared="",
    )


def _decided(d: Dossier, f: Fact) -> Dossier:
    """Remove a request that this fact decides or cancels."""
    if f.kind not in _DECIDING or "request" not in f.data:
        return d
    return replace(d, requests=tuple(each for each in d.requests if each.n != f.data["request"]))


def _received(d: Dossier, f: Fact) -> Dossier:
    return replace(
        d,
        code=f.data["code"],
        agency=f.data["agency"],
        received_at=f.occurred_at,
        immediate=f.data["immediate"],
        intake=came.taken_in(d.intake, f.data),
    )


def _supplement_requested(d: Dossier, f: Fact) -> Dossier:
    stage = f.data["stage"]
    return replace(
        d,
        stage=stage,
        asked=tuple(f.data["components"]),
        asked_fields=tuple(f.data["form_fields"]),
        asked_payment=bool(f.data.get("payment")),
        asked_grounds=tuple(f.data.get("grounds", ())),
        asked_without_trip=bool(f.data.get("without_trip")),
        wait_until=unpack(datetime | None, f.data["wait_until"]),
        complete_at=None,
        supplements={**d.supplements, stage: d.supplements.get(stage, 0) + 1},
    )


def _supplemented(d: Dossier, f: Fact) -> Dossier:
    added = _unasked(came.supplemented(d, f))
    origin = refiling.take_in_supplement(d.refiled_from, f)
    return replace(added, papers={**d.papers, **f.data["papers"]}, refiled_from=origin)


def _found_complete(d: Dossier, f: Fact) -> Dossier:
    return replace(d, complete_at=f.occurred_at)


def _apologised(d: Dossier, f: Fact) -> Dossier:
    """Record a new date that was used up, or that the letter owed at the end was signed (HUE-22.7)."""
    if "clock" in f.data:
        return replace(d, reappointed=d.reappointed + 1)
    owes = tuple(each for each in d.owes if each != LETTER)
    letters = (*d.handover.letters, LETTER) if f.data.get("with_result") else d.handover.letters
    return replace(d, owes=owes, handover=replace(d.handover, letters=letters))


def _resolved(d: Dossier, f: Fact) -> Dossier:
    results = (f.data["result"],) if f.data["result"] else ()
    late_cause, owes = f.data.get("late_cause", ""), tuple(f.data.get("owes", ()))
    return replace(_ended(d, f), results=results, outcome=f.data["outcome"], late_cause=late_cause, owes=owes)


def _corrected(d: Dossier, f: Fact) -> Dossier:
    return replace(d, results=(*d.results, f.data["result"]))


def _closed(d: Dossier, f: Fact) -> Dossier:
    return replace(d, closed_as=f.data["national_code"], closed_at=f.occurred_at)


def _ended(d: Dossier, f: Fact) -> Dossier:
    """Apply the outcome: tasks end and all waiting ends."""
    tasks = tuple(done(task, f.occurred_at) for task in d.tasks)
    return replace(_unasked(d), tasks=tasks, original_call=None)


def _unasked(d: Dossier) -> Dossier:
    """Clear everything asked of the applicant."""
    return replace(
        d, stage="", asked=(), asked_fields=(), asked_payment=False, asked_grounds=(), asked_without_trip=False,
        wait_until=None,
    )  # fmt: skip


def _unchanged(d: Dossier, _: Fact) -> Dossier:
    return d


_DECIDING = frozenset(
    {"supplement_requested", "extended", "apologised", "withdrawn", "payment_reversed", "supplement_checked",
     "resolved", "request_declined", "request_cancelled", "reception_corrected", "refiled"}
)  # fmt: skip


_EFFECTS: dict[str, Callable[[Dossier, Fact], Dossier]] = {
    "received": _received,
    "reception_corrected": apply_correction,
    "refiled": mark_refiled,
    "refused": _ended,
    "supplement_requested": _supplement_requested,
    "supplemented": _supplemented,
    "supplement_checked": _unchanged,
    "transferred": transferred,
    "assigned": assigned,
    "noted": _unchanged,
    "found_complete": _found_complete,
    "task_finished": task_finished,
    "consulted": consulted,
    "answered": answered,
    "original_called": called,
    "original_compared": compared,
    "request_opened": request_opened,
    "request_endorsed": request_endorsed,
    "request_sent_back": request_sent_back,
    "request_answered": request_answered,
    "request_declined": _unchanged,
    "request_cancelled": _unchanged,
    "extended": _unchanged,
    "apologised": _apologised,
    "payment_requested": _unchanged,
    "paid": clear_failures,
    "payment_reversed": _unchanged,
    "payment_recorded": came.payment_recorded,
    "payment_failed": mark_failure,
    "payment_acknowledged": _unchanged,
    "exemption_decided": _unchanged,
    "resolved": _resolved,
    "corrected": _corrected,
    "given_back": came.given_back,
    "post_invited": came.post_invited,
    "post_returned": came.post_returned,
    "forwarded": came.forwarded,
    "closed": _closed,
    "withdrawn": _ended,
    "stopped": _ended,
    "part_erased": _unchanged,
    "erasure_proposed": propose,
    "erasure_ordered": order,
    "dossier_erased": finish,
    "status_reported": keep_newest,
    "due_soon": alerted,
    "overdue": alerted,
    "due_recomputed": _unchanged,
}
