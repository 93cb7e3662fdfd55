"""Changes of the tree of units: validity, succession, and that no sequence of valid changes loses work."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.catalogue.agencies import Agency, UnknownAgency
from chalicelib.domain.catalogue.procedures import Names
from chalicelib.domain.catalogue.unit_changes import (
    UnitChange,
    UnitChangeKind,
    find_unit_of,
    find_unsound,
    fold_changes,
    require_valid,
)
from chalicelib.domain.shared.errors import Invalid

TODAY, JULY = date(2026, 5, 4), date(2026, 7, 1)
K = UnitChangeKind


def make_unit(unit: str, parent: str | None = "TOP", until: date | None = None, successor: str | None = None) -> Agency:
    """A unit of a test."""
    return Agency(
        unit, parent, "department", Names(f"Sở {unit}", f"Dept {unit}"), None, None, "none",
        active_until=until, successor=successor,
    )  # fmt: skip


BASE = {each.id: each for each in (make_unit("TOP", None), *map(make_unit, "ABC"), make_unit("B1", "B"))}


def refuse(change: UnitChange, approved: tuple[UnitChange, ...] = (), work: tuple[str, ...] = ()) -> set[str]:
    """The codes of the faults of a change."""
    with pytest.raises(Invalid) as refused:
        require_valid(BASE, approved, change, TODAY, work)
    return {each.code for each in refused.value.fields}


MERGE = UnitChange(K.MERGE, JULY, ("A",), successor="C")


def test_a_merged_unit_hands_its_work_to_its_successor_from_the_first_day() -> None:
    require_valid(BASE, (), MERGE, TODAY, ("A",))
    after = fold_changes(BASE, [MERGE])
    assert find_unit_of(after, "A", date(2026, 6, 30)).id == "A"
    assert find_unit_of(after, "A", JULY).id == "C"
    assert fold_changes(BASE, [MERGE], date(2026, 6, 30)) == BASE


def test_succession_is_followed_over_chains_and_never_in_a_circle() -> None:
    second = UnitChange(K.MERGE, date(2026, 8, 1), ("C",), successor="B")
    require_valid(BASE, (MERGE,), second, TODAY)
    assert find_unit_of(fold_changes(BASE, [second, MERGE]), "A", date(2026, 8, 1)).id == "B"
    ended = date(2026, 1, 1)
    circle = {"X": make_unit("X", until=ended, successor="Y"), "Y": make_unit("Y", until=ended, successor="X")}
    assert find_unit_of(circle, "X", TODAY).id in circle
    with pytest.raises(UnknownAgency):
        find_unit_of(BASE, "Z", TODAY)


@pytest.mark.parametrize(
    ("change", "approved", "codes"),
    [
        (UnitChange(K.MERGE, TODAY, ("A",), successor="C"), (), {"not_ahead"}),
        (UnitChange(K.CLOSE, JULY, ("Z",)), (), {"unknown_agency"}),
        (UnitChange(K.CLOSE, JULY, ("A",)), (MERGE,), {"agency_retired"}),
        (UnitChange(K.CLOSE, JULY, ("A", "A"), successor="C"), (), {"unit_twice"}),
        (UnitChange(K.CLOSE, date(2026, 6, 1), ("A",)), (MERGE,), {"clashes_with_change"}),
        (UnitChange(K.MERGE, date(2026, 8, 1), ("C",), successor="A"), (MERGE,), {"agency_retired"}),
        (UnitChange(K.MERGE, JULY, ("A",), successor="A"), (), {"unit_cycle"}),
        (UnitChange(K.MERGE, JULY, ("A",)), (), {"required"}),
        (UnitChange(K.MERGE, JULY, ("B",), successor="C"), (), {"units_below"}),
        (UnitChange(K.MOVE, JULY, ("B",), parent="B1"), (), {"unit_cycle"}),
        (UnitChange(K.MOVE, date(2026, 8, 1), ("B1",), parent="A"), (MERGE,), {"parent_not_active"}),
        (UnitChange(K.MOVE, date(2026, 6, 1), ("B1",), parent="A"), (MERGE,), {"clashes_with_change"}),
        (UnitChange(K.OPEN, JULY, opened=(make_unit("A"),)), (), {"unit_exists"}),
        (UnitChange(K.OPEN, JULY, opened=(make_unit("N", "Z"),)), (), {"parent_not_active"}),
        (UnitChange(K.OPEN, JULY), (), {"number_of_units"}),
        (UnitChange(K.SPLIT, JULY, ("A",), opened=(make_unit("N"),), successor="N"), (), {"number_of_units"}),
        (UnitChange(K.RENAME, JULY, ("A",)), (), {"required"}),
    ],
)
def test_what_is_not_possible_is_refused(change: UnitChange, approved: tuple[UnitChange, ...], codes: set[str]) -> None:
    assert refuse(change, approved) == codes


def test_a_unit_with_open_work_or_with_the_work_of_others_is_not_closed_without_a_successor() -> None:
    assert refuse(UnitChange(K.CLOSE, JULY, ("A",)), work=("A",)) == {"open_work"}
    require_valid(BASE, (), UnitChange(K.CLOSE, JULY, ("A",)), TODAY)
    assert refuse(UnitChange(K.CLOSE, date(2026, 8, 1), ("C",)), (MERGE,)) == {"open_work"}


def test_two_moves_that_are_right_alone_make_no_circle_in_between() -> None:
    out = UnitChange(K.MOVE, date(2026, 8, 1), ("B1",), parent="TOP")
    under = UnitChange(K.MOVE, JULY, ("B",), parent="B1")
    assert refuse(under, (out,)) == {"unit_cycle"}


def test_a_renamed_unit_keeps_its_old_name() -> None:
    renamed = UnitChange(K.RENAME, JULY, ("A",), name=Names("Sở Mới", "New"))
    require_valid(BASE, (), renamed, TODAY)
    assert fold_changes(BASE, [renamed])["A"].formerly_vi == ("Sở A",)
    assert fold_changes(BASE, [renamed])["A"].name.vi == "Sở Mới"


IDS = [*BASE, "N1", "N2"]
DAYS = st.integers(1, 6).map(lambda n: TODAY + timedelta(days=n))
CHANGES = st.builds(
    UnitChange,
    kind=st.sampled_from(list(K)),
    effective=DAYS,
    units=st.lists(st.sampled_from(IDS), max_size=2).map(tuple),
    opened=st.lists(st.builds(make_unit, st.sampled_from(["N1", "N2", "N3"]), st.sampled_from(IDS)), max_size=2).map(
        tuple
    ),
    successor=st.none() | st.sampled_from(IDS),
    name=st.none() | st.just(Names("Tên", "Name")),
    parent=st.sampled_from(IDS),
)


@given(st.lists(CHANGES, max_size=8), st.sets(st.sampled_from(IDS)))
def test_no_sequence_of_valid_changes_leaves_work_without_a_unit(asked: list[UnitChange], work: set[str]) -> None:
    approved: list[UnitChange] = []
    for change in asked:
        try:
            require_valid(BASE, approved, change, TODAY, work)
        except Invalid:
            continue
        approved.append(change)
    for n in range(8):
        day = TODAY + timedelta(days=n)
        units = fold_changes(BASE, approved, day)
        assert not find_unsound(units, day)
        assert set(BASE) <= set(units), "no unit is deleted"
        for unit in work & set(units):
            assert find_unit_of(units, unit, day).is_active(max(day, units[unit].active_from or day))
