"""Handing over through the routes: papers compared before a result goes out, whatever its way, and visits saved."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from chalicelib.domain.timezone import VIETNAM
from infra.local.stories.people import FORM_2, MARITAL, MARITAL_APPLICANT
from tests.product.conftest import MONDAY
from tests.product.journeys import COPY, PERSON, approved, cited, compared, granted, processing, received, returned
from tests.product.office import Office

CERTIFICATE = "1.004873"
TYPED = {"answers": MARITAL, "applicant": MARITAL_APPLICANT}
PARENTAGE = "1.001022"
"""Recognition of a parent or child: the parties must be there to receive it, so its result does not travel."""

RECOGNITION = {
    "applicant": MARITAL_APPLICANT,
    "answers": {
        "requester_full_name": "Lò Văn Pâng", "requester_id_type": "CC", "requester_id_number": "012095000002",
        "requester_phone": "0987654321", "requester_address": "Xã Sơn Tây", "recognition_type": "father_child",
        "recognizer_full_name": "Lò Văn Pâng", "recognizer_id_number": "012095000002",
        "recognized_full_name": "Lò Thị Mai", "recognized_birth_date": "2020-05-01", "recognized_gender": "2",
        "evidence_type": "dna",
    },
}  # fmt: skip
PAPERS = ["application_form", "evidence_parentage"]
IN_2024 = datetime(2024, 11, 4, 9, tzinfo=VIETNAM)
RECEIVER = {"full_name": "Lò Văn Pâng", "id_number": "012095000002"}
VISIT = {"way": "counter", "receiver": RECEIVER, "receipt_shown": True, "announced_by": "phone", "chosen": True}

HUE = pytest.param("hue", "Điều 9 khoản 2", marks=pytest.mark.clause("HUE-9.2#2"))
QUANG_NGAI = pytest.param("quang-ngai", "Điều 7 khoản 2", marks=pytest.mark.clause("QN-7.2#2"))


@pytest.mark.parametrize("at", [IN_2024, MONDAY])
@pytest.mark.parametrize(("province", "article"), [HUE, QUANG_NGAI])
def test_no_result_goes_out_before_the_paper_of_an_unsigned_upload_was_compared(office, province, article, at):
    product = office(province, at=at)
    dossier = product.filed(CERTIFICATE, TYPED, [FORM_2])
    product.granted(dossier)
    citizen, desk = product("citizen1"), product("desk1")
    assert citizen.get(f"/api/dossiers/{dossier}")["to_compare"] == [FORM_2]
    for way in ({"way": "online"}, {"way": "post"}, VISIT):
        refused = desk.try_step(dossier, "give_back", way, expect=422)
        assert [(each["path"], each["code"]) for each in refused.body["errors"]] == [
            (f"/compared/{FORM_2}", "paper_uncompared")
        ]
    differs = {"components": [FORM_2], "came": "sent", "differing": [FORM_2], "note": "Khác họ tên"}
    assert desk.step(dossier, "compare", differs)["to_compare"] == [FORM_2]
    desk.try_step(dossier, "give_back", {"way": "online"}, expect=422)
    visits = citizen.get(f"/api/dossiers/{dossier}")["visits"]
    compared = desk.step(dossier, "compare", {"components": [FORM_2], "came": "sent"})
    assert (compared["to_compare"], compared["visits"]) == ([], visits)
    assert desk.step(dossier, "give_back", {"way": "online"})["state"] == "returned"
    assert desk.step(dossier, "close")["state"] == "closed"
    lines = citizen.get(f"/api/dossiers/{dossier}/timeline")["items"]
    cited = [cite["article"] for line in lines if line["kind"] == "original_compared" for cite in line["law"]]
    assert cited
    assert all(cite.startswith(article) for cite in cited)


@pytest.mark.parametrize("province", ["hue", "quang-ngai"])
def test_the_applicant_is_told_what_the_result_waits_for(office, province):
    product = office(province)
    product.around.proves_contacts("citizen1")
    dossier = product.filed(CERTIFICATE, TYPED, [FORM_2])
    product.granted(dossier)
    product.around.bring("send_notice", dossier)
    told = [sent for outlet in product.around.outlets.values() for sent in outlet.sent]
    keys = {planned.notice.key: letter.words["vi"]["body"] for planned, letter, _ in told}
    assert "bản giấy của 1 giấy tờ" in keys["resolved.to_compare"]
    assert "resolved.granted" not in keys


@pytest.mark.clause("QN-7.2#3")
@pytest.mark.parametrize("at", [IN_2024, MONDAY])
def test_after_reception_an_online_applicant_comes_at_most_once_and_coming_to_pay_counts(office, at):
    product = office("quang-ngai", at=at)
    dossier = product.filed(PARENTAGE, RECOGNITION, PAPERS)
    desk = product("desk1")
    assert _supplemented_at_the_desk(product, dossier) == 0, "before the filing is received nothing is counted"
    desk.step(dossier, "receive")
    product.pays(dossier)
    desk.step(dossier, "transfer")
    assert desk.get(f"/api/dossiers/{dossier}")["visits"] == 1
    result = product("case1").upload(dossier, "result")
    product("head1").step(dossier, "resolve", {"outcome": "granted", "result": result})
    asked = {**VISIT, "chosen": False, "compared": PAPERS}
    product.at(at + timedelta(days=2))
    refused = desk.try_step(dossier, "give_back", asked, expect=422)
    assert refused.code == "visit_not_needed"
    product.at(at + timedelta(hours=1))
    assert desk.step(dossier, "give_back", asked)["visits"] == 1, "who pays and collects on one day comes once"


def _supplemented_at_the_desk(product: Office, dossier: str) -> int:
    """A supplement asked for before reception and typed at the desk; visits counted then."""
    desk = product("desk1")
    asked = desk.step(dossier, "request_supplement", {"components": PAPERS[:1], "guidance": "Ký tên."})
    product("deskhead").step(dossier, f"requests/{asked['requests'][0]['n']}/approve", {"reason": None})
    added = desk.step(dossier, "supplement", {"papers": [desk.upload(dossier, "component", PAPERS[0])]})
    approved(product, dossier, "deskhead")
    return int(added["visits"])


AT_COUNTER = {
    "way": "counter", "receiver": {"full_name": PERSON["full_name"], "id_number": PERSON["id_number"]},
    "receipt_shown": True, "announced_by": "phone",
}  # fmt: skip


def resolved(product: Office, channel: str = "") -> str:
    """A dossier with its result, paid for."""
    dossier = processing(product, channel=channel)
    granted(product, dossier)
    return dossier


@pytest.mark.clause("HUE-16.1", "HUE-16.2")
@pytest.mark.parametrize("way", ["online", pytest.param("post", marks=pytest.mark.clause("HUE-6.6"))])
def test_in_hue_a_result_is_returned_on_the_system_or_by_post(office, at, way):
    product = office("hue", at)
    dossier = resolved(product)
    shown = returned(product, dossier, {"way": way})
    assert (shown["state"], shown["handed"]) == ("returned", [way])
    mine = product("citizen1").get(f"/api/dossiers/{dossier}")
    papers = product("citizen1").get(f"/api/dossiers/{dossier}/papers")["items"]
    assert [each["id"] for each in papers if each["kind"] == "result"] == mine["results"]


@pytest.mark.clause("QN-7.3")
def test_in_quang_ngai_a_result_that_can_travel_costs_no_visit_unless_the_applicant_wants_one(office, at):
    product = office("quang-ngai", at)
    desk = product("desk1")
    travels, wanted = (received(product, COPY, paid=False) for _ in range(2))
    for dossier in (travels, wanted):
        product.around.pays(dossier)
        result = desk.upload(dossier, "result")
        desk.step(dossier, "resolve", {"outcome": "granted", "result": result})
    compared(product, travels)
    refused = desk.try_step(travels, "give_back", AT_COUNTER)
    assert (refused.status, refused.code) == (422, "visit_not_needed")
    assert desk.step(travels, "give_back", {"way": "post", "chosen": True})["visits"] == 0
    assert any(each.startswith("Điều 7 khoản 3") for each in cited(product, travels, "given_back"))
    shown = returned(product, wanted, {**AT_COUNTER, "chosen": True})
    assert (shown["handed"], shown["visits"]) == (["counter"], 1)


@pytest.mark.clause("QN-13.5")
def test_what_was_handed_over_is_closed_by_a_step_of_its_own(office, at):
    product = office("quang-ngai", at)
    dossier, desk = resolved(product), product("desk1")
    assert desk.try_step(dossier, "close").code == "wrong_moment"
    assert returned(product, dossier, {"way": "online"})["state"] == "returned"
    assert "close" in desk.get(f"/api/dossiers/{dossier}")["allowed"]
    assert product("citizen1").try_step(dossier, "close").code == "forbidden"
    assert desk.step(dossier, "close")["state"] == "closed"


@pytest.mark.clause("QN-28.2")
def test_postal_staff_take_in_filings_and_bring_results_back_that_nobody_took(office, at):
    product = office("quang-ngai", at)
    postman, desk = product("postman"), product("desk1")
    dossier = resolved(product, channel="post")
    returned(product, dossier, {"way": "post"})
    assert desk.try_step(dossier, "take_back").code == "invitations_missing"
    for days in (7, 14):
        product.at(at + timedelta(days=days))
        postman.step(dossier, "invite", {"note": None})
    assert len(desk.get(f"/api/dossiers/{dossier}")["invitations"]) == 2
    assert desk.step(dossier, "take_back")["state"] == "resolved"
