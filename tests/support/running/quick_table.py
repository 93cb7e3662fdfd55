"""The made-up table without its wire: the same engine (moto), asked in memory.

Most of what a request costs in one process is a call's way through client, HTTP and back. Here the engine gets what the
client would send, and gives what the client would read. A call that the engine refuses changed nothing: it goes the
ordinary way once more, for the fault as the store words it.
"""

from __future__ import annotations

import copy
import os
import pickle
import re
from collections.abc import Callable
from typing import Any

import pytest
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.dynamodb.exceptions import ResourceNotFoundException
from moto.dynamodb.models.dynamo_type import Item, LimitedSizeDict
from moto.dynamodb.models.table import Table
from moto.dynamodb.responses import DynamoHandler
from pynamodb.connection.base import Connection
from pynamodb.exceptions import VerboseClientError

from chalicelib.repositories.aws import sdk
from chalicelib.repositories.dynamodb.table import open_connection
from tests.support.running.quick_engine import replace_slow_parts

REGION = "ap-southeast-1"
HEARD: list[Callable[[str], None]] = []
"""Callbacks that receive the name of each request answered in memory."""
_WORD = re.compile(r"(?<!^)(?=[A-Z])")


def replace_engine(patch: pytest.MonkeyPatch) -> None:
    """Ask the engine in memory from now on."""
    ordinary = Connection._make_api_call

    def call_engine(self: Connection, operation: str, given: dict[str, Any]) -> Any:
        try:
            answer = _ask_engine(operation, _copy_value(given))
        except ResourceNotFoundException as missing:
            # Each test asks whether there is a table before it makes one.
            said = {"Code": "ResourceNotFoundException", "Message": missing.message}
            names = {"request_id": "", "table_name": str(given.get("TableName", ""))}
            raise VerboseClientError({"Error": said}, operation, names) from missing
        except Exception:  # noqa: BLE001 - asked again in the ordinary way, which raises it as the store does
            return ordinary(self, operation, given)
        for hear in HEARD:
            hear(operation)
        return answer

    patch.setattr(Connection, "_make_api_call", call_engine)
    patch.setattr(Table, "__deepcopy__", _keep_for_rollback, raising=False)
    patch.setattr(sdk, "create_client", keep_client)
    replace_slow_parts(patch)


_CLIENTS: dict[tuple[Any, ...], Any] = {}
_CLIENT = sdk.create_client


def keep_client(service: str, config: Any) -> Any:
    """The SDK's client of a service, made once for the same session, settings and surroundings: making one takes longer
    than what most tests do with it."""
    around = sorted((name, value) for name, value in os.environ.items() if name.startswith("AWS_"))
    key = (open_connection().session, service, repr(sorted(vars(config).items(), key=str)), repr(around))
    if key not in _CLIENTS:
        _CLIENTS[key] = _CLIENT(service, config)
    return _CLIENTS[key]


def _copy_value(given: Any) -> Any:
    """Return a copy for the engine to keep."""
    return pickle.loads(pickle.dumps(given, pickle.HIGHEST_PROTOCOL))  # noqa: S301 (made in the same line)


def _ask_engine(operation: str, given: dict[str, Any]) -> Any:
    _KEPT.clear()
    handler = DynamoHandler()
    handler.region, handler.current_account, handler.body = REGION, DEFAULT_ACCOUNT_ID, given
    return getattr(handler, _WORD.sub("_", operation).lower())().result


_KEPT: dict[int, Table] = {}
"""The tables kept by the present call: the engine needs them once for each row of a transaction."""


def _keep_for_rollback(table: Table, _: dict[int, Any]) -> Table:
    """Return the rollback state of a transaction: values are replaced, never mutated, so that they need no copy."""
    if id(table) not in _KEPT:
        kept = copy.copy(table)
        kept.items = type(table.items)(dict)
        for partition, rows in table.items.items():
            kept.items[partition] = {sort: _copy_row(row) for sort, row in rows.items()}
        _KEPT[id(table)] = kept
    return _KEPT[id(table)]


def _copy_row(row: Item) -> Item:
    """A row with the same values; it was small enough once, which is not weighed again."""
    made: Item = Item.__new__(Item)  # type: ignore[assignment]
    made.hash_key, made.range_key, made.attrs = row.hash_key, row.range_key, LimitedSizeDict()
    dict.update(made.attrs, row.attrs)
    return made
