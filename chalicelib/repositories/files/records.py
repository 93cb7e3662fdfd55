"""Strict reading of records: the files ship with the code, so a bad one is a fault of the build."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

Record = Mapping[str, Any]


class BadRecordError(ValueError):
    """A catalogue file is malformed; the message names the record and the keys."""


def require_keys(record: Record, must: str, may: str = "") -> Record:
    """Return the record, after checking that it has all of `must` and nothing but `must` and `may`."""
    needed, known = set(must.split()), set(must.split()) | set(may.split())
    if missing := needed - record.keys():
        raise BadRecordError(f"{record.get('id', record.get('key'))}: missing {sorted(missing)}")
    if unknown := record.keys() - known:
        raise BadRecordError(f"{record.get('id', record.get('key'))}: unknown {sorted(unknown)}")
    return record


def require_one_of(value: Any, allowed: Iterable[Any], what: str) -> Any:
    if value not in allowed:
        raise BadRecordError(f"{what}: {value!r} is not known")
    return value


def require_whole_number(value: Any, what: str) -> int:
    if type(value) is not int or value < 0:
        raise BadRecordError(f"{what}: {value!r} is not a whole number from 0 up")
    return value
