"""The merger of 1 July 2025 in Vĩnh Long, entered from its list: districts end, and every dossier keeps an owner."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.catalogue.agencies import AgencyTree
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.repositories.catalogue.unit_records import pack_units, write_tree
from chalicelib.repositories.dynamodb import keys
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.wiring import core as wiring
from infra.paths import ROOT
from tests.product.catalogue.test_succession import list_queue
from tests.product.catalogue.test_unit_changes import DECIDED, PLURAL, find_second, let_caches_pass
from tests.product.catalogue.test_unit_effects import preview
from tests.product.journeys import REGISTRATION, REQUIRED, choose_answers
from tests.product.matters.matter_calls import open_matter, take_step
from tests.product.office import Office

LIST = ROOT / "examples" / "mergers" / "vinh-long-2025-07-01.csv"
FIRST = date(2025, 7, 1)
BEFORE = datetime(2025, 6, 16, 9, tzinfo=VIETNAM)
AFTER = datetime(2025, 7, 1, 9, tzinfo=VIETNAM)
DISTRICT, HEIR = "VL-H855", "VL-N29551"


def read_list() -> list[dict[str, str]]:
    """The changes of the merger, in the order in which they are entered."""
    with LIST.open(encoding="utf-8", newline="") as lines:
        return [{key: value for key, value in row.items() if value} for row in csv.DictReader(lines)]


def build_tree_before(shipped: AgencyTree) -> AgencyTree:
    """The tree as it stood before anybody knew of the merger."""
    last = FIRST - timedelta(days=1)
    return shipped.replace_agencies(
        replace(each, active_until=None if each.active_until == last else each.active_until)
        for each in shipped.list_all()
        if each.active_from != FIRST
    )


def import_before(product: Office) -> AgencyTree:
    """Store that tree, as the deployment of those days would have; the shipped one, which knows the merger."""
    shipped = wiring.provide_catalogue().load_agencies(product.province)
    packed = pack_units(write_tree(build_tree_before(shipped)), ())
    TableItem(*keys.UNIT_TREE, kind="units", version=0, packed=packed).save()
    let_caches_pass(product)
    return shipped


def enter_list(product: Office) -> None:
    """One of the provincial office proposes each change of the list, and another one decides it."""
    second = find_second(product)
    about = {"decision": "NQ-202/2025/QH15", "decision_day": "2025-06-12", "effective": f"{FIRST}"}
    for row in read_list():
        basis = row.pop("basis")
        asked = {**row, **about, "subject": "Sắp xếp đơn vị từ 01/7/2025", "note": basis}
        proposed = open_matter(product("office"), PLURAL, asked)
        take_step(second, PLURAL, proposed["id"], "approve", DECIDED)


@pytest.mark.clause("VL-2.1")
def test_the_list_leads_from_the_folder_of_before_to_the_units_of_today(office: Any) -> None:
    product = office("vinh-long", BEFORE)
    shipped = import_before(product)
    enter_list(product)
    let_caches_pass(product)
    tree = wiring.provide_agencies(FIRST)

    def describe(found: AgencyTree) -> dict[str, Any]:
        return {
            each.id: (each.kind, each.parent, each.name, each.active_from, each.active_until, each.code_2025)
            for each in found.list_all()
        }

    assert describe(tree) == describe(shipped)
    assert {each.id for each in tree.list_all() if each.active_until and not each.successor} == set()


def test_the_dossiers_of_a_dissolved_district_have_an_owner_before_and_after(office: Any) -> None:
    product = office("vinh-long", BEFORE)
    import_before(product)
    desk = product.place.one_stop
    answered = choose_answers(REGISTRATION)
    answered["answers"] = {**answered["answers"], "start_date": "2025-07-01"}
    running, waiting = (product.filed(REGISTRATION, answered, REQUIRED[REGISTRATION]) for _ in range(2))
    product.pays(running)
    product("desk1").step(running, "receive")
    product("desk1").step(running, "transfer")
    product.around.bring("count_facts", running)
    case = product.appoint("case2", Role.CASE_OFFICER, DISTRICT)
    assert list_queue(case, DISTRICT, "processing") == [running], "a district settles businesses until 30/6/2025"
    below = " ".join(sorted(wiring.provide_agencies().list_below(DISTRICT) - {DISTRICT}))
    closing = {
        "action": "close", "unit": DISTRICT, "others": below, "name_vi": "", "name_en": "", "effective": f"{FIRST}",
    }  # fmt: skip
    faults = {each["code"] for each in preview(product, **closing)["faults"]}
    assert faults == {"open_work"}, "no district ends while nobody follows it"
    enter_list(product)
    let_caches_pass(product)
    assert list_queue(case, DISTRICT, "processing") == [running], "the owner of before, until the last day"
    product.at(AFTER)
    heirs = product.appoint("case3", Role.CASE_OFFICER, HEIR)
    assert list_queue(heirs, HEIR, "processing") == list_queue(case, HEIR, "processing") == [running]
    heirs.step(running, "claim")
    clerk = product.appoint("clerk2", Role.ONE_STOP_OFFICER, f"{HEIR}-1C")
    assert list_queue(clerk, f"{HEIR}-1C", "submitted") == [waiting]
    assert wiring.provide_agencies().get(desk).is_active(FIRST) is False
    assert clerk.get(f"/api/dossiers/{waiting}")["id"] == waiting
