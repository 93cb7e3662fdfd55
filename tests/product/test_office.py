"""The harness itself: a journey through the routes, and what it says that it reached."""

from __future__ import annotations

import pytest

from infra.local.stories.people import FORM_2, MARITAL, MARITAL_APPLICANT

PROVINCES = ("hue", "vinh-long", "quang-ngai", "thai-binh", "lai-chau")


@pytest.mark.parametrize("province", ["lai-chau", "hue"])
def test_a_dossier_is_received_and_transferred(office, province):
    product = office(province)
    dossier = product("citizen1").file("1.004873", {"answers": MARITAL, "applicant": MARITAL_APPLICANT}, [FORM_2])
    received = product("desk1").step(dossier, "receive")
    assert received["state"] == "received"
    assert product("desk1").step(dossier, "transfer")["state"] == "processing"
    routes = {each.route for each in product.reached}
    assert "POST /api/dossiers/{dossier_id}/receive" in routes
    assert {each.province for each in product.reached} == {province}
