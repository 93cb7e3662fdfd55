"""Results of ratings over HTTP, on the table's real rows."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from chalicelib.domain.accounts.officers import Officer
from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.repositories.dynamodb import rows
from chalicelib.repositories.supervision.boards import BoardTable
from chalicelib.steps.supervision.count_facts import FactCounter
from chalicelib.wiring import boards as wiring_boards
from chalicelib.wiring import core as wiring
from tests.api.conftest import Api
from tests.api.route_counter import ShiftedClock
from tests.support.builders import CERTIFICATE, CITIZEN, ONE_STOP, Case

UNIT = ONE_STOP["lai-chau"]
RATED = datetime(2026, 11, 25, 9, tzinfo=VIETNAM)
SHOWN = datetime(2026, 12, 8, tzinfo=VIETNAM)
"""The first instant at which November's ratings, changed within seven days, are final."""
MONTH = "2026-11"
OFFICERS = f"/api/ratings/officers?unit={UNIT}&month={MONTH}"
NUMBERS = itertools.count()
"""Of keys and so of dossiers, over all of them."""
GIVEN = [{"overall": 5, "online": 4}, {"overall": 5}, {"overall": 4}, {"overall": 3}, {"overall": 1}]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> ShiftedClock:
    """Legal time, when the month's results are shown."""
    clock = ShiftedClock(SHOWN)
    monkeypatch.setattr(wiring, "provide_clock", lambda: clock)
    return clock


@pytest.fixture
def rated(api: Api, appoint: Callable[..., Officer], clock: ShiftedClock) -> Api:
    """Four counted ratings of a unit and its people, at the time of the clock."""
    for made in (wiring_boards.provide_boards, wiring_boards.provide_ratings):
        made.cache_clear()
    appoint("head", Role.HEAD_OF_ONE_STOP, unit=UNIT)
    appoint(f"one-stop-officer-{UNIT}", Role.ONE_STOP_OFFICER, unit=UNIT)
    appoint("other", Role.ONE_STOP_OFFICER, unit=UNIT)
    appoint("stranger", Role.ONE_STOP_OFFICER, unit=f"{UNIT}-X")
    for answers in GIVEN[:4]:
        count_rating(answers)
    return api


def count_rating(answers: dict[str, int]) -> str:
    """A dossier that was handed over, rated and counted; counted twice, since messages come twice."""
    case = Case(CERTIFICATE, province="lai-chau", numbers=NUMBERS).returned()
    case.take("rate", CITIZEN, answers=answers, reasons=["late"] if min(answers.values()) < 3 else [])
    rows.build_state_row(case.dossier).save()
    for fact in case.facts:
        rows.build_fact_row(fact).save()
    for _ in range(2):
        FactCounter(BoardTable())(case.id, case.dossier.length)
    return next(str(fact.actor["sub"]) for fact in case.facts if fact.kind == "received")


def test_results_are_public_from_five_ratings_on(rated: Api) -> None:
    empty = rated("GET", "/api/ratings")
    assert (empty.status, empty.json["items"], empty.json["shown_from"]) == (200, [], 5)
    assert empty.headers["cache-control"] == "public, max-age=300"
    count_rating(GIVEN[4])
    shown = rated("GET", "/api/ratings?month=2026-11").json
    found = {each["unit"]: each for each in shown["items"]}
    unit = found[UNIT]
    # 5 + 4 + 5 + 4 + 3 + 1 over six answers.
    assert (unit["ratings"], unit["mean"], unit["satisfied"], unit["levels"]) == (5, 367, 4, [1, 0, 1, 1, 2])
    by_code = {each["code"]: each for each in unit["questions"]}
    assert by_code["overall"] == {"code": "overall", "answers": 5, "mean": 360}
    assert by_code["online"] == {"code": "online", "answers": 1, "mean": None}, "one answer would show its person"
    assert [each["code"] for each in shown["questions"]][-1] == "overall"
    assert (shown["months"][0], len(shown["months"]), shown["published_from"]) == ("2026-12", 12, None)
    assert rated("GET", "/api/ratings?month=2026-10").json["items"] == []
    assert rated("GET", "/api/ratings?month=2024-01").status == 404
    assert rated("GET", "/api/ratings?month=2026-13").status == 400


def test_an_officer_is_measured_from_five_ratings_on_and_heads_and_the_officer_read_it(rated: Api) -> None:
    few = rated("GET", OFFICERS, sub="head").json
    assert [(each["ratings"], each["mean"], each["levels"]) for each in few["items"]] == [(4, None, None)]
    assert (few["unit"]["ratings"], few["unit"]["mean"]) == (4, None)
    clerk = count_rating(GIVEN[4])
    many = rated("GET", OFFICERS, sub="head").json
    assert [(each["sub"], each["ratings"], each["mean"]) for each in many["items"]] == [(clerk, 5, 367)]
    assert rated("GET", OFFICERS, sub=clerk).json["items"] == many["items"]
    assert rated("GET", OFFICERS, sub="other").json["items"] == []
    assert rated("GET", OFFICERS, sub="stranger").status == 404


def test_no_figure_is_shown_or_changes_while_a_rating_of_the_month_may_change(rated: Api, clock: ShiftedClock) -> None:
    count_rating(GIVEN[4])
    for at in (RATED, SHOWN - timedelta(microseconds=1)):
        clock.at = at
        public = rated("GET", f"/api/ratings?month={MONTH}").json
        assert (public["items"], public["published_from"]) == ([], "2026-12-08")
        before = rated("GET", OFFICERS, sub="head").json
        assert (before["unit"], before["items"], before["published_from"]) == (None, [], "2026-12-08")
        clerk = count_rating(GIVEN[4])
        assert rated("GET", OFFICERS, sub="head").json == before
        assert rated("GET", OFFICERS, sub=clerk).json == before
        assert rated("GET", OFFICERS, sub="stranger").status == 404
        assert rated("GET", "/api/ratings").json["month"] == "2026-10", "the newest month that is shown"
    clock.at = SHOWN
    after = rated("GET", f"/api/ratings/officers?unit={UNIT}", sub="head").json
    assert (after["month"], after["unit"]["ratings"], after["published_from"]) == (MONTH, 7, None)
