"""More time: who asks, who must agree, and in which order."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.product.journeys import approved, cited, processing, when


@pytest.mark.clause("HUE-14.4.a")
def test_in_hue_the_centre_agrees_only_after_the_head_of_section(office, at):
    product = office("hue", at)
    dossier, case = processing(product), product("case1")
    due = case.get(f"/api/dossiers/{dossier}")["due_at"]
    asked = case.step(dossier, "extend", {"units": 1, "reason": "Cần xác minh."})
    (request,) = asked["requests"]
    assert request["chain"][0] == ["head_of_section"]
    assert "centre_director" in request["chain"][1]
    assert "Phiếu xin gia hạn" in product.around.slips(dossier, "director")["extension_request"]
    approval = f"requests/{request['n']}/approve"
    assert product("director").try_step(dossier, approval, {"reason": None}).code == "forbidden"
    assert approved(product, dossier, "section")["due_at"] == due
    assert when(approved(product, dossier, "director")["due_at"]) > when(due)
    assert any(each.startswith("điểm a khoản 4 Điều 14") for each in cited(product, dossier, "request_opened"))
    late = processing(product)
    product.at(at + timedelta(days=14))
    assert case.try_step(late, "extend", {"units": 1, "reason": "Cần xác minh."}).code == "due_passed"
