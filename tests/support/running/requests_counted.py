"""Counts requests to a store, by their names."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

import botocore.client

from tests.support.running import quick_table

_CALL = "_make_api_call"


@contextmanager
def count_requests() -> Iterator[list[str]]:
    """Names of the requests made within, in order; they are made all the same."""
    seen: list[str] = []
    real = getattr(botocore.client.BaseClient, _CALL)

    def count_request(client: Any, operation: str, given: Any) -> Any:
        seen.append(operation)
        return real(client, operation, given)

    with (
        mock.patch.object(botocore.client.BaseClient, _CALL, count_request),
        mock.patch.object(quick_table, "HEARD", [seen.append]),
    ):
        yield seen
