"""The register over HTTP: access rights and answers."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from chalicelib.domain.accounts.officers import Officer
from chalicelib.domain.accounts.roles import Role
from chalicelib.repositories.papers.paper_store import PaperStore
from chalicelib.repositories.privacy.access_log import AccessLog
from chalicelib.wiring import core as wiring
from tests.api.conftest import Api
from tests.api.route_counter import UNIT, RouteCounter, ShiftedClock

DAY = f"/api/register?unit={UNIT}&day=2026-11-23"


@pytest.fixture
def received(api: Api, appoint: Callable[..., Officer], monkeypatch: pytest.MonkeyPatch) -> RouteCounter:
    """A dossier just received at a commune of Lai Châu."""
    clock = ShiftedClock()
    monkeypatch.setattr(wiring, "provide_clock", lambda: clock)
    monkeypatch.setattr(PaperStore, "keep", lambda *_: None)
    appoint("clerk", Role.ONE_STOP_OFFICER, unit=UNIT)
    appoint("cashier", Role.CASHIER, unit=UNIT)
    counter = RouteCounter(api, clock).filed()
    assert counter.step("receive", "clerk").status == 200
    return counter


def test_the_register_of_a_day_lists_what_was_received_and_the_look_is_on_record(received: RouteCounter) -> None:
    answer = received.api("GET", DAY, sub="clerk")
    assert answer.status == 200
    (line,) = answer.json["slip"]["lines"]
    (row,) = line["table"]["rows"]
    assert row[0] == "1"
    assert row[4].startswith("Trần Thị Hoa")
    assert answer.json["slip"]["form"].startswith("Mẫu số 07 ")
    assert answer.json["slip"]["html"].startswith('<!doctype html><html lang="vi">')
    assert (answer.json["total"], answer.json["following"]) == (1, None)
    assert [each.what for each in AccessLog().list_views(received.id)] == ["register"]


def test_nobody_else_opens_it(received: RouteCounter) -> None:
    for sub in ("cashier", "citizen"):
        assert received.api("GET", DAY, sub=sub).status in (403, 404)
    assert received.api("GET", DAY).status == 401
    assert AccessLog().list_views(received.id) == []


def test_bad_questions_are_refused_by_their_field(received: RouteCounter) -> None:
    wrong = received.api("GET", f"/api/register?unit={UNIT}&day=2026-02-30&after=-1", sub="clerk")
    assert wrong.status == 400
    assert set(wrong.fields) == {"/query/day", "/query/after"}
    early = received.api("GET", f"/api/register?unit={UNIT}&day=2017-12-31", sub="clerk")
    assert (early.status, early.code, early.fields) == (400, "malformed_request", {"/query/day": "out_of_range"})
    for day in ("2018-01-01", "2018-06-20"):
        lawless = received.api("GET", f"/api/register?unit={UNIT}&day={day}", sub="clerk")
        assert (lawless.status, lawless.code) == (422, "no_rule"), lawless.text
