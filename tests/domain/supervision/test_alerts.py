"""Random histories: each threshold is crossed once, the next alert only moves forward, and none is past."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.dossier.alert_marks import DUE_SOON, LEVELS, Alerted
from chalicelib.domain.dossier.dossier import ApprovalRequest, Consultation, Dossier, Task
from chalicelib.domain.flow.transitions import RequestKind, State
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.domain.supervision import alerts
from chalicelib.domain.supervision.alerts import (
    AlertRules,
    ApologyRules,
    Deadline,
    find_next_alert,
    list_crossings,
    list_next_alerts,
    list_thresholds,
)
from chalicelib.domain.time import clocks, working_time
from chalicelib.domain.time.deadlines import Duration, Unit
from tests.law.calendars import DESK as CALENDAR

BEGIN = datetime(2026, 3, 2, 7, tzinfo=VIETNAM)
EVERY = dict.fromkeys(("one_stop", "agency", "consulted", "applicant"), LEVELS)

WATCHED = (State.SUBMITTED, State.PROCESSING, State.SUPPLEMENT_REQUESTED, State.PAYMENT_REQUESTED)

hours = st.integers(0, 80).map(lambda n: n * 60)
moments = st.integers(0, 90 * 24).map(lambda n: BEGIN + timedelta(hours=n, minutes=n % 60))


@st.composite
def draw_rules(draw: st.DrawFn) -> AlertRules:
    """Thresholds as some law may have them, out of order too."""
    return AlertRules(
        due_soon={kind: draw(st.none() | hours) for kind in alerts.DESK_OF},
        share=draw(st.sampled_from([Fraction(1, 2), Fraction(1, 3), Fraction(1)])),
        after={level: draw(hours) for level in LEVELS[1:]},
        levels={**EVERY, "decision": (LEVELS[1],)},
        transfer_grace=draw(hours),
        decision_limit=draw(hours),
        apology=draw(st.none() | st.builds(ApologyRules, st.integers(0, 3), hours, st.just(1), st.booleans())),
    )


@st.composite
def draw_dossier(draw: st.DrawFn) -> Dossier:
    """An open dossier with any deadlines that may run at once."""
    started = draw(moments)
    limit = Duration(draw(st.integers(1, 15)), draw(st.sampled_from([Unit.WORKING_DAY, Unit.WORKING_HOUR])))
    state = draw(
        st.sampled_from([State.SUBMITTED, State.PROCESSING, State.SUPPLEMENT_REQUESTED, State.PAYMENT_REQUESTED])
    )
    clock = clocks.start_clock(CALENDAR, "resolution", started, limit)
    if state is State.SUPPLEMENT_REQUESTED:
        clock = clocks.wait_for_supplement(clock, started)
    asked = [Consultation(n, "U", draw(moments), asked_at=started) for n in range(1, draw(st.integers(1, 3)))]
    shares = [Task(n, "U", n == 1, draw(moments)) for n in range(1, draw(st.integers(1, 4)))]
    opened = [ApprovalRequest(1, RequestKind.WITHDRAWAL, "x", draw(moments), ((Role.AGENCY_HEAD,),))]
    return Dossier(
        "d", "hue", "p", "1", "own_portal", "one-stop", "f", "r", started, state=state, agency="A",
        reception=clocks.start_reception(CALENDAR, started, limit), clock=clock, received_at=started,
        wait_until=draw(moments), pay_until=draw(moments), consultations=tuple(asked), tasks=tuple(shares),
        requests=tuple(opened[: draw(st.integers(0, 1))]),
    )  # fmt: skip


def apply_crossing(dossier: Dossier, crossing: alerts.Crossing) -> Dossier:
    """Apply the fact of a crossing to the dossier."""
    key = crossing.deadline.key if crossing.level in LEVELS else crossing.level
    return replace(dossier, alerted={**dossier.alerted, key: Alerted(crossing.level, crossing.deadline.due_at)})


@settings(deadline=None)
@given(draw_dossier(), draw_rules(), st.lists(st.integers(1, 400), min_size=1, max_size=12), st.data())
def test_each_threshold_is_crossed_once_and_the_next_alert_moves_forward(
    d: Dossier, law: AlertRules, steps: list[int], data: st.DataObject
) -> None:
    now, seen, before = BEGIN, Counter[tuple[str, str, datetime]](), BEGIN - timedelta(days=400)
    for step in steps:
        now += timedelta(hours=step)
        if d.clock and d.clock.waiting_since is None and d.clock.extended_times < 3 and data.draw(st.booleans()):
            d = replace(d, clock=clocks.extend_clock(CALENDAR, d.clock, 1))
            before = BEGIN - timedelta(days=400)  # another due time: its thresholds are new
        for crossing in list_crossings(d, law, CALENDAR, now):
            assert crossing.at < now
            seen[crossing.deadline.key, crossing.level, crossing.deadline.due_at] += 1
            d = apply_crossing(d, crossing)
        after = find_next_alert(d, law, CALENDAR)
        assert list_crossings(d, law, CALENDAR, now) == []
        assert after is None or after >= max(now, before)
        before = after or before
    assert set(seen.values()) <= {1}
    late = list_crossings(d, law, CALENDAR, now + timedelta(days=300))
    for crossing in late:
        seen[crossing.deadline.key, crossing.level, crossing.deadline.due_at] += 1
        d = apply_crossing(d, crossing)
    assert set(seen.values()) <= {1}
    # In the end every level of every running deadline has its alert, for its present due time.
    for deadline in alerts.list_running_deadlines(d, law, CALENDAR):
        for level, _ in list_thresholds(deadline, law, CALENDAR):
            assert seen[deadline.key, level, deadline.due_at] == 1
    assert list_next_alerts(d, law, CALENDAR) == {}


@settings(deadline=None)
@given(draw_dossier(), draw_rules(), st.integers(0, 400))
def test_the_index_holds_the_soonest_instant_of_all_that_was_not_notified(
    d: Dossier, law: AlertRules, hours: int
) -> None:
    for crossing in list_crossings(d, law, CALENDAR, BEGIN + timedelta(hours=hours)):
        d = apply_crossing(d, crossing)
    ahead: dict[int, datetime] = {}
    for each in list_crossings(d, law, CALENDAR, datetime.max.replace(tzinfo=VIETNAM)):  # everything, soonest first
        ahead.setdefault(each.deadline.n if each.deadline.kind == alerts.TASK else 0, each.at)
    assert list_next_alerts(d, law, CALENDAR) == ahead


@settings(deadline=None)
@given(draw_dossier(), draw_rules())
def test_a_deadlines_rungs_never_come_in_another_order_and_only_reminders_before_it_is_due(
    d: Dossier, law: AlertRules
) -> None:
    for deadline in alerts.list_running_deadlines(d, law, CALENDAR):
        found = list(list_thresholds(deadline, law, CALENDAR))
        assert [level for level, _ in found] == [level for level in LEVELS if level in dict(found)]
        assert [at for _, at in found] == sorted(at for _, at in found)
        assert all((at < deadline.due_at) == (level == DUE_SOON) for level, at in found)


def build_simple_rules(**changes: Any) -> AlertRules:
    """Thresholds of one day and one hour."""
    plain = AlertRules(
        dict.fromkeys(alerts.DESK_OF, 8 * 60), Fraction(1, 2), dict.fromkeys(LEVELS[1:], 60), EVERY, 60, 60
    )
    return replace(plain, **changes)


@pytest.mark.parametrize(("hours_long", "before"), [(80, 480), (8, 240), (1, 30)])
def test_a_reminder_never_comes_before_half_of_a_short_limit_is_over(hours_long: int, before: int) -> None:
    clock = clocks.start_clock(
        CALENDAR, "resolution", BEGIN + timedelta(hours=1), Duration(hours_long, Unit.WORKING_HOUR)
    )
    (level, at), *_ = list_thresholds(
        Deadline("resolution", "A", clock.due_at, clock.started_at), build_simple_rules(), CALENDAR
    )
    assert level == DUE_SOON
    assert working_time.count_working_minutes(CALENDAR, at, clock.due_at) == before


def test_thresholds_past_the_calendars_are_left_out_until_the_calendars_exist() -> None:
    end = datetime(CALENDAR.years[-1].year, 12, 31, 17, tzinfo=VIETNAM)
    far = Deadline("resolution", "A", end, BEGIN)
    law = build_simple_rules(after={"overdue": 0, "superior": 6000, "leaders": 6000})
    assert [level for level, _ in list_thresholds(far, law, CALENDAR)] == ["due_soon", "overdue"]
