"""Officers open a registered application with their own sign-in, while they have rights (decision 0311)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.security.applications import ApplicationAudience
from tests.api.conftest import forget_adapters
from tests.api.session_world import SITE
from tests.product.accounts.application_street import HOA, Street, register, street

__all__ = ["register", "street"]

COUNTER = "https://quay.example.vn"
NAME = "Lê Thị Lan"


@pytest.fixture
def rights(street: Street) -> dict[str, Any]:
    """What an officer at the desk has."""
    return {"role": Role.ONE_STOP_OFFICER, "unit": street.signs.office.place.one_stop, "name": NAME}


@pytest.mark.clause("VL-3.4")
def test_an_officer_opens_it_and_a_sign_out_there_ends_both(street: Street, rights: Any) -> None:
    site = street.office_site("lan", **rights)
    proof = site.exchange(site.read_code()).json
    claims = site.read_claims(proof["id_token"])
    assert (claims["sub"], claims["name"]) == ("sub-lan", NAME), "the name of the record: the account has none"
    gone = site.end(proof["refresh_token"])
    assert (gone.status, gone.json["logout_url"]) == (200, f"{SITE}/"), "the officers' pool remembers nobody"
    assert site.browser.resume().code == "session_ended"


def test_officers_begin_and_end_at_the_counters_own_front_end(
    street: Street, rights: Any, deployment: pytest.MonkeyPatch
) -> None:
    deployment.setenv("COUNTER_ORIGIN", COUNTER)
    forget_adapters()
    shown = street.api("GET", "/api/applications").json
    assert shown["open_at"] == [f"{SITE}/ung-dung/mo", f"{COUNTER}/officer/ung-dung/mo"]
    site = street.office_site("lan", **rights)
    proof = site.exchange(site.read_code()).json
    assert site.end(proof["refresh_token"]).json["logout_url"] == f"{COUNTER}/"
    citizen, of_citizen = street.opened(HOA)
    assert citizen.end(of_citizen["refresh_token"]).json["logout_url"] == f"https://pool.example/logout?back={SITE}/"


def test_an_officer_without_rights_opens_nothing(street: Street) -> None:
    refused = street.office_site("moi").open()
    assert (refused.status, refused.code) == (403, "application_for_others")


def test_an_application_for_applicants_opens_for_no_officer(
    street: Street, rights: Any, register: Callable[..., None]
) -> None:
    register(audience=frozenset({ApplicationAudience.APPLICANTS}))
    refused = street.office_site("lan", **rights).open()
    assert (refused.code, "tổ chức, cá nhân" in refused.json["detail"]["vi"]) == ("application_for_others", True)
    assert street.signs.office("desk1").get("/api/me/applications")["items"] == []


def test_with_the_last_right_the_application_ends(street: Street, rights: Any) -> None:
    site = street.office_site("lan", **rights)
    proof = site.exchange(site.read_code()).json
    renewed = site.renew(proof["refresh_token"])
    assert renewed.status == 200
    office = street.signs.office
    office.appoint("sub-lan", **rights, until=office.clock.at - timedelta(minutes=1))
    assert site.renew(renewed.json["refresh_token"]).code == "application_grant_refused"
    assert site.open().code == "application_for_others"


def test_a_sign_in_of_an_officer_and_of_the_same_person_as_a_citizen_are_two(street: Street, rights: Any) -> None:
    officer, citizen = street.office_site("lan", **rights), street.site("sub-lan-cong-dan")
    of_officer, of_citizen = (each.exchange(each.read_code()).json for each in (officer, citizen))
    officer.browser.ask("/api/session/end")
    assert [officer.renew(of_officer["refresh_token"]).status, citizen.renew(of_citizen["refresh_token"]).status] == [
        401,
        200,
    ]
