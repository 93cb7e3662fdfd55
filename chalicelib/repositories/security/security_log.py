"""The security log: lines in a locked bucket, an index of them and the counts of alarms in the table.

All rows begin with SEC: the API's role may read them and write none (`.chalice/policy-api_handler.json`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from functools import partial
from pathlib import Path
from typing import Any

from pynamodb.exceptions import PutError

from chalicelib.domain.security.security_log import (
    KEPT_FOR,
    LINE,
    AlarmRules,
    Mark,
    OddHours,
    RaisedAlarm,
    SecurityRecord,
    Sought,
    WindowLimit,
)
from chalicelib.domain.shared.serialization import pack_value, unpack_value
from chalicelib.domain.shared.timezone import VIETNAM, write_stamp
from chalicelib.repositories.dynamodb import keys
from chalicelib.repositories.dynamodb.cursors import read_cursor, write_cursor
from chalicelib.repositories.dynamodb.rows import read_body
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.repositories.files.own_data import read_own

RULES = Path(__file__).parents[2] / "data" / "security" / "alarms.json"
WAITS = "waits"
PAGE = 200
TRIES = 8
REMEMBERED_DEVICES = 40


def load_rules(province: str, path: Path = RULES) -> AlarmRules:
    """Return the alarm thresholds of a province."""
    data = json.loads(path.read_text(encoding="utf-8"))
    chosen = {**data["rules"], **read_own(path.parents[1], province, path.name)}
    hours = chosen["odd_hours"]
    reading, listing, refused = (
        WindowLimit(int(chosen[name]["minutes"]), int(chosen[name]["most"]))
        for name in ("mass_reading", "mass_listing", "refused_series")
    )
    works = partial(_is_working_day, province) if hours["days_off"] else None
    odd = OddHours(time.fromisoformat(hours["from"]), time.fromisoformat(hours["until"]), works)
    return AlarmRules(reading, listing, refused, odd)


def _is_working_day(province: str, day: date) -> bool:
    """Return whether the province works on a day: by its calendar, with public holidays, days worked in exchange and
    its own closures. Without the year's calendar only the days of the week count."""
    # Rights are changed a few times a month: other lines need no calendar.
    from chalicelib.domain.catalogue.agencies import OpeningHours
    from chalicelib.repositories.law.calendars import load_calendar

    usual = OpeningHours((1, 2, 3, 4, 5), time(8), time(17))
    return bool(load_calendar((usual,), province).list_shifts(day))


def read_line(line: str) -> SecurityRecord:
    """Return the record of a line. Raise ValueError for a malformed one."""
    try:
        said = json.loads(line)
        if said["message"] != LINE:
            raise ValueError("another line of the log")
        record: SecurityRecord = unpack_value(SecurityRecord, said["record"])
    except (AttributeError, KeyError, TypeError, ValueError) as fault:
        raise ValueError("not a line of the security log") from fault
    return record


class SecurityTable:
    """The `SecurityIndex` port, and the auditors' queries."""

    def add(self, records: Sequence[SecurityRecord]) -> None:
        """Index records by day, person and dossier; may be repeated."""
        with TableItem.batch_write() as batch:
            for row in {(row.pk, row.sk): row for record in records for row in list_rows(record)}.values():
                batch.save(row)

    def count(self, mark: Mark) -> int:
        """Count each thing once; return the new number, at most one above the threshold."""

        def add_things(things: list[str]) -> list[str]:
            return list(dict.fromkeys((*things, *mark.things)))[: mark.most + 1]

        return len(_change_words(keys.SECURITY_MARK(mark.alarm, mark.who), f"{mark.window}", mark.at, add_things)[1])

    def list_devices(self, who: str) -> list[str]:
        """Return the known devices of a person."""
        return _read_things(keys.DEVICES(who), keys.KNOWN_DEVICES)[0]

    def note_device(self, who: str, device: str, at: datetime) -> bool:
        """Record a device of a person; return True when others are known but not this one."""

        def add_device(known: list[str]) -> list[str]:
            return known if device in known else [*known, device][-REMEMBERED_DEVICES:]

        before, _ = _change_words(keys.DEVICES(who), keys.KNOWN_DEVICES, at, add_device)
        return bool(before) and device not in before

    def raise_alarm(self, alarm: RaisedAlarm) -> bool:
        """Add an alarm to the list, once; return False when it was already sent."""
        waiting = TableItem(
            keys.KNOWN_ALARMS,
            alarm.id,
            kind="alarm",
            body=json.dumps({WAITS: pack_value(alarm)}),
            expires_at=_calculate_expiry(alarm.at),
        )
        try:
            waiting.save(condition=TableItem.pk.does_not_exist())
        except PutError as refused:
            if refused.cause_response_code != "ConditionalCheckFailedException":
                raise
            kept = read_plain(next(iter(TableItem.batch_get([(keys.KNOWN_ALARMS, alarm.id)], consistent_read=True))))
            if WAITS not in kept:
                return False
            # A run failed before sending: the alarm is on the list as first found, or is added now.
            alarm = unpack_value(RaisedAlarm, kept[WAITS])
        row = TableItem(
            keys.ALARMS, keys.ENTRY_PLACE(write_stamp(alarm.at), alarm.id), kind="alarm",
            body=json.dumps(pack_value(alarm)), expires_at=_calculate_expiry(alarm.at),
        )  # fmt: skip
        row.save()
        return True

    def note_told(self, alarm: RaisedAlarm) -> None:
        """Record that an alarm was sent."""
        TableItem(keys.KNOWN_ALARMS, alarm.id, kind="alarm", body="{}", expires_at=_calculate_expiry(alarm.at)).save()

    def list_alarms(self, limit: int, cursor: str | None) -> tuple[list[RaisedAlarm], str | None]:
        """Return alarms, newest first, and where the next page begins."""
        found = TableItem.query(
            keys.ALARMS,
            limit=limit,
            page_size=limit,
            scan_index_forward=False,
            last_evaluated_key=read_cursor(cursor, keys.ALARMS),
        )
        return [unpack_value(RaisedAlarm, read_plain(row)) for row in found], write_cursor(found.last_evaluated_key)

    def find(self, sought: Sought, limit: int, cursor: str | None) -> tuple[list[SecurityRecord], str | None]:
        """Return matching records, newest first; a page may be short while more follow."""
        if sought.who:
            return self._list_indexed(
                TableItem.owner, keys.SECURITY_LOG(sought.who), TableItem.owner_sk, sought, limit, cursor
            )
        if sought.dossier:
            return self._list_indexed(
                TableItem.work, keys.SECURITY_LOG(sought.dossier), TableItem.work_sk, sought, limit, cursor
            )
        pk = keys.SECURITY_LOG(sought.day.isoformat())
        found = TableItem.query(
            pk, limit=PAGE, page_size=PAGE, scan_index_forward=False, last_evaluated_key=read_cursor(cursor, pk)
        )
        fitting: list[SecurityRecord] = []
        for row in found:
            if keys.split_parts(str(row.sk))[-1] == "0" and sought.matches_record(record := read_record(row)):
                fitting.append(record)
            if len(fitting) == limit:
                break
        return _select_records(fitting, sought), write_cursor(found.last_evaluated_key)

    def _list_indexed(
        self, index: Any, key: str, place: Any, sought: Sought, limit: int, cursor: str | None
    ) -> tuple[list[SecurityRecord], str | None]:
        day = sought.day.isoformat()
        found = index.query(
            key, place.startswith(keys.SECURITY_PLACE(day, "")), limit=limit, page_size=limit, scan_index_forward=False,
            last_evaluated_key=read_cursor(cursor, key),
        )  # fmt: skip
        places = [(str(row.pk), str(row.sk)) for row in found]
        records = [read_record(row) for row in TableItem.batch_get(places)] if places else []
        return _select_records(records, sought), write_cursor(found.last_evaluated_key)


def _select_records(records: Sequence[SecurityRecord], sought: Sought) -> list[SecurityRecord]:
    fitting = [each for each in records if sought.matches_record(each)]
    return sorted(fitting, key=lambda each: (each.at, each.trace_id), reverse=True)


def list_rows(record: SecurityRecord) -> list[TableItem]:
    """Return one row for each dossier of a record, or one; the first represents the record in lists of a day or a
    person. The day is Vietnam's, as in people's queries."""
    day, at = record.at.astimezone(VIETNAM).date().isoformat(), write_stamp(record.at)
    body, expires = json.dumps(pack_value(record)), _calculate_expiry(record.at)
    rows = []
    for n, dossier in enumerate(record.dossiers or ("",)):
        place = keys.SECURITY_LINE(at, record.trace_id, n)
        row = TableItem(keys.SECURITY_LOG(day), place, kind="security", body=body, expires_at=expires)
        if record.who and n == 0:
            row.owner_pk, row.owner_sk = keys.SECURITY_LOG(record.who), keys.SECURITY_PLACE(day, place)
        if dossier:
            row.work_pk, row.work_sk = keys.SECURITY_LOG(dossier), keys.SECURITY_PLACE(day, place)
        rows.append(row)
    return rows


def read_record(row: TableItem) -> SecurityRecord:
    """Return the record of a row."""
    record: SecurityRecord = unpack_value(SecurityRecord, read_plain(row))
    return record


def read_plain(row: TableItem) -> Mapping[str, Any]:
    """Return a row's body without its version."""
    body = dict(read_body(row))
    body.pop("version", None)
    return body


def _calculate_expiry(at: datetime) -> int:
    return int((at + KEPT_FOR).timestamp())


def _read_things(pk: str, sk: str) -> tuple[list[str], int]:
    """Return a small list of words and its version; empty with version 0 where there is none."""
    row = next(iter(TableItem.batch_get([(pk, sk)], consistent_read=True)), None)
    return (list(read_body(row)["things"]), int(row.version or 0)) if row is not None else ([], 0)


def _change_words(
    pk: str, sk: str, at: datetime, change: Callable[[list[str]], list[str]]
) -> tuple[list[str], list[str]]:
    """Change a small list of words over the version that was read; return it before and after."""
    for _ in range(TRIES):
        before, version = _read_things(pk, sk)
        after = change(before)
        if after == before:
            return before, after
        body = json.dumps({"things": after})
        fresh = TableItem(pk, sk, kind="security", version=version + 1, body=body, expires_at=_calculate_expiry(at))
        try:
            fresh.save(condition=TableItem.version == version if version else TableItem.pk.does_not_exist())
        except PutError as refused:
            if refused.cause_response_code != "ConditionalCheckFailedException":
                raise
            continue
        return before, after
    raise TimeoutError("too many concurrent changes of one list")
