"""When alerts about a dossier's deadlines are due: reminders, lateness, escalation, the prepared apology.

The result depends only on the dossier, the rules of its law and the calendar of its one-stop unit; alerts already sent
are part of the dossier. A threshold is crossed once its instant has passed: an act exactly at the due time is still in
time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction

from chalicelib.domain.dossier.alert_marks import APOLOGY, DUE_SOON, LEVELS, name_mark
from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.flow import transitions
from chalicelib.domain.flow.transitions import CLOCK_RUNS, RequestKind, State, Step
from chalicelib.domain.time import deadlines, working_time
from chalicelib.domain.time.clocks import Clock
from chalicelib.domain.time.working_calendar import Calendar, CalendarMissing

RECEPTION, TRANSFER, RESOLUTION, TASK = "reception", "transfer", "resolution", "task"
DECISION, CONSULTATION = "decision", "consultation"
SUPPLEMENT_WAIT, PAYMENT_WAIT = "supplement_wait", "payment_wait"

DESK_OF = {
    RECEPTION: "one_stop", TRANSFER: "one_stop", RESOLUTION: "agency", TASK: "agency", DECISION: "decision",
    CONSULTATION: "consulted", SUPPLEMENT_WAIT: "applicant", PAYMENT_WAIT: "applicant",
}  # fmt: skip
"""Who works under each deadline. A decision is reported to the person who must agree next."""

AT_WORK = frozenset({State.PROCESSING, State.PAYMENT_REQUESTED})


@dataclass(frozen=True, slots=True)
class ApologyRules:
    """When a delay must be announced: so many calendar days before the due time (NĐ 61/2018 19.9), prepared so many
    working minutes before that, and counted as certain from `certain_lead` minutes before it. `most` is the largest
    number of new appointments; extensions count as appointments where the law says so."""

    notice_before: int
    lead: int
    certain_lead: int
    most: int | None
    extensions_count: bool


@dataclass(frozen=True, slots=True)
class AlertRules:
    """Thresholds in working minutes. `levels` are the alert levels of each desk, in ascending order."""

    due_soon: Mapping[str, int | None]
    share: Fraction
    after: Mapping[str, int]
    levels: Mapping[str, tuple[str, ...]]
    transfer_grace: int
    decision_limit: int
    apology: ApologyRules | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """One running limit; `n` distinguishes tasks, consultations and requests, 0 where there is only one."""

    kind: str
    unit: str
    due_at: datetime
    started_at: datetime | None = None
    n: int = 0

    @property
    def key(self) -> str:
        """The deadline's key among the dossier's alert marks."""
        return name_mark(self.kind, self.n)


@dataclass(frozen=True, slots=True)
class Crossing:
    """A threshold of a deadline that was not alerted yet, and its instant."""

    at: datetime
    deadline: Deadline
    level: str


def list_next_alerts(dossier: Dossier, rules: AlertRules, calendar: Calendar) -> dict[int, datetime]:
    """Return the next alert instant of the dossier (under 0) and of each partner's task (under its number); deadlines
    without an alert are left out. The due index holds exactly these."""
    found: dict[int, datetime] = {}
    for deadline in list_running_deadlines(dossier, rules, calendar):
        # No level is due before the one below it, so the first unsent one is the soonest.
        rung, apology = (
            next(_list_unannounced_levels(dossier, deadline, rules, calendar), None),
            _find_apology_crossing(dossier, deadline, rules, calendar),
        )
        slot = deadline.n if deadline.kind == TASK else 0
        for ahead in filter(None, (rung, apology)):
            found[slot] = min(found.get(slot, ahead.at), ahead.at)
    return found


def find_next_alert(dossier: Dossier, rules: AlertRules, calendar: Calendar) -> datetime | None:
    """Return the next instant at which any deadline needs an alert; None when none is left."""
    return min(list_next_alerts(dossier, rules, calendar).values(), default=None)


def list_crossings(dossier: Dossier, rules: AlertRules, calendar: Calendar, now: datetime) -> list[Crossing]:
    """Return every threshold that has passed without an alert, oldest first, a deadline's levels in ascending order."""
    passed = [each for each in _list_unannounced_crossings(dossier, rules, calendar) if each.at < now]
    return sorted(passed, key=lambda each: (each.at, each.deadline.key, _rank_level(each.level)))


def _rank_level(level: str) -> int:
    return LEVELS.index(level) if level in LEVELS else len(LEVELS)


def _list_unannounced_crossings(dossier: Dossier, rules: AlertRules, calendar: Calendar) -> Iterator[Crossing]:
    for deadline in list_running_deadlines(dossier, rules, calendar):
        yield from _list_unannounced_levels(dossier, deadline, rules, calendar)
        if prepared := _find_apology_crossing(dossier, deadline, rules, calendar):
            yield prepared


def _list_unannounced_levels(
    dossier: Dossier, deadline: Deadline, rules: AlertRules, calendar: Calendar
) -> Iterator[Crossing]:
    """Return the levels of a deadline that were not alerted, in ascending order."""
    mark = dossier.alerted.get(deadline.key)
    marked = _rank_level(mark.level) if mark and mark.due_at == deadline.due_at else -1
    for level, at in list_thresholds(deadline, rules, calendar):
        if _rank_level(level) > marked:
            yield Crossing(at, deadline, level)


def list_running_deadlines(dossier: Dossier, rules: AlertRules, calendar: Calendar) -> Iterator[Deadline]:
    """Return the deadlines that run in the dossier's state. The lead agency's task is the settlement itself."""
    if dossier.state is State.SUBMITTED and dossier.reception is not None and dossier.reception.ended_at is None:
        yield Deadline(RECEPTION, dossier.one_stop, dossier.reception.due_at, dossier.reception.started_at)
    if (
        dossier.state is State.RECEIVED
        and dossier.intake.transfer_due_at is not None
        and dossier.received_at is not None
    ):
        grace = _add_minutes(calendar, dossier.received_at, rules.transfer_grace)
        if grace is not None:
            yield Deadline(TRANSFER, dossier.one_stop, max(dossier.intake.transfer_due_at, grace), dossier.received_at)
    if dossier.state in CLOCK_RUNS and dossier.clock is not None and dossier.clock.ended_at is None:
        yield Deadline(RESOLUTION, dossier.agency, dossier.clock.due_at, dossier.clock.started_at)
    if dossier.state is State.SUPPLEMENT_REQUESTED and dossier.wait_until is not None:
        yield Deadline(SUPPLEMENT_WAIT, dossier.one_stop, dossier.wait_until, _find_asking_time(dossier))
    if dossier.state is State.PAYMENT_REQUESTED and dossier.pay_until is not None:
        yield Deadline(PAYMENT_WAIT, dossier.agency, dossier.pay_until)
    yield from _list_side_deadlines(dossier, rules, calendar)


def _list_side_deadlines(dossier: Dossier, rules: AlertRules, calendar: Calendar) -> Iterator[Deadline]:
    """Return the deadlines of others that run alongside the state: partners' tasks,
    consultations, approval requests."""
    if dossier.state in AT_WORK:
        for task in dossier.tasks:
            if not task.lead and task.at_work:
                yield Deadline(TASK, task.unit, task.due_at, dossier.received_at, task.n)
    if dossier.state in AT_WORK or dossier.state is State.SUPPLEMENT_REQUESTED:
        for asked in dossier.consultations:
            if asked.answered_at is None:
                yield Deadline(CONSULTATION, asked.unit, asked.reply_due_at, asked.asked_at, asked.n)
    for request in dossier.requests:
        due = request.due_at or _add_minutes(calendar, request.opened_at, rules.decision_limit)
        due = None if request.prepared else due
        if due is not None:
            yield Deadline(DECISION, dossier.agency or dossier.one_stop, due, request.opened_at, request.n)


def _find_asking_time(dossier: Dossier) -> datetime | None:
    """Return the instant since when the applicant is waited for."""
    if dossier.clock is not None and dossier.clock.waiting_since is not None:
        return dossier.clock.waiting_since
    return dossier.reception.ended_at if dossier.reception is not None else None


def list_thresholds(deadline: Deadline, rules: AlertRules, calendar: Calendar) -> Iterator[tuple[str, datetime]]:
    """Return the levels of a deadline with their instants; no level is due before the one below it.

    A level beyond the calendars is left out; it is found when the year's calendar is added and the index is rebuilt.
    """
    before = deadline.due_at
    for level in rules.levels.get(DESK_OF[deadline.kind], ()):
        at = (
            _find_due_soon_time(deadline, rules, calendar)
            if level == DUE_SOON
            else _find_overdue_time(deadline, rules.after[level], calendar)
        )
        if at is not None:
            before = at if level == DUE_SOON else max(before, at)
            yield level, before


def _find_due_soon_time(deadline: Deadline, rules: AlertRules, calendar: Calendar) -> datetime | None:
    """Return the instant so long before the due time, at most the given share of the limit; None without a reminder."""
    minutes = rules.due_soon.get(deadline.kind)
    if minutes is None:
        return None
    if deadline.started_at is not None:
        whole = working_time.count_working_minutes(calendar, deadline.started_at, deadline.due_at)
        minutes = min(minutes, int(max(whole, 0) * rules.share))
    if minutes == 0:
        return None
    at = working_time.subtract_working_minutes(calendar, deadline.due_at, minutes)
    return at if at < deadline.due_at else None


def _find_overdue_time(deadline: Deadline, minutes: int, calendar: Calendar) -> datetime | None:
    return deadline.due_at if minutes == 0 else _add_minutes(calendar, deadline.due_at, minutes)


def _add_minutes(calendar: Calendar, since: datetime, minutes: int) -> datetime | None:
    try:
        return working_time.add_working_minutes(calendar, since, minutes) if minutes else since
    except CalendarMissing:
        return None


def _find_apology_crossing(dossier: Dossier, due: Deadline, rules: AlertRules, calendar: Calendar) -> Crossing | None:
    """Return when the apology of a due time must be prepared: in time to announce the delay, or, for a limit too short
    for that, once the limit is over. Return None while another request would move the date, and when no appointment is
    left."""
    if (
        due.kind != RESOLUTION
        or rules.apology is None
        or dossier.clock is None
        or not transitions.find_transition(dossier.state, Step.APOLOGISE)
    ):
        return None
    pending = {request.kind for request in dossier.requests} & {RequestKind.APOLOGY, RequestKind.EXTENSION}
    used = dossier.reappointed + (dossier.clock.extended_times if rules.apology.extensions_count else 0)
    mark = dossier.alerted.get(APOLOGY)
    marked = mark is not None and mark.due_at == due.due_at
    if pending or marked or (rules.apology.most is not None and used >= rules.apology.most):
        return None
    return Crossing(_find_apology_time(due, rules.apology, calendar), due, APOLOGY)


def find_certain_delay_time(clock: Clock, rules: ApologyRules | None, calendar: Calendar) -> datetime:
    """Return the instant from which the settlement is certain to be late, so that a new date may be set: once its time
    is over, or some time before the delay must be announced, and never later than the apology is prepared."""
    if rules is None:
        return clock.due_at
    due = Deadline(RESOLUTION, "", clock.due_at, clock.started_at)
    return min(_subtract_notice_lead(due, rules, lead, calendar) for lead in (rules.lead, rules.certain_lead))


def _find_apology_time(due: Deadline, rules: ApologyRules, calendar: Calendar) -> datetime:
    return _subtract_notice_lead(due, rules, rules.lead, calendar)


def _subtract_notice_lead(due: Deadline, rules: ApologyRules, lead: int, calendar: Calendar) -> datetime:
    """Return the instant so many working minutes before the last moment to announce a delay; the due time itself where
    the limit is too short for that."""
    started = due.started_at or due.due_at
    # Plain days are compared first, so that a limit within one day never leaves the calendars.
    if (due.due_at - started) < timedelta(days=rules.notice_before):
        return due.due_at
    last = deadlines.calculate_notice_due(calendar, due.due_at, rules.notice_before)
    at = working_time.subtract_working_minutes(calendar, last, lead) if lead else last
    return at if at > started else due.due_at
