"""Changes of units: one of the provincial office proposes, another one decides, and the tree changes on its day."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.accounts.roles import PROVINCE_UNIT, Role
from chalicelib.repositories.catalogue.unit_table import UNITS_LIVE
from chalicelib.wiring import core as wiring
from tests.product.conftest import MONDAY
from tests.product.matters.matter_calls import open_matter, take_step, try_open, try_step
from tests.product.office import Office, Worker

PLURAL = "unit-changes"
DAY = MONDAY.date() + timedelta(days=7)
DECIDED = {"outcome": "Theo quyết định của UBND tỉnh."}


def build_proposal(product: Office, **changes: str) -> dict[str, str]:
    """A proposal to rename a commune's committee."""
    asked = {
        "action": "rename", "subject": "Đổi tên xã", "decision": "12/QĐ-UBND", "decision_day": f"{MONDAY:%Y-%m-%d}",
        "effective": f"{DAY}", "unit": product.place.committee, "name_vi": "Ủy ban nhân dân phường Mới",
        "name_en": "People's Committee of Moi ward",
    }  # fmt: skip
    return {key: value for key, value in {**asked, **changes}.items() if value}


def find_second(product: Office) -> Worker:
    """Another officer of the provincial office."""
    return product.appoint("office2", Role.PROVINCIAL_OFFICE, PROVINCE_UNIT)


def find_merged(product: Office) -> tuple[str, str, str, str]:
    """Two communes of the day, with their one-stop units: what ends, and what stays."""
    tree = wiring.provide_agencies()
    units = {each.parent: each.id for each in tree.list_one_stop_units(MONDAY.date())}
    stays = product.place.committee
    ends = next(
        each.id for each in tree.list_active(MONDAY.date())
        if each.id in units and each.kind == tree.get(stays).kind and each.id != stays
    )  # fmt: skip
    return ends, units[ends], stays, units[stays]


def list_faults(product: Office, **changes: str) -> list[tuple[str, str]]:
    """The questions at fault and the codes with which a proposal is refused."""
    reply = try_open(product("office"), PLURAL, build_proposal(product, **changes))
    assert reply.status == 422, reply.body
    return [(each["path"].removeprefix("/values/"), each["code"]) for each in reply.body["errors"]]


def let_caches_pass(product: Office) -> None:
    """A minute passes for caches."""
    product.clock.later += UNITS_LIVE


def test_a_rename_is_decided_by_somebody_else_and_takes_effect_on_its_day(office: Any) -> None:
    product = office("hue")
    unit, second = product.place.committee, find_second(product)
    proposed = open_matter(product("office"), PLURAL, build_proposal(product))
    assert try_step(product("office"), PLURAL, proposed["id"], "approve", DECIDED).body["code"] == "own_matter"
    decided = take_step(second, PLURAL, proposed["id"], "approve", DECIDED)
    paper = product("office").get(f"/api/matters/answers/{proposed['id']}")
    assert (paper["number"], paper["title"]) == (proposed["number"], "Thông báo thay đổi cơ quan, đơn vị")
    let_caches_pass(product)
    assert (decided["state"], wiring.provide_units().load().version) == ("decided", 1)
    assert wiring.provide_agencies().get(unit).name.vi != "Ủy ban nhân dân phường Mới", "not before its day"
    product.at(MONDAY + timedelta(days=7))
    assert wiring.provide_agencies().get(unit).name.vi == "Ủy ban nhân dân phường Mới"


def test_a_merger_ends_a_commune_with_its_one_stop_unit_and_names_the_successor(office: Any) -> None:
    product = office("hue")
    second, (ends, its_desk, stays, desk) = find_second(product), find_merged(product)
    merger = {"action": "merge", "name_vi": "", "name_en": ""}
    assert list_faults(product, **merger, unit=ends, successor=stays) == [("unit", "units_below")]
    for unit, successor in ((its_desk, desk), (ends, stays)):
        asked = build_proposal(product, **merger, unit=unit, successor=successor)
        take_step(second, PLURAL, open_matter(product("office"), PLURAL, asked)["id"], "approve", DECIDED)
    let_caches_pass(product)
    tree = wiring.provide_agencies()
    assert [tree.get(each).is_active(DAY) for each in (ends, its_desk, stays, desk)] == [False, False, True, True]
    assert (tree.get(ends).successor, tree.get(ends).is_active(MONDAY.date())) == (stays, True)
    product.at(MONDAY + timedelta(days=8))
    reversed_ = build_proposal(product, **merger, unit=stays, successor=ends, effective=f"{DAY + timedelta(days=9)}")
    refused = try_open(product("office"), PLURAL, reversed_)
    assert "agency_retired" in {each["code"] for each in refused.body["errors"]}, "a merger is not reversed"


def test_of_two_proposals_that_clash_the_later_decision_is_refused_and_stays_open(office: Any) -> None:
    product = office("hue")
    second, (_, its_desk, _, desk) = find_second(product), find_merged(product)
    merger = {"action": "merge", "name_vi": "", "name_en": ""}
    one, other = (
        open_matter(product("office"), PLURAL, build_proposal(product, **merger, unit=unit, successor=successor))
        for unit, successor in ((its_desk, desk), (desk, its_desk))
    )
    take_step(second, PLURAL, one["id"], "approve", DECIDED)
    refused = try_step(second, PLURAL, other["id"], "approve", DECIDED)
    assert (refused.status, {each["code"] for each in refused.body["errors"]}) == (422, {"agency_retired"})
    assert take_step(second, PLURAL, other["id"], "decline", DECIDED)["state"] == "declined"
    assert wiring.provide_units().load().version == 1


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"effective": f"{MONDAY:%Y-%m-%d}"}, [("effective", "too_early")]),
        ({"unit": ""}, [("unit", "missing")]),
        ({"others": "HUE-TTPVHCC"}, [("others", "number_of_units")]),
        ({"unit": "HUE-NOWHERE"}, [("unit", "unknown_agency")]),
        ({"name_vi": ""}, [("name_vi", "required")]),
        ({"action": "move", "parent": "committee"}, [("parent", "unit_cycle")]),
        ({"action": "merge"}, [("successor", "required")]),
        ({"action": "open", "opened": "một dòng"}, [("opened", "unreadable_line")]),
    ],
)
def test_what_is_not_possible_is_refused_at_its_question(office: Any, changes: Any, faults: Any) -> None:
    product = office("hue")
    found = {key: product.place.committee if value == "committee" else value for key, value in changes.items()}
    assert [each for each in list_faults(product, **found) if each[1] != "units_below"] == faults


def test_only_the_provincial_office_proposes(office: Any) -> None:
    product = office("hue")
    for who in ("deskhead", "head1", "operator", "citizen1"):
        assert try_open(product(who), PLURAL, build_proposal(product)).status == 403, who
