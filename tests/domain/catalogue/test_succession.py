"""Succession on a day: no unit is ever without one that has its work, and rights reach exactly that."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.accounts.roles import Assignment, Role
from chalicelib.domain.catalogue.agencies import Agency, AgencyTree, ProvinceIdentity
from chalicelib.domain.catalogue.procedures import Names
from chalicelib.domain.catalogue.succession import find_heir, follow_assignments, list_units_served
from chalicelib.domain.catalogue.unit_changes import UnitChange, UnitChangeKind, fold_tree, require_valid
from chalicelib.domain.shared.errors import Invalid

TODAY = date(2026, 5, 4)
SINCE = datetime(2020, 1, 1, tzinfo=UTC)
UNITS = ("A", "B", "C", "D", "E")
PROVINCE = ProvinceIdentity("x", "H1", "1", "1", Names("Tỉnh", "Province"), "")


def make_unit(unit: str, parent: str | None = "TOP") -> Agency:
    """A unit of a test."""
    return Agency(unit, parent, "department", Names(unit, unit), None, None, "none")


BASE = AgencyTree(PROVINCE, [make_unit("TOP", None), *map(make_unit, UNITS)], {})
MERGERS = st.lists(
    st.tuples(st.sampled_from(UNITS), st.sampled_from(UNITS), st.integers(1, 20)), max_size=8, unique_by=lambda m: m[0]
)


def decide_mergers(mergers: list[tuple[str, str, int]]) -> tuple[UnitChange, ...]:
    """The changes that can be decided one after the other; impossible ones are refused."""
    decided = tuple[UnitChange, ...]()
    for ends, successor, day in mergers:
        change = UnitChange(UnitChangeKind.MERGE, TODAY + timedelta(days=day), (ends,), successor=successor)
        try:
            require_valid(BASE.units, decided, change, TODAY, UNITS)
        except Invalid:
            continue
        decided += (change,)
    return decided


def build_tree(changes: tuple[UnitChange, ...], on: date) -> AgencyTree:
    """The tree of a day."""
    return BASE.replace_agencies(fold_tree(BASE.units, changes, on).values())


@given(MERGERS, st.integers(0, 21))
def test_on_every_day_each_unit_has_one_heir_that_operates_and_rights_reach_its_work_alone(mergers, day):
    on = TODAY + timedelta(days=day)
    tree = build_tree(decide_mergers(mergers), on)
    served = {heir: list_units_served(tree, heir, on) for heir in {find_heir(tree, unit, on) for unit in UNITS}}
    assert sorted(unit for units in served.values() for unit in units) == list(UNITS), "all work, each once"
    for heir, units in served.items():
        assert tree.get(heir).is_active(on)
        for unit in units:
            right = Assignment(Role.CASE_OFFICER, unit, SINCE)
            assert {each.unit for each in follow_assignments([right], tree, on)} == set(units)


def test_before_its_day_a_merger_changes_no_right_and_after_it_ended_rights_stay_ended() -> None:
    changes = decide_mergers([("A", "B", 5)])
    right = Assignment(Role.CASE_OFFICER, "A", SINCE, SINCE + timedelta(days=9), "other", "reception")
    before, after = TODAY + timedelta(days=4), TODAY + timedelta(days=5)
    assert follow_assignments([right], build_tree(changes, before), before) == (right,)
    followed = follow_assignments([right], build_tree(changes, after), after)
    assert [(each.unit, each.valid_until, each.backup_for, each.stage) for each in followed] == [
        (unit, right.valid_until, "other", "reception") for unit in ("A", "B")
    ]


def test_an_unknown_unit_and_the_province_are_their_own() -> None:
    assert find_heir(BASE, "province", TODAY) == "province"
    assert list_units_served(BASE, "province", TODAY) == ("province",)
