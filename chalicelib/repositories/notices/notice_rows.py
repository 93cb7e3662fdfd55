"""Rows about notices: each a small value with its version, changed only on the version that was read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

from pynamodb.exceptions import PutError

from chalicelib.domain.shared.serialization import pack_value, unpack_value
from chalicelib.repositories.dynamodb.table import TableItem

V = TypeVar("V", bound=Any)


def put_value(value: V, pk: str, sk: str, **attributes: Any) -> V | None:
    """Write the value with the next version over the version it was read at; return None when the stored version has
    changed."""
    after = replace(value, version=value.version + 1)
    try:
        build_row(after, pk, sk, **attributes).save(
            condition=TableItem.version == value.version if value.version else TableItem.pk.does_not_exist()
        )
    except PutError as fault:
        if fault.cause_response_code == "ConditionalCheckFailedException":
            return None
        raise
    return after


def build_row(value: Any, pk: str, sk: str, **attributes: Any) -> TableItem:
    """Return the row of a value with its version."""
    body = json.dumps(pack_value(replace(value, version=0)), ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return TableItem(pk, sk, version=value.version, body=body, **attributes)


def get_value(kind: type[V], pk: str, sk: str) -> V | None:
    """Return the present value, None for none."""
    try:
        return read_value(kind, TableItem.get(pk, sk, consistent_read=True))
    except TableItem.DoesNotExist:
        return None


def read_value(kind: type[V], found: TableItem) -> V:
    """Return the value of a row."""
    body: Mapping[str, Any] = json.loads(found.body or "{}")
    value: V = unpack_value(kind, body)
    return replace(value, version=int(found.version or 0))


def calculate_expiry(at: datetime, lives: timedelta) -> int:
    """Return when a row may be deleted, in the format of the table's expiry."""
    return int((at + lives).timestamp())
