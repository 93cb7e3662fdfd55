"""How a received dossier goes on: when paper must leave the desk, and what is worked on first."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from chalicelib.domain.timezone import VIETNAM
from infra.local.stories.people import FORM_2, MARITAL, MARITAL_APPLICANT
from tests.product.office import Office

REGIMES = [
    pytest.param(datetime(2024, 11, 4, 9, tzinfo=VIETNAM), id="2024"),
    pytest.param(datetime(2025, 11, 24, 9, tzinfo=VIETNAM), id="2025"),
    pytest.param(datetime(2026, 11, 23, 9, tzinfo=VIETNAM), id="today"),
]
TYPED = {"answers": MARITAL, "applicant": MARITAL_APPLICANT}


def walk_in(product: Office) -> str:
    """A filing on paper, typed at the desk."""
    desk = product("desk1")
    dossier = desk.draft("1.004873", product.place.one_stop, "desk", {**TYPED, "efiling": "declined"})
    desk.submit(dossier, [desk.upload(dossier, "component", FORM_2)])
    return dossier


@pytest.mark.clause("VL-15.2")
@pytest.mark.parametrize("at", REGIMES)
def test_in_vinh_long_paper_too_goes_on_at_once(office, at):
    product = office("vinh-long", at=at)
    for dossier in (walk_in(product), product.filed("1.004873", TYPED, [FORM_2])):
        received = product("desk1").step(dossier, "receive")
        assert received["transfer_due_at"] == received["received_at"]
        product.at(at + timedelta(minutes=40))
        product("desk1").step(dossier, "transfer")
        facts = product("desk1").get(f"/api/dossiers/{dossier}/ledger")["facts"]
        (sent,) = [each for each in facts if each["kind"] == "transferred"]
        assert sent["data"]["late_minutes"] == 40
        assert all(each["article"].startswith("Điều 15 khoản 2 ") for each in sent["law"])
        product.at(at)


@pytest.mark.parametrize("province", ["hue", "thai-binh"])
def test_elsewhere_paper_goes_on_by_the_cut_off_of_the_day(office, province):
    product = office(province)
    received = product("desk1").step(walk_in(product), "receive")
    assert received["transfer_due_at"] > received["received_at"]


@pytest.mark.clause("VL-13.2#2")
@pytest.mark.parametrize("at", REGIMES)
def test_in_vinh_long_paper_beside_an_electronic_dossier_is_kept_for_a_recorded_reason_alone(office, at):
    product = office("vinh-long", at=at)
    dossier, desk = product.filed("1.004873", TYPED, [FORM_2]), product("desk1")
    refused = desk.try_step(dossier, "receive", {"originals": [FORM_2]})
    assert [(each["path"], each["code"]) for each in refused.body["errors"]] == [
        ("/originals_reason", "paper_unexplained")
    ]
    kept = {"originals": [FORM_2], "originals_reason": "Bản chính phải thu lại"}
    assert desk.step(dossier, "receive", kept)["originals_kept"] == [FORM_2]


@pytest.mark.clause("QN-7.2#1")
@pytest.mark.parametrize("at", REGIMES)
def test_in_quang_ngai_an_electronic_dossier_is_received_and_settled_without_waiting_for_paper(office, at):
    product = office("quang-ngai", at=at)
    dossier, desk = product.filed("1.004873", TYPED, [FORM_2]), product("desk1")
    for reason in ({}, {"originals_reason": "Bản chính phải thu lại"}):
        refused = desk.try_step(dossier, "receive", {"originals": [FORM_2], **reason})
        assert [(each["path"], each["code"]) for each in refused.body["errors"]] == [("/originals", "paper_awaited")]
    assert desk.step(dossier, "receive")["originals_kept"] == []
    desk.step(dossier, "transfer")
    result = product("case1").upload(dossier, "result")
    settled = product("head1").step(dossier, "resolve", {"outcome": "granted", "result": result})
    assert settled["state"] == "resolved"
