"""Statistics are read by month: one request for each, and only what the reader may see."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from chalicelib.domain.accounts.roles import Actor, Role
from chalicelib.domain.catalogue.agencies import UnknownAgency
from chalicelib.domain.matters.matter_counts import MatterCountLine, MatterCounts, MatterFigure
from chalicelib.domain.shared.errors import Invalid, NotFound
from chalicelib.steps.matters.read_statistics import StatisticsWish, read_matter_statistics
from tests.support.matter_desk import CLERK, OTHER, UNIT
from tests.support.people import MONDAY, build_actor

OFFICER = build_actor(Role.PROVINCIAL_OFFICE, "province")
COUNTS = {
    MatterCountLine("2026-11", UNIT, "question", MatterFigure.RECEIVED): 3,
    MatterCountLine("2026-11", OTHER, "feedback", MatterFigure.RECEIVED): 2,
    MatterCountLine("2026-10", UNIT, "question", MatterFigure.ENDED): 1,
    MatterCountLine("", UNIT, "question", MatterFigure.OPEN, "2026-11-20"): 1,
}


@dataclass
class Reader:
    """Counts in memory; notes what was asked for."""

    asked: list[tuple[str, str]] = field(default_factory=list)

    def read_month(self, month: str, unit: str = "") -> MatterCounts:
        """The lines of a month."""
        self.asked.append((month, unit))
        return {line: n for line, n in COUNTS.items() if line.month == month and unit in ("", line.unit)}


def read(wish: StatisticsWish, actor: Actor = OFFICER, reader: Reader | None = None):
    return read_matter_statistics(reader or Reader(), actor, wish, MONDAY, find_unit)


def find_unit(unit: str) -> str:
    """One of two units."""
    if unit not in (UNIT, OTHER):
        raise UnknownAgency
    return unit


def test_without_a_wish_the_present_month_of_every_unit_is_read_in_two_requests() -> None:
    reader = Reader()
    found = read(StatisticsWish(), reader=reader)
    assert reader.asked == [("", ""), ("2026-11", "")]
    assert (found.months, found.unit, found.found.total.received) == (("2026-11",), "", 5)
    assert (found.found.total.open, found.found.total.overdue) == (1, 1)


def test_a_period_a_unit_and_a_kind_narrow_what_is_read() -> None:
    reader = Reader()
    found = read(StatisticsWish("2026-10", "2026-11", UNIT), reader=reader)
    assert reader.asked == [("", UNIT), ("2026-10", UNIT), ("2026-11", UNIT)]
    assert (found.found.total.received, found.found.total.ended) == (3, 1)
    assert list(read(StatisticsWish(kind="feedback")).found.groups) == [("feedback", OTHER)]


def test_who_answers_for_a_unit_reads_it_and_no_other() -> None:
    assert read(StatisticsWish(), CLERK).unit == UNIT
    assert read(StatisticsWish(unit=UNIT), CLERK).found.total.received == 3
    for wish, actor in (
        (StatisticsWish(unit=OTHER), CLERK),
        (StatisticsWish(), build_actor(Role.CASHIER, UNIT)),
        (StatisticsWish(unit=UNIT), build_actor(Role.CATALOGUE_EDITOR, "province")),
    ):
        with pytest.raises(NotFound):
            read(wish, actor)


@pytest.mark.parametrize(
    ("wish", "path", "code"),
    [
        (StatisticsWish(kind="errand"), "/query/kind", "unknown_kind"),
        (StatisticsWish(unit="unit-z"), "/query/unit", "unknown_agency"),
    ],
)
def test_a_kind_and_a_unit_that_nobody_has_are_refused_at_their_field(
    wish: StatisticsWish, path: str, code: str
) -> None:
    reader = Reader()
    with pytest.raises(Invalid) as refused:
        read(wish, reader=reader)
    assert [(each.path, each.code) for each in refused.value.fields] == [(path, code)]
    assert reader.asked == []


@pytest.mark.parametrize(
    ("since", "until", "code"),
    [("2026-11", "2026-10", "period_reversed"), ("2025-10", "2026-10", "period_too_long")],
)
def test_a_period_that_is_none_is_refused_and_a_year_is_not(since: str, until: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        read(StatisticsWish(since, until))
    assert [each.code for each in refused.value.fields] == [code]
    assert len(read(StatisticsWish("2025-11", "2026-10")).months) == 12
