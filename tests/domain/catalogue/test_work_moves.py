"""Open work that moves to successors: which, in which order, and how far a unit is, over any mergers."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.catalogue.agencies import AgencyTree
from chalicelib.domain.catalogue.succession import find_heir
from chalicelib.domain.catalogue.unit_changes import UnitChange, UnitChangeKind
from chalicelib.domain.catalogue.work_moves import (
    LONGEST_STILL,
    LOOKED_AGAIN,
    SETTLES,
    Succession,
    begin_move,
    find_dossier_move,
    list_successions,
)
from chalicelib.domain.dossier.dossier import Dossier, Task
from chalicelib.domain.dossier.effects.unit_moves import apply_succession
from chalicelib.domain.dossier.unit_moves import find_unit_since, find_unit_then, list_former_units
from chalicelib.domain.flow.transitions import State
from chalicelib.domain.ledger import payloads
from chalicelib.domain.ledger.chain import GENESIS, chain_facts
from tests.domain.catalogue.test_succession import BASE, MERGERS, TODAY, build_tree, decide_mergers, make_unit

NOW = datetime(2026, 6, 1, tzinfo=UTC)
FIRST = {"one_stop": "A", "agency": "B", "task:1": "B", "task:2": "C", "task:3": "D"}


def build_dossier(state: State = State.PROCESSING) -> Dossier:
    """A dossier whose places are those of `FIRST`; the third task is done."""
    tasks = tuple(
        Task(number, FIRST[f"task:{number}"], number == 1, NOW, done_at=NOW if number == 3 else None)
        for number in (1, 2, 3)
    )
    return Dossier("d", "x", "p", "1", "desk", "A", "f", "r", NOW, state=state, agency="B", tasks=tasks)


def read_places(dossier: Dossier) -> dict[str, str]:
    """The unit in each place."""
    tasks = {f"task:{task.n}": task.unit for task in dossier.tasks}
    return {"one_stop": dossier.one_stop, "agency": dossier.agency, **tasks}


def move_all(dossier: Dossier, successions: tuple[Succession, ...]) -> Dossier:
    """The dossier once everything has moved, each a day after the one before."""
    now = NOW
    while found := find_dossier_move(dossier, successions):
        each, places = found
        new = payloads.UNIT_SUCCEEDED.build({
            "unit": each.successor, "from": each.unit, "effective": each.effective.isoformat(), "cause": "",
            "change": "", "places": places,
        }, by_system=True)  # fmt: skip
        now += timedelta(days=1)
        (fact,) = chain_facts("d", [new], head=GENESIS, length=0, now=now, actor={})
        dossier = apply_succession(dossier, fact)
    return dossier


@given(MERGERS, st.integers(0, 21))
def test_over_any_mergers_each_open_place_comes_to_its_heir_and_what_was_done_stays(
    mergers: list[tuple[str, str, int]], day: int
) -> None:
    on = TODAY + timedelta(days=day)
    changes = decide_mergers(mergers)
    tree = build_tree(changes, on)
    successions = list_successions(tree, changes, {}, on)
    after = move_all(build_dossier(), successions)
    assert read_places(after) == {
        place: unit if place == "task:3" else find_heir(tree, unit, on) for place, unit in FIRST.items()
    }
    for place, unit in FIRST.items():
        heir, now = find_heir(tree, unit, on), read_places(after)[place]
        steps = [move.before for move in after.moves if place in move.places]
        assert len(set(steps)) == len(steps), "each succession of a place once"
        assert find_unit_then(after.moves, place, now, NOW) == unit, "what was done before is the unit's of that time"
        assert place == "task:3" or find_unit_since(after.moves, unit) == heir == now
        assert unit in {now, *list_former_units(after.moves, place)}


def test_a_closed_dossier_stays() -> None:
    successions = (Succession("A", "C", TODAY),)
    assert find_dossier_move(build_dossier(State.CLOSED), successions) is None
    assert find_dossier_move(build_dossier(State.RESOLVED), successions) == (successions[0], ("one_stop",))


def test_a_succession_names_the_change_that_decided_it_and_one_of_before_names_none() -> None:
    merger = UnitChange(UnitChangeKind.MERGE, date(2026, 6, 1), ("A",), successor="B")
    before = replace(make_unit("OLD"), active_until=date(2025, 6, 30), successor="A")
    lost = replace(make_unit("LOST"), active_until=date(2025, 6, 30), successor="NOWHERE")
    base = AgencyTree(BASE.province, [*BASE.list_all(), before, lost], {})
    tree = base.replace_agencies(
        replace(each, active_until=date(2026, 5, 31), successor="B") if each.id == "A" else each
        for each in base.list_all()
    )
    assert list_successions(tree, (merger,), {1: "m"}, date(2026, 5, 31)) == (
        Succession("OLD", "A", date(2025, 7, 1)),
    ), "not before the day, and not where nobody has the work"
    assert list_successions(tree, (merger,), {1: "m"}, date(2026, 6, 1)) == (
        Succession("OLD", "A", date(2025, 7, 1)), Succession("A", "B", date(2026, 6, 1), "merge", "m"),
    )  # fmt: skip


def test_a_unit_is_empty_after_a_pass_that_finds_nothing_and_is_looked_at_again_the_next_day() -> None:
    state = begin_move(Succession("A", "B", TODAY), NOW)
    assert (state.is_due(NOW), state.is_still(NOW)) == (True, False)
    assert state.is_still(NOW + LONGEST_STILL)
    later = NOW + LONGEST_STILL
    first = state.begin_pass(NOW).add_page(50, 49, "cursor", 2, later)
    assert (first.place, first.cursor, first.moved, first.is_still(later)) == (0, "cursor", 49, False)
    second = first.add_page(1, 1, None, 2, later).add_page(0, 0, None, 2, later)
    assert (second.is_between, second.done_at, second.found) == (True, None, 51), "one is left"
    empty = second.begin_pass(later).add_page(0, 0, None, 2, later).add_page(0, 0, None, 2, later)
    assert (empty.done_at, empty.is_due(later), empty.is_settled) == (later, False, False)
    again = later + SETTLES
    assert empty.is_due(again), "once more, when all that was begun before has ended"
    settled = empty.begin_pass(again).add_page(0, 0, None, 1, again)
    assert (settled.is_settled, settled.is_due(again + SETTLES), settled.is_due(again + LOOKED_AGAIN)) == (
        True, False, True,
    )  # fmt: skip
    again += LOOKED_AGAIN
    found = settled.begin_pass(again).add_page(1, 0, None, 1, again)
    assert (found.done_at, found.is_still(again), found.is_still(again + LONGEST_STILL)) == (None, False, True)
