"""In Quảng Ngãi each unit has an IT officer, who helps its people and follows how they use the system."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.domain.accounts.officers import OfficerSignIn
from chalicelib.domain.accounts.roles import Role
from chalicelib.wiring import core as wiring
from tests.product.accounts.test_account_requests import ask_rights, build_request, find_faults, grant
from tests.product.journeys import receive_dossier
from tests.product.matters.matter_calls import open_matter, take_step, try_open, try_step
from tests.product.matters.test_difficulties_by_regulation import NO_LETTER
from tests.product.office import Office, Worker

PAPER = {"document": "15/QĐ", "document_day": "2024-11-01", "reason": "appointment"}
HELP = {"help": "Đăng nhập lại bằng mã mới trên điện thoại."}


def name_it_officer(product: Office, by: str = "head1", unit: str = "") -> Worker:
    """Somebody whom the unit asked for as its IT officer, and who was granted that."""
    unit = unit or product.place.committee
    grant(product, ask_rights(product, by, role="unit_it", person="tin", work_unit=unit, **PAPER))
    return Worker(product("office").stack, "tin", office=product)


@pytest.mark.clause("QN-26.4")
def test_the_units_it_officer_helps_its_people_with_difficulties(office, at):
    product = office("quang-ngai", at)
    sender = product.appoint("case9", Role.CASE_OFFICER, product.place.committee)
    sent = open_matter(sender, "difficulties", NO_LETTER)
    colleague = try_step(product("section"), "difficulties", sent["id"], "help", HELP)
    assert (colleague.status, colleague.code) == (403, "special_task_needed")
    helper = name_it_officer(product)
    product.around.bring("send_notice", sent["id"])
    desk = f"/api/inbox?unit={product.place.committee}&role=unit_it"
    assert [each["notice"] for each in helper.get(desk)["items"]] == ["matter.difficulty.open"]
    assert take_step(helper, "difficulties", sent["id"], "help", HELP)["state"] == "reported"
    read = sender.get(f"/api/difficulties/{sent['id']}")
    assert read["course"][-1]["texts"] == HELP
    other = open_matter(product("other1"), "difficulties", NO_LETTER)
    assert try_step(helper, "difficulties", other["id"], "help", HELP).status == 404, "another unit's"
    assert helper.ask("GET", f"/api/feedback?unit={product.place.committee}").status == 404, "nothing else of the unit"


@pytest.mark.clause("QN-26.4")
def test_the_units_it_officer_follows_the_use_by_its_officers_and_no_applicants_data(office, at):
    product = office("quang-ngai", at)
    unit = product.place.committee
    helper = name_it_officer(product)
    dossier = receive_dossier(product)
    product.pays(dossier)
    product("desk1").step(dossier, "transfer")
    product("case1").ask("POST", f"/api/dossiers/{dossier}/claim", {}, version=product.versions[dossier])
    newest = OfficerSignIn("case1", at - timedelta(days=1), 3, 7)
    wiring.provide_officers().keep_sign_in("case1", newest)
    used = {each["sub"]: each for each in helper.get(f"/api/unit-use?unit={unit}")["items"]}
    case = used["case1"]
    counted = newest.count_in(at)
    assert (case["sign_ins"], case["sign_ins_before"], case["open"], case["overdue"]) == (*counted, 1, 0)
    assert used["tin"]["last_sign_in"] is None
    assert used["tin"]["roles"] == ["unit_it"]
    for name, whose in (("head1", unit), ("office", unit), ("desk1", product.place.one_stop)):
        assert product(name).ask("GET", f"/api/unit-use?unit={whose}").code == "forbidden", name
    assert helper.ask("GET", f"/api/unit-use?unit={product.place.one_stop}").code == "forbidden"
    assert helper.ask("GET", f"/api/worklist?unit={unit}").status == 404
    assert helper.ask("GET", f"/api/dossiers/{dossier}").status == 404, "no applicant's data"


@pytest.mark.clause("QN-26.4")
def test_units_without_one_are_listed_and_each_has_one(office, at):
    product = office("quang-ngai", at)
    unit = product.place.committee
    before = product("office").get("/api/missing-tasks?task=unit_it")
    assert before["known"]
    assert unit in before["units"]
    assert "Điều 26" in before["article"]
    name_it_officer(product)
    after = product("office").get("/api/missing-tasks?task=unit_it")["units"]
    assert set(before["units"]) - set(after) == {unit}
    assert product("head1").ask("GET", "/api/missing-tasks").code == "forbidden"
    second = ask_rights(product, "head1", role="unit_it", person="hai", work_unit=unit, **PAPER)
    reply = {"reply": "1/TB", "outcome": "Có"}
    refused = try_step(product("office"), "account-requests", second["id"], "grant", reply)
    assert find_faults(refused) == [("/values/role", "not_possible")]


def test_elsewhere_the_rules_know_no_such_task(office):
    product = office("lai-chau")
    asked = build_request(product, role="unit_it", **PAPER)
    assert find_faults(try_open(product("deskhead"), "account-requests", asked)) == [("/values/role", "not_in_list")]
    assert product("office").get("/api/missing-tasks?task=unit_it")["known"] is False
    sent = open_matter(product("case1"), "difficulties", NO_LETTER)
    helper = product.appoint("tin", Role.UNIT_IT, product.place.committee)
    assert try_step(helper, "difficulties", sent["id"], "help", HELP).status == 409
