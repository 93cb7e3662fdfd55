"""Officers sign in with a password and the code of their telephone, and nothing less opens their routes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, NoReturn
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from botocore.exceptions import ClientError
from pyotp import TOTP

from chalicelib import wiring, wiring_sessions
from chalicelib.domain.officers import Officer
from chalicelib.domain.roles import Role
from chalicelib.domain.second_factor import ACCOUNT_CODES, LIVES, MAX_CODES
from chalicelib.domain.session_tokens import SESSION, SIGN_IN, issue_token
from chalicelib.repositories.office_pool import OfficePool
from chalicelib.repositories.tables import Row
from tests.api.conftest import ISSUER, OFFICE, STRANGER, Answer, Api, bearer, claims_of, token
from tests.api.session_world import COOKIE, KEYS, Browser, World, is_ended, world
from tests.fake_officer_pool import FIRST, PASSWORD, FakeOfficerPool

__all__ = ["world"]

STEP = f"{COOKIE}-step"
OWN = "Cua-Rieng-Toi-2026"
ELSEWHERE = "https://other.example.vn"


@dataclass
class Office:
    """The officers' side of a deployment."""

    world: World
    pool: FakeOfficerPool

    def name(self, name: str, password: str = PASSWORD, browser: Browser | None = None, **more: Any) -> Answer:
        """Enter name and password; in a browser of its own unless one is given."""
        asked = {"name": name, "password": password, **more}
        return (browser or self.world.browser()).ask("/api/session/officers", asked)

    def begun(self, name: str, password: str = PASSWORD) -> Browser:
        """A browser in which name and password were right."""
        browser = self.world.browser()
        assert self.name(name, password, browser).status == 200
        return browser

    def code(self, browser: Browser, code: str, **headers: str) -> Answer:
        """Enter a code."""
        return browser.ask("/api/session/officers/code", {"code": code}, **headers)

    def now(self, telephone: TOTP, steps: int = 0) -> str:
        """What the telephone shows now, or so many codes later."""
        return telephone.at(self.world.clock.real_now(), counter_offset=steps)


@pytest.fixture
def office(world: World, deployment: pytest.MonkeyPatch) -> Office:
    """Huế with both pools in memory."""
    pool = FakeOfficerPool(now=world.clock.real_now)
    adapter = OfficePool(pool, "pool", "office-client")
    deployment.setattr(wiring_sessions, "office_pool", lambda: adapter)
    return Office(world, pool)


# ---- the good ways --------------------------------------------------------------------------------------------


def test_password_and_code_begin_a_session_that_opens_the_officers_routes(
    office: Office, appoint: Callable[..., Officer]
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


def test_who_may_do_much_is_asked_sooner(office: Office, appoint: Callable[..., Officer]) -> None:
    telephone = office.pool.enrolled("op")
    appoint("sub-op", Role.OPERATOR)
    browser = office.begun("op")
    answer = office.code(browser, office.now(telephone))
    assert answer.json["idle_seconds"] == 900
    assert 8 * 3600 - 5 <= answer.json["ends_in"] <= 8 * 3600
    office.world.later(minutes=16)
    assert is_ended(browser.resume())


def test_limits_shorten_with_a_right_that_was_given_meanwhile(office: Office, appoint: Callable[..., Officer]) -> None:
    telephone, browser = office.pool.enrolled("lan"), office.begun("lan")
    office.code(browser, office.now(telephone))
    appoint("sub-lan", Role.AUDITOR)
    office.world.later(minutes=20)
    assert is_ended(browser.resume())


def test_a_new_officer_replaces_the_first_password_and_registers_a_telephone(office: Office) -> None:
    office.pool.invited("lan")
    browser = office.begun("lan", FIRST)
    weak = browser.ask("/api/session/officers/password", {"password": "ngắn"})
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


def test_a_shared_computer_keeps_no_session(office: Office) -> None:
    telephone = office.pool.enrolled("desk1")
    browser = office.world.browser()
    office.name("desk1", browser=browser, shared=True)
    given = office.code(browser, office.now(telephone))
    assert given.json["shared"]
    assert browser.jar == {}
    assert browser.resume(given.json["session"]).status == 200


def test_the_pool_hears_where_a_password_was_sent_from(office: Office) -> None:
    office.pool.enrolled("desk1")
    office.begun("desk1")
    assert office.pool.seen[0]["ContextData"]["IpAddress"] == "127.0.0.1"


def test_neither_password_nor_code_nor_secret_is_kept_or_logged(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    office.pool.invited("lan")
    office.pool.members["lan"].sub = "sub-1"
    browser = office.begun("lan", FIRST)
    secret = browser.ask("/api/session/officers/password", {"password": OWN}).json["secret"]
    code = office.now(TOTP(secret))
    office.code(browser, "000000")
    office.code(browser, code)
    everything = " ".join(str(row.serialize()) for row in Row.scan()) + "".join(capsys.readouterr())
    assert not [said for said in (FIRST, OWN, secret, f'"{code}"', "lan") if said in everything]


# ---- attacks on the sign-in -----------------------------------------------------------------------------------


def _another_name(office: Office) -> Answer:
    return office.name("nobody")


def _wrong_password(office: Office) -> Answer:
    return office.name("desk1", "Khong-Dung-2026")


def _code_without_password(office: Office) -> Answer:
    return office.code(office.world.browser(), "123456")


def _wrong_code(office: Office) -> Answer:
    return office.code(office.begun("desk1"), "000000")


def _code_of_long_ago(office: Office) -> Answer:
    return office.code(office.begun("desk1"), office.now(TOTP(office.pool.members["desk1"].secret), -3))


def _code_of_somebody_else(office: Office) -> Answer:
    return office.code(office.begun("desk1"), office.now(TOTP(office.pool.members["head1"].secret)))


def _replayed_code(office: Office) -> Answer:
    code = office.now(TOTP(office.pool.members["desk1"].secret))
    assert office.code(office.begun("desk1"), code).status == 201
    return office.code(office.begun("desk1"), code)


def _finished_step_again(office: Office) -> Answer:
    telephone = TOTP(office.pool.members["desk1"].secret)
    browser = office.begun("desk1")
    step = dict(browser.jar)
    assert office.code(browser, office.now(telephone)).status == 201
    browser.jar = step
    return office.code(browser, office.now(telephone, 1))


def _step_before(office: Office) -> Answer:
    browser = office.begun("lan", FIRST)
    step = dict(browser.jar)
    browser.ask("/api/session/officers/password", {"password": OWN})
    browser.jar = step
    return browser.ask("/api/session/officers/password", {"password": OWN + "!"})


def _code_in_place_of_a_password(office: Office) -> Answer:
    return office.code(office.begun("lan", FIRST), "123456")


def _password_in_place_of_a_code(office: Office) -> Answer:
    return office.begun("desk1").ask("/api/session/officers/password", {"password": OWN})


def _challenge_of_somebody_else(office: Office) -> Answer:
    # The table's content of one sign-in under the cookie of another: sealed for the first alone.
    office.begun("head1")
    (theirs,) = [row for row in Row.scan() if row.kind == "sign_in"]
    mine = office.begun("desk1")
    for row in Row.scan():
        if row.kind == "sign_in" and row.pk != theirs.pk:
            row.update(actions=[Row.packed.set(theirs.packed)])
    return office.code(mine, office.now(TOTP(office.pool.members["head1"].secret)))


def _pools_session_of_somebody_else(office: Office) -> Answer:
    browser = office.begun("desk1")
    office.pool.steps = {session: (kind, "head1", "") for session, (kind, _, _) in office.pool.steps.items()}
    return office.code(browser, office.now(TOTP(office.pool.members["desk1"].secret)))


def _session_cookie_as_a_step(office: Office) -> Answer:
    browser = office.world.browser()
    browser.sign_in("sub-hoa")
    browser.jar[STEP] = browser.jar[COOKIE]
    return office.code(browser, "123456")


def _step_cookie_as_a_session(office: Office) -> Answer:
    browser = office.begun("desk1")
    browser.jar[COOKIE] = browser.jar[STEP]
    return browser.resume()


def _forged_step(office: Office) -> Answer:
    browser = office.begun("desk1")
    kid, handle, step, mac = browser.jar[STEP].split(".")
    browser.jar[STEP] = f"{kid}.{handle}.{step}.{mac[:-1]}{'A' if mac[-1] != 'A' else 'B'}"
    return office.code(browser, "123456")


def _made_up_step(office: Office) -> Answer:
    browser = office.world.browser()
    browser.jar[STEP] = issue_token("A" * 43, 1, KEYS, SIGN_IN)
    return office.code(browser, "123456")


def _step_of_another_purpose(office: Office) -> Answer:
    browser = office.begun("desk1")
    _, handle, step, _ = browser.jar[STEP].split(".")
    browser.jar[STEP] = issue_token(handle, int(step), KEYS, SESSION)
    return office.code(browser, "123456")


def _later_step(office: Office) -> Answer:
    browser = office.begun("desk1")
    browser.jar[STEP] = issue_token(browser.jar[STEP].split(".")[1], 2, KEYS, SIGN_IN)
    return office.code(browser, "123456")


def _too_late(office: Office) -> Answer:
    browser = office.begun("desk1")
    office.world.later(seconds=LIVES.total_seconds())
    return office.code(browser, office.now(TOTP(office.pool.members["desk1"].secret)))


def _pool_that_asks_no_code(office: Office) -> Answer:
    office.pool.skips = True
    answer = office.name("desk1")
    assert office.pool.refreshing == {}, "what it gave was taken back"
    return answer


def _pool_that_asks_no_code_after_a_new_password(office: Office) -> Answer:
    browser = office.begun("lan", FIRST)
    office.pool.skips = True
    return browser.ask("/api/session/officers/password", {"password": OWN})


def _tokens_of_somebody_else(office: Office) -> Answer:
    office.pool.claimed = "sub-head1"
    return office.code(office.begun("desk1"), office.now(TOTP(office.pool.members["desk1"].secret)))


def _another_site(office: Office) -> Answer:
    return office.code(office.begun("desk1"), "123456", Origin=ELSEWHERE)


def _a_form_of_another_site(office: Office) -> Answer:
    return office.code(office.begun("desk1"), "123456", Sec_Fetch_Site="cross-site", Motcua_Session="")


def _leaked_password(office: Office) -> Answer:
    office.pool.members["desk1"].fault = ("NotAuthorizedException", "Unable to login because of security reasons")
    return office.name("desk1")


def _password_that_must_be_reset(office: Office) -> Answer:
    office.pool.members["desk1"].fault = ("PasswordResetRequiredException", "")
    return office.name("desk1")


def _disabled(office: Office) -> Answer:
    office.pool.members["desk1"].fault = ("NotAuthorizedException", "User is disabled.")
    return office.name("desk1")


def _guessed_too_often(office: Office) -> Answer:
    office.pool.members["desk1"].fault = ("NotAuthorizedException", "Password attempts exceeded")
    return office.name("desk1")


def _letters_for_a_code(office: Office) -> Answer:
    return office.code(office.begun("desk1"), "12345a")


def _full_width_digits(office: Office) -> Answer:
    return office.code(office.begun("desk1"), "１２３４５６")


ATTACKS: dict[Callable[[Office], Answer], tuple[int, str]] = {
    _another_name: (401, "password_refused"),
    _wrong_password: (401, "password_refused"),
    _disabled: (401, "password_refused"),
    _code_without_password: (401, "sign_in_expired"),
    _wrong_code: (401, "code_refused"),
    _code_of_long_ago: (401, "code_refused"),
    _code_of_somebody_else: (401, "code_refused"),
    _replayed_code: (401, "code_used"),
    _finished_step_again: (401, "sign_in_expired"),
    _step_before: (401, "sign_in_expired"),
    _code_in_place_of_a_password: (401, "sign_in_expired"),
    _password_in_place_of_a_code: (401, "sign_in_expired"),
    _challenge_of_somebody_else: (401, "sign_in_expired"),
    _pools_session_of_somebody_else: (401, "sign_in_expired"),
    _session_cookie_as_a_step: (401, "sign_in_expired"),
    _step_cookie_as_a_session: (401, "session_ended"),
    _forged_step: (401, "sign_in_expired"),
    _made_up_step: (401, "sign_in_expired"),
    _step_of_another_purpose: (401, "sign_in_expired"),
    _later_step: (401, "sign_in_expired"),
    _too_late: (401, "sign_in_expired"),
    _pool_that_asks_no_code: (401, "factor_missing"),
    _pool_that_asks_no_code_after_a_new_password: (401, "factor_missing"),
    _tokens_of_somebody_else: (401, "sign_in_refused"),
    _another_site: (403, "origin_refused"),
    _a_form_of_another_site: (403, "origin_refused"),
    _leaked_password: (401, "sign_in_blocked"),
    _password_that_must_be_reset: (401, "sign_in_blocked"),
    _guessed_too_often: (429, "too_many_requests"),
    _letters_for_a_code: (400, "malformed_request"),
    _full_width_digits: (400, "malformed_request"),
}


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__.strip("_"))
def test_nothing_less_than_both_factors_begins_a_session(office: Office, attack: Callable[[Office], Answer]) -> None:
    for name in ("desk1", "head1"):
        office.pool.enrolled(name)
    office.pool.invited("lan")
    answer = attack(office)
    assert (answer.status, answer.code) == ATTACKS[attack]
    assert not [each for each in answer.cookies if each.startswith(f"{COOKIE}=k")]


def test_wrong_codes_end_the_sign_in_and_then_the_account_rests(office: Office) -> None:
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


def test_guesses_side_by_side_count_each(office: Office, deployment: pytest.MonkeyPatch) -> None:
    telephone, browser = office.pool.enrolled("desk1"), office.begun("desk1")
    jar, inner = dict(browser.jar), office.pool.admin_respond_to_auth_challenge
    rival = Browser(office.world.api, office.world.pool, jar)
    answers: list[Answer] = []

    def meanwhile(**asked: Any) -> dict[str, Any]:
        deployment.setattr(office.pool, "admin_respond_to_auth_challenge", inner)
        answers.append(office.code(rival, "000000"))
        return inner(**asked)

    deployment.setattr(office.pool, "admin_respond_to_auth_challenge", meanwhile)
    assert office.code(browser, "000001").code == "code_refused"
    assert [each.code for each in answers] == ["code_refused"]
    (row,) = [row for row in Row.scan() if row.kind == "sign_in"]
    assert '"tries": 2' in str(row.body)
    assert office.code(browser, office.now(telephone)).status == 201


def test_of_two_at_once_with_one_code_one_signs_in(office: Office, deployment: pytest.MonkeyPatch) -> None:
    telephone = office.pool.enrolled("desk1")
    first, second, code = office.begun("desk1"), office.begun("desk1"), office.now(telephone)
    inner, answers = office.pool.admin_respond_to_auth_challenge, list[Answer]()

    def meanwhile(**asked: Any) -> dict[str, Any]:
        deployment.setattr(office.pool, "admin_respond_to_auth_challenge", inner)
        answers.append(office.code(second, code))
        return inner(**asked)

    deployment.setattr(office.pool, "admin_respond_to_auth_challenge", meanwhile)
    assert office.code(first, code).code == "code_used"
    assert [each.status for each in answers] == [201]
    assert len(office.pool.refreshing) == 1, "what the late one got was taken back"


def test_a_pool_out_of_reach_is_said_and_costs_no_code(office: Office) -> None:
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
    office: Office, deployment: pytest.MonkeyPatch, fault: str
) -> None:
    telephone = office.pool.enrolled("desk1")
    browser = office.begun("desk1")

    def refuse(**_: Any) -> NoReturn:
        raise ClientError({"Error": {"Code": fault, "Message": ""}}, "AdminRespondToAuthChallenge")

    deployment.setattr(office.pool, "admin_respond_to_auth_challenge", refuse)
    refused = office.code(browser, office.now(telephone))
    assert (refused.status, refused.code) == MEANWHILE[fault]


# ---- which pool opens what ------------------------------------------------------------------------------------

WRONG_TOKENS: dict[str, dict[str, Any]] = {
    "the officers' issuer for the citizens' client": {"iss": OFFICE["iss"]},
    "the citizens' issuer for the officers' client": {"client_id": OFFICE["client_id"]},
    "another issuer": {**OFFICE, "iss": "https://example.test/pool"},
    "the issuer with a slash": {**OFFICE, "iss": f"{OFFICE['iss']}/"},
    "another client": {**OFFICE, "client_id": "somebody"},
    "no client": {**OFFICE, "client_id": None},
    "an id token": {**OFFICE, "token_use": "id"},
    "a refresh token": {**OFFICE, "token_use": "refresh"},
    "an issuer in capitals": {**OFFICE, "iss": OFFICE["iss"].upper()},
    "a stranger's key": {**OFFICE, "key": STRANGER},
    "an unknown key id": {**OFFICE, "kid": "key-9"},
    "nobody": {**OFFICE, "sub": None},
}


@pytest.mark.parametrize("changes", WRONG_TOKENS.values(), ids=WRONG_TOKENS)
def test_a_token_that_mixes_the_pools_opens_nothing(
    api: Api, appoint: Callable[..., Officer], changes: dict[str, Any]
) -> None:
    appoint("op", Role.OPERATOR)
    sub = changes.get("sub", "op")
    given = token(sub, **{name: value for name, value in changes.items() if name != "sub"})
    for path in ("/api/me", "/api/officers?unit=province"):
        refused = api("GET", path, headers={"Authorization": f"Bearer {given}"})
        assert (refused.status, refused.code) == (401, "unauthenticated")


def test_rights_are_not_used_with_a_citizens_account(api: Api, appoint: Callable[..., Officer]) -> None:
    appoint("op", Role.OPERATOR)
    assert claims_of("op")["iss"] == ISSUER
    citizen = bearer("op", iss=ISSUER, client_id=claims_of("op")["client_id"])
    refused = api("GET", "/api/officers?unit=province", headers=citizen)
    assert (refused.status, refused.code) == (403, "officer_sign_in_needed")
    assert api("GET", "/api/me", headers=citizen).json["roles"] == ["applicant"]
    plain = api("GET", "/api/officers?unit=province", sub="somebody")
    assert (plain.status, plain.code) == (403, "forbidden")


def test_an_officers_account_files_nothing_of_its_own(api: Api, appoint: Callable[..., Officer]) -> None:
    appoint("op", Role.OPERATOR)
    unit = wiring.agencies().one_stop_units(wiring.clock().now().date())[0].id
    body = {"procedure": "1.001612", "one_stop": unit, "channel": "own_portal"}
    key = {"Idempotency-Key": "k" * 20}
    answer = api("POST", "/api/dossiers", sub="op", body=body, headers=key)
    assert (answer.status, answer.code) == (403, "citizen_account_needed")


def test_the_record_of_a_moved_officer_answers_to_the_new_account_alone(
    api: Api, appoint: Callable[..., Officer]
) -> None:
    from dataclasses import replace

    from chalicelib.repositories.officers import link_row, rights_row

    appoint("old", Role.AUDITOR)
    moved = replace(wiring.officers().load("old"), account="fresh")
    for row in (rights_row(moved, listed=True), link_row(moved)):
        row.save()
    wiring.officers().cache.clear()
    fresh = {"Authorization": f"Bearer {token('fresh', **OFFICE)}"}
    assert (api("GET", "/api/me", headers=fresh).json["sub"], moved.sub) == ("old", "old")
    assert api("GET", "/api/officers?unit=province", headers=fresh).status == 200
    stale = api("GET", "/api/me", headers={"Authorization": f"Bearer {token('old', **OFFICE)}"})
    assert stale.status == 401
    citizen = api("GET", "/api/me", headers={"Authorization": f"Bearer {token('old')}"})
    assert citizen.json["roles"] == ["applicant"]


def test_a_citizens_session_does_not_turn_into_an_officers(office: Office, appoint: Callable[..., Officer]) -> None:
    appoint("sub-desk1", Role.OPERATOR)
    browser = office.world.browser()
    given = browser.sign_in("sub-desk1")
    assert (given.json["officer"], given.json["idle_seconds"]) == (False, timedelta(minutes=30).total_seconds())
    assert browser.resume().json["officer"] is False
