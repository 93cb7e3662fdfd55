"""Officers sign in with a password and the code of their telephone, and nothing less opens their routes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from botocore.exceptions import ClientError
from pyotp import TOTP

from chalicelib.domain.accounts.officers import Officer
from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.security.second_factor import ACCOUNT_CODES, MAX_CODES
from chalicelib.repositories.dynamodb.table import TableItem
from tests.api.conftest import ApiAnswer
from tests.api.office_world import OWN, STEP, OfficeWorld, office
from tests.api.session_world import COOKIE, Browser, find_records, is_ended, world
from tests.support.fakes.fake_officer_pool import FIRST

__all__ = ["office", "world"]


def test_password_and_code_begin_a_session_that_opens_the_officers_routes(
    office: OfficeWorld, appoint: Callable[..., Officer]
) -> None:
    telephone = office.pool.enrolled("desk1")
    appoint("sub-desk1", Role.AUDITOR)
    browser = office.world.browser()
    begun = office.name("desk1", browser=browser)
    assert (begun.status, begun.json["waits"], begun.json["secret"]) == (200, "code", None)
    assert set(browser.jar) == {STEP}
    given = office.code(browser, office.now(telephone))
    assert (given.status, given.json["officer"], given.json["idle_seconds"]) == (201, True, 15 * 60)
    assert set(browser.jar) == {COOKIE}, "the step is over"
    bearing = {"Authorization": f"Bearer {given.json['access_token']}"}
    assert office.world.api("GET", "/api/officers?unit=province", headers=bearing).status == 200
    assert office.world.api("GET", "/api/me", headers=bearing).json["roles"] == ["auditor"]
    office.world.later(minutes=4, seconds=30)
    renewed = browser.resume()
    assert (renewed.status, renewed.json["officer"]) == (200, True)
    assert browser.me(renewed) == 200
    ended = browser.ask("/api/session/end", {})
    assert ended.json["logout_url"] == "https://mot-cua.example.vn/"
    assert len(office.pool.revoked) == 1


def test_the_security_log_names_the_account_once_it_is_proven_and_never_what_was_typed(
    office: OfficeWorld, appoint: Callable[..., Officer], capsys: pytest.CaptureFixture[str]
) -> None:
    telephone = office.pool.enrolled("desk1")
    appoint("sub-desk1", Role.AUDITOR)
    office.name("0912345678", "mật khẩu")
    browser = office.begun("desk1")
    office.code(browser, office.now(telephone, 7))
    office.code(browser, office.now(telephone))
    copied = dict(browser.jar)
    browser.resume()
    browser.ask("/api/session/end", {})
    copy = office.world.browser()
    copy.jar |= copied
    copy.resume()
    forged = office.world.browser()
    forged.jar[COOKIE] = "x" + copied[COOKIE][1:]
    forged.resume()
    printed = capsys.readouterr().out
    found = [(each["act"], each["who"], each["officer"], each["status"]) for each in find_records(printed)]
    nobody, desk1 = ("", False), ("sub-desk1", True)
    assert found == [
        ("begin_officer_session", *nobody, 401),
        ("begin_officer_session", *nobody, 200),
        ("start_officer_session", *nobody, 401),
        ("start_officer_session", *desk1, 201),
        ("resume_session", *desk1, 200),
        ("end_session", *desk1, 200),
        ("resume_session", *nobody, 401),
        ("resume_session", *nobody, 401),
    ]
    assert "0912345678" not in printed
    assert "mật" not in printed


def test_who_may_do_much_is_asked_sooner(office: OfficeWorld, appoint: Callable[..., Officer]) -> None:
    telephone = office.pool.enrolled("op")
    appoint("sub-op", Role.OPERATOR)
    browser = office.begun("op")
    answer = office.code(browser, office.now(telephone))
    assert answer.json["idle_seconds"] == 900
    assert 8 * 3600 - 5 <= answer.json["ends_in"] <= 8 * 3600
    office.world.later(minutes=16)
    assert is_ended(browser.resume())


def test_limits_shorten_with_a_right_that_was_given_meanwhile(
    office: OfficeWorld, appoint: Callable[..., Officer]
) -> None:
    telephone, browser = office.pool.enrolled("lan"), office.begun("lan")
    office.code(browser, office.now(telephone))
    appoint("sub-lan", Role.AUDITOR)
    office.world.later(minutes=20)
    assert is_ended(browser.resume())


def test_a_new_officer_replaces_the_first_password_and_registers_a_telephone(office: OfficeWorld) -> None:
    office.pool.invited("lan")
    browser = office.begun("lan", FIRST)
    for unfit in ("ngắn", "a"):
        weak = browser.ask("/api/session/officers/password", {"password": unfit})
        assert (weak.status, weak.code, weak.fields) == (422, "password_too_weak", {"/password": "password_too_weak"})
    chosen = browser.ask("/api/session/officers/password", {"password": OWN})
    assert chosen.json["waits"] == "enrol"
    uri = urlsplit(chosen.json["uri"])
    assert (uri.scheme, uri.netloc, unquote(uri.path)) == ("otpauth", "totp", "/Mot Cua hue:lan")
    assert parse_qs(uri.query) == {"secret": [chosen.json["secret"]], "issuer": ["Mot Cua hue"]}
    telephone = TOTP(chosen.json["secret"])
    assert office.code(browser, office.now(telephone, 5)).code == "code_refused"
    assert office.code(browser, office.now(telephone)).status == 201
    again = office.begun("lan", OWN)
    assert office.code(again, office.now(telephone)).code == "code_used", "the code that registered it counts no more"
    assert office.code(again, office.now(telephone, 1)).status == 201


def test_a_shared_computer_keeps_no_session(office: OfficeWorld) -> None:
    telephone = office.pool.enrolled("desk1")
    browser = office.world.browser()
    office.name("desk1", browser=browser, shared=True)
    given = office.code(browser, office.now(telephone))
    assert given.json["shared"]
    assert browser.jar == {}
    assert browser.resume(given.json["session"]).status == 200


def test_the_pool_hears_where_a_password_was_sent_from(office: OfficeWorld) -> None:
    office.pool.enrolled("desk1")
    office.begun("desk1")
    assert office.pool.seen[0]["ContextData"]["IpAddress"] == "127.0.0.1"


def test_neither_password_nor_code_nor_secret_is_kept_or_logged(
    office: OfficeWorld, capsys: pytest.CaptureFixture[str]
) -> None:
    office.pool.invited("lan")
    office.pool.members["lan"].sub = "sub-1"
    browser = office.begun("lan", FIRST)
    secret = browser.ask("/api/session/officers/password", {"password": OWN}).json["secret"]
    code = office.now(TOTP(secret))
    office.code(browser, "000000")
    office.code(browser, code)
    everything = " ".join(str(row.serialize()) for row in TableItem.scan()) + "".join(capsys.readouterr())
    assert not [said for said in (FIRST, OWN, secret, f'"{code}"', "lan") if said in everything]


def test_wrong_codes_end_the_sign_in_and_then_the_account_rests(office: OfficeWorld) -> None:
    telephone = office.pool.enrolled("desk1")
    tried = 0
    while tried < ACCOUNT_CODES:
        browser = office.begun("desk1")
        for _ in range(MAX_CODES):
            tried += 1
            assert office.code(browser, "000000").code == "code_refused"
        assert office.code(browser, office.now(telephone)).code == "too_many_codes"
    rests = office.code(office.begun("desk1"), office.now(telephone))
    assert (rests.status, rests.code) == (429, "too_many_requests")
    assert int(rests.headers["retry-after"]) > 0
    other = office.pool.enrolled("head1")
    assert office.code(office.begun("head1"), office.now(other)).status == 201, "nobody else is kept out"


def test_guesses_side_by_side_count_each(office: OfficeWorld, deployment: pytest.MonkeyPatch) -> None:
    telephone, browser = office.pool.enrolled("desk1"), office.begun("desk1")
    jar, inner = dict(browser.jar), office.pool.admin_respond_to_auth_challenge
    rival = Browser(office.world.api, office.world.pool, jar)
    answers: list[ApiAnswer] = []

    def guess_meanwhile(**asked: Any) -> dict[str, Any]:
        deployment.setattr(office.pool, "admin_respond_to_auth_challenge", inner)
        answers.append(office.code(rival, "000000"))
        return inner(**asked)

    deployment.setattr(office.pool, "admin_respond_to_auth_challenge", guess_meanwhile)
    assert office.code(browser, "000001").code == "code_refused"
    assert [each.code for each in answers] == ["code_refused"]
    (row,) = [row for row in TableItem.scan() if row.kind == "sign_in"]
    assert '"tries": 2' in str(row.body)
    assert office.code(browser, office.now(telephone)).status == 201


def test_of_two_at_once_with_one_code_one_signs_in(office: OfficeWorld, deployment: pytest.MonkeyPatch) -> None:
    telephone = office.pool.enrolled("desk1")
    first, second, code = office.begun("desk1"), office.begun("desk1"), office.now(telephone)
    inner, answers = office.pool.admin_respond_to_auth_challenge, list[ApiAnswer]()

    def sign_in_meanwhile(**asked: Any) -> dict[str, Any]:
        deployment.setattr(office.pool, "admin_respond_to_auth_challenge", inner)
        answers.append(office.code(second, code))
        return inner(**asked)

    deployment.setattr(office.pool, "admin_respond_to_auth_challenge", sign_in_meanwhile)
    assert office.code(first, code).code == "code_used"
    assert [each.status for each in answers] == [201]
    assert len(office.pool.refreshing) == 1, "what the late one got was taken back"


def test_a_pool_out_of_reach_is_said_and_costs_no_code(office: OfficeWorld) -> None:
    telephone = office.pool.enrolled("desk1")
    browser = office.begun("desk1")
    office.pool.away = True
    assert office.name("desk1").status == 503
    for _ in range(MAX_CODES + 1):
        assert office.code(browser, office.now(telephone)).code == "busy"
    office.pool.away = False
    assert office.code(browser, office.now(telephone)).status == 201


MEANWHILE = {
    "PasswordResetRequiredException": (401, "sign_in_blocked"),
    "SoftwareTokenMFANotFoundException": (401, "sign_in_expired"),
    "ConcurrentModificationException": (503, "busy"),
}


@pytest.mark.parametrize("fault", MEANWHILE)
def test_a_change_of_the_account_meanwhile_is_a_refusal(
    office: OfficeWorld, deployment: pytest.MonkeyPatch, fault: str
) -> None:
    telephone = office.pool.enrolled("desk1")
    browser = office.begun("desk1")

    def refuse_change(**_: Any) -> NoReturn:
        raise ClientError({"Error": {"Code": fault, "Message": ""}}, "AdminRespondToAuthChallenge")

    deployment.setattr(office.pool, "admin_respond_to_auth_challenge", refuse_change)
    refused = office.code(browser, office.now(telephone))
    assert (refused.status, refused.code) == MEANWHILE[fault]
