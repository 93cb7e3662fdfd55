"""Statistics of matters over HTTP: numbers of the table's real rows, for those who may read them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from chalicelib.domain.accounts.officers import Officer
from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.matters.matter_counts import MatterCountLine, MatterFigure
from chalicelib.repositories.matters.matter_counts import MatterCountTable
from tests.api.conftest import Api

UNIT = "unit-a"
PATH = "/api/matters/statistics"
MONTH = "2026-10"
F = MatterFigure


@pytest.fixture
def counted(api: Api, appoint: Callable[..., Officer]) -> Api:
    """Counts of two units, and their readers."""
    appoint("office", Role.PROVINCIAL_OFFICE, unit="province")
    appoint("desk", Role.ONE_STOP_OFFICER, unit=UNIT)
    appoint("till", Role.CASHIER, unit=UNIT)
    counts = MatterCountTable()
    for unit, kind, figure, detail, n in (
        (UNIT, "question", F.RECEIVED, "", 7),
        (UNIT, "question", F.REJECTED, "symbol", 2),
        ("elsewhere", "feedback", F.RECEIVED, "", 4),
        ("elsewhere", "feedback", F.REJECTED, "gone", 1),
    ):
        assert counts.repair(MatterCountLine(MONTH, unit, kind, figure, detail), 0, n)
    return api


def test_who_supervises_may_read_every_unit_and_who_works_there_one(counted: Api) -> None:
    every = counted("GET", f"{PATH}?since={MONTH}&until={MONTH}", sub="office").json
    assert (every["unit"], every["total"]["received"]) == (None, 11)
    assert [(each["kind"], each["unit"], each["received"]) for each in every["items"]] == [
        ("feedback", "elsewhere", 4),
        ("question", UNIT, 7),
    ]
    assert [(each["code"], each["name"] and each["name"]["en"], each["number"]) for each in every["rejections"]] == [
        ("gone", None, 1),
        ("symbol", "Has symbols that are not recognised", 2),
    ]
    own = counted("GET", f"{PATH}?since={MONTH}&until={MONTH}", sub="desk").json
    assert (own["unit"], own["total"]["received"], own["total"]["rejected"]) == (UNIT, 7, 2)
    assert [(each["month"], each["received"]) for each in own["months"]] == [(MONTH, 7)]


def test_everybody_else_and_every_bad_question_is_refused(counted: Api) -> None:
    assert counted("GET", f"{PATH}?unit=elsewhere", sub="desk").status == 404
    assert counted("GET", PATH, sub="till").status == 404
    assert counted("GET", PATH, sub="somebody").status == 403
    assert counted("GET", PATH).status == 401
    reversed_period = counted("GET", f"{PATH}?since=2026-11&until=2026-10", sub="office")
    assert (reversed_period.status, reversed_period.code) == (422, "invalid")
    for bad, path, code in (
        ("kind=errand", "/query/kind", "unknown_kind"), ("unit=NOWHERE", "/query/unit", "unknown_agency")
    ):  # fmt: skip
        unknown = counted("GET", f"{PATH}?{bad}", sub="office")
        assert (unknown.status, unknown.fields) == (422, {path: code})
    for bad in ("since=2026-13", "since=2026-1", "unit=", "kind=%23", "more=1"):
        assert counted("GET", f"{PATH}?{bad}", sub="office").status == 400, bad
