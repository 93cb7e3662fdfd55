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
    LINKED,
    PERSON,
    REGISTRATION,
    REQUIRED,
    TRANSFER,
    approve_latest,
    file_dossier,
    parse_instant,
    receive_dossier,
)
from tests.product.office import Office
from tests.support.bodies import ANSWERS

WRONG, RIGHT = CERTIFICATE, LINKED
PROVINCES = ("hue", "vinh-long")
WHY = "Người nộp xin đăng ký khai sinh, không phải xác nhận tình trạng hôn nhân"


def propose_procedure(at: Office, dossier: str, procedure: str = RIGHT, by: str = "desk1", **more: Any) -> Any:
    """The right procedure, proposed by an officer of the desk; what the step was answered."""
    return at(by).try_step(dossier, "correct_reception", {"reason": WHY, "procedure": procedure, **more})


def refile_dossier(at: Office, dossier: str, procedure: str = RIGHT) -> str:
    """The dossier under the right procedure, once the head of the unit has agreed."""
    propose_procedure(at, dossier, procedure)
    return str(approve_latest(at, dossier, "deskhead")["refiled_into"]["dossier"])


def read_dossier(at: Office, dossier: str, who: str = "desk1") -> dict[str, Any]:
    """A dossier as somebody reads it."""
    found: dict[str, Any] = at(who).get(f"/api/dossiers/{dossier}")
    return found


def look_up_code(at: Office, code: str) -> dict[str, Any]:
    """The public answer about a code."""
    found: dict[str, Any] = at.nobody().ask("POST", "/api/lookup", {"code": code}, expect=200).body
    return found


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


def file_paid_online(product: Office, procedure: str) -> str:
    """A dossier of a procedure whose fee was paid through the gateway, received."""
    dossier = file_dossier(product, procedure)
    assert product.around.pays(dossier).status == 200
    product("desk1").step(dossier, "receive")
    return dossier


def list_sums(at: Office, dossier: str) -> list[tuple[int, str]]:
    """The sums of a dossier and what has become of them, as the applicant reads it."""
    return [(each["amount"], each["state"]) for each in read_dossier(at, dossier, "citizen1")["obligations"]]


@pytest.mark.parametrize(
    ("wrong", "right", "carried", "to_pay", "owed_back"),
    [
        (CERTIFICATE, REGISTRATION, 15_000, 85_000, 0),
        (REGISTRATION, CERTIFICATE, 15_000, 0, 85_000),
        (CERTIFICATE, LINKED, 0, 0, 15_000),
    ],
)
def test_money_paid_online_goes_along_and_only_the_difference_is_due_or_owed_back(
    office: Any, wrong: str, right: str, carried: int, to_pay: int, owed_back: int
) -> None:
    product = office("hue", MONDAY)
    product.around.proves_contacts("citizen1")
    void = file_paid_online(product, wrong)
    propose_procedure(product, void, right)
    (request,) = read_dossier(product, void, "deskhead")["requests"]
    assert [request[each] for each in ("carried", "to_pay", "owed_back")] == [carried, to_pay, owed_back]
    number = approve_latest(product, void, "deskhead")["refiled_into"]["dossier"]
    parts = [(carried, "settled")] * bool(carried) + [(to_pay, "open")] * bool(to_pay)
    assert list_sums(product, number) == parts
    for reader in ("citizen1", "desk1", "cashier1"):
        origin = read_dossier(product, number, reader)["refiled_from"]
        assert (origin["carried"], origin["owed_back"]) == (carried, owed_back), reader
    left = read_dossier(product, void, "citizen1")
    assert {each["state"] for each in left["obligations"]} == {"cancelled"}, "no đồng counts on two dossiers"
    assert (left["refiled_into"]["carried"], left["refiled_into"]["owed_back"]) == (carried, owed_back)
    product.around.bring("send_notice", void)
    letters = {delivery.notice: letter.body for _, letter, delivery in product.around.outlets[Channel.MAIL].sent}
    said = [f"{sum_:,}".replace(",", ".") for sum_ in (carried, owed_back) if sum_]
    assert all(each in letters["refiled"] for each in said), letters["refiled"]
    for dossier in (void, number):
        assert check_export(product("desk1").get(f"/api/dossiers/{dossier}/ledger")).problems == []


def test_the_difference_is_paid_online_like_any_sum(office: Any) -> None:
    product = office("hue", MONDAY)
    number = refile_dossier(product, file_paid_online(product, CERTIFICATE), REGISTRATION)
    assert product.around.pays(number).status == 200
    assert list_sums(product, number) == [(15_000, "settled"), (85_000, "settled")]


def test_what_is_owed_back_follows_a_dossier_that_is_filed_again_once_more(office: Any) -> None:
    product = office("hue", MONDAY)
    middle = refile_dossier(product, file_paid_online(product, REGISTRATION), COPY)
    taken = sum(amount for amount, state in list_sums(product, middle) if state == "settled")
    assert read_dossier(product, middle)["refiled_from"]["owed_back"] == 100_000 - taken
    lacking = read_dossier(product, middle)["refiled_from"]
    asked = {"components": lacking["lacking"], "form_fields": lacking["lacking_fields"], "guidance": "Bổ sung."}
    product("desk1").step(middle, "request_supplement", asked)
    citizen = product("citizen1")
    papers = [citizen.upload(middle, "component", each) for each in lacking["lacking"]]
    citizen.step(middle, "supplement", {"papers": papers, "answers": ANSWERS[COPY]})
    product("desk1").step(middle, "receive")
    last = read_dossier(product, refile_dossier(product, middle, CERTIFICATE))["refiled_from"]
    assert (last["carried"], last["owed_back"]) == (15_000, 85_000)


def test_money_that_a_till_took_is_reversed_first_and_the_refusal_says_how_much(office: Any) -> None:
    product = office("hue", MONDAY)
    dossier = file_dossier(product, WRONG)
    product.pays(dossier)
    product("desk1").step(dossier, "receive")
    paid = [each for each in read_dossier(product, dossier)["obligations"] if each["state"] == "settled"]
    assert paid, "the procedure has a fee"
    refused = propose_procedure(product, dossier)
    assert (refused.status, refused.code) == (409, "payment_taken")
    assert "15.000 đồng" in refused.body["detail"]["vi"]
    assert read_dossier(product, dossier)["requests"] == []


def test_money_taken_after_the_proposal_holds_up_its_approval(office: Any) -> None:
    product = office("hue", MONDAY)
    dossier = receive_dossier(product, WRONG, paid=False)
    (request,) = propose_procedure(product, dossier).body["requests"]
    product.pays(dossier)
    refused = product("deskhead").try_step(dossier, f"requests/{request['n']}/approve", {"reason": None})
    assert (refused.status, refused.code, read_dossier(product, dossier)["state"]) == (409, "payment_taken", "received")


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
