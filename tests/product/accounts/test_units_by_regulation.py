"""The units of each province: which bodies its regulation makes units, on which level, and by which list or article."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from tests.product.office import Office

TWO_TIERS = date(2025, 7, 1)
"""First day without districts."""


def expect_tiers(at: datetime) -> set[str]:
    """The levels of administration of that day."""
    return {"province", "commune"} | ({"district"} if at.date() < TWO_TIERS else set())


def read_units(product: Office) -> dict[str, dict[str, Any]]:
    """The units that operate, as everybody reads them, by id."""
    found = product.nobody().get("/api/territory/units")
    return {each["id"]: each for each in found["items"] if each["active"]}


def list_tiers(units: dict[str, dict[str, Any]], body: str) -> set[str]:
    """The levels of administration on which there are bodies of that sort."""
    return {each["tier"] for each in units.values() if each["body"] == body}


def list_by_regulation(units: dict[str, dict[str, Any]]) -> set[tuple[str, str]]:
    """Body and article of the units that the regulation adds."""
    return {(each["body"], each["article"].partition(" Quy")[0]) for each in units.values() if each["article"]}


@pytest.mark.clause("VL-2.1")
def test_in_vinh_long_the_competent_authorities_of_each_tier_are_units(office, at):
    units = read_units(office("vinh-long", at=at))
    assert list_tiers(units, "authorities") == expect_tiers(at)
    assert (units["VL-SO_TU_PHAP"]["tier"], units["VL-SO_TU_PHAP"]["parent"]) == ("province", "VL-UBND")


@pytest.mark.clause("VL-2.2")
def test_in_vinh_long_the_centre_and_the_local_reception_units_are_units_of_their_own(office, at):
    units = read_units(office("vinh-long", at=at))
    assert list_tiers(units, "one_stop_units") == expect_tiers(at)
    for each in (each for each in units.values() if each["body"] == "one_stop_units"):
        assert (each["is_one_stop"], units[each["parent"]]["body"]) == (True, "authorities")


@pytest.mark.clause("HUE-2.1")
def test_in_hue_departments_committees_centres_and_participating_bodies_are_units(office, at):
    units = read_units(office("hue", at=at))
    assert list_by_regulation(units) == {("participating_bodies", "khoản 1 Điều 2")}
    assert units["HUE-DTTM"]["kind_name"]["vi"] == "Cơ quan, tổ chức tham gia"
    assert list_tiers(units, "authorities") == list_tiers(units, "one_stop_units") == expect_tiers(at)


@pytest.mark.clause("HUE-3.2")
def test_in_hue_centres_and_settling_bodies_both_carry_out_procedures(office, at):
    units = read_units(office("hue", at=at))
    committees = {each["id"] for each in units.values() if each["kind"].endswith("_peoples_committee")}
    assert {each["parent"] for each in units.values() if each["body"] == "one_stop_units"} <= committees | {"HUE-VP"}
    assert list_tiers(units, "one_stop_units") == list_tiers(units, "authorities")


@pytest.mark.clause("QN-1.2")
def test_in_quang_ngai_central_bodies_associations_public_units_and_enterprises_are_units(office, at):
    units = read_units(office("quang-ngai", at=at))
    assert list_by_regulation(units) == {
        (body, "khoản 2 Điều 1")
        for body in ("vertical_agencies", "associations", "public_units", "service_enterprises")
    }
    assert list_tiers(units, "authorities") == expect_tiers(at)


@pytest.mark.clause("TB-2")
def test_in_thai_binh_departments_committees_and_reception_units_of_each_level_are_units(office, at):
    units = read_units(office("thai-binh", at=at))
    assert list_by_regulation(units) == set(), "its regulation names no others"
    for body in ("authorities", "one_stop_units"):
        assert list_tiers(units, body) == expect_tiers(at)


@pytest.mark.clause("LC-2.1")
def test_in_lai_chau_the_board_of_the_economic_zone_is_a_unit_with_departments_and_committees(office, at):
    units = read_units(office("lai-chau", at=at))
    assert units["LC-BQLKKT"]["body"] == "economic_zone_board"
    assert "khoản 1 Điều 2" in units["LC-BQLKKT"]["article"]
    assert list_tiers(units, "authorities") == expect_tiers(at)


@pytest.mark.clause("LC-2.2")
def test_in_lai_chau_central_units_are_units_by_the_regulation(office, at):
    units = read_units(office("lai-chau", at=at))
    central = {each["id"] for each in units.values() if each["body"] == "vertical_agencies"}
    assert central == {"LC-CAT", "LC-BHXH", "LC-THUE", "LC-KBNN"}
    assert all("khoản 2 Điều 2" in units[each]["article"] for each in central)


@pytest.mark.clause("LC-7.1.c")
def test_in_lai_chau_central_units_are_listed_with_the_decision_of_their_list(office, at):
    product = office("lai-chau", at=at)
    units = read_units(product)
    assert {each["id"] for each in units.values() if each["list_number"] == "1291/QĐ-TTg"} == {
        "LC-CAT", "LC-BHXH", "LC-THUE",
    }  # fmt: skip
    (published,) = product.nobody().get("/api/territory/units")["lists"]
    assert (published["issued_on"], published["issuer_vi"]) == ("2019-10-07", "Thủ tướng Chính phủ")


@pytest.mark.parametrize("province", ["vinh-long", "hue", "quang-ngai", "thai-binh", "lai-chau"])
def test_no_unit_of_a_province_s_folder_is_without_ground_today(office, at, province):
    product = office(province, at=at)
    shown = read_units(product)
    assert {each["id"] for each in product.nobody().get("/api/agencies")["items"]} == set(shown)
