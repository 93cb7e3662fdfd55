"""Papers that the office has lost or damaged (NĐ 61/2018 21.2): the agency that answers for it apologises."""

from __future__ import annotations

import pytest

from tests.product.changed_law import change_law
from tests.product.journeys import CERTIFICATE, REQUIRED, bring_to_agency
from tests.product.settlement.test_late_letter import list_inbox_notices
from tests.product.settlement.test_more_time import DAYS

(FORM,) = REQUIRED[CERTIFICATE]


@DAYS
@pytest.mark.parametrize("province", ["hue", "vinh-long"])
def test_the_agency_apologises_for_papers_that_it_lost(office, at, province):
    product = office(province, at=at)
    dossier = bring_to_agency(product)
    due = product("case1").get(f"/api/dossiers/{dossier}")["due_at"]
    body = {"lost": [FORM], "reason": "Thất lạc khi luân chuyển; cơ quan lập lại bản khác."}
    asked = product("case1").step(dossier, "apologise", body)["requests"][-1]
    assert asked["chain"] == [["agency_head"]]
    signed = product("head1").step(dossier, f"requests/{asked['n']}/approve", {"reason": None})
    assert (signed["state"], signed["due_at"]) == ("processing", due), "the date stays"
    letter = product.around.slips(dossier)["apology_loss"]
    assert all(word in letter for word in ("làm mất, hư hỏng", "cơ quan lập lại bản khác", "không phải chịu chi phí"))
    assert ("Khoản 2 Điều 21" in letter) is (at.year == 2024)
    assert "apologised.loss" in list_inbox_notices(product, dossier)


def test_another_component_or_a_new_date_is_no_loss(office):
    product = office("hue")
    dossier = bring_to_agency(product)
    for body in ({"lost": ["no_such_paper"]}, {"lost": [FORM], "new_due_days": 2}):
        refused = product("case1").try_step(dossier, "apologise", {**body, "reason": "Thất lạc."})
        assert (refused.status, refused.body["errors"][0]["path"].startswith("/lost")) == (422, True)


def test_where_the_law_wants_no_apology_for_a_loss_none_is_made(office, monkeypatch):
    change_law(monkeypatch, "loss.apology", value=False)
    product = office("vinh-long")
    refused = product("case1").try_step(bring_to_agency(product), "apologise", {"lost": [FORM], "reason": "Thất lạc."})
    assert [each["code"] for each in refused.body["errors"]] == ["loss_not_here"]
