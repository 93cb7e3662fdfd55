"""Nobody comes a third time to complete a filing on paper: the law counts the trips."""

from __future__ import annotations

from tests.product.changed_law import change_law
from tests.product.journeys import (
    CERTIFICATE,
    approve_latest,
    file_dossier,
    request_paper,
)
from tests.product.office import Office
from tests.product.settlement.supplements import FORM, UNCLEAR


def come_twice(product: Office) -> str:
    """A filing on paper for which the applicant has come to the desk twice to complete it."""
    dossier, desk = file_dossier(product, CERTIFICATE, "desk"), product("desk1")
    request_paper(product, dossier)
    desk.step(dossier, "supplement", {"papers": [desk.upload(dossier, "component", FORM)]})
    desk.step(dossier, "receive")
    desk.step(dossier, "transfer")
    request_paper(product, dossier, "case1")
    approve_latest(product, dossier, "desk1")
    desk.step(dossier, "supplement", {"papers": [desk.upload(dossier, "component", FORM)]})
    return dossier


def test_nobody_comes_a_third_time_to_complete_a_filing_on_paper(office, at):
    product = office("hue", at)
    dossier = come_twice(product)
    body = {"components": [FORM], "guidance": "Ký lại trang hai.", **UNCLEAR}
    refused = product("case1").try_step(dossier, "request_supplement", body)
    assert (refused.status, refused.code) == (409, "limit_reached")
    assert "khoản 4 Điều 20" in refused.body["detail"]["vi"]
    product("case1").step(dossier, "request_supplement", {**body, "without_trip": True})
    approve_latest(product, dossier, "desk1")
    assert approve_latest(product, dossier, "director")["asked_without_trip"] is True
    product.around.bring("render_slips", dossier)
    made = [kept.body.decode() for kept in product.around.bucket.objects.values()]
    assert any("Không phải đến nộp" in each for each in made)
    desk = product("desk1")
    sent = desk.step(dossier, "supplement", {"papers": [desk.upload(dossier, "component", FORM)]})
    assert (sent["state"], sent["asked_without_trip"]) == ("processing", False)


def test_it_is_the_law_that_counts_the_trips(office, monkeypatch):
    change_law(monkeypatch, "supplement.trips_max", 3)
    product = office("hue")
    body = {"components": [FORM], "guidance": "Ký lại trang hai.", **UNCLEAR}
    assert product("case1").step(come_twice(product), "request_supplement", body)["state"] == "processing"
