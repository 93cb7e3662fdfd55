"""The state of a dossier: by code, link, text message, machine and counter, for leaders and for the filer."""

from __future__ import annotations

import json
from typing import Any

import pytest

from chalicelib.domain.search.status_links import extract_token
from chalicelib.handlers.search.lookup import PER_ADDRESS
from chalicelib.wiring import core as wiring
from infra.local.person import HttpReply
from tests.product.journeys import (
    CERTIFICATE,
    PERSON,
    bring_to_agency,
    file_dossier,
    grant_dossier,
    receive_dossier,
    return_result,
)
from tests.product.office import Office

MISS = "000.00.00.H57-20261123-9999999"
STOP = {"ground": "other_law", "reason": "Căn cứ khác."}


@pytest.mark.clause("QN-14.1.a", "QN-14.2", "QN-2#2")
def test_the_code_opens_the_state_the_moment_a_step_is_done_and_leaders_see_the_same(office, at):
    product = office("quang-ngai", at)
    dossier, anybody, office_of_province = file_dossier(product), product.nobody(), product("office")
    code = product("desk1").step(dossier, "receive")["code"]
    seen = []
    for hand, step, body in (("desk1", "transfer", {}), ("head1", "stop", STOP)):
        state = product(hand).step(dossier, step, body)["state"]
        told = anybody.ask("POST", "/api/lookup", {"code": code.lower()}, expect=200).body
        assert (told["code"], {name for name, value in told.items() if value}) == (code, {"code", "completion"})
        led = {
            office_of_province.get(f"/api/dossiers/{dossier}")["state"],
            product("head1").get(f"/api/dossiers/{dossier}")["state"],
        }
        assert led == {told["completion"]["state"]} == {state}
        seen.append(state)
    assert seen == ["processing", "stopped"]
    assert anybody.ask("POST", "/api/lookup", {"code": code[:-1] + "9"}).status == 404


@pytest.mark.clause("QN-14.1.c")
def test_the_qr_code_on_a_slip_leads_to_the_state(office, at):
    product = office("quang-ngai", at)
    dossier = receive_dossier(product)
    slip = json.loads(product.around.slips(dossier)["receipt"])
    code = product("citizen1").get(f"/api/dossiers/{dossier}")["code"]
    assert slip["qr"].startswith("https://motcua.quangngai.gov.vn/tra-cuu#")
    assert f"/{code}/{CERTIFICATE}/" in slip["qr"]
    link = extract_token(slip["qr"])
    by_link = product.nobody().ask("POST", "/api/lookup", {"link": link}, expect=200).body
    assert by_link == product.nobody().ask("POST", "/api/lookup", {"code": code}, expect=200).body
    assert by_link["completion"]["state"] == "received"
    other = "A" if link[-5] != "A" else "B"  # the last letter has bits that say nothing
    forged = product.nobody().ask("POST", "/api/lookup", {"link": link[:-5] + other + link[-4:]})
    assert forged.status == 404


@pytest.mark.parametrize(
    "province",
    [
        pytest.param("quang-ngai", marks=pytest.mark.clause("QN-14.1.b", "QN-2#1")),
        pytest.param("hue", marks=pytest.mark.clause("HUE-6.6")),
    ],
)
def test_a_text_message_is_answered_with_the_state(office, province, at):
    product = office(province, at)
    dossier = receive_dossier(product)
    code = product("desk1").get(f"/api/dossiers/{dossier}")["code"]
    assert product.around.texts(f"HS {code}").body["text"] == f"Ho so {code}: Da tiep nhan (1/4)."
    assert product.around.texts("Xin hỏi hồ sơ").body["text"].startswith("Soan: HS")


def test_where_no_regulation_knows_text_messages_none_is_answered(office):
    product = office("thai-binh")
    code = product("desk1").get(f"/api/dossiers/{receive_dossier(product)}")["code"]
    assert product.around.texts(f"HS {code}").code == "lookup_channel_closed"


@pytest.mark.clause("QN-2#3")
def test_machines_at_reception_points_show_the_state_and_rest_on_the_rule_that_lists_them(office, at):
    product = office("quang-ngai", at)
    machine, code = product.nobody(), product("desk1").get(f"/api/dossiers/{receive_dossier(product)}")["code"]
    offered = machine.get("/api/kiosk")
    assert (offered["listed"], "Điều 2," in offered["article"]) == (True, True)
    assert {"method": "POST", "path": "/api/lookup"} in offered["routes"]
    assert machine.ask("POST", "/api/lookup", {"code": code}, expect=200).body["completion"]["state"] == "received"
    assert office("vinh-long", at).nobody().get("/api/kiosk")["listed"] is False


@pytest.mark.clause("QN-14.1.d", "QN-2#1")
def test_the_counter_finds_a_dossier_by_its_code(office, at):
    product = office("quang-ngai", at)
    dossier, unit = receive_dossier(product), product.place.one_stop
    code = product("desk1").get(f"/api/dossiers/{dossier}")["code"]
    asked = {"unit": unit, "by": "code", "text": code.lower(), "purpose": "counter_question"}
    (line,) = product("desk2").ask("POST", "/api/search", asked, expect=200).body["items"]
    assert (line["dossier_id"], line["code"], line["state"]) == (dossier, code, "received")
    assert product("other1").ask("POST", "/api/search", asked).status == 404


@pytest.mark.parametrize(
    "province",
    [
        pytest.param("quang-ngai", marks=pytest.mark.clause("QN-4.4", "QN-2#1")),
        pytest.param("hue", marks=pytest.mark.clause("HUE-6.6")),
    ],
)
def test_each_step_is_sent_by_mail_by_telephone_and_to_the_network_that_the_province_contracted(office, province, at):
    product = office(province, at)
    product.around.proves_contacts("citizen1")
    dossier = bring_to_agency(product)
    grant_dossier(product, dossier)
    product.around.bring("send_notice", dossier)
    for outlet in product.around.outlets.values():
        told = {planned.notice.fact: letter.body for planned, letter, _ in outlet.sent}
        assert "Trạng thái: Đã tiếp nhận" in told["received"]
        assert "Trạng thái: Đã có kết quả" in told["resolved"]


@pytest.mark.clause("HUE-6.4", "HUE-3.1")
def test_the_applicant_sees_state_and_result_on_the_portal_and_nobody_else_does(office, at):
    product = office("hue", at)
    product.around.proves_contacts("citizen1")
    dossier = bring_to_agency(product)
    result = grant_dossier(product, dossier)
    shown = product("citizen1").get(f"/api/dossiers/{dossier}")
    assert (shown["state"], shown["results"]) == ("resolved", [result])
    mine = product("citizen1").get("/api/me/dossiers")["items"]
    assert [(each["dossier_id"], each["state"]) for each in mine] == [(dossier, "resolved")]
    assert product("citizen2").ask("GET", f"/api/dossiers/{dossier}").status == 404
    product.around.bring("send_notice", dossier)
    letters = [letter.body for outlet in product.around.outlets.values() for _, letter, _ in outlet.sent]
    assert letters
    portal = f"https://dichvucong.thuathienhue.gov.vn/dossiers/{dossier}"
    assert all(portal in body for body in letters)


def look_up(at: Office, expect: int = 200, **asked: str) -> Any:
    """Return the public answer."""
    return at.nobody().ask("POST", "/api/lookup", asked, expect=expect).body


@pytest.mark.parametrize(
    "province",
    [
        pytest.param("thai-binh", marks=pytest.mark.clause("TB-9.a")),
        pytest.param("lai-chau", marks=pytest.mark.clause("LC-13.1")),
    ],
)
def test_from_acceptance_on_the_code_opens_the_same_state_here_and_at_the_national_portal(office, province):
    product = office(province)
    dossier = receive_dossier(product)
    code = product("desk1").get(f"/api/dossiers/{dossier}")["code"]
    for theirs in ("2", "4"):
        product.around.bring("sync_national", dossier)
        shown = product("citizen1").get(f"/api/dossiers/{dossier}")
        assert look_up(product, code=code.lower())["completion"]["state"] == shown["state"]
        assert product.around.portal.find_holding(code)[0] == theirs
        if theirs == "2":
            product("desk1").step(dossier, "transfer")


@pytest.mark.clause("LC-13.2")
def test_status_is_had_by_qr_code_text_message_and_the_networks_of_the_province(office):
    product = office("lai-chau")
    product.around.proves_contacts("citizen1")
    dossier = receive_dossier(product)
    code = product("desk1").get(f"/api/dossiers/{dossier}")["code"]
    token = extract_token(json.loads(product.around.slips(dossier)["receipt"])["qr"])
    assert look_up(product, link=token) == look_up(product, code=code)
    assert product.around.texts(f"HS {code}").body == {"text": f"Ho so {code}: Da tiep nhan (1/4)."}
    product.around.bring("send_notice", dossier)
    assert {channel.value for channel, outlet in product.around.outlets.items() if outlet.sent} == {
        "mail",
        "sms",
        "app",
    }
    assert all("Đã tiếp nhận" in outlet.sent[-1][1].body for outlet in product.around.outlets.values())


@pytest.mark.clause("VL-9.2")
def test_what_is_shown_is_the_true_state_and_strangers_can_neither_guess_nor_harvest(office):
    product = office("vinh-long")
    dossier, desk = bring_to_agency(product), product("desk1")
    code, seen = desk.get(f"/api/dossiers/{dossier}")["code"], []
    seen.append(look_up(product, code=code))
    grant_dossier(product, dossier)
    seen.append(look_up(product, code=code))
    return_result(product, dossier, {"way": "online"})
    seen.append(look_up(product, code=code))
    assert [(each["completion"]["state"], each["completion"]["done"]) for each in seen] == [
        ("processing", 2), ("resolved", 3), ("returned", 4),
    ]  # fmt: skip
    assert all({name for name, value in each.items() if value} == {"code", "completion"} for each in seen)
    assert not any(value in str(seen) for value in (*PERSON.values(), dossier, product.place.committee))
    misses = [look_up(product, 404, code=each) for each in (MISS, "D-261123-0001", "TN-0000000000000")]
    assert {look_up(product, 422, code=each)["code"] for each in ("nonsense", f"D#{dossier}")} == {"not_a_dossier_code"}
    assert len({str(each | {"trace_id": ""}) for each in misses}) == 1
    for _ in range(PER_ADDRESS.limit - 8):
        wiring.provide_rate_limit().count_use(
            PER_ADDRESS.bucket, "127.0.0.1", 99, PER_ADDRESS.seconds, product.clock.real_now()
        )
    look_up(product, 429, code="nonsense")


@pytest.mark.clause("TB-9.b")
def test_a_counter_finds_a_dossier_of_its_own_by_the_code_alone(office):
    product = office("thai-binh")
    dossier = receive_dossier(product)
    code = product("desk1").get(f"/api/dossiers/{dossier}")["code"]

    def search_code(clerk: str, unit: str) -> HttpReply:
        asked = {"unit": unit, "by": "code", "text": code, "purpose": "counter_question"}
        reply: HttpReply = product(clerk).ask("POST", "/api/search", asked)
        return reply

    (line,) = search_code("desk1", product.place.one_stop).body["items"]
    assert (line["dossier_id"], line["state"]) == (dossier, "received")
    assert search_code("other1", product.place.other).body["items"] == []
    assert search_code("other1", product.place.one_stop).status == 404
