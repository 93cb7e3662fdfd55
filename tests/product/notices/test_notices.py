"""Notices to people: each outcome, at the contacts they proved, by the channels they chose."""

from __future__ import annotations

import json
from typing import Any

import pytest

from chalicelib.domain.notices.notice_rules import Channel
from tests.product.around import MAIL, PHONE
from tests.product.journeys import bring_paper, file_dossier, grant_dossier, receive_dossier, request_paper

OUTCOMES: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("refuse", {"ground": "not_conforming", "reason": "Sai mẫu."}, "không đúng quy định"),
    ("request_supplement", {"components": ["application_form"], "guidance": "Chụp lại cho rõ."}, "1 mục"),
    ("receive", {}, "Ngày hẹn trả kết quả"),
)


@pytest.mark.clause("VL-7.1.b")
def test_the_outcome_of_the_check_reaches_the_contacts_that_were_given(office):
    product = office("vinh-long")
    product.around.proves_contacts("citizen1")
    mail, sms = (product.around.outlets[each] for each in (Channel.MAIL, Channel.SMS))
    for step, body, said in OUTCOMES:
        dossier = file_dossier(product)
        product.around.bring("send_notice", dossier)
        mail.sent.clear()
        sms.sent.clear()
        product("desk1").step(dossier, step, body)
        product.around.bring("send_notice", dossier)
        ((to, letter, _),) = mail.sent
        assert (to.address, [each.address for each, _, _ in sms.sent]) == (MAIL, [PHONE]), step
        assert said in letter.body


@pytest.mark.clause("TB-5.3")
def test_intake_supplement_result_and_return_are_notified_to_those_concerned(office):
    product = office("thai-binh")
    product.around.proves_contacts("citizen1")
    dossier = file_dossier(product)
    request_paper(product, dossier)
    bring_paper(product, dossier)
    product.pays(dossier)
    product("desk1").step(dossier, "receive")
    product("desk1").step(dossier, "transfer")
    grant_dossier(product, dossier)
    product("desk1").step(dossier, "give_back", {"way": "online"})
    product.around.bring("send_notice", dossier)
    wanted = {"submitted.to_pay", "supplement_requested.intake", "received", "resolved.granted", "given_back"}
    for channel in (Channel.MAIL, Channel.SMS):
        outlet = product.around.outlets[channel]
        assert {delivery.notice for _, _, delivery in outlet.sent} >= wanted - {"submitted.to_pay"}
    assert {each["notice"] for each in product("citizen1").get("/api/inbox")["items"]} >= wanted


@pytest.mark.clause("VL-5.4#1")
def test_people_agencies_and_their_systems_hear_of_each_step_by_the_ways_that_were_chosen(office):
    product = office("vinh-long")
    around, citizen = product.around, product("citizen1")
    around.proves_contacts("citizen1")
    citizen.ask("PUT", "/api/me/contacts", {"language": "vi", "off": ["sms"]}, expect=200)
    dossier = receive_dossier(product, paid=False)
    code = citizen.get(f"/api/dossiers/{dossier}")["code"]
    for function in ("send_notice", "sync_national"):
        around.bring(function, dossier)
    by = {channel.value: len(outlet.sent) for channel, outlet in around.outlets.items()}
    assert (by["sms"], by["mail"] > 0) == (0, True), "what the law does not owe goes by no way that was turned off"
    assert around.portal.find_holding(code) == ("2", 2)
    product.pays(dossier)
    product("desk1").step(dossier, "transfer")
    assert around.reports(f"{product.place.tax}.thue", code, "da_tham_dinh").code == "not_found"
    assert around.reports(f"{product.place.committee}.ho-tich", code, "da_tham_dinh").status == 200
    around.bring("sync_national", dossier)
    last = citizen.get(f"/api/dossiers/{dossier}/ledger")["length"]
    assert around.portal.find_holding(code) == ("4", last)


@pytest.mark.clause("HUE-6.6")
def test_in_hue_messages_go_by_the_ways_that_a_person_agreed_to(office, at):
    product = office("hue", at)
    product.around.proves_contacts("citizen1")
    product("citizen1").ask("PUT", "/api/me/contacts", {"language": "vi", "off": ["sms"]}, expect=200)
    product.around.bring("send_notice", receive_dossier(product))
    by = {channel.value: len(outlet.sent) for channel, outlet in product.around.outlets.items()}
    assert (by["sms"], by["mail"] > 0, by["app"] > 0) == (0, True, True)


@pytest.mark.clause("LC-1.1")
def test_in_lai_chau_applicant_and_one_stop_unit_are_sent_to_the_one_address_of_the_law(office):
    product = office("lai-chau")
    product.around.proves_contacts("citizen1")
    dossier = receive_dossier(product)
    product.around.bring("send_notice", dossier)
    slip = json.loads(product.around.slips(dossier, "desk1")["receipt"])
    letters = [letter.body for _, letter, _ in product.around.outlets[Channel.MAIL].sent]
    assert slip["qr"].startswith("https://dichvucong.laichau.gov.vn/tra-cuu#")
    assert letters
    assert all(f"https://dichvucong.laichau.gov.vn/dossiers/{dossier}" in each for each in letters)
