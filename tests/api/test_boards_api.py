"""Boards over HTTP, on the table's real rows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from chalicelib.domain.accounts.officers import Officer
from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.domain.supervision.boards import BoardLine
from chalicelib.repositories.dynamodb import rows
from chalicelib.repositories.supervision.boards import BoardTable
from chalicelib.steps.supervision.count_facts import FactCounter
from chalicelib.wiring import boards as wiring_boards
from chalicelib.wiring import core as wiring
from chalicelib.wiring import steps as wiring_steps
from tests.api.conftest import Api
from tests.api.route_counter import ShiftedClock
from tests.support.builders import ONE_STOP, Case

UNIT = ONE_STOP["lai-chau"]
AGENCY = UNIT.removesuffix("-1C")
NOW = datetime(2026, 11, 25, 9, tzinfo=VIETNAM)


@pytest.fixture
def heads(api: Api, appoint: Callable[..., Officer], monkeypatch: pytest.MonkeyPatch) -> Api:
    """A head of a one-stop unit with one dossier and one old ghost of a line, and other people."""
    clock = ShiftedClock(NOW)
    monkeypatch.setattr(wiring, "provide_clock", lambda: clock)
    for made in (
        wiring_boards.provide_boards,
        wiring_boards.provide_urgings,
        wiring_boards.provide_urger,
        wiring_steps.provide_lists,
    ):
        made.cache_clear()
    appoint("head", Role.HEAD_OF_ONE_STOP, unit=UNIT)
    appoint("clerk", Role.ONE_STOP_OFFICER, unit=UNIT)
    appoint("office", Role.PROVINCIAL_OFFICE, unit="province")
    received = Case(province="lai-chau").received().dossier
    rows.build_state_row(received).save()
    FactCounter(BoardTable())(received.id, received.length)
    assert BoardTable().repair(BoardLine(UNIT, "received", "old", date(2026, 11, 20)), 0, 2)
    return api


def test_a_head_reads_the_board_of_the_own_unit(heads: Api) -> None:
    answer = heads("GET", f"/api/board?unit={UNIT}", sub="head")
    assert answer.status == 200, answer.text
    shown = answer.json
    assert (shown["unit"], shown["day"]) == (UNIT, "2026-11-25")
    assert shown["total"] == {"open": 3, "overdue": 2, "today": 0}
    assert shown["dates"][0] == {"date": "2026-11-20", "open": 2}
    assert [each["state"] for each in shown["states"]] == ["received"]
    assert shown["months"][-1] == {"month": "2026-11", "settled": 0, "on_time": 0}
    assert len(shown["months"]) == 12
    assert {each["procedure"]: each["overdue"] for each in shown["procedures"]}["old"] == 2


def test_the_units_of_a_person_come_with_their_numbers(heads: Api) -> None:
    mine = heads("GET", "/api/boards", sub="head").json
    numbers = {"unit": UNIT, "open": 3, "overdue": 2, "today": 0, "settled": 0, "on_time": 0}
    assert mine == {"items": [numbers], "cursor": None}
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
    every = f"/api/board/dossiers?unit={UNIT}"
    assert heads("GET", every, sub="head").json["items"] == [line]
    assert heads("GET", f"{every}&when=overdue", sub="head").json["items"] == []


def test_who_works_in_a_unit_reads_its_numbers_and_what_waits_for_a_decision(heads: Api) -> None:
    counts = heads("GET", f"/api/worklist/counts?unit={UNIT}", sub="head").json
    assert counts["total"] == {"open": 3, "overdue": 2, "today": 0}
    assert [(each["state"], each["overdue"]) for each in counts["states"]] == [("received", 2)]
    assert heads("GET", f"/api/approvals?unit={UNIT}", sub="head").json == {"items": [], "cursor": None}
    later = heads("GET", f"/api/worklist?unit={UNIT}&state=received&when=later", sub="head").json
    assert len(later["items"]) == 1
    for path in ("worklist/counts", "approvals"):
        assert heads("GET", f"/api/{path}?unit=elsewhere", sub="head").status == 404


def test_an_urging_is_recorded_once_appears_with_the_unit_s_leaders_and_shows_on_its_board(heads: Api) -> None:
    path, body = "/api/board/urge", {"unit": UNIT}
    assert heads("GET", f"/api/board?unit={UNIT}", sub="head").json["urgings"] == []
    first = heads("POST", path, sub="office", body=body)
    assert first.status == 201, first.text
    made = first.json
    assert (made["unit"], made["day"], made["role"], made["by"], made["overdue"]) == (
        UNIT, "2026-11-25", "provincial_office", "office", 2,
    )  # fmt: skip
    again = heads("POST", path, sub="office", body=body)
    assert (again.status, again.json) == (201, made)
    assert heads("GET", f"/api/board?unit={UNIT}", sub="head").json["urgings"] == [made]
    (message,) = heads("GET", f"/api/inbox?unit={UNIT}&role=head_of_one_stop", sub="head").json["items"]
    assert (message["notice"], message["dossier_id"], message["seq"], message["read_at"]) == ("urged", None, None, None)
    assert "2 việc" in message["vi"]["subject"]
    desk = f"unit={UNIT}&role=head_of_one_stop"
    assert heads("POST", f"/api/inbox/{message['id']}/read?{desk}", sub="head").json["read_at"]
    assert len(heads("GET", f"/api/inbox?{desk}", sub="head").json["items"]) == 1


def test_an_urging_that_cannot_be_is_refused_and_says_why(heads: Api) -> None:
    asked: list[tuple[str, dict[str, object], tuple[int, str]]] = [
        ("head", {"unit": AGENCY, "one_stop": UNIT}, (409, "nothing_overdue")),
        ("office", {"unit": AGENCY}, (409, "nothing_overdue")),
        ("clerk", {"unit": UNIT}, (403, "forbidden")),
        ("head", {"unit": UNIT}, (403, "forbidden")),
        ("clerk", {"unit": AGENCY, "one_stop": UNIT}, (403, "forbidden")),
        ("office", {"unit": "nowhere"}, (404, "unknown_agency")),
        ("office", {"unit": ""}, (400, "malformed_request")),
        ("office", {"unit": UNIT, "overdue": 9}, (400, "malformed_request")),
    ]
    for sub, body, refused in asked:
        answer = heads("POST", "/api/board/urge", sub=sub, body=body)
        assert (sub, body, (answer.status, answer.code)) == (sub, body, refused)


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
        (f"board/dossiers?unit={UNIT}&cursor=e30", "/query/cursor"),
        ("boards?cursor=nowhere", "/query/cursor"),
        ("boards?limit=51", "/query/limit"),
    ],
)
def test_a_question_that_cannot_be_read_is_refused_with_its_field(heads: Api, query: str, at: str) -> None:
    answer = heads("GET", f"/api/{query}", sub="office")
    assert answer.status == 400, answer.text
    assert [field["path"] for field in answer.json["errors"]] == [at]
