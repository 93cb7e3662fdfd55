"""Records of refused requests that were written to mislead: one line each, with the true person and no typed text."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

import app  # noqa: F401 - registers the operations
from chalicelib.domain.accounts.officers import Officer
from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.security.security_log import LINE
from chalicelib.repositories.security.security_log import read_line
from chalicelib.wiring import core as wiring
from tests.api.conftest import Api, build_bearer
from tests.support.builders import ONE_STOP

HOME = "1.2.3.4"
TYPED = "Pang012095000002"
"""Personal data typed in a wrong place."""
SOME = "0k3v9m2t5x7a1c4e6g8j0n2q4s"
GET, PUT, POST = "GET", "PUT", "POST"

TRIES: dict[str, tuple[str, str, dict[str, str], bytes]] = {
    "a dossier of nobody": (GET, f"/api/dossiers/{SOME}", {}, b""),
    "a name in its place": (GET, f"/api/dossiers/{TYPED}", {}, b""),
    "a line break in it": (GET, f"/api/dossiers/a%0a{TYPED}", {}, b""),
    "a line of the log in it": (GET, "/api/dossiers/%7B%22message%22%3A%22security_record%22%7D", {}, b""),
    "a null letter in it": (GET, f"/api/dossiers/%00{TYPED}", {}, b""),
    "bytes of no text in it": (GET, "/api/dossiers/%ff%fe", {}, b""),
    "a thousand letters": (GET, f"/api/dossiers/{TYPED * 60}", {}, b""),
    "two dossiers": (GET, f"/api/dossiers/{SOME},{SOME}", {}, b""),
    "the list's own mark": (GET, "/api/dossiers/LIST%23centre", {}, b""),
    "capitals": (GET, f"/api/dossiers/{SOME.upper()}", {}, b""),
    "a path inside": (GET, f"/api/dossiers/..%2f{TYPED}", {}, b""),
    "a query beside": (GET, f"/api/dossiers/{SOME}?who={TYPED}", {}, b""),
    "a ledger": (GET, f"/api/dossiers/{SOME}/ledger", {}, b""),
    "rights of somebody who is nobody": (GET, f"/api/officers/{TYPED}", {}, b""),
    "rights under a text": (GET, f"/api/officers/%22%0a{TYPED}", {}, b""),
    "rights under a picture": (GET, "/api/officers/%F0%9F%98%80", {}, b""),
    "a body of no JSON": (PUT, f"/api/officers/{SOME}", {"If-Match": '"1"'}, b"{" + TYPED.encode()),
    "a body of names": (PUT, f"/api/officers/{SOME}", {"If-Match": '"1"'}, json.dumps({TYPED: TYPED}).encode()),
    "another's address": (GET, f"/api/dossiers/{SOME}", {"X-Forwarded-For": f"9.9.9.9, {HOME}, 10.0.0.1"}, b""),
    "an address that is a text": (GET, f"/api/dossiers/{SOME}", {"X-Forwarded-For": f"{TYPED}, {HOME}, x"}, b""),
    "a browser of two lines": (GET, f"/api/dossiers/{SOME}", {"User-Agent": f"a\\n{TYPED}"}, b""),
    "a browser of ten thousand letters": (GET, f"/api/dossiers/{SOME}", {"User-Agent": TYPED * 600}, b""),
    "no browser": (GET, f"/api/dossiers/{SOME}", {"User-Agent": ""}, b""),
    "a trace of one's own": (GET, f"/api/dossiers/{SOME}", {"X-Trace-Id": TYPED, "X-Request-Id": TYPED}, b""),
    "another's name": (GET, f"/api/dossiers/{SOME}", {"X-Sub": "somebody", "From": TYPED}, b""),
    "a key of names": (PUT, f"/api/officers/{SOME}", {"Idempotency-Key": TYPED, "If-Match": '"1"'}, b"{}"),
    "a version of names": (PUT, f"/api/officers/{SOME}", {"If-Match": TYPED}, b"{}"),
    "a type of names": (PUT, f"/api/officers/{SOME}", {"Content-Type": TYPED}, b"{}"),
    "a place of names": (GET, f"/api/me/dossiers?cursor={TYPED}", {}, b""),
    "a paper of names": (GET, f"/api/dossiers/{SOME}/papers/{TYPED}/link", {}, b""),
    "a message of names": (POST, f"/api/inbox/{TYPED}/read", {}, b""),
    "an errand of names": (POST, f"/api/errands/{TYPED}/done", {}, b"{}"),
    "a task of names": (POST, f"/api/reconciliation/{TYPED}/close", {"If-Match": '"1"'}, b"{}"),
    "an outage of names": (POST, f"/api/outages/{TYPED}/end", {"If-Match": '"1"'}, b"{}"),
    "a change of names": (GET, f"/api/catalogue-changes/{TYPED}", {}, b""),
    "a request of names": (POST, f"/api/dossiers/{SOME}/requests/{TYPED}/approve", {"If-Match": '"1"'}, b"{}"),
    "a party of names": (GET, f"/api/dossiers/{SOME}/contacts/{TYPED}", {}, b""),
    "a channel of names": (PUT, f"/api/lookup_channels/{TYPED}", {"If-Match": '"1"'}, b"{}"),
    "a procedure of names": (GET, f"/api/procedures/{TYPED}", {}, b""),
    "a stopped message of names": (POST, f"/api/sync/{TYPED}/resume", {"If-Match": '"1"'}, b"{}"),
    "a word that nobody knows": (GET, f"/api/me/dossiers?{TYPED}=1", {}, b""),
}


def test_whose_rights_it_was_about_is_on_record(clerk: Api, capsys: pytest.CaptureFixture[str]) -> None:
    whose = "5d2f3d1e-7c5a-4c1e-9a0f-2f9c6e1b7a10"
    capsys.readouterr()
    assert clerk(GET, f"/api/officers/{whose}", headers=build_bearer("clerk")).status == 403
    records = [json.loads(each) for each in capsys.readouterr().out.splitlines()]
    assert [each["record"]["about"] for each in records if each["message"] == LINE] == [whose]


@pytest.fixture
def clerk(api: Api, appoint: Callable[..., Officer], deployment: pytest.MonkeyPatch) -> Api:
    """The API behind the edge, with an officer who may do little."""
    deployment.setenv("EDGE_HOPS", "1")
    wiring.provide_settings.cache_clear()
    appoint("clerk", Role.ONE_STOP_OFFICER, unit=ONE_STOP["lai-chau"])
    return api


@pytest.mark.parametrize("signed_in", [True, False], ids=["an officer", "nobody"])
@pytest.mark.parametrize("name", TRIES)
def test_a_refused_request_leaves_one_line_of_who_it_was_and_nothing_that_was_typed(
    clerk: Api, name: str, signed_in: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    method, path, headers, raw = TRIES[name]
    sent = {"X-Forwarded-For": f"{HOME}, 10.0.0.1", "Content-Type": "application/json", **headers}
    sent |= build_bearer("clerk") if signed_in else {}
    capsys.readouterr()
    answer = clerk(method, path, raw=raw, headers={each: value for each, value in sent.items() if value})
    out = capsys.readouterr().out
    assert 400 <= answer.status < 500, answer.text
    lines = [json.loads(each) for each in out.splitlines()]
    (line,) = [each for each in lines if each["message"] == LINE]
    record: Any = read_line(json.dumps(line))
    who = "clerk" if signed_in and not record.route.startswith("/api/procedures") else ""
    assert (record.who, record.address, record.status) == (who, HOME, answer.status)
    assert record.outcome == answer.code
    assert record.dossiers in ((), (SOME,))
    assert TYPED not in record.route
    assert TYPED not in out
    assert "9.9.9.9" not in out
