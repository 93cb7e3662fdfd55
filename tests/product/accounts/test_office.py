"""The harness itself: journeys through routes and functions, and what they say that they reached."""

from __future__ import annotations

import pytest

from infra.local.stories.people import FORM_2, MARITAL, MARITAL_APPLICANT

CERTIFICATE = "1.004873"
TYPED = {"answers": MARITAL, "applicant": MARITAL_APPLICANT}


@pytest.mark.parametrize("province", ["lai-chau", "hue"])
def test_a_dossier_is_received_and_transferred(office, province):
    product = office(province)
    dossier = product("citizen1").file(CERTIFICATE, TYPED, [FORM_2])
    received = product("desk1").step(dossier, "receive")
    assert received["state"] == "received"
    assert product("desk1").step(dossier, "transfer")["state"] == "processing"
    routes = {each.route for each in product.reached}
    assert "POST /api/dossiers/{dossier_id}/receive" in routes
    assert {each.province for each in product.reached} == {province}


def test_what_stands_around_the_application_is_reached_too(office):
    product = office("quang-ngai")
    around, dossier = product.around, product.around.files_at_portal(CERTIFICATE, TYPED, [FORM_2])
    around.proves_contacts("citizen1")
    code = product("desk1").step(dossier, "receive")["code"]
    assert code in around.slips(dossier)["receipt"]
    assert code in around.texts(f"HS {code}").body["text"]
    for function in ("send_notice", "sync_national", "count_facts", "index_finds"):
        around.bring(function, dossier)
    assert {len(outlet.sent) for outlet in around.outlets.values()} == {2}
    assert around.portal.find_holding(code) == ("2", 2)
    assert around.pays(dossier).body == {"recorded": "settled"}
    assert around.reports(f"{product.place.committee}.x", code, "da_tham_dinh").body["dossier_code"] == code
    assert around.tick("watch_deadlines")["failed"] == 0
    reached = {each.route for each in product.reached}
    assert {"POST /api/national/filings", "POST /api/payments/callback", "event render_slips"} <= reached
