"""Channels of filing: those open on a day, and the one route of each."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.repositories.dossier.dossiers import DossierTable
from chalicelib.steps.dossier.ports import Change, Draft
from tests.product.bodies import DECLARATION, FUNERAL, FUNERAL_DRAFT

IN_ITS_LIFE = datetime(2024, 11, 4, 9, tzinfo=VIETNAM)
"""An hour inside the undisputed life of all five regulations."""
TODAY = datetime(2026, 11, 23, 9, tzinfo=VIETNAM)
OTHERS = ("desk", "post", "agent", "national_portal", "vneid", "kiosk")
"""Channels by which nothing comes from an applicant's browser."""


def receive_dossier(product: Any, dossier: str) -> dict[str, Any]:
    """The dossier once the desk has taken it in and passed it on."""
    product("desk1").step(dossier, "receive")
    passed: dict[str, Any] = product("desk1").step(dossier, "transfer")
    return passed


@pytest.mark.clause("VL-12.2", "QN-10.1", "TB-7.1#1", "TB-7.3#1")
@pytest.mark.parametrize("at", [IN_ITS_LIFE, TODAY])
@pytest.mark.parametrize(
    ("province", "article"),
    [
        ("vinh-long", "khoản 2 Điều 12 "), ("quang-ngai", "khoản 1 Điều 10 "),
        ("thai-binh", "khoản 1 Điều 7, khoản 3 Điều 7 "),
    ],
)  # fmt: skip
def test_a_dossier_is_filed_on_the_provinces_own_portal_to_the_competent_body(office, province, article, at):
    product = office(province, at=at)
    citizen = product("citizen1")
    shown = citizen.get(f"/api/procedures/{FUNERAL}")
    assert "own_portal" in shown["channels"]
    basis = "khoản 3 Điều 16 Nghị định số 61/2018" if at is IN_ITS_LIFE else article
    assert shown["own_portal"]["open"]
    assert shown["own_portal"]["article"].startswith(basis)
    dossier = citizen.file(FUNERAL, FUNERAL_DRAFT, [DECLARATION])
    filed = citizen.get(f"/api/dossiers/{dossier}")
    assert (filed["state"], filed["channel"]) == ("submitted", "own_portal")
    assert filed["receipt_no"] == f"TN-{dossier[:13].upper()}"
    assert receive_dossier(product, dossier)["agency"] == product.place.committee


@pytest.mark.clause("TB-7.1#1")
@pytest.mark.parametrize("at", [IN_ITS_LIFE, TODAY])
def test_thai_binh_takes_what_comes_from_the_national_portal_too(office, at):
    product = office("thai-binh", at=at)
    assert "national_portal" in product.nobody().get(f"/api/procedures/{FUNERAL}")["channels"]
    dossier = product.around.files_at_portal(FUNERAL, FUNERAL_DRAFT, [DECLARATION])
    passed = receive_dossier(product, dossier)
    assert (passed["channel"], passed["agency"]) == ("national_portal", product.place.committee)


def start_filing(product: Any, who: str, channel: str) -> Any:
    """The answer to beginning a filing by a channel."""
    body = {"procedure": FUNERAL, "one_stop": product.place.one_stop, "channel": channel}
    return product(who).ask("POST", "/api/dossiers", body)


@pytest.mark.clause("VL-15.1.b#1")
def test_a_browser_files_by_no_channel_but_its_own(office):
    product = office("vinh-long")
    for channel in OTHERS:
        refused = start_filing(product, "citizen1", channel)
        assert (channel, refused.status, refused.code) == (channel, 422, "channel_of_another_route")
        assert [(each["path"], each["code"]) for each in refused.body["errors"]] == [("/channel", refused.code)]
    assert product("citizen1").get("/api/me/drafts")["items"] == []


def test_an_officer_types_what_comes_to_a_desk_of_their_own_and_nothing_else(office):
    product = office("hue")
    tried = [
        ("desk1", "national_portal"),
        ("desk1", "vneid"),
        ("desk1", "kiosk"),
        ("other1", "desk"),
        ("case1", "post"),
    ]
    for who, channel in tried:
        refused = start_filing(product, who, channel)
        assert (who, channel, refused.status, refused.code) == (who, channel, 422, "channel_of_another_route")


@pytest.mark.clause("VL-15.1.b#1")
@pytest.mark.parametrize("at", [IN_ITS_LIFE, TODAY])
@pytest.mark.parametrize("channel", ["post", "agent"])
def test_what_comes_on_paper_has_a_channel_of_its_own_and_is_typed_at_the_desk(office, channel, at):
    product = office("vinh-long", at=at)
    desk, record = product("desk1"), {"number": "BBGN-1", "signed_at": at.isoformat()}
    typed = {**FUNERAL_DRAFT, "efiling": "declined", "handover_record": record if channel == "post" else None}
    dossier = desk.draft(FUNERAL, product.place.one_stop, channel, typed)
    desk.submit(dossier, [desk.upload(dossier, "component", DECLARATION)])
    passed = receive_dossier(product, dossier)
    assert (passed["state"], passed["channel"]) == ("processing", channel)


def test_a_draft_that_was_begun_for_a_channel_without_a_route_is_not_filed(office):
    """Until routes were separated any signed-in person could begin one."""
    product = office("lai-chau")
    body = {
        "procedure": FUNERAL, "one_stop": product.place.one_stop, "channel": "kiosk", "for_unit": None,
        **FUNERAL_DRAFT, "papers": [], "claims": [], "held": [],
    }  # fmt: skip
    draft = Draft("d" * 26, 1, "citizen1", "", body, product.clock.real_now())
    DossierTable().save(Change(draft=draft), now=product.clock.real_now())
    citizen = product("citizen1")
    paper = citizen.upload(draft.id, "component", DECLARATION)
    refused = citizen.ask("POST", f"/api/dossiers/{draft.id}/submit", {"papers": [paper], "declared_true": True})
    assert (refused.status, refused.code) == (422, "channel_of_another_route")
    assert citizen.get(f"/api/dossiers/{draft.id}/draft")["version"] == 1


CHANNELS = ("desk", "post", "agent", "national_portal", "vneid", "kiosk", "own_portal")


TYPED_BY_OFFICERS = {"desk", "post", "agent"}


TELLERS = {"citizen1": {"own_portal"}, "desk1": TYPED_BY_OFFICERS, "other1": set(), "case1": set(), "cashier1": set()}


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize("who", TELLERS)
def test_a_channel_is_what_the_route_proves_and_never_the_callers_word(office, who, channel):
    product = office("hue")
    body = {"procedure": FUNERAL, "one_stop": product.place.one_stop, "channel": channel}
    answer = product(who).ask("POST", "/api/dossiers", body)
    if channel in TELLERS[who]:
        assert answer.status == 201, answer.body
    elif channel == "own_portal":
        assert (answer.status, answer.code) == (403, "citizen_account_needed"), "an officers' account is for the office"
    else:
        assert (answer.status, answer.code) == (422, "channel_of_another_route")


@pytest.mark.parametrize(
    "channel",
    ["OWN_PORTAL", "own_portal ", " desk", "desk\u200b", "Desk", "quay", "", None, 1, ["desk"], {"desk": 1},
     "own-portal", "vne\u0131d", "ｄｅｓｋ", "national_portal#", "desk\n", True],
)  # fmt: skip
def test_a_word_that_is_no_channel_is_refused_at_its_field(office, channel):
    product = office("hue")
    body = {"procedure": FUNERAL, "one_stop": product.place.one_stop, "channel": channel}
    answer = product("citizen1").ask("POST", "/api/dossiers", body)
    assert answer.status in (400, 422), answer.body
    assert any(each["path"] == "/channel" for each in answer.body["errors"])


def test_a_saved_draft_keeps_the_channel_that_it_was_begun_by(office):
    product = office("hue")
    citizen = product("citizen1")
    dossier = citizen.draft(FUNERAL, product.place.one_stop, "own_portal", FUNERAL_DRAFT)
    for name in ("channel", "one_stop", "procedure", "national"):
        refused = citizen.ask("PUT", f"/api/dossiers/{dossier}/draft", {**FUNERAL_DRAFT, name: "desk"}, version=2)
        assert refused.status == 400, name
    assert citizen.get(f"/api/dossiers/{dossier}/draft")["channel"] == "own_portal"
