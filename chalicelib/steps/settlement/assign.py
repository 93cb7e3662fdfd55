"""Holder of a unit's task in a dossier: a superior assigns it, an officer claims it or hands it over."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.dossier.work_items import Task
from chalicelib.domain.flow.transitions import Step
from chalicelib.domain.ledger.chain import NewFact
from chalicelib.domain.shared.errors import FieldError, Invalid, Kind, Refusal
from chalicelib.steps.dossier.command import Answer, take
from chalicelib.steps.dossier.context import Ask, Decision, Desk, Moment
from chalicelib.steps.dossier.guards import part


class HolderChanged(Refusal):
    """Somebody else handed the task over, or claimed it, in the meantime."""

    code = "holder_changed"
    kind = Kind.WRONG_MOMENT
    vi = "Phần việc vừa được giao cho người khác. Tải lại để xem ai đang thụ lý, rồi phân công lại nếu vẫn cần."
    en = "The share was just assigned to another officer. Reload to see to whom, then assign it again if needed."


class AlreadyHeld(Refusal):
    """The task already has a holder: the holder hands it over, or a superior assigns it."""

    code = "already_held"
    kind = Kind.WRONG_MOMENT
    vi = "Hồ sơ đã có người thụ lý. Nhờ người đó bàn giao, hoặc lãnh đạo phân công lại."
    en = "The dossier has an officer in charge. Ask that officer to hand it over, or a superior to assign it again."


class NotHolder(Refusal):
    """Only the holder hands a task over."""

    code = "not_holder"
    kind = Kind.FORBIDDEN
    vi = "Chỉ người đang thụ lý bàn giao được phần việc của mình. Lãnh đạo có thể phân công lại."
    en = "Only the officer in charge can hand the share over. A superior can assign it again."


def assign(desk: Desk, ask: Ask) -> Answer:
    """Name the officer who handles the unit's task (NĐ 61/2018 19.1; HUE-6.5). Every change is recorded; any officer
    with the role may still act."""
    return take(desk, ask, Step.ASSIGN, decide, extra=[rights_of(ask.body["officer"])])


def hand_over(desk: Desk, ask: Ask) -> Answer:
    """Hand one's own task over to a colleague of the unit (HUE-6.5)."""
    return take(desk, ask, Step.HAND_OVER, decide_handover, extra=[rights_of(ask.body["officer"])])


def claim(desk: Desk, ask: Ask) -> Answer:
    """Claim a task of the unit that nobody holds yet (HUE-6.5)."""
    return take(desk, ask, Step.CLAIM, decide_claim)


def decide(m: Moment) -> Decision:
    """Record the new and the former holder; refuse when the present holder is not the one the assigner saw."""
    seen, task = m.body.get("seen_holder"), own_task(m)
    if seen is not None and seen != task.holder:
        raise HolderChanged()
    return _given(m, task, m.body["officer"])


def decide_handover(m: Moment) -> Decision:
    """Record the same, by the holder."""
    task = own_task(m)
    if task.holder != m.ask.actor.sub:
        raise NotHolder()
    if m.body["officer"] == task.holder:
        raise Invalid(fields=(FieldError("/officer", "officer_has_it", *UNFIT["officer_has_it"]),))
    return _given(m, task, m.body["officer"])


def decide_claim(m: Moment) -> Decision:
    """The step itself requires the actor's right."""
    task = own_task(m)
    if task.holder:
        raise AlreadyHeld()
    return Decision((_assigned(m, task, m.ask.actor.sub),))


def own_task(m: Moment) -> Task:
    """Return the open task of the unit under which the actor acts."""
    return next(each for each in m.dossier.tasks if each.unit == m.unit and each.at_work)


def _given(m: Moment, task: Task, officer: str) -> Decision:
    require_case_officer(m, officer)
    return Decision((_assigned(m, task, officer),))


def _assigned(m: Moment, task: Task, officer: str) -> NewFact:
    data = {"n": task.n, "unit": task.unit, "officer": officer, "before": task.holder}
    return NewFact("assigned", data, part(m, "note"))


def rights_of(sub: str) -> tuple[str, str]:
    """Return the key of the officer's recorded rights."""
    return f"OFFICER#{sub}", "RIGHTS"


def require_case_officer(m: Moment, officer: str) -> None:
    """Require an officer who handles cases in this unit today, and not their own case."""
    record = m.loaded.extra.get("|".join(rights_of(officer)), {})
    held, number = record.get("assignments", ()), record.get("id_number", "")
    if officer in {m.dossier.owner, m.dossier.filer} or (number and _is_own(m, number)):
        code = "officer_is_applicant"
    elif any(_handles_cases(right, m.unit, m.now) for right in held):
        return
    elif any((right["role"], right["unit"]) == (Role.CASE_OFFICER, m.unit) and _ended(right, m.now) for right in held):
        code = "officer_left"
    elif any(right["role"] == Role.CASE_OFFICER and _holds(right, m.now) for right in held):
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


def _holds(right: Mapping[str, Any], now: datetime) -> bool:
    return datetime.fromisoformat(right["valid_from"]) <= now and not _ended(right, now)


def _ended(right: Mapping[str, Any], now: datetime) -> bool:
    until = right["valid_until"]
    return until is not None and datetime.fromisoformat(until) <= now


def _handles_cases(right: Mapping[str, Any], unit: str, now: datetime) -> bool:
    return _holds(right, now) and (right["role"], right["unit"]) == (Role.CASE_OFFICER.value, unit)


def _is_own(m: Moment, number: str) -> bool:
    from chalicelib.steps.dossier import parties

    return parties.is_among(m.desk, m.ask, m.loaded, m.dossier, {number})
