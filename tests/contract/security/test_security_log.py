"""The security log's index on a table: found by day, person, address, dossier and outcome; counts and alarms once."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from chalicelib.domain.security.security_log import KEPT_FOR, Alarm, Mark, RaisedAlarm, SecurityRecord, Sought
from chalicelib.domain.shared.serialization import pack_value
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.repositories.security.security_bucket import LockedBucket
from chalicelib.repositories.security.security_log import SecurityTable, read_line
from tests.contract.engines import DYNAMODB, open_simple_table
from tests.support.security_lines import AT, build_line

pytestmark = pytest.mark.engine(DYNAMODB)
DAY = date(2026, 12, 1)


@pytest.fixture
def table(request: pytest.FixtureRequest) -> Iterator[SecurityTable]:
    """An empty table in this process."""
    with open_simple_table(request):
        yield SecurityTable()


def build_record(number: int, **said: Any) -> SecurityRecord:
    """A record, a minute after the one before."""
    made = read_line(build_line(AT + timedelta(minutes=number), trace_id=f"trace-{number:04d}"))
    return replace(made, **said)


def list_every(table: SecurityTable, sought: Sought, limit: int = 3) -> list[SecurityRecord]:
    """All records sought, page by page."""
    found: list[SecurityRecord] = []
    cursor = None
    for _ in itertools.count():
        page, cursor = table.find(sought, limit, cursor)
        found += page
        if cursor is None:
            return found
    raise AssertionError


def test_records_are_found_by_each_thing_that_auditors_ask_for(table: SecurityTable) -> None:
    records = [
        build_record(0),
        build_record(1, who="officer-2"),
        build_record(2, address="198.51.100.9"),
        build_record(3, dossiers=("d2", "d1")),
        build_record(4, status=403, outcome="forbidden", seen=False),
        build_record(5, who="", officer=False, dossiers=(), status=401),
        build_record(600),
        build_record(24 * 60),
        build_record(-24 * 60),
    ]
    table.add(records)
    table.add(records[:3])
    today = records[:7]
    assert [len(table.find(Sought(DAY), most, None)[0]) for most in (1, 3, 7)] == [1, 3, 7]
    assert list_every(table, Sought(DAY)) == sorted(today, key=lambda each: each.at, reverse=True)
    for sought in (
        Sought(DAY, who="officer-1"), Sought(DAY, who="officer-2"), Sought(DAY, address="198.51.100.9"),
        Sought(DAY, dossier="d1"), Sought(DAY, dossier="d2"), Sought(DAY, outcome="forbidden"),
        Sought(DAY, who="officer-1", dossier="d2"), Sought(DAY, dossier="d1", address="198.51.100.9"),
        Sought(DAY, who="nobody"), Sought(date(2026, 12, 2)), Sought(date(2020, 1, 1)),
    ):  # fmt: skip
        wanted = sorted(
            (each for each in records if sought.matches_record(each)), key=lambda each: each.at, reverse=True
        )
        assert list_every(table, sought) == wanted, sought


def test_rows_are_forgotten_after_twelve_months_and_hold_nothing_but_the_record(table: SecurityTable) -> None:
    one = build_record(0, dossiers=("d1", "d2"))
    table.add([one])
    rows = list(TableItem.scan())
    assert len(rows) == 2
    assert {row.expires_at for row in rows} == {int((one.at + KEPT_FOR).timestamp())}
    assert {row.pk for row in rows} == {"SECLOG#2026-12-01"}
    assert [json.loads(row.body) for row in rows] == [pack_value(one)] * 2


def test_a_thing_is_counted_once_and_counting_ends_behind_the_most(table: SecurityTable) -> None:
    counted = [table.count(Mark(Alarm.MASS_READING, "o", 1, (f"d{n % 7}",), 4, AT)) for n in range(20)]
    assert counted[:7] == [1, 2, 3, 4, 5, 5, 5]
    assert set(counted[7:]) == {5}
    assert table.count(Mark(Alarm.MASS_READING, "o", 2, ("d0", "d0"), 4, AT)) == 1
    assert table.count(Mark(Alarm.MASS_READING, "other", 1, ("d0",), 4, AT)) == 1
    assert table.count(Mark(Alarm.MASS_LISTING, "o", 1, tuple(f"d{n}" for n in range(9)), 4, AT)) == 5


def test_the_first_device_is_no_news_and_another_one_is_once(table: SecurityTable) -> None:
    assert table.list_devices("o") == []
    assert [table.note_device("o", device, AT) for device in ("a", "a", "b", "b", "a")] == [
        False, False, True, False, False,
    ]  # fmt: skip
    assert table.list_devices("o") == ["a", "b"]


def test_an_alarm_stands_on_the_list_once_newest_first(table: SecurityTable) -> None:
    alarms = [RaisedAlarm(Alarm.ODD_HOURS, AT + timedelta(minutes=n), "o", "a", f"t{n}") for n in range(5)]
    later = [replace(each, at=each.at + timedelta(days=1), count=9) for each in alarms]
    # Until somebody was alerted it is raised again, at the place of its first finding.
    assert [table.raise_alarm(each) for each in (*alarms, *later)] == [True] * 10
    for each in later:
        table.note_told(each)
    assert [table.raise_alarm(each) for each in (*alarms, *later)] == [False] * 10
    first, cursor = table.list_alarms(3, None)
    rest, end = table.list_alarms(3, cursor)
    assert [*first, *rest] == alarms[::-1]
    assert end is None


class MemoryBucket:
    """A bucket in memory that holds what it has."""

    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}

    def put_object(self, **given: Any) -> None:
        """Store once."""
        assert given["IfNoneMatch"] == "*"
        if given["Key"] in self.objects:
            raise ClientError({"Error": {"Code": "PreconditionFailed"}}, "PutObject")
        self.objects[given["Key"]] = given["Body"]


def test_lines_that_come_twice_are_locked_away_once() -> None:
    store: Any = MemoryBucket()
    log, lines = LockedBucket(store, "b"), [build_line(), build_line()]
    assert [log.keep(lines), log.keep(lines), log.keep(lines[:1]), log.keep(["what"])] == [True, False, True, True]
    folders = sorted(key.rpartition("/")[0] for key in store.objects)
    assert folders == ["security/2026-12-01", "security/2026-12-01", "security/unread"]
