"""What a unit is competent for: the same that each desk's dossiers lead to, with its first and last day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from chalicelib.domain.catalogue.agencies import AgencyRetired, AgencyTree, NoCompetentAgency, UnknownAgency
from chalicelib.domain.catalogue.competence import (
    Competence,
    UnitWork,
    list_competences,
    list_periods,
    list_turning_days,
)
from chalicelib.domain.catalogue.counters import find_counter
from chalicelib.domain.catalogue.procedures import Procedure
from chalicelib.domain.catalogue.unit_changes import UnitChange, UnitChangeKind, fold_tree
from chalicelib.repositories.catalogue.catalogue_files import CatalogueFiles

FILES = CatalogueFiles()
PROCEDURES = FILES.index.list_procedures()
BEFORE, AFTER = date(2025, 6, 30), date(2025, 7, 1)
TODAY = date(2026, 12, 3)


def find_settling(tree: AgencyTree, kind: str, procedure: Procedure, desk: str, on: date) -> str | None:
    """The agency that settles what a desk receives."""
    try:
        return tree.find_agency(kind, procedure, desk, on)
    except (NoCompetentAgency, AgencyRetired):
        return None


@pytest.mark.parametrize("province", ["vinh-long", "hue", "lai-chau"])
@pytest.mark.parametrize("on", [date(2024, 11, 4), BEFORE, AFTER, TODAY])
def test_each_unit_has_exactly_what_the_dossiers_of_every_desk_lead_to(province: str, on: date) -> None:
    tree = FILES.load_agencies(province)
    expected: dict[str, set[tuple[str, str, str | None]]] = {each.id: set() for each in tree.list_all()}
    for desk in tree.list_one_stop_units(on):
        for each in PROCEDURES:
            if settles := find_settling(tree, each.competent_kind, each, desk.id, on):
                expected[desk.id].add((each.id, "receives", settles))
                expected[settles].add((each.id, "settles", settles))
                for task in each.tasks:
                    by = find_settling(tree, task.kind, each, desk.id, on)
                    if by and by != settles:
                        expected[by].add((each.id, "task", None))
    for unit, works in expected.items():
        listed = list_competences(tree, PROCEDURES, unit, on)
        found = {(each.procedure, str(each.work), each.settled_by) for each in listed}
        assert (unit, found) == (unit, works)


def find_period(tree: AgencyTree, unit: str, procedure: str, on: date) -> tuple[date | None, date | None] | None:
    """The first and last day on which a unit settles a procedure, as a day shows it."""
    periods = list_periods(lambda _: tree, list_turning_days(tree, ()), PROCEDURES, unit, on)
    wanted = Competence(procedure, UnitWork.SETTLES, unit)
    return next(((each.since, each.until) for each in periods if each.of == wanted), None)


def test_what_districts_settled_until_30_june_2025_communes_settle_from_the_day_after() -> None:
    tree = FILES.load_agencies("vinh-long")
    business = "1.001612"
    assert find_period(tree, "VL-H857", business, BEFORE) == (None, BEFORE)
    assert find_period(tree, "VL-H857", business, AFTER) is None
    assert find_period(tree, "VL-N29602", business, AFTER) == (AFTER, None)
    assert find_period(tree, "VL-N29602", business, BEFORE) is None
    assert find_period(tree, "VL-SO_TU_PHAP", "2.000635", TODAY) == (None, None), "no other state is on record"


def test_a_decided_merger_ends_the_competence_of_the_unit_that_ends_and_no_other() -> None:
    base = FILES.load_agencies("vinh-long")
    ends, first = "VL-N29602", TODAY + timedelta(days=40)
    merger = UnitChange(UnitChangeKind.MERGE, first, (ends, f"{ends}-1C"), successor="VL-N29551")

    def load_tree(on: date) -> AgencyTree:
        return base.replace_agencies(fold_tree(base.units, (merger,), on).values())

    days = list_turning_days(load_tree(TODAY), (merger,))
    periods = {
        unit: list_periods(load_tree, days, PROCEDURES, unit, TODAY) for unit in (ends, f"{ends}-1C", "VL-N29551")
    }
    lasts = {unit: {each.until for each in found} for unit, found in periods.items()}
    assert lasts == {ends: {first - timedelta(days=1)}, f"{ends}-1C": {first - timedelta(days=1)}, "VL-N29551": {None}}
    assert list_competences(load_tree(first), PROCEDURES, ends, first) == ()


def test_a_unit_that_is_not_there_is_refused() -> None:
    with pytest.raises(UnknownAgency):
        list_competences(FILES.load_agencies("hue"), PROCEDURES, "KHONG-CO", TODAY)


def test_the_counter_of_a_unit_is_its_own_desk_and_that_of_its_successor_once_it_ended() -> None:
    base = FILES.load_agencies("vinh-long")
    ends, stays, first = "VL-N29602", "VL-N29551", TODAY + timedelta(days=40)
    merger = UnitChange(UnitChangeKind.MERGE, first, (ends, f"{ends}-1C"), successor=stays)
    after = base.replace_agencies(fold_tree(base.units, (merger,), first).values())
    desks = [find_counter(tree, ends, first).unit for tree in (base, after)]
    assert desks == [f"{ends}-1C", f"{stays}-1C"]
    own = find_counter(base, f"{ends}-1C", TODAY)
    assert (own.unit, own.hotline, own.hours) == (
        f"{ends}-1C", base.get(f"{ends}-1C").hotline, base.get(f"{ends}-1C").office_hours,
    )  # fmt: skip
    without_desk = find_counter(base, "VL-SO_TU_PHAP", TODAY)
    assert (without_desk.unit, bool(without_desk.hours)) == ("VL-SO_TU_PHAP", True), "hours of the province's centre"
