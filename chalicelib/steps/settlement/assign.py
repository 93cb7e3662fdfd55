"""Holder of a unit's task in a dossier: a superior assigns it, an officer claims it or hands it over."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.dossier.work_items import Task
from chalicelib.domain.flow.transitions import Step
from chalicelib.domain.ledger import payloads
from chalicelib.domain.ledger.chain import NewFact
from chalicelib.domain.shared.errors import FieldError, Invalid, Refusal, RefusalKind
from chalicelib.steps.dossier.command import CommandResult, run_step
from chalicelib.steps.dossier.context import Command, Decision, Dependencies, StepContext
from chalicelib.steps.dossier.guards import build_text_part
from chalicelib.steps.dossier.items import RightsItem

if TYPE_CHECKING:
    from chalicelib.domain.ledger.payload_types.settlement import Assigned
    from chalicelib.models.steps import AssignBody, HandOverBody


class HolderChanged(Refusal):
    """Somebody else handed the task over, or claimed it, in the meantime."""

    code = "holder_changed"
    kind = RefusalKind.WRONG_MOMENT
    vi = "Phần việc vừa được giao cho người khác. Tải lại để xem ai đang thụ lý, rồi phân công lại nếu vẫn cần."
    en = "The share was just assigned to another officer. Reload to see to whom, then assign it again if needed."


class AlreadyHeld(Refusal):
    """The task already has a holder: the holder hands it over, or a superior assigns it."""

    code = "already_held"
    kind = RefusalKind.WRONG_MOMENT
    vi = "Hồ sơ đã có người thụ lý. Nhờ người đó bàn giao, hoặc lãnh đạo phân công lại."
    en = "The dossier has an officer in charge. Ask that officer to hand it over, or a superior to assign it again."


class NotHolder(Refusal):
    """Only the holder hands a task over."""

    code = "not_holder"
    kind = RefusalKind.FORBIDDEN
    vi = "Chỉ người đang thụ lý bàn giao được phần việc của mình. Lãnh đạo có thể phân công lại."
    en = "Only the officer in charge can hand the share over. A superior can assign it again."


def assign_officer(deps: Dependencies, command: Command[AssignBody]) -> CommandResult:
    """Name the officer who handles the unit's task (NĐ 61/2018 19.1; HUE-6.5). Every change is recorded; any officer
    with the role may still act."""
    return run_step(deps, command, Step.ASSIGN, decide_assignment, extra=[RightsItem(command.body.officer)])


def give_share(deps: Dependencies, command: Command[HandOverBody]) -> CommandResult:
    """Hand one's own task over to a colleague of the unit (HUE-6.5)."""
    return run_step(deps, command, Step.HAND_OVER, decide_handover, extra=[RightsItem(command.body.officer)])


def claim_share(deps: Dependencies, command: Command[object]) -> CommandResult:
    """Claim a task of the unit that nobody holds yet (HUE-6.5)."""
    return run_step(deps, command, Step.CLAIM, decide_claim)


def decide_assignment(context: StepContext[AssignBody]) -> Decision:
    """Record the new and the former holder; refuse when the present holder is not the one the assigner saw."""
    seen, task = context.body.seen_holder, find_own_task(context)
    if seen is not None and seen != task.holder:
        raise HolderChanged()
    return _decide_given_share(context, task, context.body.officer)


def decide_handover(context: StepContext[HandOverBody]) -> Decision:
    """Record the same, by the holder."""
    task = find_own_task(context)
    if task.holder != context.command.actor.sub:
        raise NotHolder()
    if context.body.officer == task.holder:
        raise Invalid(fields=(FieldError("/officer", "officer_has_it", *UNFIT["officer_has_it"]),))
    return _decide_given_share(context, task, context.body.officer)


def decide_claim(context: StepContext[object]) -> Decision:
    """The step itself requires the actor's right."""
    task = find_own_task(context)
    if task.holder:
        raise AlreadyHeld()
    return Decision((_build_assignment(context, task, context.command.actor.sub),))


def find_own_task(context: StepContext[object]) -> Task:
    """Return the open task of the unit under which the actor acts."""
    return next(each for each in context.dossier.tasks if each.unit == context.unit and each.at_work)


def _decide_given_share(context: StepContext[HandOverBody], task: Task, officer: str) -> Decision:
    require_case_officer(context, officer)
    return Decision((_build_assignment(context, task, officer, context.body.note),))


def _build_assignment(context: StepContext[object], task: Task, officer: str, note: str | None = None) -> NewFact:
    data: Assigned = {"n": task.n, "unit": task.unit, "officer": officer, "before": task.holder}
    return payloads.ASSIGNED.build(data, build_text_part(context, "note", note))


def require_case_officer(context: StepContext[object], officer: str) -> None:
    """Require an officer who handles cases in this unit today, and not their own case."""
    record = context.loaded.extra.get(RightsItem(officer), {})
    heir, number = context.deps.reference.find_heir, record.get("id_number", "")
    unit = heir(context.unit, context.now)
    held = [{**each, "unit": heir(each["unit"], context.now)} for each in record.get("assignments", ())]
    if officer in {context.dossier.owner, context.dossier.filer} or (number and _is_own(context, number)):
        code = "officer_is_applicant"
    elif any(_can_handle_cases(right, unit, context.now) for right in held):
        return
    elif any(
        (right["role"], right["unit"]) == (Role.CASE_OFFICER, unit) and _is_ended(right, context.now) for right in held
    ):
        code = "officer_left"
    elif any(right["role"] == Role.CASE_OFFICER and _is_in_force(right, context.now) for right in held):
        code = "officer_of_another_unit"
    else:
        code = "not_a_case_officer"
    raise Invalid(fields=(FieldError("/officer", code, *UNFIT[code]),))


UNFIT = {
    "officer_has_it": (
        "Bạn đang thụ lý hồ sơ này rồi. Chọn người sẽ nhận bàn giao trong danh sách của đơn vị.",
        "You have this dossier already. Choose who takes it over from the unit's list.",
    ),
    "officer_is_applicant": (
        "Người này là chủ hồ sơ hoặc người nộp hồ sơ. Chọn người khác trong danh sách của đơn vị.",
        "This person is the applicant. Choose somebody else from the unit's list.",
    ),
    "officer_left": (
        "Người này không còn thụ lý hồ sơ tại đơn vị. Chọn người khác trong danh sách của đơn vị.",
        "This person no longer handles cases in the unit. Choose somebody else from the unit's list.",
    ),
    "officer_of_another_unit": (
        "Người này thuộc đơn vị khác. Chọn người trong danh sách của đơn vị mình.",
        "This person works in another unit. Choose somebody from your own unit's list.",
    ),
    "not_a_case_officer": (
        "Chọn một công chức thụ lý đang làm việc tại đơn vị.",
        "Choose a case officer who works in this unit now.",
    ),
}
"""Why an officer cannot be given a task, and whom to choose instead."""


def _is_in_force(right: Mapping[str, Any], now: datetime) -> bool:
    return datetime.fromisoformat(right["valid_from"]) <= now and not _is_ended(right, now)


def _is_ended(right: Mapping[str, Any], now: datetime) -> bool:
    until = right["valid_until"]
    return until is not None and datetime.fromisoformat(until) <= now


def _can_handle_cases(right: Mapping[str, Any], unit: str, now: datetime) -> bool:
    return _is_in_force(right, now) and (right["role"], right["unit"]) == (Role.CASE_OFFICER.value, unit)


def _is_own(context: StepContext[object], number: str) -> bool:
    from chalicelib.steps.dossier import parties

    return parties.is_among(context.deps, context.command, context.loaded, context.dossier, {number})
