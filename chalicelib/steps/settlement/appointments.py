"""New dates of a running settlement: the limits of an apology or an extension. They are checked at the proposal, and
again at every approval, because a date can pass while a request waits."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction

from chalicelib.domain.law.rulings import Ruling
from chalicelib.domain.shared.errors import Refusal, RefusalKind
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.domain.supervision import alerts
from chalicelib.domain.time import working_time
from chalicelib.domain.time.clocks import Clock
from chalicelib.domain.time.deadlines import Duration, Unit, calculate_due_time
from chalicelib.steps.dossier.alert_rules import find_alert_rules
from chalicelib.steps.dossier.context import StepContext
from chalicelib.steps.dossier.guards import build_limit_refusal


class DateOvertaken(Refusal):
    """The proposed date has passed, or the due time has moved beyond it."""

    code = "date_overtaken"
    kind = RefusalKind.WRONG_MOMENT
    vi = "Ngày hẹn mới đã qua, hoặc không còn sau ngày hẹn hiện tại; hãy từ chối và đề nghị lại."
    en = "The new date has passed, or is no longer later than the present one; decline it and propose it again."


class DelayUncertain(Refusal):
    """It is not certain yet that the dossier will be late: more time needs an extension."""

    code = "delay_uncertain"
    kind = RefusalKind.WRONG_MOMENT
    vi = "Chưa chắc chắn trễ hạn; từ {since} mới xin lỗi và hẹn lại được. Cần thêm thời gian thì đề nghị gia hạn."
    en = "The delay is not certain before {since}; until then ask for more time as an extension."


def require_certain_delay(context: StepContext[object], clock: Clock) -> tuple[Ruling, ...]:
    """Require that the delay is certain: from some working hours before the last moment at which it must be announced
    (NĐ 61/2018 19.9), or once the time is over. Raise DelayUncertain."""
    rules = find_alert_rules(context.deps.reference, context.dossier).apology
    since = alerts.find_certain_delay_time(clock, rules, context.deps.reference.find_calendar(context.dossier.one_stop))
    if context.now < since:
        raise DelayUncertain(since=f"{since.astimezone(VIETNAM):%H:%M %d/%m/%Y}")
    return context.find_rule("overdue.notice_before"), context.find_rule("overdue.certain_lead")


def require_appointment_left(context: StepContext[object], clock: Clock) -> Ruling:
    """Require that a new appointment is left (NĐ 61/2018 19.9: one). Where the law has no separate extension, an
    extension counts as one. Raise LimitReached."""
    limit = context.find_rule("overdue.reappoint_max")
    extensions = clock.extended_times if context.find_rule("extension.cap").value is None else 0
    most = limit.find_int()
    if most is not None and context.dossier.reappointed + extensions >= most:
        raise build_limit_refusal(most, limit)
    return limit


def require_date_within_cap(context: StepContext[object], clock: Clock, new_due: datetime) -> Ruling:
    """Require that a new date adds no more than its own share of the whole limit, counted from the due time or, once
    that has passed, from now. Raise LimitReached with the last day allowed."""
    cap = context.find_rule("overdue.reappoint_cap")
    if cap.value is None:
        return cap
    latest = _find_latest_date(context, clock, calculate_most_units(clock, Fraction(cap.to_text())))
    if new_due > latest:
        raise build_limit_refusal(f"{latest.astimezone(VIETNAM):%d/%m/%Y}", cap)
    return cap


def _find_latest_date(context: StepContext[object], clock: Clock, most: int) -> datetime:
    """Return the last date allowed: at least one working day, so that there is a date to name."""
    calendar, since = context.deps.reference.find_calendar(context.dossier.one_stop), max(context.now, clock.due_at)
    next_day = working_time.add_working_days(calendar, since, 1)
    if most == 0:
        return next_day
    return max(
        next_day, calculate_due_time(calendar, since, Duration(most, clock.duration.unit), counting=clock.counting)
    )


def calculate_most_units(clock: Clock, share: Fraction) -> int:
    """Return the most units in all, rounded down; an immediate limit has none to share."""
    value = 0 if clock.duration.unit is Unit.IMMEDIATE else clock.duration.value
    return int(value * share)


def require_ahead(context: StepContext[object], new_due: datetime) -> None:
    """Require that the promised date is in the future. Raise DateOvertaken."""
    if new_due <= context.now:
        raise DateOvertaken()
