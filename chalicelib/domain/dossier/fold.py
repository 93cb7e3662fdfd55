"""The fold of a ledger into a dossier, fact by fact: `apply` is the only way a dossier changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from chalicelib.domain.accounts.proven_identity import Proof
from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.dossier import course, refiling
from chalicelib.domain.dossier.dossier import SEVERAL, Dossier, trim_key
from chalicelib.domain.dossier.effects import reception as came
from chalicelib.domain.dossier.effects.alerts import apply_alert
from chalicelib.domain.dossier.effects.corrections import apply_correction
from chalicelib.domain.dossier.effects.erasure import apply_erasure, apply_order, apply_proposal
from chalicelib.domain.dossier.effects.files import attach_files
from chalicelib.domain.dossier.effects.originals import apply_call, apply_comparison
from chalicelib.domain.dossier.effects.payments import clear_failures, mark_failure
from chalicelib.domain.dossier.effects.refiling import mark_refiled
from chalicelib.domain.dossier.effects.sector_status import keep_newest
from chalicelib.domain.dossier.effects.work_items import (
    apply_assignment,
    apply_consultation,
    apply_finished_task,
    apply_opinion,
    apply_transfer,
    end_task,
    replace_due_times,
    request_answered,
    request_endorsed,
    request_opened,
    request_sent_back,
)
from chalicelib.domain.dossier.handover import ADDRESS, LETTER, Handover
from chalicelib.domain.dossier.intake import Intake
from chalicelib.domain.dossier.obligations import Obligation
from chalicelib.domain.dossier.work_items import ApprovalRequest as ApprovalRequest
from chalicelib.domain.dossier.work_items import Consultation as Consultation
from chalicelib.domain.dossier.work_items import Task as Task
from chalicelib.domain.flow.transitions import State
from chalicelib.domain.ledger.chain import Fact
from chalicelib.domain.shared.serialization import unpack_value
from chalicelib.domain.time.clocks import Clock


def fold_facts(facts: Iterable[Fact]) -> Dossier:
    """Replay a ledger from its first fact. Refuse an empty one."""
    dossier: Dossier | None = None
    for fact in facts:
        dossier = apply_fact(dossier, fact)
    if dossier is None:
        raise ValueError("a ledger has at least one fact")
    return dossier


def apply_fact(dossier: Dossier | None, fact: Fact) -> Dossier:
    """Return the dossier after one more fact."""
    changed = (
        _apply_submission(fact)
        if dossier is None
        else _EFFECTS[fact.kind](_remove_decided_request(dossier, fact), fact)
    )
    return replace(
        attach_files(came.apply_serving_centre(_apply_stated_values(changed, fact.data), fact), fact),
        length=fact.seq,
        head=fact.hash,
        applicant_part=fact.parts.get("applicant", changed.applicant_part),
        # A note changes nothing that people decide on, so it makes no page stale.
        version=changed.version + (0 if fact.by_system or fact.kind == course.NOTED else 1),
        simulated=changed.simulated or fact.simulated,
        acted=_add_officer(changed.acted, _find_acting_officer(fact)),
        prepared=_add_officer(changed.prepared, _find_acting_officer(fact, only=Role.CASE_OFFICER)),
        keys=(*changed.keys, trim_key(fact.command["key"])) if fact.command else changed.keys,
    )


def _find_acting_officer(fact: Fact, only: Role | None = None) -> str:
    """Return the officer who took the step of a fact (under one role alone); empty for applicants and the system. A
    note changes nothing."""
    role = fact.actor.get("role", "")
    if fact.by_system or fact.kind == course.NOTED or role in ("", "system", Role.APPLICANT.value):
        return ""
    return str(fact.actor.get("sub", "")) if only is None or role == only.value else ""


def _add_officer(known: str | None, officer: str) -> str | None:
    """Return the recorded officers with one more; None (never recorded) stays None."""
    if known is None or not officer or officer == known:
        return known
    return SEVERAL if known else officer


def _apply_stated_values(dossier: Dossier, data: Mapping[str, Any]) -> Dossier:
    """Apply the values that any kind of fact may state: the next state, clocks and obligations."""
    stated: dict[str, Any] = {}
    for key, kind in _STATED.items():
        if key in data:
            stated["state" if key == "to" else key] = unpack_value(kind, data[key])
    if "task_dues" in data:
        stated["tasks"] = replace_due_times(dossier.tasks, unpack_value(dict[str, datetime], data["task_dues"]))
    if "to" in data:
        stated["pay_until"] = unpack_value(datetime | None, data.get("pay_until"))
        stated["reported"] = None
    return replace(dossier, **stated) if stated else dossier


_STATED: dict[str, Any] = {
    "to": State,
    "clock": Clock | None,
    "reception": Clock | None,
    "obligations": tuple[Obligation, ...],
}


def _apply_submission(fact: Fact) -> Dossier:
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
        intake=unpack_value(Intake, data.get("intake", {})),
        handover=replace(unpack_value(Handover, data.get("handover", {})), addressed=ADDRESS in fact.parts),
        refiled_from=refiling.read_origin(data),
        proof=unpack_value(Proof | None, data.get("proof")),
        acted="",
        prepared="",
    )


def _remove_decided_request(dossier: Dossier, fact: Fact) -> Dossier:
    """Remove a request that this fact decides or cancels."""
    if fact.kind not in _DECIDING or "request" not in fact.data:
        return dossier
    return replace(dossier, requests=tuple(each for each in dossier.requests if each.n != fact.data["request"]))


def _apply_reception(dossier: Dossier, fact: Fact) -> Dossier:
    return replace(
        dossier,
        code=fact.data["code"],
        agency=fact.data["agency"],
        received_at=fact.occurred_at,
        immediate=fact.data["immediate"],
        intake=came.complete_intake(dossier.intake, fact.data),
    )


def _supplement_requested(dossier: Dossier, fact: Fact) -> Dossier:
    stage = fact.data["stage"]
    return replace(
        dossier,
        stage=stage,
        asked=tuple(fact.data["components"]),
        asked_fields=tuple(fact.data["form_fields"]),
        asked_payment=bool(fact.data.get("payment")),
        asked_grounds=tuple(fact.data.get("grounds", ())),
        asked_without_trip=bool(fact.data.get("without_trip")),
        wait_until=unpack_value(datetime | None, fact.data["wait_until"]),
        complete_at=None,
        supplements={**dossier.supplements, stage: dossier.supplements.get(stage, 0) + 1},
    )


def _apply_supplement(dossier: Dossier, fact: Fact) -> Dossier:
    added = _clear_questions(came.apply_supplement(dossier, fact))
    origin = refiling.take_in_supplement(dossier.refiled_from, fact)
    return replace(added, papers={**dossier.papers, **fact.data["papers"]}, refiled_from=origin)


def _apply_completeness(dossier: Dossier, fact: Fact) -> Dossier:
    return replace(dossier, complete_at=fact.occurred_at)


def _apply_apology(dossier: Dossier, fact: Fact) -> Dossier:
    """Record a new date that was used up, or that the letter owed at the end was signed (HUE-22.7)."""
    if "clock" in fact.data:
        return replace(dossier, reappointed=dossier.reappointed + 1)
    owes = tuple(each for each in dossier.owes if each != LETTER)
    letters = (*dossier.handover.letters, LETTER) if fact.data.get("with_result") else dossier.handover.letters
    return replace(dossier, owes=owes, handover=replace(dossier.handover, letters=letters))


def _apply_resolution(dossier: Dossier, fact: Fact) -> Dossier:
    results = (fact.data["result"],) if fact.data["result"] else ()
    late_cause, owes = fact.data.get("late_cause", ""), tuple(fact.data.get("owes", ()))
    return replace(
        _end_settlement(dossier, fact), results=results, outcome=fact.data["outcome"], late_cause=late_cause, owes=owes
    )


def _apply_correction(dossier: Dossier, fact: Fact) -> Dossier:
    return replace(dossier, results=(*dossier.results, fact.data["result"]))


def _apply_closing(dossier: Dossier, fact: Fact) -> Dossier:
    return replace(dossier, closed_as=fact.data["national_code"], closed_at=fact.occurred_at)


def _end_settlement(dossier: Dossier, fact: Fact) -> Dossier:
    """Apply the outcome: tasks end and all waiting ends."""
    tasks = tuple(end_task(task, fact.occurred_at) for task in dossier.tasks)
    return replace(_clear_questions(dossier), tasks=tasks, original_call=None)


def _clear_questions(dossier: Dossier) -> Dossier:
    """Clear everything asked of the applicant."""
    return replace(
        dossier, stage="", asked=(), asked_fields=(), asked_payment=False, asked_grounds=(), asked_without_trip=False,
        wait_until=None,
    )  # fmt: skip


def _keep_unchanged(dossier: Dossier, _: Fact) -> Dossier:
    return dossier


_DECIDING = frozenset(
    {"supplement_requested", "extended", "apologised", "withdrawn", "payment_reversed", "supplement_checked",
     "resolved", "request_declined", "request_cancelled", "reception_corrected", "refiled"}
)  # fmt: skip


_EFFECTS: dict[str, Callable[[Dossier, Fact], Dossier]] = {
    "received": _apply_reception,
    "reception_corrected": apply_correction,
    "refiled": mark_refiled,
    "refused": _end_settlement,
    "supplement_requested": _supplement_requested,
    "supplemented": _apply_supplement,
    "supplement_checked": _keep_unchanged,
    "transferred": apply_transfer,
    "assigned": apply_assignment,
    "noted": _keep_unchanged,
    "found_complete": _apply_completeness,
    "task_finished": apply_finished_task,
    "consulted": apply_consultation,
    "answered": apply_opinion,
    "original_called": apply_call,
    "original_compared": apply_comparison,
    "request_opened": request_opened,
    "request_endorsed": request_endorsed,
    "request_sent_back": request_sent_back,
    "request_answered": request_answered,
    "request_declined": _keep_unchanged,
    "request_cancelled": _keep_unchanged,
    "extended": _keep_unchanged,
    "apologised": _apply_apology,
    "payment_requested": _keep_unchanged,
    "paid": clear_failures,
    "payment_reversed": _keep_unchanged,
    "payment_recorded": came.apply_payment,
    "payment_failed": mark_failure,
    "payment_acknowledged": _keep_unchanged,
    "exemption_decided": _keep_unchanged,
    "resolved": _apply_resolution,
    "corrected": _apply_correction,
    "given_back": came.apply_handover,
    "post_invited": came.post_invited,
    "post_returned": came.post_returned,
    "forwarded": came.apply_forwarding,
    "closed": _apply_closing,
    "withdrawn": _end_settlement,
    "stopped": _end_settlement,
    "part_erased": _keep_unchanged,
    "erasure_proposed": apply_proposal,
    "erasure_ordered": apply_order,
    "dossier_erased": apply_erasure,
    "status_reported": keep_newest,
    "due_soon": apply_alert,
    "overdue": apply_alert,
    "due_recomputed": _keep_unchanged,
}
