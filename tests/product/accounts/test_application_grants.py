"""What a registered application holds is good for it alone, once, and for its own sign-in (decision 0311)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest

from chalicelib.domain.accounts.account_state import AccountStanding, AccountState
from chalicelib.domain.accounts.officers import Officer, PersonMarks
from chalicelib.domain.security.openings import CODE_LIVES, Opening
from chalicelib.domain.security.sessions import GRACE
from chalicelib.domain.shared.link_keys import LinkKeys
from chalicelib.repositories.security.openings import OpeningTable
from chalicelib.wiring import core as wiring
from chalicelib.wiring import sessions as wiring_sessions
from tests.api.session_world import KEYS, PAGE, HeldSecret
from tests.product.accounts.application_street import (
    BACK,
    HOA,
    OTHER_START,
    OUT,
    START,
    Site,
    Street,
    register,
    second,
    street,
)

__all__ = ["register", "second", "street"]


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


@pytest.mark.parametrize(
    "change",
    [lambda found: replace(found, marks=PersonMarks(barred=(HOA,))), lambda found: replace(found, sub="sub-nam")],
    ids=["barred", "another person's"],
)
def test_who_may_not_sign_in_as_the_person_any_more_is_nobody_there_either(
    street: Street, change: Callable[[Officer], Officer], monkeypatch: Any
) -> None:
    site, proof = street.opened()
    code = site.read_code()
    officers = wiring.provide_officers()
    load = officers.load
    monkeypatch.setattr(type(officers), "load", lambda _, sub: change(load(sub)))
    answers = (site.exchange(code), site.renew(proof["refresh_token"]))
    assert {each.code for each in answers} == {"application_grant_refused"}


def test_an_opening_of_before_is_renewed_by_its_session(street: Street, monkeypatch: Any) -> None:
    kept = OpeningTable.create
    monkeypatch.setattr(OpeningTable, "create", lambda self, opening: kept(self, replace(opening, account="")))
    site, proof = street.opened()
    assert site.renew(proof["refresh_token"]).status == 200


def test_only_our_own_pages_open_an_application(street: Street) -> None:
    site = street.site()
    jar = "; ".join(f"{name}={value}" for name, value in site.browser.jar.items())
    for changed in ({"Origin": START}, {"Motcua-Session": ""}, {"Sec-Fetch-Site": "cross-site"}):
        headers = {name: value for name, value in {**PAGE, "Cookie": jar, **changed}.items() if value}
        answer = street.api("POST", "/api/session/applications", body=site.wish(), headers=headers)
        assert answer.code == "origin_refused"


def meanwhile(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """Another call is served between the read and the write of the next one."""
    save, waiting = OpeningTable.save, [act]

    def save_later(table: OpeningTable, opening: Opening, was: int) -> bool:
        if waiting:
            waiting.pop()()
        return save(table, opening, was)

    monkeypatch.setattr(OpeningTable, "save", save_later)


def test_a_code_that_comes_twice_at_the_same_moment_ends_what_it_opened(
    street: Street, monkeypatch: pytest.MonkeyPatch
) -> None:
    site, first = street.site(), list[Any]()
    code = site.read_code()
    meanwhile(monkeypatch, lambda: first.append(site.exchange(code)))
    assert site.exchange(code).code == "application_grant_refused"
    assert first[0].status == 200
    assert site.renew(first[0].json["refresh_token"]).code == "application_grant_refused"


def test_two_renewals_at_the_same_moment_get_the_same_next_one(street: Street, monkeypatch: pytest.MonkeyPatch) -> None:
    site, proof = street.opened()
    first = list[Any]()
    meanwhile(monkeypatch, lambda: first.append(site.renew(proof["refresh_token"])))
    second_answer = site.renew(proof["refresh_token"])
    assert [first[0].status, second_answer.status] == [200, 200], "two tabs of one person"
    newest = second_answer.json["refresh_token"]
    assert first[0].json["refresh_token"] == newest
    assert site.renew(newest).status == 200


def test_a_renewal_during_a_sign_out_gets_nothing(street: Street, monkeypatch: pytest.MonkeyPatch) -> None:
    site, proof = street.opened()
    meanwhile(monkeypatch, lambda: site.browser.ask("/api/session/end"))
    assert site.renew(proof["refresh_token"]).code == "application_grant_refused"


def test_what_one_application_holds_is_worth_nothing_to_another(street: Street, second: str) -> None:
    site, proof = street.opened()
    code = site.read_code()
    assert site.exchange(code, client_id=second).code == "application_grant_refused"
    assert site.renew(proof["refresh_token"], client_id=second).code == "application_grant_refused"
    assert site.end(proof["refresh_token"], client_id=second).code == "application_grant_refused"
    assert site.open(client_id=second).code == "application_address_refused", "nor is its address the other's"
    with pytest.raises(jwt.InvalidAudienceError):
        Site(street.api, site.browser, second).read_claims(proof["id_token"])
    assert [site.exchange(code).status, site.renew(proof["refresh_token"]).status] == [200, 200], "and it lost nothing"


def test_a_sign_out_in_one_application_calls_every_other_with_its_own_token(street: Street, second: str) -> None:
    site, proof = street.opened()
    other = Site(street.api, site.browser, second, f"{OTHER_START}/ve")
    held = other.exchange(other.read_code()).json
    assert other.end(held["refresh_token"]).status == 200
    said = {
        address: each.read_claims(token) for (address, token), each in zip(street.called, (other, site), strict=True)
    }
    assert set(said) == {OUT, f"{OTHER_START}/het"}
    assert len({each["jti"] for each in said.values()}) == len({each["sid"] for each in said.values()}) == 2
    assert site.renew(proof["refresh_token"]).status == 401


def test_a_shared_computer_keeps_no_cookie_and_ends_with_its_page(street: Street) -> None:
    browser = street.browser()
    held = browser.sign_in(HOA, shared=True).json["session"]
    site = Site(street.api, browser)
    opened = site.open(session=held)
    assert (opened.status, browser.jar) == (201, {}), opened.text
    code = parse_qs(urlsplit(opened.json["url"]).query)["code"][0]
    proof = site.exchange(code).json
    assert site.open().code == "session_ended", "a reload of the page has lost the session"
    assert browser.ask("/api/session/end", {"session": opened.json["session"]}).status == 200
    assert (site.renew(proof["refresh_token"]).status, len(street.called)) == (401, 1)


@pytest.mark.parametrize(
    "wish",
    [
        {"state": ""},
        {"state": "a b"},
        {"state": "x" * 256},
        {"nonce": "\r\n"},
        {"code_challenge": "x" * 42},
        {"code_challenge_method": "plain"},
        {"redirect_uri": "javascript:alert(1)"},
        {"redirect_uri": f"{BACK}\r\nSet-Cookie: a=b"},
        {"client_id": "../tra-cuu-quy-hoach"},
        {"prompt": "none"},
    ],
    ids=lambda wish: next(iter(wish)),
)
def test_a_request_of_another_form_opens_nothing(street: Street, wish: dict[str, str]) -> None:
    assert street.site().open(**wish).code == "malformed_request"


def test_a_new_key_signs_for_applications_and_ends_nothing(street: Street, monkeypatch: pytest.MonkeyPatch) -> None:
    site, proof = street.opened()

    def hold(keys: LinkKeys) -> None:
        monkeypatch.setattr(wiring_sessions, "_open_session_secret", lambda: HeldSecret(keys))

    hold(LinkKeys("k1", {**KEYS.keys, "k2": b"c" * 64}))
    assert [each["kid"] for each in street.api("GET", "/api/applications").json["keys"]] == ["k1", "k2"]
    assert site.read_claims(proof["id_token"])["sub"] == HOA
    hold(LinkKeys("k2", {**KEYS.keys, "k2": b"c" * 64}))
    renewed = site.renew(proof["refresh_token"]).json
    assert jwt.get_unverified_header(renewed["id_token"])["kid"] == "k2"
    assert site.read_claims(renewed["id_token"])["sub"] == site.read_claims(proof["id_token"])["sub"]
    hold(LinkKeys("k2", {"k2": b"c" * 64}))
    assert site.renew(proof["refresh_token"]).status == 401, "what the removed key has signed"


def test_an_old_renewal_signs_nobody_out(street: Street) -> None:
    site, proof = street.opened()
    site.renew(proof["refresh_token"])
    street.signs.office.clock.later += GRACE + timedelta(seconds=1)
    assert site.end(proof["refresh_token"]).code == "application_grant_refused"
    assert (site.browser.resume().status, street.called) == (200, [])


@pytest.mark.parametrize("path", ["/api/applications", "/api/applications/end"])
@pytest.mark.parametrize(
    "renewal", ["", "a", "x" * 5000, "k1.." * 9, {"a": 1}, ["k1"], 7, None, "k1.\u0000.1.x"], ids=lambda _: ""
)
def test_what_is_no_renewal_is_refused_with_a_reason(street: Street, path: str, renewal: Any) -> None:
    sent = {"grant_type": "refresh_token", "client_id": "tra-cuu-quy-hoach", "refresh_token": renewal}
    if path.endswith("end"):
        del sent["grant_type"]
    answer = street.api("POST", path, body=sent)
    assert answer.status in (400, 401), answer.status
    assert answer.headers["content-type"] == "application/problem+json"
