"""Records the requests of a command to the store, and repeats them by a bare client."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest import mock

from botocore.client import BaseClient

from bench.table import NAME

Request = tuple[str, dict[str, Any]]
Act = Callable[[], Any]


@dataclass
class RequestRecorder:
    """Records the requests that clients make while it is on."""

    noted: list[Request] = field(default_factory=list)
    on: bool = False

    @contextmanager
    def listen_to_clients(self) -> Iterator[RequestRecorder]:
        """Hear every client of this process."""
        real = BaseClient._make_api_call  # type: ignore[attr-defined]

        def record_call(client: BaseClient, name: str, asked: dict[str, Any]) -> Any:
            if self.on:
                self.noted.append((name, asked))
            return real(client, name, asked)

        with mock.patch.object(BaseClient, "_make_api_call", record_call):
            yield self

    def record_during(self, act: Act) -> tuple[float, float, list[Request]]:
        """Return seconds that the act took, of the clock and of this thread's processor, and what it asked for."""
        self.noted, self.on = [], True
        began, cpu = time.perf_counter(), time.thread_time()
        act()
        taken = time.perf_counter() - began, time.thread_time() - cpu
        self.on = False
        return *taken, self.noted


def repeat_requests(client: Any, noted: list[Request], number: int) -> None:
    """Repeat the requests, with writes to unused keys and without conditions: the same items and sizes."""
    for name, params in noted:
        if name == "TransactWriteItems":
            items = [_move_entry(entry, number) for entry in params["TransactItems"]]
            client.transact_write_items(TransactItems=items)
        elif name == "PutItem":
            client.put_item(**_move_entry({"Put": params}, number)["Put"])
        elif name == "BatchGetItem":
            client.batch_get_item(RequestItems=params["RequestItems"])
        elif name == "Query":
            client.query(**params)
        elif name == "UpdateItem":
            client.update_item(**{key: value for key, value in params.items() if key != "ConditionExpression"})
        else:
            raise ValueError(f"{name} is not a request of a command")


def _move_entry(entry: Mapping[str, Any], number: int) -> dict[str, Any]:
    ((kind, about),) = entry.items()
    held = about["Item"] if kind == "Put" else about["Key"]
    moved = {**held, "pk": {"S": f"RAW#{number:06d}#{held['pk']['S']}"[:120]}}
    return {kind: {"TableName": NAME, "Item" if kind == "Put" else "Key": moved}}
