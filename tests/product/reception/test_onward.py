"""How a received dossier continues: when paper must leave the desk, and which work comes first."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from chalicelib.domain.shared.timezone import VIETNAM
from infra.local.stories.people import FORM_2, MARITAL, MARITAL_APPLICANT
from tests.product.changed_law import change_law
from tests.product.journeys import list_cited
from tests.product.office import Office

OLD, NOW = datetime(2024, 11, 4, 9, tzinfo=VIETNAM), datetime(2026, 11, 23, 9, tzinfo=VIETNAM)
REGIMES = [
    pytest.param(OLD, id="2024"),
    pytest.param(datetime(2025, 11, 24, 9, tzinfo=VIETNAM), id="2025"),
    pytest.param(NOW, id="today"),
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
def test_in_vinh_long_paper_too_is_transferred_at_once(office, at):
    product = office("vinh-long", at=at)
    for dossier in (walk_in(product), product.filed("1.004873", TYPED, [FORM_2])):
        received = product("desk1").step(dossier, "receive")
        assert received["transfer_due_at"] == received["received_at"]
        product.at(at + timedelta(minutes=40))
        product("desk1").step(dossier, "transfer")
        facts = product("desk1").get(f"/api/dossiers/{dossier}/ledger")["facts"]
        (sent,) = [each for each in facts if each["kind"] == "transferred"]
        assert sent["data"]["late_minutes"] == 40
        assert all(each["article"].startswith("khoản 2 Điều 15 ") for each in sent["law"])
        product.at(at)


@pytest.mark.parametrize("province", ["hue", "thai-binh"])
def test_elsewhere_paper_is_transferred_by_the_cut_off_of_the_day(office, province):
    product = office(province)
    received = product("desk1").step(walk_in(product), "receive")
    assert received["transfer_due_at"] > received["received_at"]


LATE = timedelta(hours=6, minutes=20)
"""From nine o'clock to after the cut-off of 15:00."""
AFTER, UNMOVED = "transfer.paper_after_cut_off", "clock.moved_by_cut_off"
ARTICLES = {2024: "khoản 2 Điều 18 Nghị định số 61/2018", 2025: "khoản 2 Điều 18 ", 2026: "Nghị định số 309/2026"}


def read_instant(answer: dict[str, str], name: str) -> datetime:
    """An instant of the answer, in Viet Nam."""
    return datetime.fromisoformat(answer[name]).astimezone(VIETNAM)


@pytest.mark.parametrize("at", REGIMES)
@pytest.mark.parametrize("province", ["hue", "thai-binh"])
def test_paper_after_the_cut_off_is_transferred_at_the_next_opening_and_counts_from_its_reception(office, province, at):
    product = office(province, at=at)
    early = product("desk1").step(walk_in(product), "receive")
    assert read_instant(early, "transfer_due_at").date() == at.date()
    product.at(at + LATE)
    dossier = walk_in(product)
    late = product("desk1").step(dossier, "receive")
    assert read_instant(late, "transfer_due_at").date() > at.date()
    assert read_instant(late, "transfer_due_at").time() < read_instant(late, "received_at").time()
    assert late["due_at"] == early["due_at"], "the settlement time is where it was"
    basis = [each for each in list_cited(product, dossier, "received") if ARTICLES[at.year] in each]
    assert basis, "the article that says so"


def test_another_text_has_late_paper_go_on_the_same_day(office, monkeypatch):
    change_law(monkeypatch, AFTER, None)
    product = office("hue", at=OLD + LATE)
    late = product("desk1").step(walk_in(product), "receive")
    assert read_instant(late, "transfer_due_at").date() == product.clock.at.date()


def test_another_text_has_late_paper_count_from_the_next_opening(office, monkeypatch):
    at = OLD
    product = office("hue", at=at + LATE)
    asked = product("desk1").step(walk_in(product), "receive")
    change_law(monkeypatch, UNMOVED, value=True)
    product = office("hue", at=at + LATE)
    moved = product("desk1").step(walk_in(product), "receive")
    assert read_instant(moved, "due_at") > read_instant(asked, "due_at")


def test_the_rule_of_late_paper_is_asked_of_late_paper_alone(office):
    product = office("hue")
    for later, named in ((timedelta(), False), (LATE, True)):
        product.at(NOW + later)
        dossier = walk_in(product)
        product("desk1").step(dossier, "receive")
        facts = product("desk1").get(f"/api/dossiers/{dossier}/ledger")["facts"]
        params = {each["param"] for fact in facts if fact["kind"] == "received" for each in fact["law"]}
        assert ({AFTER, UNMOVED} <= params, bool({AFTER, UNMOVED} & params)) == (named, named)


@pytest.mark.clause("VL-13.2#2")
@pytest.mark.parametrize("at", REGIMES)
def test_in_vinh_long_paper_added_to_an_electronic_dossier_is_kept_only_for_a_recorded_reason(office, at):
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
