"""A merger with running dossiers: the successor's officers have them from the first day on."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from chalicelib.domain.accounts.roles import Role
from chalicelib.wiring import core as wiring
from tests.product.catalogue.test_unit_changes import (
    DECIDED,
    PLURAL,
    build_proposal,
    find_merged,
    find_second,
    let_caches_pass,
)
from tests.product.conftest import MONDAY
from tests.product.journeys import file_dossier
from tests.product.matters.matter_calls import open_matter, take_step
from tests.product.office import Office, Worker

LATER = MONDAY + timedelta(days=7)


def merge_own_commune(product: Office) -> tuple[str, str]:
    """The commune of the demo's officers merges into another one on a day; that one and its one-stop unit."""
    second, (stays, desk, ends, its_desk) = find_second(product), find_merged(product)
    for unit, successor in ((its_desk, desk), (ends, stays)):
        asked = build_proposal(product, action="merge", unit=unit, successor=successor, name_vi="", name_en="")
        take_step(second, PLURAL, open_matter(product("office"), PLURAL, asked)["id"], "approve", DECIDED)
    let_caches_pass(product)
    return stays, desk


def list_queue(who: Worker, unit: str, state: str) -> list[str]:
    """The dossiers of a queue, over all its pages."""
    found, cursor = list[str](), ""
    while True:
        page = who.get(f"/api/worklist?unit={unit}&state={state}&limit=1{cursor}")
        found += [each["dossier_id"] for each in page["items"]]
        if not page["cursor"]:
            return found
        cursor = f"&cursor={page['cursor']}"


def test_running_dossiers_of_a_merged_commune_have_an_owner_at_every_moment(office: Any) -> None:
    product = office("hue")
    ends, its_desk = product.place.committee, product.place.one_stop
    at_work, received, waiting = (file_dossier(product) for _ in range(3))
    for each in (at_work, received):
        product.pays(each)
        product("desk1").step(each, "receive")
    product("desk1").step(at_work, "transfer")
    stays, desk = merge_own_commune(product)
    clerk = product.appoint("clerk2", Role.ONE_STOP_OFFICER, desk)
    case = product.appoint("case2", Role.CASE_OFFICER, stays)
    assert (list_queue(case, stays, "processing"), list_queue(product("case1"), ends, "processing")) == ([], [at_work])
    assert case.ask("GET", f"/api/dossiers/{at_work}").status == 404, "not before the day"
    product.at(LATER)
    assert case.get("/api/me")["units"] == [stays]
    assert {stays, ends} & set(product("case1").get("/api/me")["units"]) == {stays}
    for who in (case, product("case1")):
        assert list_queue(who, stays, "processing") == [at_work]
        assert who.get(f"/api/dossiers/{at_work}")["id"] == at_work
    assert {each["sub"] for each in case.get(f"/api/members?unit={stays}")["items"]} >= {"case1", "case2"}
    case.step(at_work, "claim")
    case.step(at_work, "hand_over", {"officer": "case1", "note": "Bàn giao"})
    assert sorted(list_queue(clerk, desk, "submitted")) == [waiting]
    product.pays(waiting)
    clerk.step(waiting, "receive")
    clerk.step(received, "transfer")
    clerk.step(waiting, "transfer")
    assert sorted(list_queue(case, stays, "processing")) == sorted([at_work, received, waiting])
    assert wiring.provide_agencies().get(its_desk).is_active(LATER.date()) is False
