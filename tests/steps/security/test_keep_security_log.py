"""Keeping the security log: every line is kept, once, and the alarms are those of the rules, however lines arrive."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.law.model import Closure, Hours
from chalicelib.domain.security.security_log import (
    Alarm,
    AlarmRules,
    OddHours,
    WindowLimit,
)
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.provinces import list_provinces
from chalicelib.repositories.law import calendars
from chalicelib.repositories.law.rule_set import load_rules as load_law
from chalicelib.repositories.security.security_log import RULES, load_rules, read_line
from chalicelib.steps.security.keep_security_log import SecurityKeeper
from tests.steps.security.log_memory import KeeperDied, Memory
from tests.support.security_lines import AT, build_line

WEEKDAYS = OddHours(time(20), time(6), works=lambda day: day.isoweekday() < 6)
FEW = AlarmRules(WindowLimit(60, 3), WindowLimit(60, 5), WindowLimit(10, 2), WEEKDAYS)


def build_keeper(memory: Memory, rules: AlarmRules = FEW) -> SecurityKeeper:
    """A keeper over the memory."""
    return SecurityKeeper(memory, memory, rules, read_line, memory.tell)


SHEET = [f"d{n}" for n in range(6)]


def list_raised(lines: Sequence[str], rules: AlarmRules = FEW) -> list[Alarm]:
    """The alarms that lines raise, brought one by one."""
    memory = Memory()
    found = [alarm for each in lines for alarm in build_keeper(memory, rules).keep([each]).alarms]
    assert memory.reported == found
    return found


def build_reading(number: int, **said: object) -> list[str]:
    """An officer is given personal data of so many dossiers."""
    return [build_line(AT + timedelta(seconds=at), dossiers=[f"d{at}"], **said) for at in range(number)]


def build_listing(number: int, first: int = 0, **said: object) -> str:
    """A page of a list shows an officer so many names."""
    return build_line(AT, dossiers=["LIST#centre"], listed=[f"d{at}" for at in range(first, first + number)], **said)


def build_refusals(number: int, status: int = 403, **said: object) -> list[str]:
    """So many refused requests."""
    given = {"status": status, "outcome": "forbidden", "seen": False, **said}
    return [build_line(AT + timedelta(seconds=at), **given) for at in range(number)]


@pytest.mark.parametrize(
    ("lines", "alarms"),
    [
        (build_reading(3), []),
        (build_reading(4), [Alarm.MASS_READING]),
        (build_reading(40), [Alarm.MASS_READING]),
        ([build_line(AT + timedelta(seconds=n)) for n in range(40)], []),  # the same dossier again and again
        (build_reading(40, officer=False), []),
        (build_reading(40, seen=False), []),
        ([build_line(dossiers=[f"d{n}" for n in range(10)])], [Alarm.MASS_READING]),  # one search, ten people
        ([*build_reading(3, who="a"), *build_reading(3, who="b")], []),
        ([build_listing(5)], []),
        ([build_listing(6)], [Alarm.MASS_LISTING]),  # one page of a list
        ([build_listing(3), build_listing(3, 3)], [Alarm.MASS_LISTING]),
        ([build_line(dossiers=SHEET[:5], listed=SHEET[:5])], []),  # a sheet of the register lists, and opens nothing
        ([build_line(dossiers=SHEET, listed=SHEET)], [Alarm.MASS_LISTING]),
        ([build_listing(5), build_listing(5), build_listing(5)], []),  # the same page again and again
        ([build_listing(6, officer=False)], []),
        ([build_listing(3, who="a"), build_listing(3, 3, who="b")], []),
        (build_refusals(2), []),
        (build_refusals(3), [Alarm.REFUSED_SERIES]),
        (build_refusals(30), [Alarm.REFUSED_SERIES]),
        (build_refusals(3, 401, who="", officer=False), [Alarm.REFUSED_SERIES]),
        (build_refusals(3, 404), [Alarm.REFUSED_SERIES]),
        (build_refusals(3, 429), [Alarm.REFUSED_SERIES]),
        (build_refusals(30, 409), []),  # a step at the wrong moment is no attack
        (build_refusals(30, 422), []),
        (build_refusals(30, 412), []),
        ([*build_refusals(2, who="a"), *build_refusals(2, who="b")], []),
        ([*build_refusals(2, who="", address="198.51.100.1"), *build_refusals(2, who="", address="198.51.100.2")], []),
        ([build_line(device="d1"), build_line(device="d1")], []),
        ([build_line(device="d1"), build_line(device="d2")], [Alarm.NEW_DEVICE]),
        (
            [build_line(device="d1"), build_line(device="d2"), build_line(device="d2"), build_line(device="d1")],
            [Alarm.NEW_DEVICE],
        ),
        ([build_line(device="d1", officer=False), build_line(device="d2", officer=False)], []),
        ([build_line(device="d1"), build_line(device="d2", status=403, seen=False)], []),
    ],
)
def test_an_alarm_is_raised_when_its_rule_says_and_once(lines: list[str], alarms: list[Alarm]) -> None:
    assert list_raised(lines) == alarms


@pytest.mark.parametrize(
    ("at", "odd"),
    [
        ("2026-12-01T09:00", False), ("2026-12-01T19:59", False), ("2026-12-01T20:00", True),
        ("2026-12-01T23:59", True), ("2026-12-02T00:00", True), ("2026-12-02T05:59", True),
        ("2026-12-02T06:00", False), ("2026-12-05T10:00", True), ("2026-12-06T10:00", True),
        ("2026-12-07T06:00", False),
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    ("said", "changes"),
    [
        ({"method": "PUT"}, True),
        ({"method": "DELETE"}, True),
        ({"method": "POST", "route": "/api/officers/{sub}/recovery"}, True),
        ({"method": "POST", "route": "/api/officers/{sub}/recovery/decision"}, True),
        ({"method": "GET"}, False),
        ({"method": "GET", "route": "/api/officers"}, False),
        ({"method": "PUT", "status": 403, "outcome": "forbidden"}, False),
        ({"method": "PUT", "route": "/api/lookup_channels/{channel}"}, False),
    ],
)
def test_rights_at_odd_hours(at: str, odd: bool, said: dict[str, object], changes: bool) -> None:
    moment = datetime.fromisoformat(at).replace(tzinfo=VIETNAM).astimezone(UTC)
    granted = build_line(
        moment, **{"route": "/api/officers/{sub}", "seen": False, "dossiers": [], "about": "x", **said}
    )
    assert list_raised([granted]) == ([Alarm.ODD_HOURS] if odd and changes else [])


@pytest.mark.parametrize("province", list_provinces())
@pytest.mark.parametrize(
    ("day", "odd"),
    [
        ("2026-01-01", True), ("2026-01-02", True), ("2026-01-10", False), ("2026-01-17", True),
        ("2026-02-16", True), ("2026-02-20", True), ("2026-02-23", False), ("2026-04-26", True),
        ("2026-04-27", True), ("2026-04-30", True), ("2026-05-01", True), ("2026-05-04", False),
        ("2026-08-22", False), ("2026-08-31", True), ("2026-09-01", True), ("2026-09-02", True),
        ("2026-09-03", False), ("2026-11-24", True), ("2031-01-04", True), ("2031-01-06", False),
    ],
)  # fmt: skip
def test_public_holidays_are_odd_and_days_worked_in_exchange_are_not(province: str, day: str, odd: bool) -> None:
    """The yearly decision for 2026: 2 January and 31 August are off, a Saturday of each month is worked for them."""
    hours = load_rules(province).odd_hours
    assert hours.is_odd_hour(datetime.combine(date.fromisoformat(day), time(10), VIETNAM).astimezone(UTC)) is odd
    assert hours.is_odd_hour(datetime.combine(date.fromisoformat(day), time(3), VIETNAM).astimezone(UTC))


def test_a_province_s_own_closure_is_odd_and_its_saturdays_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    weekly = Hours("hue", "QĐ 1", time(7, 30), time(11), (1, 2, 3, 4, 5, 6))
    closed = Closure("hue", "QĐ 2", date(2026, 12, 1), "Nghỉ lụt", "Flood")
    law = load_law()
    monkeypatch.setattr(calendars, "load_rules", lambda: replace(law, hours=(weekly,), closures=(closed,)))
    calendars.load_calendar.cache_clear()
    ten = {day: datetime.combine(date(2026, 12, day), time(10), VIETNAM) for day in (1, 2, 5, 6)}
    hours = load_rules("hue").odd_hours
    assert {day: hours.is_odd_hour(at) for day, at in ten.items()} == {1: True, 2: False, 5: False, 6: True}
    monkeypatch.undo()
    calendars.load_calendar.cache_clear()


def test_windows_end() -> None:
    apart = [build_line(AT + timedelta(minutes=20 * n), dossiers=[f"d{n}"]) for n in range(12)]
    assert list_raised(apart) == []
    assert FEW.mass_reading.find_window(AT) != FEW.mass_reading.find_window(AT + timedelta(hours=1))


@given(st.randoms(use_true_random=False), st.lists(st.integers(1, 5), min_size=1, max_size=8))
def test_lines_that_come_twice_or_in_other_batches_are_counted_once(chance: random.Random, sizes: list[int]) -> None:
    lines = [*build_reading(5), *build_refusals(4), build_line(device="d1"), build_line(device="d2")]
    memory = Memory()
    at = 0
    for size in sizes * 4:
        batch = lines[at : at + size]
        at = at + size if chance.random() < 0.7 else max(0, at - size)
        build_keeper(memory).keep(batch)
    build_keeper(memory).keep(lines)
    build_keeper(memory).keep(lines)
    assert len(memory.records) == len(lines)
    found = sorted(alarm.alarm for alarm in memory.alarms.values())
    assert found == [Alarm.MASS_READING, Alarm.NEW_DEVICE, Alarm.REFUSED_SERIES]


@given(st.lists(st.integers(0, 30), max_size=5))
def test_each_alarm_is_raised_however_often_the_batch_dies(deaths: list[int]) -> None:
    lines = [*build_reading(5), *build_refusals(4), build_listing(9), build_line(device="d1"), build_line(device="d2")]
    memory = Memory()
    for lives in deaths:
        memory.lives = lives
        with suppress(KeeperDied):
            build_keeper(memory).keep(lines)
    memory.lives = 10_000
    build_keeper(memory).keep(lines)
    once = set(memory.reported)
    assert once == {each.alarm for each in memory.alarms.values()} == {
        Alarm.MASS_READING, Alarm.MASS_LISTING, Alarm.REFUSED_SERIES, Alarm.NEW_DEVICE,
    }  # fmt: skip
    assert len(memory.reported) <= len(once) + len(deaths), "repeated after a death alone"
    build_keeper(memory).keep(lines)
    assert set(memory.reported) == once


@pytest.mark.parametrize("bad", ["", "{}", "[]", '{"message": "request"}', '{"message": "security_record"}', "\x00",
                                 '{"message": "security_record", "record": {"at": "x"}}'])  # fmt: skip
def test_a_line_that_does_not_read_is_kept_and_keeps_no_other_out(bad: str) -> None:
    memory, lines = Memory(), [bad, *build_reading(4)]
    report = build_keeper(memory).keep(lines)
    assert tuple(lines) in memory.kept
    assert (report.records, report.alarms, report.unread) == (4, (Alarm.MASS_READING,), 1)
    assert len(memory.records) == 4


@pytest.mark.parametrize("province", list_provinces())
def test_the_shipped_rules_are_read_and_each_has_its_reason(province: str) -> None:
    rules = load_rules(province)
    assert rules.mass_reading.most >= 60
    assert rules.mass_listing.most >= 400, "a large unit's queue is no alarm"
    assert rules.refused_series.most >= 10
    data = json.loads(RULES.read_text())
    assert {*data["rules"]} == {alarm.value for alarm in Alarm}
    assert all(len(rule["reason"]) > 40 for rule in data["rules"].values())
    assert rules.odd_hours.is_odd_hour(datetime.combine(date(2026, 12, 1), time(23), VIETNAM))
