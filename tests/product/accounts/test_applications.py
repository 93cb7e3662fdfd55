"""Registered applications: one sign-in opens them, one sign-out ends them, and nobody else gets in (VL-3.4)."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from chalicelib.domain.security.applications import ApplicationAudience
from chalicelib.repositories.security import application_calls
from chalicelib.wiring import sessions as wiring_sessions
from tests.api.session_world import HOA as HOA_PROVEN
from tests.api.session_world import SITE, find_records
from tests.product.accounts.application_street import BACK, CODE, HOA, OUT, START, Site, Street, register, street

__all__ = ["register", "street"]


@pytest.mark.clause("VL-3.4")
def test_one_sign_in_opens_the_application_and_one_sign_out_ends_it(street: Street) -> None:
    site, proof = street.opened()
    claims = site.read_claims(proof["id_token"])
    assert set(claims) == {"iss", "aud", "sub", "name", "sid", "iat", "exp", "nonce"}, "a stable id, the name, no more"
    assert (claims["sub"], claims["name"], claims["nonce"]) == (HOA, "Trần Thị Hoa", "n-1")
    assert claims["iss"] == f"{SITE}/api/applications"
    renewed = site.renew(proof["refresh_token"]).json
    assert site.read_claims(renewed["id_token"])["sub"] == HOA
    site.browser.ask("/api/session/end")
    assert site.renew(renewed["refresh_token"]).code == "application_grant_refused"
    ((address, token),) = street.called
    said = site.read_claims(token)
    assert (address, said["sid"], said["sub"]) == (OUT, claims["sid"], HOA)
    assert site.open().code == "session_ended"


@pytest.mark.clause("VL-3.4")
def test_signing_out_in_the_application_signs_out_here_and_in_every_other(street: Street) -> None:
    site, proof = street.opened()
    other = Site(street.api, site.browser)
    second = other.exchange(other.read_code()).json
    gone = site.end(proof["refresh_token"])
    assert (gone.status, gone.json["logout_url"]) == (200, f"https://pool.example/logout?back={SITE}/")
    assert site.browser.resume().code == "session_ended"
    assert [other.renew(second["refresh_token"]).code, len(street.called)] == ["application_grant_refused", 2]


def test_signing_out_everywhere_ends_what_was_opened_on_each_device(street: Street) -> None:
    (desk, at_desk), (phone, on_phone) = street.opened(), street.opened()
    desk.browser.ask("/api/session/end", {"everywhere": True})
    assert [desk.renew(at_desk["refresh_token"]).status, phone.renew(on_phone["refresh_token"]).status] == [401, 401]
    assert len(street.called) == 2


def test_ending_one_device_leaves_the_applications_of_the_other(street: Street) -> None:
    (desk, at_desk), (phone, on_phone) = street.opened(), street.opened()
    (other,) = [each for each in desk.browser.ask("/api/session/devices").json["items"] if not each["current"]]
    desk.browser.ask("/api/session/devices/end", {"id": other["id"]})
    assert [desk.renew(at_desk["refresh_token"]).status, phone.renew(on_phone["refresh_token"]).status] == [200, 401]
    assert [address for address, _ in street.called] == [OUT]


@pytest.mark.clause("VL-3.4")
def test_what_is_not_registered_opens_nothing(street: Street, register: Callable[..., None]) -> None:
    site = street.site()
    assert site.open().status == 201
    refused = [
        site.open(client_id="khong-dang-ky").code,
        site.open(redirect_uri="https://ke-gian.example/").code,
        site.open(redirect_uri=f"{BACK}/").code,
        site.open(redirect_uri=f"{START}.ke-gian.example/da-dang-nhap").code,
    ]
    register(ends=date(2026, 11, 22))
    refused.append(site.open().code)
    register(begins=date(2026, 11, 24))
    refused.append(site.open().code)
    address, expired = "application_address_refused", "application_not_in_force"
    assert refused == ["application_unknown", address, address, address, expired, expired]


def test_each_refusal_is_in_the_security_log(street: Street, capsys: pytest.CaptureFixture[str]) -> None:
    site = street.site()
    capsys.readouterr()
    refused = [site.open(client_id="khong-dang-ky").code, site.open(redirect_uri="https://ke-gian.example/").code]
    records = [each for each in find_records(capsys.readouterr().out) if each["status"] == 403]
    assert [each["outcome"] for each in records] == refused == ["application_unknown", "application_address_refused"]


def test_an_application_whose_registration_ends_is_renewed_no_more(
    street: Street, register: Callable[..., None]
) -> None:
    site, proof = street.opened()
    register(ends=date(2026, 11, 22))
    assert site.renew(proof["refresh_token"]).code == "application_grant_refused"


def test_an_application_for_officers_opens_for_officers_alone(street: Street, register: Callable[..., None]) -> None:
    register(audience=frozenset({ApplicationAudience.OFFICERS}))
    refused = street.site().open()
    assert (refused.code, "công chức, viên chức" in refused.json["detail"]["vi"]) == ("application_for_others", True)


@pytest.mark.clause("VL-3.4")
def test_people_see_which_applications_they_can_open_and_opened_when(street: Street) -> None:
    site, _ = street.opened()
    worker = street.signs.person(HOA, HOA_PROVEN)
    shown = worker.get("/api/me/applications")
    assert [(each["code"], each["start"], each["example"]) for each in shown["items"]] == [(CODE, f"{START}/", True)]
    assert [each["ended"] for each in shown["opened"]] == [False]
    site.browser.ask("/api/session/end")
    street.signs.office.clock.later += timedelta(seconds=5)
    worker = street.signs.person(HOA, HOA_PROVEN)
    assert [each["ended"] for each in worker.get("/api/me/applications")["opened"]] == [True]


def test_an_application_that_does_not_answer_keeps_nobody_from_signing_out(
    street: Street, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    site, proof = street.opened()
    monkeypatch.setattr(application_calls, "call_sign_out", lambda calls: range(len(calls)))
    assert site.browser.ask("/api/session/end").status == 200
    assert _find_missed(capsys.readouterr().out) == [CODE], "and which one did not answer is on record"
    assert site.renew(proof["refresh_token"]).status == 401


def test_where_no_application_is_registered_a_sign_out_asks_nothing_more(street: Street, monkeypatch: Any) -> None:
    site = street.site()
    monkeypatch.setattr(wiring_sessions, "provide_applications", tuple)
    monkeypatch.setattr(wiring_sessions, "provide_application_desk", lambda *_: pytest.fail("asked"))
    assert site.browser.ask("/api/session/end").status == 200


def _find_missed(printed: str) -> list[str]:
    lines = [json.loads(line) for line in printed.splitlines()]
    return [line["application"] for line in lines if line.get("message") == "application_not_called"]
