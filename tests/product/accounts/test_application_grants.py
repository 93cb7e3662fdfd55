"""What a registered application holds is good for it alone, once, and for its own sign-in (decision 0311)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.accounts.account_state import AccountStanding, AccountState
from chalicelib.domain.security.openings import CODE_LIVES
from chalicelib.domain.security.sessions import GRACE
from chalicelib.wiring import core as wiring
from tests.api.session_world import PAGE
from tests.product.accounts.application_street import BACK, HOA, START, Street, register, street

__all__ = ["register", "street"]


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"code_verifier": "x" * 43}, 401),
        ({"redirect_uri": f"{BACK}/"}, 401),
        ({"client_id": "ung-dung-khac"}, 401),
        ({"code": "k1." + "A" * 43 + ".0." + "B" * 43}, 401),
    ],
    ids=["verifier", "address", "application", "forged"],
)
def test_a_code_is_good_for_its_application_address_and_verifier(street: Street, changes: Any, status: int) -> None:
    site = street.site()
    code = site.read_code()
    assert site.exchange(**{"code": code, **changes}).status == status
    assert site.exchange(code).status == 200, "and a stranger's attempt does not use it up"


def test_a_code_that_comes_twice_ends_what_it_opened(street: Street) -> None:
    site = street.site()
    code = site.read_code()
    proof = site.exchange(code).json
    assert site.exchange(code).code == "application_grant_refused"
    assert site.renew(proof["refresh_token"]).code == "application_grant_refused"


def test_a_code_is_good_for_a_minute(street: Street) -> None:
    site = street.site()
    code = site.read_code()
    street.signs.office.clock.later += CODE_LIVES + timedelta(seconds=1)
    assert site.exchange(code).code == "application_grant_refused"


def test_a_renewal_that_was_replaced_is_good_for_its_grace_and_then_ends_all(street: Street) -> None:
    site, proof = street.opened()
    later = site.renew(proof["refresh_token"]).json
    again = site.renew(proof["refresh_token"])
    assert (again.status, again.json["refresh_token"]) == (200, later["refresh_token"])
    street.signs.office.clock.later += GRACE + timedelta(seconds=1)
    assert site.renew(proof["refresh_token"]).status == 401
    assert site.renew(later["refresh_token"]).status == 401


def test_nothing_of_one_purpose_is_taken_for_another(street: Street) -> None:
    site, proof = street.opened()
    (session,) = site.browser.jar.values()
    code = site.read_code()
    assert [site.exchange(each).status for each in (session, proof["refresh_token"])] == [401, 401]
    assert [site.renew(each).status for each in (session, code)] == [401, 401]
    assert site.browser.resume(proof["refresh_token"]).status == 401
    bearer = {"Authorization": f"Bearer {proof['id_token']}"}
    assert street.api("GET", "/api/me", headers=bearer).status == 401, "a proof opens nothing here"


def test_an_application_signs_out_nobody_but_who_signed_in_there(street: Street) -> None:
    (hoa, of_hoa), (nam, of_nam) = street.opened(HOA), street.opened("sub-nam")
    head, _, mac = str(of_hoa["refresh_token"]).rpartition(".")
    other = str(of_nam["refresh_token"]).split(".")[1]
    forged = f"{head.replace(str(of_hoa['refresh_token']).split('.')[1], other)}.{mac}"
    assert [hoa.end(forged).status, hoa.end(of_nam["refresh_token"], client_id="ung-dung-khac").status] == [401, 401]
    assert [hoa.browser.resume().status, nam.browser.resume().status, street.called] == [200, 200, []]


@pytest.mark.parametrize("standing", ["paused", "suspended", "locked"])
def test_an_account_that_is_not_open_opens_nothing(street: Street, standing: str, monkeypatch: Any) -> None:
    site, proof = street.opened()
    officers = wiring.provide_officers()
    state, load = AccountState(AccountStanding(standing), 1), officers.load
    monkeypatch.setattr(type(officers), "load", lambda _, sub: replace(load(sub), state=state))
    code = "account_reported_lost" if standing == "locked" else "account_not_open"
    assert site.open().code == code
    assert site.renew(proof["refresh_token"]).code == "application_grant_refused"


def test_only_our_own_pages_open_an_application(street: Street) -> None:
    site = street.site()
    jar = "; ".join(f"{name}={value}" for name, value in site.browser.jar.items())
    for changed in ({"Origin": START}, {"Motcua-Session": ""}, {"Sec-Fetch-Site": "cross-site"}):
        headers = {name: value for name, value in {**PAGE, "Cookie": jar, **changed}.items() if value}
        answer = street.api("POST", "/api/session/applications", body=site.wish(), headers=headers)
        assert answer.code == "origin_refused"
