"""Boards by role, with their numbers and the lists behind them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache
from typing import Any

import pytest

from chalicelib.domain.accounts.roles import Actor, Role
from chalicelib.domain.dossier.dossier import Dossier, Task
from chalicelib.domain.flow.transitions import State
from chalicelib.domain.shared.errors import Malformed, NotFound
from chalicelib.domain.supervision.boards import (
    BoardLine,
    Counts,
    DueWindow,
    Settled,
    Settlement,
    Share,
    When,
    WorkCount,
    list_board_lines,
)
from chalicelib.domain.supervision.worklist import MOST_SORTED, Narrowing, QueueTooLong
from chalicelib.repositories.catalogue.catalogue_files import CatalogueFiles
from chalicelib.steps.dossier.ports import Page
from chalicelib.steps.supervision import boards
from chalicelib.steps.supervision.boards import Overseer, WorkFilter
from tests.support.builders import CITIZEN, MONDAY, Case, build_actor

PLACES = {"hue": "HUE-N19942", "vinh-long": "VL-N29551", "lai-chau": "LC-N03408", "quang-ngai": "QNG-N21025"}
"""A commune's committee in each province."""


@dataclass
class CountedStore:
    """Counts, and lists that say what they were asked."""

    numbers: Counter[BoardLine] = field(default_factory=Counter)
    asked: list[object] = field(default_factory=list)

    settled: Counter[Settlement] = field(default_factory=Counter)

    def read(self, unit: str) -> tuple[Counts, Settled]:
        """A unit's lines, and what it has settled."""
        lines = {line: n for line, n in self.numbers.items() if line.unit == unit}
        return lines, {each: n for each, n in self.settled.items() if each.unit == unit}

    def list_due(self, *asked: object) -> Page:
        """An empty page."""
        self.asked.append(asked)
        return Page([], None)

    def list_whole(
        self, unit: str, states: Sequence[State], wanted: Narrowing, most: int
    ) -> Sequence[Mapping[str, Any]]:
        """A line for each number that is counted in those states, by its due time alone."""
        self.asked.append(wanted)
        found = [line for line, n in self.numbers.items() for _ in range(n) if State(line.state) in states]
        return [{"place": str(line.due)} for line in found][: most + 1]


def build_overseer(who: Actor, province: str = "hue") -> Overseer:
    return Overseer(who, CatalogueFiles().load_agencies(province), MONDAY)


@cache
def bring_to_agency() -> Dossier:
    """A dossier at its agency, whose tasks a test gives other units and due times."""
    return Case().processing().dossier


def build_late_and_due(unit: str) -> CountedStore:
    """Three tasks in a unit, counted as the consumer does: due a month ago, today and in a month."""
    month = timedelta(days=31)
    dues = (MONDAY - month, MONDAY, MONDAY + month)
    tasks = tuple(Task(n, unit, n == 1, due) for n, due in enumerate(dues, start=1))
    return CountedStore(Counter(list_board_lines(replace(bring_to_agency(), tasks=tasks))))


@pytest.mark.parametrize("role", [Role.HEAD_OF_SECTION, Role.AGENCY_HEAD])
@pytest.mark.parametrize(
    "province",
    [
        pytest.param("vinh-long", marks=pytest.mark.clause("VL-21.3")),
        pytest.param("lai-chau", marks=pytest.mark.clause("LC-32.7#1")),
        pytest.param("quang-ngai", marks=pytest.mark.clause("QN-21.2#3")),
        "hue",
    ],
)
def test_a_head_sees_what_is_due_and_what_is_late_in_the_own_unit(province: str, role: Role) -> None:
    agency = PLACES[province]
    counted, head = build_late_and_due(agency), build_overseer(build_actor(role, agency), province)
    shown, _ = boards.read_board(head, counted, agency)
    assert shown.total == WorkCount(open=3, overdue=1, today=1)
    assert shown.dates == {date(2026, 10, 23): 1, date(2026, 11, 23): 1, date(2026, 12, 24): 1}
    assert shown.procedures == {bring_to_agency().procedure: shown.total}
    assert shown.states == {"processing": shown.total}
    listed, _ = boards.list_tallies(head, counted, 50, None)
    assert {unit: tally for unit, tally, _ in listed}[agency] == shown.total


def test_a_head_sees_what_was_settled_month_by_month_and_how_much_of_it_on_time() -> None:
    agency = PLACES["hue"]
    counted, head = build_late_and_due(agency), build_overseer(build_actor(Role.AGENCY_HEAD, agency))
    for month, on_time, n in (
        ("2025-11", True, 9), ("2025-12", False, 1), ("2026-10", True, 3), ("2026-11", True, 4), ("2026-11", False, 2),
    ):  # fmt: skip
        counted.settled[Settlement(agency, month, on_time)] = n
    counted.settled[Settlement("another", "2026-11", False)] = 7
    _, months = boards.read_board(head, counted, agency)
    assert list(months) == ["2025-12", *(f"2026-{n:02d}" for n in range(1, 12))], "twelve, without gaps"
    assert {month: share for month, share in months.items() if share.settled} == {
        "2025-12": Share(1, 0), "2026-10": Share(3, 3), "2026-11": Share(6, 4),
    }  # fmt: skip
    listed, _ = boards.list_tallies(head, counted, 50, None)
    assert {unit: share for unit, _, share in listed}[agency] == Share(9, 7), "this month and the one before"


def test_what_is_due_today_is_overdue_tomorrow() -> None:
    agency = PLACES["hue"]
    tomorrow = replace(build_overseer(build_actor(Role.AGENCY_HEAD, agency)), now=MONDAY + timedelta(days=1))
    assert boards.read_board(tomorrow, build_late_and_due(agency), agency)[0].total == WorkCount(open=3, overdue=2)


@pytest.mark.parametrize("role", [role for role in Role if role not in boards.HEADS])
def test_nobody_else_sees_a_board(role: Role) -> None:
    case = Case()
    who = build_overseer(CITIZEN if role is Role.APPLICANT else build_actor(role, case.agency))
    counted = build_late_and_due(case.agency)
    with pytest.raises(NotFound):
        boards.read_board(who, counted, case.agency)
    with pytest.raises(NotFound):
        boards.list_tallies(who, counted, 10, None)
    with pytest.raises(NotFound):
        boards.list_open_work(who, counted, WorkFilter(case.agency, State.PROCESSING), 10, None)


def list_units(who: Overseer) -> Sequence[str]:
    return who.units


def test_a_head_looks_over_the_units_under_the_own_one_and_no_other() -> None:
    committee, one_stop = PLACES["hue"], f"{PLACES['hue']}-1C"
    assert list_units(build_overseer(build_actor(Role.AGENCY_HEAD, committee))) == (committee, one_stop)
    assert list_units(build_overseer(build_actor(Role.HEAD_OF_ONE_STOP, one_stop))) == (one_stop,)
    with pytest.raises(NotFound):
        build_overseer(build_actor(Role.AGENCY_HEAD, committee)).require("HUE-THUE")
    with pytest.raises(NotFound):
        build_overseer(build_actor(Role.AGENCY_HEAD, committee)).require("no-such-unit")


def test_a_right_that_has_ended_shows_nothing() -> None:
    who = Overseer(build_actor(Role.AGENCY_HEAD, "HUE-N19942"), CatalogueFiles().load_agencies("hue"), MONDAY)
    ended = Actor("x", tuple(a.__class__(a.role, a.unit, a.valid_from, MONDAY) for a in who.actor.assignments))
    assert Overseer(ended, who.tree, MONDAY).units == ()


def test_the_provincial_office_sees_every_unit_page_by_page() -> None:
    who, counted = build_overseer(build_actor(Role.PROVINCIAL_OFFICE, "province")), build_late_and_due(PLACES["hue"])
    every = [agency.id for agency in who.tree.list_all()]
    found: list[str] = []
    cursor: str | None = None
    while len(found) < len(every):
        page, cursor = boards.list_tallies(who, counted, 50, cursor)
        found += [unit for unit, _, _ in page]
        assert (cursor is None) == (len(found) == len(every))
    assert found == every
    with pytest.raises(Malformed):
        boards.list_tallies(who, counted, 50, "no-such-unit")


def test_the_list_behind_a_number_is_asked_for_by_its_due_dates() -> None:
    case, counted = Case(), CountedStore()
    head = build_overseer(build_actor(Role.AGENCY_HEAD, case.agency))
    asked = WorkFilter(case.agency, State.PROCESSING, When.OVERDUE, procedure="p")
    assert boards.list_open_work(head, counted, asked, 10, "c").items == []
    assert counted.asked == [(case.agency, State.PROCESSING, DueWindow(None, date(2026, 11, 23), True), "p", 10, "c")]


def test_the_list_of_every_state_is_one_list_by_due_time_page_by_page() -> None:
    case = Case()
    counted = build_late_and_due(case.agency)
    head, asked = build_overseer(build_actor(Role.AGENCY_HEAD, case.agency)), WorkFilter(case.agency)
    first = boards.list_open_work(head, counted, asked, 2, None)
    second = boards.list_open_work(head, counted, asked, 2, first.cursor)
    dues = [line["place"] for line in (*first.items, *second.items)]
    assert dues == sorted(dues)
    assert (len(first.items), len(dues), second.cursor) == (2, sum(counted.numbers.values()), None)
    counted.numbers[BoardLine(case.agency, "processing", "p", date(2026, 11, 23))] = MOST_SORTED
    with pytest.raises(QueueTooLong):
        boards.list_open_work(head, counted, asked, 2, None)


@pytest.mark.parametrize("state", [State.CLOSED, State.DRAFT])
def test_there_is_no_list_of_what_is_not_open(state: State) -> None:
    case = Case()
    with pytest.raises(NotFound):
        boards.list_open_work(
            build_overseer(build_actor(Role.AGENCY_HEAD, case.agency)),
            CountedStore(),
            WorkFilter(case.agency, state),
            10,
            None,
        )
