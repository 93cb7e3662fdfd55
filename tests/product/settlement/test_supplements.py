"""Supplements: missing parts are requested once, completely, and returned through the system."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.product.changed_law import change_law
from tests.product.journeys import (
    CERTIFICATE,
    REQUIRED,
    approve_latest,
    bring_paper,
    bring_to_agency,
    choose_answers,
    file_dossier,
    list_cited,
    parse_instant,
    request_paper,
)
from tests.product.office import Office
from tests.product.settlement.supplements import CLEARER, FORM, UNCLEAR

PROVINCES = ["hue", "vinh-long", "quang-ngai", "thai-binh", "lai-chau"]


@pytest.mark.clause("HUE-6.1", "HUE-13.2#1", "HUE-12.2.a")
def test_in_hue_a_deficient_filing_gets_a_guidance_slip_and_is_edited_on_the_system(office, at):
    product = office("hue", at)
    dossier, citizen = file_dossier(product), product("citizen1")
    assert request_paper(product, dossier, form_fields=["purpose"])["state"] == "supplement_requested"
    slip = product.around.slips(dossier)["guidance"]
    assert "Phiếu hướng dẫn hồ sơ" in slip
    assert "Chụp lại cho rõ." in slip
    paper = citizen.upload(dossier, "component", REQUIRED[CERTIFICATE][0])
    untouched = citizen.try_step(dossier, "supplement", {"papers": [paper]})
    assert untouched.status == 422, "the field that was asked for is still as it was"
    answers = choose_answers()["answers"] | {"purpose": "other"}
    back = citizen.step(dossier, "supplement", {"papers": [paper], "answers": answers})
    assert (back["state"], parse_instant(back["reception_at"])) == ("submitted", at)
    forms = [
        each["value"]["purpose"] for each in citizen.get(f"/api/dossiers/{dossier}")["parts"] if each["name"] == "form"
    ]
    assert sorted(forms) == ["marriage", "other"], "what was filed first stays"


@pytest.mark.clause("HUE-12.1")
def test_in_hue_one_amends_unasked_too(office, at):
    product = office("hue", at)
    dossier = file_dossier(product)
    assert "supplement" in product("citizen1").get(f"/api/dossiers/{dossier}")["allowed"]
    product.at(at + timedelta(minutes=30))
    amended = bring_paper(product, dossier)
    assert (amended["state"], len(amended["papers"])) == ("submitted", 2)
    request_paper(product, dossier)
    assert bring_paper(product, dossier)["state"] == "submitted"
    desk = product("desk1")
    desk.step(dossier, "receive")
    desk.step(dossier, "transfer")
    due = desk.get(f"/api/dossiers/{dossier}")["due_at"]
    after = bring_paper(product, dossier)
    assert (after["state"], after["due_at"]) == ("processing", due)
    assert any(each.startswith("khoản 1 Điều 12") for each in list_cited(product, dossier, "supplemented"))


@pytest.mark.clause("HUE-13.2#2")
def test_in_hue_a_second_guidance_goes_out_with_the_directors_apology_alone(office, at):
    product = office("hue", at)
    dossier, desk = file_dossier(product), product("desk1")
    request_paper(product, dossier)
    bring_paper(product, dossier)
    body = {"components": REQUIRED[CERTIFICATE], "guidance": "Chụp cả mặt sau."}
    unsaid = desk.try_step(dossier, "request_supplement", body)
    assert (unsaid.status, [each["path"] for each in unsaid.body["errors"]]) == (422, ["/reason"])
    waiting = request_paper(product, dossier, **CLEARER)
    assert (waiting["state"], waiting["requests"][0]["chain"]) == ("submitted", [["centre_director"]])
    number = waiting["requests"][0]["n"]
    assert product("desk2").try_step(dossier, f"requests/{number}/approve", {"reason": None}).code == "forbidden"
    assert approve_latest(product, dossier, "director")["state"] == "supplement_requested"
    slips = product.around.slips(dossier)
    assert "Chụp lại cho rõ." in slips["guidance"]
    assert CLEARER["reason"] in slips["apology_guidance"]
    assert "Giám đốc" in slips["apology_guidance"]


@pytest.mark.clause("HUE-14.1#1", "HUE-14.1#2", "HUE-14.1#3", "HUE-14.1#4", "HUE-14.2")
def test_in_hue_the_agency_says_whether_all_is_there_asks_once_and_apologises_for_asking_again(office, at):
    product = office("hue", at)
    dossier, citizen = bring_to_agency(product), product("citizen1")
    assert request_paper(product, dossier, "case1")["state"] == "processing", "the desk sends it"
    sent = approve_latest(product, dossier, "desk1")
    assert (sent["state"], sent["asked"]) == ("supplement_requested", REQUIRED[CERTIFICATE])
    assert "supplement" in citizen.get(f"/api/dossiers/{dossier}")["allowed"]
    bring_paper(product, dossier)
    body = {"components": REQUIRED[CERTIFICATE], "guidance": "Chụp cả mặt sau.", **CLEARER}
    again = product("case1").try_step(dossier, "request_supplement", body)
    assert again.code == "limit_reached", "without the one cause the agency asks once"
    unsaid = product("case1").try_step(dossier, "request_supplement", body | {**UNCLEAR, "reason": None})
    assert unsaid.status == 422
    request_paper(product, dossier, "case1", **UNCLEAR)
    assert approve_latest(product, dossier, "desk1")["state"] == "processing", "the director signs first"
    assert approve_latest(product, dossier, "director")["state"] == "supplement_requested"
    assert "Giám đốc" in product.around.slips(dossier)["apology_supplement"]
    bring_paper(product, dossier)
    assert citizen.get(f"/api/dossiers/{dossier}")["complete_at"] is None
    product("case1").step(dossier, "confirm_complete")
    assert parse_instant(citizen.get(f"/api/dossiers/{dossier}")["complete_at"]) == at


@pytest.mark.clause("HUE-14.1#2")
def test_a_notice_after_the_third_working_day_is_recorded_as_late(office, at):
    product = office("hue", at)
    early, late = bring_to_agency(product), bring_to_agency(product)
    request_paper(product, early, "case1")
    approve_latest(product, early, "desk1")
    product.at(at + timedelta(days=8))
    request_paper(product, late, "case1")
    approve_latest(product, late, "desk1")
    assert [_is_late_noticed(product, each) for each in (early, late)] == [False, True]


def _is_late_noticed(product: Office, dossier: str) -> bool:
    facts = product("desk1").get(f"/api/dossiers/{dossier}/ledger")["facts"]
    return [bool(fact["data"]["late_notice"]) for fact in facts if fact["kind"] == "supplement_requested"][-1]


@pytest.mark.clause("QN-11.1#3", "QN-27.2")
def test_in_quang_ngai_what_is_missing_is_notified_once_by_account_and_contact(office, at):
    product = office("quang-ngai", at)
    product.around.proves_contacts("citizen1")
    dossier, citizen = file_dossier(product), product("citizen1")
    assert "supplement" not in citizen.get(f"/api/dossiers/{dossier}")["allowed"], "nobody amends unasked here"
    request_paper(product, dossier)
    assert approve_latest(product, dossier, "deskhead")["state"] == "supplement_requested"
    product.around.bring("send_notice", dossier)
    assert any("bổ sung" in each["vi"]["subject"] for each in citizen.get("/api/inbox")["items"])
    assert all(any(dossier in letter.body or dossier in letter.short for _, letter, _ in outlet.sent)
               for outlet in product.around.outlets.values())  # fmt: skip
    shown = citizen.get(f"/api/dossiers/{dossier}")
    assert (shown["state"], shown["asked"]) == ("supplement_requested", REQUIRED[CERTIFICATE])
    assert {"supplement", "withdraw"} <= set(shown["allowed"]), "what is still to be done"
    bring_paper(product, dossier)
    approve_latest(product, dossier, "deskhead")
    body = {"components": REQUIRED[CERTIFICATE], "guidance": "Chụp cả mặt sau.", **CLEARER}
    assert product("desk1").try_step(dossier, "request_supplement", body).code == "limit_reached"


@pytest.mark.clause("HUE-12.2.b")
def test_in_hue_data_in_the_prescribed_format_amends_the_form(office, at):
    product = office("hue", at)
    dossier, citizen = file_dossier(product), product("citizen1")
    form = citizen.get(f"/api/dossiers/{dossier}")["data_format"]
    assert form == citizen.get(f"/api/procedures/{CERTIFICATE}/form")["form"]["$id"], "the page offers the format"
    answers = choose_answers()["answers"] | {"purpose": "other"}
    wrong = citizen.try_step(dossier, "supplement", {"structured": {"form": form + "0", "answers": answers}})
    assert [each["code"] for each in wrong.body["errors"]] == ["form_unknown"]
    short = citizen.try_step(dossier, "supplement", {"structured": {"form": form, "answers": {"purpose": "other"}}})
    assert short.status == 422, "data is checked as what is typed"
    citizen.step(dossier, "supplement", {"structured": {"form": form, "answers": answers}})
    forms = [
        each["value"]["purpose"] for each in citizen.get(f"/api/dossiers/{dossier}")["parts"] if each["name"] == "form"
    ]
    assert sorted(forms) == ["marriage", "other"]
    line = citizen.get(f"/api/dossiers/{dossier}/timeline")["items"][-1]
    (basis,) = [each["article"] for each in line["law"] if each["param"] == "supplement.ways"]
    assert "điểm b khoản 2 Điều 12" in basis


@pytest.mark.parametrize(
    ("province", "sender", "article"),
    [
        pytest.param("thai-binh", "desk1", "khoản 4 Điều 7 ", marks=pytest.mark.clause("TB-7.4")),
        pytest.param("quang-ngai", "deskhead", "khoản 2 Điều 11 ", marks=pytest.mark.clause("QN-11.2#1")),
        pytest.param("lai-chau", "desk1", "khoản 4 Điều 9 ", marks=pytest.mark.clause("LC-9.4")),
    ],
)
def test_amending_as_the_decree_says_is_done_by_data_too_keeps_its_history_and_the_code(
    office, at, province, sender, article
):
    """NĐ 45/2020 12: typed on the system or sent as data, with what was there before, under the one code."""
    product = office(province, at)
    dossier, citizen = bring_to_agency(product), product("citizen1")
    code = citizen.get(f"/api/dossiers/{dossier}")["code"]
    product("case1").step(dossier, "request_supplement", {"form_fields": ["purpose"], "guidance": "Ghi lại mục đích."})
    approve_latest(product, dossier, sender)
    form = citizen.get(f"/api/dossiers/{dossier}")["data_format"]
    assert form == citizen.get(f"/api/procedures/{CERTIFICATE}/form")["form"]["$id"], "the page offers the format"
    answers = choose_answers()["answers"] | {"purpose": "other"}
    back = citizen.step(dossier, "supplement", {"structured": {"form": form, "answers": answers}})
    assert (back["state"], back["code"]) == ("processing", code)
    forms = [
        each["value"]["purpose"] for each in citizen.get(f"/api/dossiers/{dossier}")["parts"] if each["name"] == "form"
    ]
    assert sorted(forms) == ["marriage", "other"]
    line = [each for each in product("desk1").get(f"/api/dossiers/{dossier}/timeline")["items"]
            if each["kind"] == "supplemented"][-1]  # fmt: skip
    (basis,) = [each["article"] for each in line["law"] if each["param"] == "supplement.ways"]
    assert basis.startswith(article)


def test_where_no_rule_names_another_way_no_data_is_offered_or_taken(office, at):
    product = office("vinh-long", at)
    dossier, citizen = file_dossier(product), product("citizen1")
    assert citizen.get(f"/api/dossiers/{dossier}")["data_format"] is None
    request_paper(product, dossier)
    assert citizen.get(f"/api/dossiers/{dossier}")["data_format"] is None
    form = citizen.get(f"/api/procedures/{CERTIFICATE}/form")["form"]["$id"]
    sent = citizen.try_step(
        dossier, "supplement", {"structured": {"form": form, "answers": choose_answers()["answers"]}}
    )
    assert [each["code"] for each in sent.body["errors"]] == ["structured_not_taken"]


def list_wanting(product: Office, dossier: str, who: str = "citizen1") -> list[str]:
    """Why the applicant is asked, in the codes that the page shows."""
    return list(product(who).get(f"/api/dossiers/{dossier}")["asked_grounds"])


@pytest.mark.parametrize("province", PROVINCES)
def test_the_applicant_reads_the_reason_of_the_law_for_what_is_asked(office, at, province):
    product = office(province, at)
    filed_once, never_filed = file_dossier(product), file_dossier(product)
    product("deskhead").step(filed_once, "request_supplement", {"components": [FORM], "guidance": "Chụp lại."})
    optional = {"components": ["divorce_judgment_extract_spouse_death_extract"], "guidance": "Nộp thêm."}
    product("deskhead").step(never_filed, "request_supplement", optional)
    assert (list_wanting(product, filed_once), list_wanting(product, never_filed)) == (["inaccurate"], ["incomplete"])
    bring_paper(product, filed_once)
    assert list_wanting(product, filed_once) == []
    slips = product.around.slips(never_filed)
    assert "Hồ sơ chưa đầy đủ." in next(each for each in (slips.get("guidance"), slips.get("supplement")) if each)
    reason = "Nghị định số 309/2026" if at.year == 2026 else "điểm a khoản 1 Điều 17, điểm a khoản 2 Điều 17"
    assert any(reason in each for each in list_cited(product, never_filed, "supplement_requested"))


def test_data_that_the_state_could_not_get_is_a_reason_since_the_decree_of_2026_alone(office, at):
    product = office("vinh-long", at)
    dossier = file_dossier(product)
    body = {"components": [FORM], "guidance": "Không lấy được dữ liệu.", "ground": "db_unavailable"}
    answer = product("desk1").try_step(dossier, "request_supplement", body)
    if at.year == 2026:
        assert (answer.status, list_wanting(product, dossier)) == (200, ["db_unavailable"])
    else:
        assert (answer.status, [each["path"] for each in answer.body["errors"]]) == (422, ["/ground"])


def test_without_a_reason_in_the_law_nothing_is_asked(office, monkeypatch):
    change_law(monkeypatch, "supplement.reasons", None)
    product = office("vinh-long")
    dossier = file_dossier(product)
    refused = product("desk1").try_step(dossier, "request_supplement", {"components": [FORM], "guidance": "Chụp lại."})
    assert [each["code"] for each in refused.body["errors"]] == ["ground_unknown"]


@pytest.mark.parametrize("province", ["hue", "vinh-long", "quang-ngai", "thai-binh", "lai-chau"])
def test_guidance_is_kept_as_it_was_given(office, province, at):
    """NĐ 61/2018 15.2: the one-stop unit keeps its request to the applicant, and reads it again after the answer."""
    product = office(province, at)
    dossier = file_dossier(product)
    request_paper(product, dossier)
    if product("desk1").get(f"/api/dossiers/{dossier}")["requests"]:
        approve_latest(product, dossier, "deskhead")
    bring_paper(product, dossier)
    for reader in ("desk1", "citizen1"):
        parts = product(reader).get(f"/api/dossiers/{dossier}")["parts"]
        assert [each["value"] for each in parts if each["name"] == "guidance"] == ["Chụp lại cho rõ."], reader
