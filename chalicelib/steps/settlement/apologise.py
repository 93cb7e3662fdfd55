"""Apologise: the dossier will be late; the applicant learns why and the new date before the time runs out. At the end,
where an officer's fault made it late, send the letter with the result."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.flow.transitions import OWED, RequestKind, Step
from chalicelib.domain.law.rulings import Ruling
from chalicelib.domain.shared.errors import FieldError, Invalid
from chalicelib.domain.shared.serialization import pack_value
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.domain.time import clocks
from chalicelib.domain.time.clocks import Clock
from chalicelib.steps.dossier.by_law import cite_on_refusal
from chalicelib.steps.dossier.command import CommandResult, run_step
from chalicelib.steps.dossier.context import Command, Decision, Dependencies, StepContext
from chalicelib.steps.dossier.guards import add_working_days, build_text_part, require_listed
from chalicelib.steps.dossier.proposals import open_request
from chalicelib.steps.dossier.task_due_dates import move_task_dues
from chalicelib.steps.settlement.appointments import (
    DateOvertaken,
    require_ahead,
    require_appointment_left,
    require_certain_delay,
    require_date_within_cap,
)
from chalicelib.steps.settlement.fault import FAULT

if TYPE_CHECKING:
    from chalicelib.domain.ledger.payload_types.approvals import Proposal
    from chalicelib.models.steps import ApologyBody

ONE_STOP = "one_stop"
"""Owner of the appointment: the one-stop unit changes it on the agency's letter and notifies the applicant."""


def prepare_apology(deps: Dependencies, command: Command[ApologyBody]) -> CommandResult:
    """Prepare the apology with its one new date (NĐ 61/2018 19.9), or the letter owed with a late result, also for a
    closed dossier (HUE-22.7); the signer named by the law signs it."""
    return run_step(deps, command, Step.APOLOGISE, decide_apology)


def decide_apology(context: StepContext[ApologyBody]) -> Decision:
    """Open the request for signature."""
    if context.body.lost:
        return _decide_loss_apology(context)
    return _decide_letter(context) if context.row.case == OWED else _decide_new_date(context)


LOSS = "loss"
"""The cause of an apology for lost or damaged papers (NĐ 61/2018 21.2)."""


def _decide_loss_apology(context: StepContext[ApologyBody]) -> Decision:
    """An apology for papers lost or damaged in the office, signed by the head of the responsible agency; the date
    stays. Refuse it where the law requires none, and once the dossier is settled."""
    rule = context.find_rule("loss.apology")
    if not rule.value or context.row.case == OWED or context.body.new_due_days:
        vi, en = "Không lập thư xin lỗi về giấy tờ bị mất ở đây.", "No apology for lost papers can be made here."
        with cite_on_refusal(rule):
            raise Invalid(fields=(FieldError("/lost", "loss_not_here", vi, en),))
    lost = list(dict.fromkeys(context.body.lost))
    require_listed(context.deps.reference.find_procedure(context.dossier.procedure), lost, "lost")
    reason = build_text_part(context, "reason", context.body.reason)
    request = open_request(
        context, RequestKind.APOLOGY, {"cause": LOSS, "lost": lost}, reason, rule,
        chain=[[Role.AGENCY_HEAD.value]], completes=False,
    )  # fmt: skip
    return Decision((request,))


def _decide_letter(context: StepContext[ApologyBody]) -> Decision:
    if context.body.new_due_days:
        vi, en = "Hồ sơ đã xong, không còn ngày hẹn.", "The dossier is settled; there is no date to set."
        raise Invalid(fields=(FieldError("/new_due_days", "no_date_left", vi, en),))
    signer = context.find_rule("apology.signer", cause=FAULT)
    request = open_request(
        context,
        RequestKind.APOLOGY,
        {"cause": FAULT},
        build_text_part(context, "reason", context.body.reason),
        signer,
        chain=[[signer.to_text()]],
    )
    return Decision((request,))


def _decide_new_date(context: StepContext[ApologyBody]) -> Decision:
    """Return the one new appointment that the law allows: later than the present one, for a delay that is certain."""
    if context.dossier.clock is None:
        raise ValueError("only a received dossier has an appointment")
    limit = require_appointment_left(context, context.dossier.clock)
    basis = require_certain_delay(context, context.dossier.clock)
    days = context.body.new_due_days
    if not days:
        vi, en = "Nhập thời gian hẹn mới.", "Enter the new appointment."
        raise Invalid(fields=(FieldError("/new_due_days", "required", vi, en),))
    new_due = add_working_days(context, days)
    if new_due <= context.dossier.clock.due_at:
        vi = "Ngày hẹn mới phải sau ngày hẹn hiện tại."
        en = "The new date must be later than the present one."
        raise Invalid(fields=(FieldError("/new_due_days", "not_later", vi, en),))
    cap = require_date_within_cap(context, context.dossier.clock, new_due)
    about: Proposal = {"due_at": pack_value(new_due)}
    return Decision(
        (
            open_request(
                context,
                RequestKind.APOLOGY,
                about,
                build_text_part(context, "reason", context.body.reason),
                limit,
                *basis,
                cap,
            ),
        )
    )


def calculate_reappointment(
    context: StepContext[object], clock: Clock, new_due: datetime
) -> tuple[dict[str, Any], tuple[Ruling, ...]]:
    """Return the data of the last signature: the new date, that of the tasks, and whether the announcement is late.
    Every limit is checked again, since the proposal may be old."""
    limit = require_appointment_left(context, clock)
    if new_due <= clock.due_at:
        raise DateOvertaken()
    require_ahead(context, new_due)
    _, certain = require_certain_delay(context, clock)
    cap = require_date_within_cap(context, clock, new_due)
    notice, changed_by = context.find_rule("overdue.notice_before"), context.find_rule("overdue.date_changed_by")
    moved = clocks.set_new_date(context.deps.reference.find_calendar(context.dossier.one_stop), clock, new_due)
    by = {"date_changed_by": context.dossier.one_stop} if changed_by.value == ONE_STOP else {}
    return {
        "clock": pack_value(moved),
        "late_notice": is_late_notice(context, clock, notice),
        **by,
        **move_task_dues(context, moved),
    }, (
        limit,
        notice,
        certain,
        cap,
        changed_by,
    )


def is_late_notice(context: StepContext[object], clock: Clock, notice: Ruling) -> bool:
    """Return whether the delay is announced later than so many calendar days before the due day: it is recorded, but
    never a reason to withhold the announcement."""
    today, due = (at.astimezone(VIETNAM).date() for at in (context.now, clock.due_at))
    return notice.value is not None and today > due - timedelta(notice.to_int())
