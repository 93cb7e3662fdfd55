"""More time: who asks, who must agree, and in which order."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.product.journeys import approve_latest, bring_to_agency, list_cited, parse_instant


@pytest.mark.clause("HUE-14.4.a")
def test_in_hue_the_centre_agrees_only_after_the_head_of_section(office, at):
    product = office("hue", at)
    dossier, case = bring_to_agency(product), product("case1")
    due = case.get(f"/api/dossiers/{dossier}")["due_at"]
    asked = case.step(dossier, "extend", {"units": 1, "reason": "Cần xác minh."})
    (request,) = asked["requests"]
    assert request["chain"][0] == ["head_of_section"]
    assert "centre_director" in request["chain"][1]
    assert "Phiếu xin gia hạn" in product.around.slips(dossier, "director")["extension_request"]
    approval = f"requests/{request['n']}/approve"
    assert product("director").try_step(dossier, approval, {"reason": None}).code == "forbidden"
    assert approve_latest(product, dossier, "section")["due_at"] == due
    assert parse_instant(approve_latest(product, dossier, "director")["due_at"]) > parse_instant(due)
    assert any(each.startswith("điểm a khoản 4 Điều 14") for each in list_cited(product, dossier, "request_opened"))
    late = bring_to_agency(product)
    product.at(at + timedelta(days=14))
    assert case.try_step(late, "extend", {"units": 1, "reason": "Cần xác minh."}).code == "due_passed"
