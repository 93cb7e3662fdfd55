"""The watch raises each alert once, through downtime, failures, concurrent runs and other due times."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.papers.paper import PaperKind
from chalicelib.steps.dossier.ports import Change, Conflict
from chalicelib.steps.supervision import watch_deadlines
from tests.support.builders import MONDAY, Case
from tests.support.watch_builders import BrokenStore, build_november_time, build_post

# ---- once, under all conditions ------------------------------------------------------------------------------


def test_running_twice_says_nothing_twice() -> None:
    watched = build_post(Case().processing())
    first = watched.run(build_november_time(18))
    before = watched.case.dossier
    again = watched.run(build_november_time(18))
    assert (first.told > 2, again.told, again.prepared) == (True, 0, 0)
    assert watched.case.dossier == before


def test_the_index_shows_the_next_alert_and_lists_keep_the_true_due_time() -> None:
    watched = build_post(Case().processing().finish_partners())
    watched.run(build_november_time(9, 26))
    (entry,) = watched.case.store.due.values()
    assert entry > build_november_time(9, 26)
    assert entry != watched.case.dossier.next_due == watched.case.clock.due_at
    watched.case.now = build_november_time(9, 26)
    watched.case.paid().take(
        "resolve", watched.case.officer(Role.AGENCY_HEAD), result=watched.case.paper(PaperKind.RESULT)
    )
    assert watched.case.store.due == {}


def test_another_due_time_is_watched_again() -> None:
    case = Case().processing().finish_partners()
    watched = build_post(case)
    watched.run(build_november_time(9, 26))
    assert watched.alerts() == [("resolution", "due_soon")]
    case.now = build_november_time(10, 26)
    case.take("extend", case.officer(Role.CASE_OFFICER), units=1, reason="Phức tạp")
    for role in (Role.HEAD_OF_SECTION, Role.CENTRE_DIRECTOR):
        case.approve(case.officer(role))
    watched.run(build_november_time(16, 27))
    assert watched.alerts() == [("resolution", "due_soon"), ("resolution", "due_soon")]
    watched.run(build_november_time(18, 30))
    assert watched.alerts()[-1] == ("resolution", "overdue")


def test_after_downtime_everything_is_caught_up_and_each_elapsed_day_is_read_once() -> None:
    watched = build_post(Case().processing())
    watched.run(build_november_time(9, 24))
    watched.due.requests = 0
    seen = watched.run(build_november_time(9, 24) + timedelta(days=10))
    assert seen.days == 11
    assert watched.due.requests == 11
    assert len(watched.alerts()) == len(set(watched.alerts()))
    assert ("resolution", "leaders") in watched.alerts()
    watched.due.requests = 0
    watched.run(build_november_time(9, 24) + timedelta(days=10, minutes=15))
    assert watched.due.requests == 1


def test_what_was_due_long_ago_when_it_was_entered_is_due_at_once() -> None:
    case = Case(province="lai-chau", now=MONDAY)
    watched = build_post(case)
    watched.run(build_november_time(9, 30))
    case.now = MONDAY
    case.file()
    key = f"D#{case.id}", "STATE"
    assert case.store.due[key] > MONDAY
    case.now = build_november_time(9, 30)
    case.take("request_supplement", case.officer(Role.ONE_STOP_OFFICER), components=case.some_component)
    assert case.store.due[key] >= build_november_time(9, 30)


def test_a_failing_dossier_is_reported_and_tried_again_while_the_others_go_on() -> None:
    good, bad = Case().processing(), Case(now=MONDAY)
    bad.store, bad.codes = good.store, good.codes
    bad.numbers = iter(range(500, 10_000))  # type: ignore[assignment]
    bad.processing()
    watched = build_post(good)
    broken = BrokenStore(good.store, bad.id)
    good.store = broken
    seen = watched.run(build_november_time(18))
    assert (seen.failed, watched.failures) == (1, [bad.id])
    assert seen.told > 0
    assert watched.alerts() != []
    broken.bad = ""
    recovered = watched.run(build_november_time(18) + timedelta(days=2))
    assert recovered.failed == 0
    assert ("resolution", "overdue") in build_post(bad).alerts()


def test_a_person_who_acts_meanwhile_is_never_refused_and_the_watch_decides_again() -> None:
    case = Case().processing().finish_partners()
    version = case.dossier.version
    watched = build_post(case)
    real = case.store

    class RivalWatchStore(BrokenStore):
        def save(self, change: Change, *, now: datetime) -> None:
            if self.bad:
                self.bad = ""
                case.store = real
                case.take("confirm_complete", case.officer(Role.CASE_OFFICER))
                raise Conflict("a person was first")
            real.save(change, now=now)

    case.store = RivalWatchStore(real, "yes")
    watched.run(build_november_time(18))
    case.store = real
    assert case.dossier.version == version + 1
    assert [fact.kind for fact in case.facts if fact.kind == "overdue"] == ["overdue"]
    case.now = build_november_time(18)
    case.take("consult", case.officer(Role.CASE_OFFICER), unit="HUE-BHXH", reply_days=1)


def test_a_run_that_is_too_long_leaves_the_rest_to_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = Case().processing(), Case(now=MONDAY)
    second.store, second.codes = first.store, first.codes
    second.numbers = iter(range(500, 10_000))  # type: ignore[assignment]
    second.processing()
    monkeypatch.setattr(watch_deadlines, "MOST", 1)
    watched = build_post(first)
    seen = watched.run(build_november_time(18))
    assert (seen.dossiers, seen.left) == (1, 1)
    for _ in range(3):
        watched.run(build_november_time(18))
    assert {("resolution", "overdue")} <= set(build_post(first).alerts()) & set(build_post(second).alerts())
