"""Boards over HTTP, on the table's real rows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from chalicelib import wiring, wiring_boards, wiring_steps
from chalicelib.domain.boards import Line
from chalicelib.domain.officers import Officer
from chalicelib.domain.roles import Role
from chalicelib.domain.worktime import VIETNAM
from chalicelib.repositories import rows
from chalicelib.repositories.boards import BoardTable
from chalicelib.steps.count_facts import Counting
from tests.api.conftest import Api
from tests.api.test_step_routes import LegalClock
from tests.builders import ONE_STOP, Case

UNIT = ONE_STOP["lai-chau"]
AGENCY = UNIT.removesuffix("-1C")
NOW = datetime(2026, 11, 25, 9, tzinfo=VIETNAM)


@pytest.fixture
def heads(api: Api, appoint: Callable[..., Officer], monkeypatch: pytest.MonkeyPatch) -> Api:
    """A head of a one-stop unit with one dossier and one old ghost of a line, and other people."""
    clock = LegalClock(NOW)
    monkeypatch.setattr(wiring, "clock", lambda: clock)
    for made in (wiring_boards.boards, wiring_steps.lists):
        made.cache_clear()
    appoint("head", Role.HEAD_OF_ONE_STOP, unit=UNIT)
    appoint("clerk", Role.ONE_STOP_OFFICER, unit=UNIT)
    appoint("office", Role.PROVINCIAL_OFFICE, unit="province")
    received = Case(province="lai-chau").received().dossier
    rows.state_row(received).save()
    Counting(BoardTable())(received.id, received.length)
    assert BoardTable().repair(Line(UNIT, "received", "old", date(2026, 11, 20)), 0, 2)
    return api


def test_a_head_reads_the_board_of_the_own_unit(heads: Api) -> None:
    answer = heads("GET", f"/api/board?unit={UNIT}", sub="head")
    assert answer.status == 200, answer.text
    shown = answer.json
    assert (shown["unit"], shown["day"]) == (UNIT, "2026-11-25")
    assert shown["total"] == {"open": 3, "overdue": 2, "today": 0}
    assert shown["dates"][0] == {"date": "2026-11-20", "open": 2}
    assert [each["state"] for each in shown["states"]] == ["received"]
    assert {each["procedure"]: each["overdue"] for each in shown["procedures"]}["old"] == 2


def test_the_units_of_a_person_come_with_their_numbers(heads: Api) -> None:
    mine = heads("GET", "/api/boards", sub="head").json
    assert mine == {"items": [{"unit": UNIT, "open": 3, "overdue": 2, "today": 0}], "cursor": None}
    every = heads("GET", "/api/boards?limit=1", sub="office").json
    assert len(every["items"]) == 1
    following = heads("GET", f"/api/boards?limit=1&cursor={every['cursor']}", sub="office").json
    assert following["items"][0]["unit"] != every["items"][0]["unit"]


def test_the_dossiers_behind_a_number_are_listed(heads: Api) -> None:
    path = f"/api/board/dossiers?unit={UNIT}&state=received"
    (line,) = heads("GET", f"{path}&when=later", sub="head").json["items"]
    assert (line["unit"], line["state"], line["kind"]) == (UNIT, "received", "dossier")
    due = datetime.fromisoformat(line["due_at"]).date()
    assert len(heads("GET", f"{path}&on={due}", sub="head").json["items"]) == 1
    assert heads("GET", f"{path}&on={due + timedelta(days=1)}", sub="head").json["items"] == []
    assert heads("GET", f"{path}&procedure=other", sub="head").json["items"] == []


def test_who_works_in_a_unit_reads_its_numbers_and_what_waits_for_a_decision(heads: Api) -> None:
    counts = heads("GET", f"/api/worklist/counts?unit={UNIT}", sub="head").json
    assert counts["total"] == {"open": 3, "overdue": 2, "today": 0}
    assert [(each["state"], each["overdue"]) for each in counts["states"]] == [("received", 2)]
    assert heads("GET", f"/api/approvals?unit={UNIT}", sub="head").json == {"items": [], "cursor": None}
    later = heads("GET", f"/api/worklist?unit={UNIT}&state=received&when=later", sub="head").json
    assert len(later["items"]) == 1
    for path in ("worklist/counts", "approvals"):
        assert heads("GET", f"/api/{path}?unit=elsewhere", sub="head").status == 404


@pytest.mark.parametrize(
    "path", [f"/api/board?unit={UNIT}", "/api/boards", f"/api/board/dossiers?unit={UNIT}&state=received"]
)
def test_who_looks_over_nobody_finds_nothing(heads: Api, path: str) -> None:
    assert heads("GET", path, sub="clerk").status == 404


@pytest.mark.parametrize(
    ("query", "at"),
    [
        ("board?unit=", "/query/unit"),
        ("board", "/query/unit"),
        (f"board/dossiers?unit={UNIT}&state=received&when=soon", "/query/when"),
        (f"board/dossiers?unit={UNIT}&state=received&on=2026-13-40", "/query/on"),
        (f"board/dossiers?unit={UNIT}&state=received&cursor=e30", "/query/cursor"),
        ("boards?cursor=nowhere", "/query/cursor"),
        ("boards?limit=51", "/query/limit"),
    ],
)
def test_a_question_that_cannot_be_read_is_refused_with_its_field(heads: Api, query: str, at: str) -> None:
    answer = heads("GET", f"/api/{query}", sub="office")
    assert answer.status == 400, answer.text
    assert [field["path"] for field in answer.json["errors"]] == [at]
