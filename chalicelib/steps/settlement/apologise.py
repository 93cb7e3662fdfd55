"""Apologise: the dossier will be late; the applicant learns why and the new date before the time runs out. At the end,
where an officer's fault made it late, send the letter with the result."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.flow.transitions import OWED, RequestKind, Step
from chalicelib.domain.law.rulings import Ruling
from chalicelib.domain.shared.errors import FieldError, Invalid
from chalicelib.domain.shared.serialization import pack
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.domain.time import clocks
from chalicelib.domain.time.clocks import Clock
from chalicelib.steps.dossier.by_law import by_law
from chalicelib.steps.dossier.command import Answer, take
from chalicelib.steps.dossier.context import Ask, Decision, Desk, Moment
from chalicelib.steps.dossier.guards import days_on, part, require_listed
from chalicelib.steps.dossier.proposals import opened
from chalicelib.steps.dossier.task_due_dates import moved_with
from chalicelib.steps.settlement.appointments import (
    DateOvertaken,
    require_ahead,
    require_appointment_left,
    require_certain_delay,
    require_date_within_cap,
)
from chalicelib.steps.settlement.fault import FAULT

ONE_STOP = "one_stop"
"""Owner of the appointment: the one-stop unit changes it on the agency's letter and notifies the applicant."""


def apologise(desk: Desk, ask: Ask) -> Answer:
    """Prepare the apology with its one new date (NĐ 61/2018 19.9), or the letter owed with a late result, also for a
    closed dossier (HUE-22.7); the signer named by the law signs it."""
    return take(desk, ask, Step.APOLOGISE, decide)


def decide(m: Moment) -> Decision:
    """Open the request for signature."""
    if m.body.get("lost"):
        return _loss(m)
    return _letter(m) if m.row.case == OWED else _new_date(m)


LOSS = "loss"
"""The cause of an apology for lost or damaged papers (NĐ 61/2018 21.2)."""


def _loss(m: Moment) -> Decision:
    """An apology for papers lost or damaged in the office, signed by the head of the responsible agency; the date
    stays. Refuse it where the law requires none, and once the dossier is settled."""
    rule = m.rule("loss.apology")
    if not rule.value or m.row.case == OWED or m.body.get("new_due_days"):
        vi, en = "Không lập thư xin lỗi về giấy tờ bị mất ở đây.", "No apology for lost papers can be made here."
        with by_law(rule):
            raise Invalid(fields=(FieldError("/lost", "loss_not_here", vi, en),))
    lost = list(dict.fromkeys(m.body["lost"]))
    require_listed(m.desk.reference.procedure(m.dossier.procedure), lost, "lost")
    request = opened(
        m, RequestKind.APOLOGY, {"cause": LOSS, "lost": lost}, part(m, "reason"), rule,
        chain=[[Role.AGENCY_HEAD.value]], completes=False,
    )  # fmt: skip
    return Decision((request,))


def _letter(m: Moment) -> Decision:
    if m.body.get("new_due_days"):
        vi, en = "Hồ sơ đã xong, không còn ngày hẹn.", "The dossier is settled; there is no date to set."
        raise Invalid(fields=(FieldError("/new_due_days", "no_date_left", vi, en),))
    signer = m.rule("apology.signer", cause=FAULT)
    request = opened(m, RequestKind.APOLOGY, {"cause": FAULT}, part(m, "reason"), signer, chain=[[signer.value]])
    return Decision((request,))


def _new_date(m: Moment) -> Decision:
    """Return the one new appointment that the law allows: later than the present one, for a delay that is certain."""
    if m.dossier.clock is None:
        raise ValueError("only a received dossier has an appointment")
    limit = require_appointment_left(m, m.dossier.clock)
    basis = require_certain_delay(m, m.dossier.clock)
    days = m.body.get("new_due_days")
    if not days:
        vi, en = "Nhập thời gian hẹn mới.", "Enter the new appointment."
        raise Invalid(fields=(FieldError("/new_due_days", "required", vi, en),))
    new_due = days_on(m, days)
    if new_due <= m.dossier.clock.due_at:
        vi = "Ngày hẹn mới phải sau ngày hẹn hiện tại."
        en = "The new date must be later than the present one."
        raise Invalid(fields=(FieldError("/new_due_days", "not_later", vi, en),))
    cap = require_date_within_cap(m, m.dossier.clock, new_due)
    about = {"due_at": pack(new_due)}
    return Decision((opened(m, RequestKind.APOLOGY, about, part(m, "reason"), limit, *basis, cap),))


def reappointed(m: Moment, clock: Clock, new_due: datetime) -> tuple[dict[str, Any], tuple[Ruling, ...]]:
    """Return the data of the last signature: the new date, that of the tasks, and whether the announcement is late.
    Every limit is checked again, since the proposal may be old."""
    limit = require_appointment_left(m, clock)
    if new_due <= clock.due_at:
        raise DateOvertaken()
    require_ahead(m, new_due)
    _, certain = require_certain_delay(m, clock)
    cap = require_date_within_cap(m, clock, new_due)
    notice, changed_by = m.rule("overdue.notice_before"), m.rule("overdue.date_changed_by")
    moved = clocks.reappoint(m.desk.reference.calendar(m.dossier.one_stop), clock, new_due)
    by = {"date_changed_by": m.dossier.one_stop} if changed_by.value == ONE_STOP else {}
    return {"clock": pack(moved), "late_notice": is_late_notice(m, clock, notice), **by, **moved_with(m, moved)}, (
        limit, notice, certain, cap, changed_by,
    )  # fmt: skip


def is_late_notice(m: Moment, clock: Clock, notice: Ruling) -> bool:
    """Return whether the delay is announced later than so many calendar days before the due day: it is recorded, but
    never a reason to withhold the announcement."""
    today, due = (at.astimezone(VIETNAM).date() for at in (m.now, clock.due_at))
    return notice.value is not None and today > due - timedelta(notice.value)
