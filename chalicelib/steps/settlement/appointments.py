"""New dates of a running settlement: the limits of an apology or an extension. They are checked at the proposal, and
again at every approval, because a date can pass while a request waits."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction

from chalicelib.domain.law.rulings import Ruling
from chalicelib.domain.shared.errors import Kind, Refusal
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.domain.supervision import alerts
from chalicelib.domain.time import working_time
from chalicelib.domain.time.clocks import Clock
from chalicelib.domain.time.deadlines import Duration, Unit, due
from chalicelib.steps.dossier.alert_rules import alert_rules
from chalicelib.steps.dossier.context import Moment
from chalicelib.steps.dossier.guards import limit_reached


class DateOvertaken(Refusal):
    """The proposed date has passed, or the due time has moved beyond it."""

    code = "date_overtaken"
    kind = Kind.WRONG_MOMENT
    vi = "Ngày hẹn mới đã qua, hoặc không còn sau ngày hẹn hiện tại; hãy từ chối và đề nghị lại."
    en = "The new date has passed, or is no longer later than the present one; decline it and propose it again."


class DelayUncertain(Refusal):
    """It is not certain yet that the dossier will be late: more time needs an extension."""

    code = "delay_uncertain"
    kind = Kind.WRONG_MOMENT
    vi = "Chưa chắc chắn trễ hạn; từ {since} mới xin lỗi và hẹn lại được. Cần thêm thời gian thì đề nghị gia hạn."
    en = "The delay is not certain before {since}; until then ask for more time as an extension."


def require_certain_delay(m: Moment, clock: Clock) -> tuple[Ruling, ...]:
    """Require that the delay is certain: from some working hours before the last moment at which it must be announced
    (NĐ 61/2018 19.9), or once the time is over. Raise DelayUncertain."""
    rules = alert_rules(m.desk.reference, m.dossier).apology
    since = alerts.certain_from(clock, rules, m.desk.reference.calendar(m.dossier.one_stop))
    if m.now < since:
        raise DelayUncertain(since=f"{since.astimezone(VIETNAM):%H:%M %d/%m/%Y}")
    return m.rule("overdue.notice_before"), m.rule("overdue.certain_lead")


def require_appointment_left(m: Moment, clock: Clock) -> Ruling:
    """Require that a new appointment is left (NĐ 61/2018 19.9: one). Where the law has no separate extension, an
    extension counts as one. Raise LimitReached."""
    limit = m.rule("overdue.reappoint_max")
    extensions = clock.extended_times if m.rule("extension.cap").value is None else 0
    if limit.value is not None and m.dossier.reappointed + extensions >= limit.value:
        raise limit_reached(limit.value, limit)
    return limit


def require_date_within_cap(m: Moment, clock: Clock, new_due: datetime) -> Ruling:
    """Require that a new date adds no more than its own share of the whole limit, counted from the due time or, once
    that has passed, from now. Raise LimitReached with the last day allowed."""
    cap = m.rule("overdue.reappoint_cap")
    if cap.value is None:
        return cap
    latest = _latest(m, clock, most_units(clock, Fraction(cap.value)))
    if new_due > latest:
        raise limit_reached(f"{latest.astimezone(VIETNAM):%d/%m/%Y}", cap)
    return cap


def _latest(m: Moment, clock: Clock, most: int) -> datetime:
    """Return the last date allowed: at least one working day, so that there is a date to name."""
    calendar, since = m.desk.reference.calendar(m.dossier.one_stop), max(m.now, clock.due_at)
    next_day = working_time.add_working_days(calendar, since, 1)
    if most == 0:
        return next_day
    return max(next_day, due(calendar, since, Duration(most, clock.duration.unit), counting=clock.counting))


def most_units(clock: Clock, share: Fraction) -> int:
    """Return the most units in all, rounded down; an immediate limit has none to share."""
    value = 0 if clock.duration.unit is Unit.IMMEDIATE else clock.duration.value
    return int(value * share)


def require_ahead(m: Moment, new_due: datetime) -> None:
    """Require that the promised date is in the future. Raise DateOvertaken."""
    if new_due <= m.now:
        raise DateOvertaken()
