"""Results on their way: on the system, by post to the address asked for, without a needless visit, closed at last."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.product.journeys import (
    ADDRESS,
    CERTIFICATE,
    COPY,
    PERSON,
    REQUIRED,
    bring_to_agency,
    choose_answers,
    compare_uploads,
    grant_dossier,
    list_cited,
    receive_dossier,
    return_result,
)  # fmt: skip
from tests.product.office import Office

AT_COUNTER = {
    "way": "counter", "receiver": {"full_name": PERSON["full_name"], "id_number": PERSON["id_number"]},
    "receipt_shown": True, "announced_by": "phone",
}  # fmt: skip


def resolve_dossier(product: Office, channel: str = "") -> str:
    """A dossier with its result, paid for."""
    dossier = bring_to_agency(product, channel=channel)
    grant_dossier(product, dossier)
    return dossier


@pytest.mark.clause("HUE-16.1", "HUE-16.2")
@pytest.mark.parametrize("way", ["online", pytest.param("post", marks=pytest.mark.clause("HUE-6.6"))])
def test_in_hue_a_result_is_returned_on_the_system_or_by_post(office, at, way):
    product = office("hue", at)
    dossier = resolve_dossier(product)
    if way == "post":
        compare_uploads(product, dossier)
        refused = product("desk1").try_step(dossier, "give_back", {"way": way})
        assert [(each["path"], each["code"]) for each in refused.body["errors"]] == [("/return_address", "required")]
    shown = return_result(product, dossier, {"way": way, "return_address": ADDRESS if way == "post" else None})
    assert (shown["state"], shown["handed"]) == ("returned", [way])
    mine = product("citizen1").get(f"/api/dossiers/{dossier}")
    papers = product("citizen1").get(f"/api/dossiers/{dossier}/papers")["items"]
    assert [each["id"] for each in papers if each["kind"] == "result"] == mine["results"]


@pytest.mark.clause("QN-7.3")
def test_in_quang_ngai_a_result_that_can_travel_costs_no_visit_unless_the_applicant_wants_one(office, at):
    product = office("quang-ngai", at)
    desk = product("desk1")
    travels, wanted = (receive_dossier(product, COPY, paid=False) for _ in range(2))
    for dossier in (travels, wanted):
        product.around.pays(dossier)
        result = desk.upload(dossier, "result")
        desk.step(dossier, "resolve", {"outcome": "granted", "result": result})
    compare_uploads(product, travels)
    refused = desk.try_step(travels, "give_back", AT_COUNTER)
    assert (refused.status, refused.code) == (422, "visit_not_needed")
    assert desk.step(travels, "give_back", {"way": "post", "chosen": True, "return_address": ADDRESS})["visits"] == 0
    assert any(each.startswith("khoản 3 Điều 7") for each in list_cited(product, travels, "given_back"))
    shown = return_result(product, wanted, {**AT_COUNTER, "chosen": True})
    assert (shown["handed"], shown["visits"]) == (["counter"], 1)


@pytest.mark.clause("QN-13.5")
def test_what_was_handed_over_is_closed_by_a_step_of_its_own(office, at):
    product = office("quang-ngai", at)
    dossier, desk = resolve_dossier(product), product("desk1")
    assert desk.try_step(dossier, "close").code == "wrong_moment"
    assert return_result(product, dossier, {"way": "online"})["state"] == "returned"
    assert "close" in desk.get(f"/api/dossiers/{dossier}")["allowed"]
    assert product("citizen1").try_step(dossier, "close").code == "forbidden"
    assert desk.step(dossier, "close")["state"] == "closed"


@pytest.mark.clause("QN-28.2")
def test_postal_staff_take_in_filings_and_bring_results_to_the_address_asked_for(office, at):
    product = office("quang-ngai", at)
    postman, desk = product("postman"), product("desk1")
    citizen, draft = product("citizen1"), choose_answers() | {"return_way": "post"}
    nowhere = citizen.draft(CERTIFICATE, product.place.one_stop, "own_portal", draft)
    papers = [citizen.upload(nowhere, "component", each) for each in REQUIRED[CERTIFICATE]]
    refused = citizen.ask("POST", f"/api/dossiers/{nowhere}/submit", {"papers": papers, "declared_true": True})
    assert [(each["path"], each["code"]) for each in refused.body["errors"]] == [("/return_address", "required")]
    dossier = resolve_dossier(product, channel="post")
    seen = postman.get(f"/api/dossiers/{dossier}")
    assert (seen["return_way"], ADDRESS in [each["value"] for each in seen["parts"]]) == ("post", True)
    assert f"Qua dịch vụ bưu chính công ích, đến: {ADDRESS}" in product.around.slips(dossier, "desk1")["receipt"]
    late = resolve_dossier(product)
    compare_uploads(product, late)
    unsaid = desk.try_step(late, "give_back", {"way": "post"})
    assert [(each["path"], each["code"]) for each in unsaid.body["errors"]] == [("/return_address", "required")]
    named_now = {"way": "post", "return_address": ADDRESS}
    parts = return_result(product, late, named_now) and postman.get(f"/api/dossiers/{late}")["parts"]
    assert ADDRESS in [each["value"] for each in parts], "who says so later is on record too"
    return_result(product, dossier, {"way": "post"})
    assert desk.try_step(dossier, "take_back").code == "invitations_missing"
    for days in (7, 14):
        product.at(at + timedelta(days=days))
        postman.step(dossier, "invite", {"note": None})
    assert len(desk.get(f"/api/dossiers/{dossier}")["invitations"]) == 2
    assert desk.step(dossier, "take_back")["state"] == "resolved"
