"""Every way around one of an officer's two factors is refused."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pyotp import TOTP

from chalicelib.domain.security.second_factor import LIVES
from chalicelib.domain.security.session_tokens import SESSION, SIGN_IN, issue_token
from chalicelib.repositories.dynamodb.table import TableItem
from tests.api.conftest import ApiAnswer
from tests.api.office_world import ELSEWHERE, OWN, STEP, OfficeWorld, office
from tests.api.session_world import COOKIE, KEYS, world
from tests.support.fakes.fake_officer_pool import FIRST

__all__ = ["office", "world"]


def _try_another_name(office: OfficeWorld) -> ApiAnswer:
    return office.name("nobody")


def _try_wrong_password(office: OfficeWorld) -> ApiAnswer:
    return office.name("desk1", "Khong-Dung-2026")


def _try_code_without_password(office: OfficeWorld) -> ApiAnswer:
    return office.code(office.world.browser(), "123456")


def _try_wrong_code(office: OfficeWorld) -> ApiAnswer:
    return office.code(office.begun("desk1"), "000000")


def _try_old_code(office: OfficeWorld) -> ApiAnswer:
    return office.code(office.begun("desk1"), office.now(TOTP(office.pool.members["desk1"].secret), -3))


def _try_code_of_another(office: OfficeWorld) -> ApiAnswer:
    return office.code(office.begun("desk1"), office.now(TOTP(office.pool.members["head1"].secret)))


def _try_replayed_code(office: OfficeWorld) -> ApiAnswer:
    code = office.now(TOTP(office.pool.members["desk1"].secret))
    assert office.code(office.begun("desk1"), code).status == 201
    return office.code(office.begun("desk1"), code)


def _try_finished_step(office: OfficeWorld) -> ApiAnswer:
    telephone = TOTP(office.pool.members["desk1"].secret)
    browser = office.begun("desk1")
    step = dict(browser.jar)
    assert office.code(browser, office.now(telephone)).status == 201
    browser.jar = step
    return office.code(browser, office.now(telephone, 1))


def _try_step_before(office: OfficeWorld) -> ApiAnswer:
    browser = office.begun("lan", FIRST)
    step = dict(browser.jar)
    browser.ask("/api/session/officers/password", {"password": OWN})
    browser.jar = step
    return browser.ask("/api/session/officers/password", {"password": OWN + "!"})


def _try_code_for_password(office: OfficeWorld) -> ApiAnswer:
    return office.code(office.begun("lan", FIRST), "123456")


def _try_password_for_code(office: OfficeWorld) -> ApiAnswer:
    return office.begun("desk1").ask("/api/session/officers/password", {"password": OWN})


def _try_challenge_of_another(office: OfficeWorld) -> ApiAnswer:
    # The table's content of one sign-in under the cookie of another: sealed for the first alone.
    office.begun("head1")
    (theirs,) = [row for row in TableItem.scan() if row.kind == "sign_in"]
    mine = office.begun("desk1")
    for row in TableItem.scan():
        if row.kind == "sign_in" and row.pk != theirs.pk:
            row.update(actions=[TableItem.packed.set(theirs.packed)])
    return office.code(mine, office.now(TOTP(office.pool.members["head1"].secret)))


def _try_pool_session_of_another(office: OfficeWorld) -> ApiAnswer:
    browser = office.begun("desk1")
    office.pool.steps = {session: (kind, "head1", "") for session, (kind, _, _) in office.pool.steps.items()}
    return office.code(browser, office.now(TOTP(office.pool.members["desk1"].secret)))


def _try_session_cookie_as_step(office: OfficeWorld) -> ApiAnswer:
    browser = office.world.browser()
    browser.sign_in("sub-hoa")
    browser.jar[STEP] = browser.jar[COOKIE]
    return office.code(browser, "123456")


def _try_step_cookie_as_session(office: OfficeWorld) -> ApiAnswer:
    browser = office.begun("desk1")
    browser.jar[COOKIE] = browser.jar[STEP]
    return browser.resume()


def _try_forged_step(office: OfficeWorld) -> ApiAnswer:
    browser = office.begun("desk1")
    kid, handle, step, mac = browser.jar[STEP].split(".")
    browser.jar[STEP] = f"{kid}.{handle}.{step}.{mac[:-1]}{'A' if mac[-1] != 'A' else 'B'}"
    return office.code(browser, "123456")


def _try_made_up_step(office: OfficeWorld) -> ApiAnswer:
    browser = office.world.browser()
    browser.jar[STEP] = issue_token("A" * 43, 1, KEYS, SIGN_IN)
    return office.code(browser, "123456")


def _try_step_of_another_purpose(office: OfficeWorld) -> ApiAnswer:
    browser = office.begun("desk1")
    _, handle, step, _ = browser.jar[STEP].split(".")
    browser.jar[STEP] = issue_token(handle, int(step), KEYS, SESSION)
    return office.code(browser, "123456")


def _try_later_step(office: OfficeWorld) -> ApiAnswer:
    browser = office.begun("desk1")
    browser.jar[STEP] = issue_token(browser.jar[STEP].split(".")[1], 2, KEYS, SIGN_IN)
    return office.code(browser, "123456")


def _try_too_late(office: OfficeWorld) -> ApiAnswer:
    browser = office.begun("desk1")
    office.world.later(seconds=LIVES.total_seconds())
    return office.code(browser, office.now(TOTP(office.pool.members["desk1"].secret)))


def _try_pool_without_code(office: OfficeWorld) -> ApiAnswer:
    office.pool.skips = True
    answer = office.name("desk1")
    assert office.pool.refreshing == {}, "what it gave was taken back"
    return answer


def _try_pool_without_code_after_new_password(office: OfficeWorld) -> ApiAnswer:
    browser = office.begun("lan", FIRST)
    office.pool.skips = True
    return browser.ask("/api/session/officers/password", {"password": OWN})


def _try_tokens_of_another(office: OfficeWorld) -> ApiAnswer:
    office.pool.claimed = "sub-head1"
    return office.code(office.begun("desk1"), office.now(TOTP(office.pool.members["desk1"].secret)))


def _try_another_site(office: OfficeWorld) -> ApiAnswer:
    return office.code(office.begun("desk1"), "123456", Origin=ELSEWHERE)


def _try_form_of_another_site(office: OfficeWorld) -> ApiAnswer:
    return office.code(office.begun("desk1"), "123456", Sec_Fetch_Site="cross-site", Motcua_Session="")


def _refused_by_the_pool(name: str, code: str, words: str = "") -> Callable[[OfficeWorld], ApiAnswer]:
    """A good name and password that the pool turns away."""

    def attack(office: OfficeWorld) -> ApiAnswer:
        office.pool.members["desk1"].fault = (code, words)
        return office.name("desk1")

    attack.__name__ = name
    return attack


def _try_letters_for_code(office: OfficeWorld) -> ApiAnswer:
    return office.code(office.begun("desk1"), "12345a")


def _try_full_width_digits(office: OfficeWorld) -> ApiAnswer:
    return office.code(office.begun("desk1"), "１２３４５６")


ATTACKS: dict[Callable[[OfficeWorld], ApiAnswer], tuple[int, str]] = {
    _try_another_name: (401, "password_refused"),
    _try_wrong_password: (401, "password_refused"),
    _refused_by_the_pool("disabled", "NotAuthorizedException", "User is disabled."): (401, "password_refused"),
    _try_code_without_password: (401, "sign_in_expired"),
    _try_wrong_code: (401, "code_refused"),
    _try_old_code: (401, "code_refused"),
    _try_code_of_another: (401, "code_refused"),
    _try_replayed_code: (401, "code_used"),
    _try_finished_step: (401, "sign_in_expired"),
    _try_step_before: (401, "sign_in_expired"),
    _try_code_for_password: (401, "sign_in_expired"),
    _try_password_for_code: (401, "sign_in_expired"),
    _try_challenge_of_another: (401, "sign_in_expired"),
    _try_pool_session_of_another: (401, "sign_in_expired"),
    _try_session_cookie_as_step: (401, "sign_in_expired"),
    _try_step_cookie_as_session: (401, "session_ended"),
    _try_forged_step: (401, "sign_in_expired"),
    _try_made_up_step: (401, "sign_in_expired"),
    _try_step_of_another_purpose: (401, "sign_in_expired"),
    _try_later_step: (401, "sign_in_expired"),
    _try_too_late: (401, "sign_in_expired"),
    _try_pool_without_code: (401, "factor_missing"),
    _try_pool_without_code_after_new_password: (401, "factor_missing"),
    _try_tokens_of_another: (401, "sign_in_refused"),
    _try_another_site: (403, "origin_refused"),
    _try_form_of_another_site: (403, "origin_refused"),
    _refused_by_the_pool("leaked_password", "NotAuthorizedException", "Unable to login because of security reasons"): (
        401,
        "sign_in_blocked",
    ),
    _refused_by_the_pool("password_that_must_be_reset", "PasswordResetRequiredException"): (401, "sign_in_blocked"),
    _refused_by_the_pool("guessed_too_often", "NotAuthorizedException", "Password attempts exceeded"): (
        429,
        "too_many_requests",
    ),
    _try_letters_for_code: (400, "malformed_request"),
    _try_full_width_digits: (400, "malformed_request"),
}


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__.strip("_"))
def test_nothing_less_than_both_factors_begins_a_session(
    office: OfficeWorld, attack: Callable[[OfficeWorld], ApiAnswer]
) -> None:
    for name in ("desk1", "head1"):
        office.pool.enrolled(name)
    office.pool.invited("lan")
    answer = attack(office)
    assert (answer.status, answer.code) == ATTACKS[attack]
    assert not [each for each in answer.cookies if each.startswith(f"{COOKIE}=k")]
