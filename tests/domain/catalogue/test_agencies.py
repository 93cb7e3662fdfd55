"""Agencies: which exist on a day, which settles what, and when they are open."""

from datetime import date, time

import pytest

from chalicelib.domain.catalogue.agencies import AgencyRetired, NoCompetentAgency, NotOneStopUnit, UnknownAgency
from chalicelib.repositories.catalogue.catalogue_files import CatalogueFiles

FILES = CatalogueFiles()
HUE, LAI_CHAU = FILES.load_agencies("hue"), FILES.load_agencies("lai-chau")
LAST_OF_THREE_TIERS, FIRST_OF_TWO = date(2025, 6, 30), date(2025, 7, 1)
BEFORE, SINCE = date(2025, 3, 3), date(2026, 11, 23)


def find_competent(procedure_id: str, unit: str, on: date) -> str:
    tree = HUE if unit.startswith("HUE") else LAI_CHAU
    return tree.find_competent_agency(FILES.find_procedure(procedure_id), unit, on)


@pytest.mark.clause("VL-2.1")
def test_districts_end_and_new_communes_begin_with_july_2025():
    before = {agency.id for agency in HUE.list_active(LAST_OF_THREE_TIERS)}
    since = {agency.id for agency in HUE.list_active(FIRST_OF_TWO)}
    assert "HUE-H479" in before - since
    assert "HUE-N19960" in since - before
    assert "HUE-UBND" in before & since


@pytest.mark.clause("VL-2.2")
def test_one_stop_units_are_the_active_ones():
    units = HUE.list_one_stop_units(SINCE)
    assert len(units) == 7
    assert all(unit.is_one_stop and unit.is_active(SINCE) for unit in units)
    assert HUE.require_one_stop_unit("HUE-TTPVHCC", SINCE).hotline


@pytest.mark.parametrize(
    ("procedure_id", "unit", "on", "agency"),
    [
        ("1.004873", "LC-N03549-1C", SINCE, "LC-N03549"),  # commune committee
        ("1.001612", "HUE-N19960-1C", SINCE, "HUE-N19960"),  # business registration of the commune
        ("1.001612", "HUE-X19960-1C", BEFORE, "HUE-H479"),  # then of the district
        ("1.001612", "HUE-H479-1C", BEFORE, "HUE-H479"),
        ("2.000620", "HUE-X19750-1C", BEFORE, "HUE-Q-PHU-XUAN"),  # successor of the old city district
        ("2.000620", "HUE-X19750-1C", date(2024, 12, 31), "HUE-H474"),
        ("2.000815", "HUE-H479-1C", BEFORE, "HUE-H479"),  # commune or district, as filed
        ("2.000815", "HUE-X19960-1C", BEFORE, "HUE-X19960"),
        ("2.000635", "HUE-N19960-1C", SINCE, "HUE-N19960"),  # any civil-status database
        ("2.000635", "HUE-H479-1C", BEFORE, "HUE-H479"),
        ("2.000635", "HUE-TTPVHCC", SINCE, "HUE-SO_TU_PHAP"),
        ("1.002425", "HUE-TTPVHCC", SINCE, "HUE-SO_Y_TE"),  # the department named by the procedure
        ("1.002425", "HUE-N19960-1C", SINCE, "HUE-SO_Y_TE"),
        ("3.000347", "HUE-TTPVHCC", SINCE, "HUE-CAT"),
        ("1.012783", "LC-N03549-1C", SINCE, "LC-VPDKDD"),
        ("1.012783", "LC-X03391-1C", BEFORE, "LC-VPDKDD"),
        ("1.004222", "LC-N03549-1C", SINCE, "LC-N03549"),  # no police node: the committee stands for it
    ],
)
def test_the_competent_agency_follows_procedure_unit_and_day(procedure_id, unit, on, agency):
    assert find_competent(procedure_id, unit, on) == agency


@pytest.mark.clause("VL-12.2", "QN-10.1")
@pytest.mark.parametrize(
    ("procedure_id", "unit", "on", "refusal"),
    [
        ("1.004873", "HUE-H479-1C", SINCE, AgencyRetired),  # ended 30/6/2025
        ("1.004873", "HUE-N19960-1C", BEFORE, AgencyRetired),  # not yet set up
        ("1.004873", "HUE-N19960", SINCE, NotOneStopUnit),
        ("1.004873", "HUE-NOWHERE", SINCE, UnknownAgency),
        ("1.004873", "HUE-TTPVHCC", SINCE, NoCompetentAgency),  # which commune would be a guess
        ("1.004873", "HUE-H479-1C", BEFORE, NoCompetentAgency),  # not a district's work
    ],
)
def test_what_cannot_be_settled_is_refused(procedure_id, unit, on, refusal):
    with pytest.raises(refusal) as refused:
        find_competent(procedure_id, unit, on)
    assert refused.value.text_vi
    assert refused.value.text_en


def test_partner_tasks_find_their_agency():
    linked = FILES.find_procedure("1.001612")
    found = [HUE.find_agency(task.kind, linked, "HUE-N19960-1C", SINCE) for task in linked.tasks]
    assert found == ["HUE-N19960", "HUE-THUE", "HUE-N19960"]
    with pytest.raises(NoCompetentAgency):
        HUE.find_agency("embassy", linked, "HUE-N19960-1C", SINCE)


def test_retired_agencies_stay_readable():
    assert HUE.get("HUE-H474").successor == "HUE-Q-PHU-XUAN"
    with pytest.raises(UnknownAgency):
        FILES.load_agencies("ha-noi")


@pytest.mark.parametrize(
    ("province", "agency", "opens", "closes"),
    [
        ("hue", "HUE-N19960-1C", time(7), time(17)),  # its own
        ("hue", "HUE-N19960", time(7), time(17)),  # of its one-stop unit
        ("hue", "HUE-SO_Y_TE", time(7), time(17)),  # of the provincial centre
        ("lai-chau", "LC-TTPVHCC", time(7, 30), time(17)),
        ("lai-chau", "LC-VPDKDD", time(7, 30), time(17)),
    ],
)
def test_office_hours_are_inherited(province, agency, opens, closes):
    shifts = FILES.load_agencies(province).find_office_hours(agency)
    assert (shifts[0].open, shifts[-1].close) == (opens, closes)
    assert all(shift.days == (1, 2, 3, 4, 5) for shift in shifts)
