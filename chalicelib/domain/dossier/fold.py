"""The fold of a ledger into a dossier, fact by fact: `apply_fact` is the only way a dossier changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from chalicelib.domain.accounts.acting_for import Authority
from chalicelib.domain.accounts.proven_identity import Proof
from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.dossier import course, refiling
from chalicelib.domain.dossier.dossier import SEVERAL, Dossier, trim_key
from chalicelib.domain.dossier.effects import reception as came
from chalicelib.domain.dossier.effects.alerts import apply_alert
from chalicelib.domain.dossier.effects.authority import end_authority, join_account
from chalicelib.domain.dossier.effects.corrections import apply_correction
from chalicelib.domain.dossier.effects.erasure import apply_erasure, apply_order, apply_proposal
from chalicelib.domain.dossier.effects.files import attach_files
from chalicelib.domain.dossier.effects.originals import apply_call, apply_comparison
from chalicelib.domain.dossier.effects.payments import clear_failures, mark_failure
from chalicelib.domain.dossier.effects.rating import apply_rating
from chalicelib.domain.dossier.effects.refiling import mark_refiled
from chalicelib.domain.dossier.effects.sector_status import keep_newest
from chalicelib.domain.dossier.effects.unit_moves import apply_succession
from chalicelib.domain.dossier.effects.work_items import (
    apply_assignment,
    apply_consultation,
    apply_finished_task,
    apply_opinion,
    apply_request_answered,
    apply_request_endorsed,
    apply_request_opened,
    apply_request_sent_back,
    apply_transfer,
    end_task,
    replace_due_times,
)
from chalicelib.domain.dossier.handover import ADDRESS, LETTER, Handover
from chalicelib.domain.dossier.intake import Intake
from chalicelib.domain.dossier.obligations import Obligation
from chalicelib.domain.dossier.work_items import ApprovalRequest as ApprovalRequest
from chalicelib.domain.dossier.work_items import Consultation as Consultation
from chalicelib.domain.dossier.work_items import Task as Task
from chalicelib.domain.flow.transitions import State
from chalicelib.domain.ledger import payloads
from chalicelib.domain.ledger.chain import Fact
from chalicelib.domain.ledger.fact_kinds import FactKind
from chalicelib.domain.ledger.fact_registry import DECIDING
from chalicelib.domain.shared.serialization import unpack_value
from chalicelib.domain.shared.timezone import parse_optional_stamp, parse_stamp
from chalicelib.domain.time.clocks import Clock

if TYPE_CHECKING:
    from chalicelib.domain.ledger.payload_types.stated import Packed, Stated


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
        _apply_submission(fact) if dossier is None else EFFECTS[fact.kind](_remove_decided_request(dossier, fact), fact)
    )
    return replace(
        attach_files(came.apply_serving_centre(_apply_stated_values(changed, payloads.read_any(fact)), fact), fact),
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


def _apply_stated_values(dossier: Dossier, data: Stated) -> Dossier:
    """Apply the values that any kind of fact may state: the next state, clocks and obligations."""
    moved = "to" in data
    dues = {number: parse_stamp(at) for number, at in data.get("task_dues", {}).items()}
    return replace(
        dossier,
        state=State(data["to"]) if moved else dossier.state,
        pay_until=parse_optional_stamp(data.get("pay_until")) if moved else dossier.pay_until,
        reported=None if moved else dossier.reported,
        clock=_unpack_clock(data["clock"]) if "clock" in data else dossier.clock,
        reception=_unpack_clock(data["reception"]) if "reception" in data else dossier.reception,
        obligations=(
            unpack_value(tuple[Obligation, ...], data["obligations"]) if "obligations" in data else dossier.obligations
        ),
        tasks=replace_due_times(dossier.tasks, dues) if dues else dossier.tasks,
    )


def _unpack_clock(data: Packed | None) -> Clock | None:
    return None if data is None else unpack_value(Clock, data)


def _apply_submission(fact: Fact) -> Dossier:
    if fact.kind != FactKind.SUBMITTED:
        raise ValueError("a ledger starts with its submission")
    data = payloads.SUBMITTED.read(fact)
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
        proof=unpack_value(Proof, data["proof"]) if "proof" in data else None,
        acted="",
        prepared="",
        authority=unpack_value(Authority, data["authority"]) if "authority" in data else None,
        capacity=data.get("capacity", ""),
    )


def _remove_decided_request(dossier: Dossier, fact: Fact) -> Dossier:
    """Remove a request that this fact decides or cancels."""
    number = payloads.read_any(fact).get("request")
    if fact.kind not in DECIDING or number is None:
        return dossier
    return replace(dossier, requests=tuple(each for each in dossier.requests if each.n != number))


def _apply_reception(dossier: Dossier, fact: Fact) -> Dossier:
    data = payloads.RECEIVED.read(fact)
    return replace(
        dossier,
        code=data["code"],
        agency=data["agency"],
        received_at=fact.occurred_at,
        immediate=data["immediate"],
        intake=came.complete_intake(dossier.intake, data),
    )


def _supplement_requested(dossier: Dossier, fact: Fact) -> Dossier:
    data = payloads.SUPPLEMENT_REQUESTED.read(fact)
    stage = data["stage"]
    return replace(
        dossier,
        stage=stage,
        asked=tuple(data["components"]),
        asked_fields=tuple(data["form_fields"]),
        asked_payment=bool(data.get("payment")),
        asked_grounds=tuple(data.get("grounds", ())),
        asked_without_trip=bool(data.get("without_trip")),
        wait_until=parse_optional_stamp(data["wait_until"]),
        complete_at=None,
        supplements={**dossier.supplements, stage: dossier.supplements.get(stage, 0) + 1},
    )


def _apply_supplement(dossier: Dossier, fact: Fact) -> Dossier:
    added = _clear_questions(came.apply_supplement(dossier, fact))
    origin = refiling.take_in_supplement(dossier.refiled_from, fact)
    return replace(added, papers={**dossier.papers, **payloads.SUPPLEMENTED.read(fact)["papers"]}, refiled_from=origin)


def _apply_completeness(dossier: Dossier, fact: Fact) -> Dossier:
    return replace(dossier, complete_at=fact.occurred_at)


def _apply_apology(dossier: Dossier, fact: Fact) -> Dossier:
    """Record a new date that was used up, or that the letter owed at the end was signed (HUE-22.7)."""
    data = payloads.APOLOGISED.read(fact)
    if "clock" in data:
        return replace(dossier, reappointed=dossier.reappointed + 1)
    owes = tuple(each for each in dossier.owes if each != LETTER)
    letters = (*dossier.handover.letters, LETTER) if data.get("with_result") else dossier.handover.letters
    return replace(dossier, owes=owes, handover=replace(dossier.handover, letters=letters))


def _apply_resolution(dossier: Dossier, fact: Fact) -> Dossier:
    data = payloads.RESOLVED.read(fact)
    results = (data["result"],) if data["result"] else ()
    late_cause, owes = data.get("late_cause", ""), tuple(data.get("owes", ()))
    return replace(
        _end_settlement(dossier, fact), results=results, outcome=data["outcome"], late_cause=late_cause, owes=owes
    )


def _apply_correction(dossier: Dossier, fact: Fact) -> Dossier:
    return replace(dossier, results=(*dossier.results, payloads.CORRECTED.read(fact)["result"]))


def _apply_closing(dossier: Dossier, fact: Fact) -> Dossier:
    return replace(dossier, closed_as=payloads.CLOSED.read(fact)["national_code"], closed_at=fact.occurred_at)


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


EFFECTS: Mapping[str, Callable[[Dossier, Fact], Dossier]] = {
    FactKind.RECEIVED: _apply_reception,
    FactKind.RECEPTION_CORRECTED: apply_correction,
    FactKind.REFILED: mark_refiled,
    FactKind.REFUSED: _end_settlement,
    FactKind.SUPPLEMENT_REQUESTED: _supplement_requested,
    FactKind.SUPPLEMENTED: _apply_supplement,
    FactKind.SUPPLEMENT_CHECKED: _keep_unchanged,
    FactKind.TRANSFERRED: apply_transfer,
    FactKind.ASSIGNED: apply_assignment,
    FactKind.NOTED: _keep_unchanged,
    FactKind.FOUND_COMPLETE: _apply_completeness,
    FactKind.TASK_FINISHED: apply_finished_task,
    FactKind.CONSULTED: apply_consultation,
    FactKind.ANSWERED: apply_opinion,
    FactKind.ORIGINAL_CALLED: apply_call,
    FactKind.ORIGINAL_COMPARED: apply_comparison,
    FactKind.REQUEST_OPENED: apply_request_opened,
    FactKind.REQUEST_ENDORSED: apply_request_endorsed,
    FactKind.REQUEST_SENT_BACK: apply_request_sent_back,
    FactKind.REQUEST_ANSWERED: apply_request_answered,
    FactKind.REQUEST_DECLINED: _keep_unchanged,
    FactKind.REQUEST_CANCELLED: _keep_unchanged,
    FactKind.EXTENDED: _keep_unchanged,
    FactKind.APOLOGISED: _apply_apology,
    FactKind.PAYMENT_REQUESTED: _keep_unchanged,
    FactKind.PAID: clear_failures,
    FactKind.PAYMENT_REVERSED: _keep_unchanged,
    FactKind.PAYMENT_RECORDED: came.apply_payment,
    FactKind.PAYMENT_FAILED: mark_failure,
    FactKind.PAYMENT_ACKNOWLEDGED: _keep_unchanged,
    FactKind.EXEMPTION_DECIDED: _keep_unchanged,
    FactKind.RESOLVED: _apply_resolution,
    FactKind.CORRECTED: _apply_correction,
    FactKind.GIVEN_BACK: came.apply_handover,
    FactKind.POST_INVITED: came.apply_post_invited,
    FactKind.POST_RETURNED: came.apply_post_returned,
    FactKind.FORWARDED: came.apply_forwarding,
    FactKind.UNIT_SUCCEEDED: apply_succession,
    FactKind.CLOSED: _apply_closing,
    FactKind.RATED: apply_rating,
    FactKind.AUTHORITY_REVOKED: end_authority,
    FactKind.ACCOUNT_JOINED: join_account,
    FactKind.WITHDRAWN: _end_settlement,
    FactKind.STOPPED: _end_settlement,
    FactKind.PART_ERASED: _keep_unchanged,
    FactKind.ERASURE_PROPOSED: apply_proposal,
    FactKind.ERASURE_ORDERED: apply_order,
    FactKind.DOSSIER_ERASED: apply_erasure,
    FactKind.STATUS_REPORTED: keep_newest,
    FactKind.DUE_SOON: apply_alert,
    FactKind.OVERDUE: apply_alert,
    FactKind.DUE_RECOMPUTED: _keep_unchanged,
}
"""The effect of each kind of fact on a dossier. Only a filing has none here: it makes the dossier."""
