"""A dossier received for the wrong procedure continues under the right one, with nothing typed again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.notices.notice_rules import Channel
from infra.operations.verify_ledger import check_export
from tests.product.conftest import MONDAY
from tests.product.journeys import (
    BIRTH,
    CERTIFICATE,
    COPY,
    LAND,
    LAND_PAPERS,
    PERSON,
    REQUIRED,
    TRANSFER,
    approve_latest,
    parse_instant,
    receive_dossier,
)
from tests.product.office import Office
from tests.product.reception.refilings import (
    PROVINCES,
    RIGHT,
    WHY,
    WRONG,
    look_up_code,
    propose_procedure,
    read_dossier,
    refile_dossier,
)
from tests.support.bodies import ANSWERS


@pytest.mark.parametrize("province", PROVINCES)
def test_nothing_moves_before_the_head_agrees_and_then_both_dossiers_name_each_other(
    office: Any, province: str
) -> None:
    product = office(province, MONDAY)
    wrong = receive_dossier(product, WRONG, paid=False)
    code = read_dossier(product, wrong)["code"]
    (request,) = propose_procedure(product, wrong).body["requests"]
    assert (request["kind"], request["procedure"], read_dossier(product, wrong)["state"]) == (
        "refiling",
        RIGHT,
        "received",
    )
    approve_latest(product, wrong, "deskhead")
    void = read_dossier(product, wrong, "citizen1")
    right = read_dossier(product, void["refiled_into"]["dossier"], "citizen1")
    assert (void["state"], void["national_code"], void["code"]) == ("closed", "8", code)
    into = {"dossier": right["id"], "receipt_no": right["receipt_no"], "carried": 0, "owed_back": 0}
    assert void["refiled_into"] == into
    assert (right["state"], right["procedure"]["id"], right["code"]) == ("submitted", RIGHT, None)
    assert (right["refiled_from"]["dossier"], right["refiled_from"]["code"]) == (wrong, code)
    assert right["filed_at"] == void["filed_at"]
    assert {each["state"] for each in void["obligations"]} <= {"cancelled"}
    for dossier, other in ((void, right), (right, void)):
        course = product("desk1").get(f"/api/dossiers/{dossier['id']}/timeline")["items"]
        assert [each["other"]["dossier"] for each in course if each["other"]] == [other["id"]]
        assert check_export(product("desk1").get(f"/api/dossiers/{dossier['id']}/ledger")).problems == []
    listed = {each["dossier_id"] for each in product("citizen1").get("/api/me/dossiers")["items"]}
    assert {wrong, right["id"]} <= listed


def test_answers_people_and_papers_come_along_and_what_is_missing_is_named(office: Any) -> None:
    product = office("hue", MONDAY)
    wrong = receive_dossier(product, WRONG, paid=False)
    right = read_dossier(product, refile_dossier(product, wrong))
    parts = {each["name"]: each["value"] for each in right["parts"]}
    was = {each["name"]: each["value"] for each in read_dossier(product, wrong, "deskhead")["parts"]}
    assert parts["applicant"] == was["applicant"]
    shared = set(BIRTH) & set(was["form"])
    assert shared
    assert {key: parts["form"].get(key) for key in shared} == {key: was["form"][key] for key in shared}
    assert set(parts["form"]) <= set(BIRTH) | {"requester_id_type"}
    application, *other_papers = REQUIRED[RIGHT]
    assert right["by_form"] == [application], "the application itself is the form"
    assert right["refiled_from"]["lacking"] == other_papers
    assert {"child_full_name", "child_gender"} <= set(right["refiled_from"]["lacking_fields"])
    assert "child_birth_date" not in parts["form"], "a question that reads alike is about somebody else"


def test_a_paper_of_the_same_component_is_the_same_file(office: Any) -> None:
    product = office("hue", MONDAY)
    dossier = receive_dossier(product, RIGHT, paid=False)
    other = _find_sharing_procedure(product, RIGHT)
    right = refile_dossier(product, dossier, other)
    carried = product("desk1").get(f"/api/dossiers/{right}/papers")["items"]
    assert [each["component"] for each in carried] == list(read_dossier(product, right)["papers"].values())
    for paper in carried:
        link = product("desk1").ask("GET", f"/api/dossiers/{right}/papers/{paper['id']}/link", expect=200).body["url"]
        assert dossier in link, "no file is copied"


def _find_sharing_procedure(product: Office, procedure: str) -> str:
    """Another procedure of the unit that asks for one of the same papers."""
    citizen = product("citizen1")
    keys = set(REQUIRED[procedure])
    for each in citizen.get("/api/procedures")["items"]:
        found = citizen.get(f"/api/procedures/{each['id']}")
        if each["id"] != procedure and keys & {one["key"] for one in found["components"]}:
            return str(each["id"])
    pytest.skip("no two procedures share a paper")


def test_it_is_received_once_nothing_is_lacking_and_its_time_counts_from_the_first_reception(office: Any) -> None:
    product = office("hue", MONDAY)
    wrong = receive_dossier(product, WRONG, paid=False)
    first = read_dossier(product, wrong)
    right = refile_dossier(product.at(MONDAY + timedelta(hours=3)), wrong)
    refused = product("desk1").try_step(right, "receive")
    assert (refused.status, refused.code) == (409, "refiling_incomplete")
    assert f"/components/{REQUIRED[RIGHT][-1]}" in {each["path"] for each in refused.body["errors"]}
    lacking = read_dossier(product, right)["refiled_from"]
    asked = {"components": lacking["lacking"], "form_fields": lacking["lacking_fields"], "guidance": "Bổ sung."}
    product("desk1").step(right, "request_supplement", asked)
    citizen = product("citizen1")
    papers = [citizen.upload(right, "component", each) for each in lacking["lacking"]]
    citizen.step(right, "supplement", {"papers": papers, "answers": BIRTH})
    received_again = product("desk1").step(right, "receive")
    assert received_again["code"] not in (None, first["code"])
    counted = product("desk1").get(f"/api/dossiers/{right}/deadline")
    assert parse_instant(counted["started_at"]) == parse_instant(first["received_at"])
    (line,) = [each for each in product("desk1").get(f"/api/dossiers/{right}/timeline")["items"]
               if each["kind"] == "received"]  # fmt: skip
    assert "clock.start_refiled" in {each["param"] for each in line["law"]}


@pytest.mark.parametrize("province", PROVINCES)
def test_the_void_code_says_where_the_dossier_went_and_is_never_given_again(office: Any, province: str) -> None:
    product = office(province, MONDAY)
    wrong = receive_dossier(product, WRONG, paid=False)
    code = read_dossier(product, wrong)["code"]
    right = read_dossier(product, refile_dossier(product, wrong))
    told = look_up_code(product, code)
    assert (told["code"], told["void_code"], told["completion"]["state"]) == (right["receipt_no"], code, "submitted")
    next_code = read_dossier(product, receive_dossier(product, COPY, paid=False))["code"]
    assert (next_code != code, look_up_code(product, next_code)["void_code"]) == (True, None)
    asked = {"unit": product.place.one_stop, "by": "code", "text": code, "purpose": "counter_question"}
    found = product("desk1").ask("POST", "/api/search", asked, expect=200).body["items"]
    assert [each["dossier_id"] for each in found] == [right["id"]]


def test_a_dossier_filed_again_twice_is_found_under_each_of_its_codes(office: Any) -> None:
    product = office("hue", MONDAY)
    wrong = receive_dossier(product, CERTIFICATE, paid=False)
    first = read_dossier(product, wrong)["code"]
    middle = refile_dossier(product, wrong, COPY)
    lacking = read_dossier(product, middle)["refiled_from"]
    asked = {"components": lacking["lacking"], "form_fields": lacking["lacking_fields"], "guidance": "Bổ sung."}
    product("desk1").step(middle, "request_supplement", asked)
    citizen = product("citizen1")
    papers = [citizen.upload(middle, "component", each) for each in lacking["lacking"]]
    citizen.step(middle, "supplement", {"papers": papers, "answers": ANSWERS[COPY]})
    second = product("desk1").step(middle, "receive")["code"]
    last = read_dossier(product, refile_dossier(product, middle, RIGHT))
    for code in (first, second):
        assert look_up_code(product, code)["code"] == last["receipt_no"], code
    assert last["refiled_from"]["received_at"] == read_dossier(product, wrong)["received_at"]


def test_the_applicant_hears_of_it_and_the_portal_of_both(office: Any) -> None:
    product = office("hue", MONDAY)
    product.around.proves_contacts("citizen1")
    wrong = receive_dossier(product, WRONG, paid=False)
    code = read_dossier(product, wrong)["code"]
    right = read_dossier(product, refile_dossier(product, wrong))
    product.around.bring("send_notice", wrong)
    letters = {delivery.notice: letter.body for _, letter, delivery in product.around.outlets[Channel.MAIL].sent}
    assert right["receipt_no"] in letters["refiled"]
    for dossier in (wrong, right["id"]):
        product.around.bring("sync_national", dossier)
    assert product.around.portal.find_holding(code)[0] == "8"
    assert product.around.portal.find_holding(right["receipt_no"])[0] == "1"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"procedure": WRONG}, "invalid"),
        ({"procedure": "9.999999"}, "unknown_procedure"),
        ({"procedure": RIGHT, "applicant": PERSON}, "invalid"),
        ({"procedure": RIGHT, "received_at": MONDAY.isoformat()}, "invalid"),
    ],
)
def test_a_wrong_procedure_is_refused_and_changes_nothing(office: Any, body: dict[str, Any], code: str) -> None:
    product = office("hue", MONDAY)
    dossier = receive_dossier(product, WRONG, paid=False)
    refused = product("desk1").try_step(dossier, "correct_reception", {"reason": WHY, **body})
    assert refused.code == code, refused.body
    assert read_dossier(product, dossier)["requests"] == []


def test_a_procedure_that_the_unit_does_not_take_is_refused(office: Any) -> None:
    product, centre = office("hue", MONDAY), "HUE-TTPVHCC"
    clerk, citizen = product.appoint("centre1", Role.ONE_STOP_OFFICER, centre), product("citizen1")
    dossier = citizen.draft(LAND, centre, "own_portal", {"answers": TRANSFER, "applicant": PERSON})
    citizen.submit(dossier, [citizen.upload(dossier, "component", each) for each in LAND_PAPERS])
    clerk.step(dossier, "receive")
    refused = propose_procedure(product, dossier, CERTIFICATE, by="centre1")
    assert (refused.code, read_dossier(product, dossier, "centre1")["requests"]) == ("no_competent_agency", [])


def test_agreeing_twice_with_one_key_makes_one_dossier(office: Any) -> None:
    product = office("hue", MONDAY)
    dossier = receive_dossier(product, WRONG, paid=False)
    (request,) = propose_procedure(product, dossier).body["requests"]
    version = read_dossier(product, dossier)["version"]
    path = f"/api/dossiers/{dossier}/requests/{request['n']}/approve"
    answers = [product("deskhead").ask("POST", path, {"reason": None}, key="k" * 20, version=version) for _ in range(2)]
    assert [each.status for each in answers] == [200, 200]
    assert answers[0].body["refiled_into"] == answers[1].body["refiled_into"]


def test_the_receipt_of_the_void_code_never_leaves_the_printer_as_one_that_holds(office: Any) -> None:
    product = office("hue", MONDAY)
    wrong = receive_dossier(product, WRONG, paid=False)
    product.around.bring("render_slips", wrong)
    wanted = {"slips": [{"dossier_id": wrong, "kind": "receipt"}]}
    desk = product("desk1")
    assert desk.ask("POST", "/api/prints", wanted, expect=201).body["sheets"][0]["mark"] == ""
    refile_dossier(product, wrong)
    (sheet,) = desk.ask("POST", "/api/prints", wanted, expect=201).body["sheets"]
    assert sheet["mark"].startswith("ĐÃ ĐƯỢC THAY THẾ, KHÔNG CÒN GIÁ TRỊ")
