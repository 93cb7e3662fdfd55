"""What a dossier keeps of moves: past work is the unit's that did it, and who read it there reads it still."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.catalogue.work_moves import list_open_places
from chalicelib.domain.dossier.course import Reach
from chalicelib.domain.dossier.course_reading import can_reach
from chalicelib.domain.dossier.unit_moves import UnitMove, find_unit_since, find_unit_then
from chalicelib.domain.flow.transitions import State
from chalicelib.domain.privacy.sight import find_sight
from chalicelib.domain.supervision.boards import list_board_lines, list_settlements
from chalicelib.domain.supervision.ratings import list_units_then
from tests.support.builders import Case
from tests.support.people import build_actor

AFTER = "HUE-SUCCESSOR"


def test_what_was_settled_before_counts_for_the_unit_of_that_time() -> None:
    case = Case().at(State.RESOLVED)
    before = case.dossier
    at = case.now + timedelta(days=1)
    places = ("one_stop", "agency")
    moved = replace(
        before, one_stop=AFTER, agency=AFTER,
        moves=(UnitMove(before.one_stop, AFTER, at, places[:1]), UnitMove(before.agency, AFTER, at, places[1:])),
    )  # fmt: skip
    assert list_settlements(moved) == list_settlements(before) != ()
    assert list_units_then(moved, at) == {AFTER}
    assert {line.unit for line in list_board_lines(moved)} == {AFTER}


def test_who_stood_in_the_old_unit_reads_what_they_read() -> None:
    before = Case().at(State.RECEIVED).dossier
    moved = replace(before, one_stop=AFTER, moves=(UnitMove(before.one_stop, AFTER, before.filed_at, ("one_stop",)),))
    clerk, now = build_actor(Role.ONE_STOP_OFFICER, before.one_stop), before.filed_at
    sight = find_sight(clerk, moved, now)
    assert sight == find_sight(clerk, before, now)
    assert can_reach(sight.reading, moved, Reach.UNIT, before.one_stop), "notes to the unit of before"
    assert find_sight(build_actor(Role.ONE_STOP_OFFICER, AFTER), moved, now).places == sight.places
    assert find_sight(build_actor(Role.ONE_STOP_OFFICER, "HUE-OTHER"), moved, now).given == {}


def test_places_are_followed_one_by_one() -> None:
    dossier = Case().at(State.PROCESSING).dossier
    assert {"one_stop", "agency", "task:1"} <= set(list_open_places(dossier))
    assert list_open_places(replace(dossier, state=State.CLOSED)) == {}
    moves = (
        UnitMove("A", "B", dossier.filed_at, ("one_stop",)),
        UnitMove("B", "C", dossier.filed_at + timedelta(days=2), ("one_stop",)),
    )
    assert [
        find_unit_then(moves, "one_stop", "C", dossier.filed_at + timedelta(days=day)) for day in (-1, 0, 1, 2)
    ] == ["A", "B", "B", "C"]
    assert find_unit_then(moves, "agency", "C", dossier.filed_at - timedelta(days=1)) == "C", "another place"
    assert [find_unit_since(moves, unit) for unit in "ABCD"] == ["C", "C", "C", "D"]
