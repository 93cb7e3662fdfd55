"""The edge determines a caller's address in front of the deployed API: a caller's own headers change nothing."""

from __future__ import annotations

import http.client
import json
from collections.abc import Mapping

import pytest

from chalicelib.handlers.search.lookup import PER_ADDRESS
from infra.local.ports import HOST
from infra.local.stack import LocalStack

pytestmark = pytest.mark.cloud

FLOODER, NEIGHBOUR = "127.0.0.7", "127.0.0.8"
"""Addresses of this machine from which nothing else calls."""


def look_up(stack: LocalStack, address: str, headers: Mapping[str, str]) -> tuple[int, str]:
    """Status and code of one look-up from an address."""
    port = int(stack.origin.rpartition(":")[2])
    connection = http.client.HTTPConnection(HOST, port, timeout=30, source_address=(address, 0))
    try:
        body = json.dumps({"link": "k1-nonsense"})
        connection.request("POST", "/api/lookup", body, {"Content-Type": "application/json", **headers})
        answer = connection.getresponse()
        return answer.status, str(json.loads(answer.read()).get("code", ""))
    finally:
        connection.close()


def test_a_flood_behind_made_up_addresses_is_one_address_and_shuts_nobody_else_out(stack: LocalStack) -> None:
    claimed = (
        {"X-Forwarded-For": "203.0.113.{n}"}, {"X-Forwarded-For": "203.0.113.{n}, 198.51.100.{n}, 10.0.0.{n}"},
        {"Authorization": "Bearer x{n}"}, {"X-Real-IP": "203.0.113.{n}"}, {"Forwarded": "for=203.0.113.{n}"},
    )  # fmt: skip
    seen = [
        look_up(stack, FLOODER, {name: text.format(n=n) for name, text in claimed[n % len(claimed)].items()})
        for n in range(PER_ADDRESS.limit + 10)
    ]
    assert {status for status, _ in seen[: PER_ADDRESS.limit]} == {404}
    assert set(seen[PER_ADDRESS.limit :]) == {(429, "too_many_requests")}
    assert look_up(stack, NEIGHBOUR, {"X-Forwarded-For": FLOODER})[0] == 404
