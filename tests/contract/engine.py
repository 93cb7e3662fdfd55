"""What tests of the table on a real engine share: real transactions, real conditions, real concurrency.

Guarantees that the in-process stand-in lacks (no lost updates, no token applied twice) are never asserted on it; all
that rest on transactions are asserted here. `Wire` stands between a client and the store: it counts requests, and
breaks the configured one.
"""

from __future__ import annotations

import os
import signal
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum
from types import SimpleNamespace
from typing import Any

import botocore.endpoint
import pytest
from botocore.exceptions import ConnectionClosedError
from botocore.httpsession import URLLib3Session

from chalicelib.repositories.dossier.dossiers import DossierTable
from chalicelib.repositories.dynamodb.table import TableItem

SIZE = os.environ.get("SIZE", "small")
READS = ("GetItem", "BatchGetItem", "Query", "Scan", "TransactGetItems")
WRITES = ("TransactWriteItems",)


def choose_size(small: int, full: int) -> int:
    """The size of a proof: enough to find the fault, or (SIZE=full) enough to trust its absence."""
    return full if SIZE == "full" else small


def empty_store() -> None:
    """Take every row out of the table."""
    with TableItem.batch_write() as batch:
        for row in TableItem.scan():
            batch.delete(row)


class Break(Enum):
    """The failure of one request: it never reached the store, or its answer was lost."""

    NOT_SENT = "not_sent"
    ANSWER_LOST = "answer_lost"


@dataclass
class Wire:
    """Counts the requests of some clients; from request `at` on it fails as configured.

    `times` is how many attempts in a row fail: the client's own retries are attempts too. With `kill` the
    process dies there and then, as by `kill -9`.
    """

    at: int = 0
    how: Break = Break.NOT_SENT
    times: int = 1_000_000
    kill: bool = False
    calls: list[str] = field(default_factory=list)
    heard: Callable[[str], None] = lambda _: None

    def __call__(self, request: Any, **_: Any) -> None:
        """Called by the client before each attempt to send."""
        target = request.headers["X-Amz-Target"]
        name = (target.decode() if isinstance(target, bytes) else target).partition(".")[2]
        self.calls.append(name)
        self.heard(name)
        if self.at and self.at <= len(self.calls) < self.at + self.times:
            self._break(request, first=len(self.calls) == self.at)

    def _break(self, request: Any, *, first: bool) -> None:
        if self.how is Break.ANSWER_LOST and first:
            URLLib3Session(timeout=5).send(request)
        if self.kill:
            os.kill(os.getpid(), signal.SIGKILL)
        raise ConnectionClosedError(endpoint_url=request.url)

    @property
    def reads(self) -> int:
        """Read requests so far."""
        return sum(self.calls.count(name) for name in READS)

    @property
    def transactions(self) -> int:
        """Write transactions so far."""
        return sum(self.calls.count(name) for name in WRITES)

    @property
    def others(self) -> list[str]:
        """Requests that are neither."""
        return sorted((Counter(self.calls) - Counter({n: len(self.calls) for n in (*READS, *WRITES)})).elements())


@contextmanager
def wire_store(store: DossierTable, wire: Wire) -> Iterator[Wire]:
    """Put the wire between the store's client and the engine; the client's own waiting is cut short."""
    client = store._connection.client
    assert client is TableItem._get_connection().connection.client
    client.meta.events.register("before-send.dynamodb.*", wire, unique_id="wire")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(botocore.endpoint, "time", SimpleNamespace(sleep=lambda _: None))
        try:
            yield wire
        finally:
            client.meta.events.unregister("before-send.dynamodb.*", wire, unique_id="wire")
