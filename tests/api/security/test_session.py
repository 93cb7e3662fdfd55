"""The pages' session: what a reload, a second tab, a night and a shared computer get (decision 0200)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.security.session_tokens import derive_session_key
from chalicelib.domain.security.sessions import LOCK_LIVES, SessionEnded
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.repositories.security.session_seal import open_tokens
from chalicelib.repositories.security.sessions import SessionTable
from chalicelib.wiring import sessions as wiring_sessions
from tests.api.session_world import COOKIE, KEYS, Browser, SessionWorld, is_ended, world

__all__ = ["world"]

HOA = "sub-hoa"


# ---- signing in -----------------------------------------------------------------------------------------------


def test_signing_in_gives_the_page_a_token_and_the_browser_a_cookie_that_says_nothing(world: SessionWorld) -> None:
    browser = world.browser()
    answer = browser.sign_in(HOA)
    assert (answer.status, browser.me(answer)) == (201, 200)
    assert answer.headers["cache-control"] == "no-store"
    assert answer.json["claims"] == {"sub": HOA, "name": "Trần Thị Hoa"}
    assert answer.json["session"] is None
    assert set(browser.jar) == {COOKIE}, "the mark of the sign-in is gone, the id has come"
    (refresh,) = world.pool.good
    assert refresh not in answer.text + browser.jar[COOKIE]
    assert HOA not in browser.jar[COOKIE]


def test_neither_the_table_nor_the_table_with_our_keys_opens_the_tokens(world: SessionWorld) -> None:
    browser = world.browser()
    browser.sign_in(HOA)
    (refresh,) = world.pool.good
    handle = browser.jar[COOKIE].split(".")[1]
    rows = [str(row.serialize()) for row in TableItem.scan()]
    assert any(derive_session_key(handle) in row for row in rows)
    assert not [row for row in rows if refresh in row or handle in row]
    # The name stands in the profile of its person, and in nothing of the session.
    assert not [row for row in rows if "Trần" in row and "PERSON#" not in row and "OFFICER#" not in row]
    kept = SessionTable().load(derive_session_key(handle))
    assert kept is not None
    assert open_tokens(kept.sealed, handle, 1, KEYS).refresh == refresh
    with pytest.raises(SessionEnded):
        open_tokens(kept.sealed, kept.key, 1, KEYS)
    with pytest.raises(SessionEnded):
        open_tokens(kept.sealed, handle, 2, KEYS)


def test_an_answer_of_the_sign_in_page_counts_only_in_the_browser_that_asked(world: SessionWorld) -> None:
    hers, thiefs = world.browser(), world.browser()
    answer = hers.begin(HOA)
    thiefs.begin("sub-thief")
    refused = thiefs.ask("/api/session", answer)
    assert (refused.status, refused.code) == (401, "sign_in_refused")
    nobody = world.browser().ask("/api/session", answer)
    assert nobody.code == "sign_in_refused"
    assert world.pool.codes, "the pool was not even asked"
    assert hers.ask("/api/session", answer).status == 201
    again = hers.ask("/api/session", answer)
    assert again.code == "sign_in_refused", "a code counts once"


def test_a_sign_in_waits_a_quarter_of_an_hour(world: SessionWorld) -> None:
    browser = world.browser()
    answer = browser.begin(HOA)
    world.later(minutes=16)
    assert browser.ask("/api/session", answer).code == "sign_in_refused"


def test_two_tabs_may_sign_in_at_once(world: SessionWorld) -> None:
    browser = world.browser()
    first, second = browser.begin(HOA), browser.begin(HOA)
    assert browser.ask("/api/session", first).status == 201
    assert browser.ask("/api/session", second).code == "sign_in_refused"
    assert browser.resume().status == 200, "the second tab goes on as who the first signed in"


def test_signing_in_again_ends_the_session_that_the_browser_had(world: SessionWorld) -> None:
    browser = world.browser()
    browser.sign_in(HOA)
    before = browser.jar[COOKIE]
    (first,) = world.pool.good
    browser.sign_in("sub-lan")
    assert world.pool.revoked == [first]
    browser.jar[COOKIE] = before
    assert is_ended(browser.resume())


# ---- reload, second tab, discarded tab, return from the gateway -----------------------------------------------------


def test_a_loaded_page_continues_as_the_person_who_signed_in(world: SessionWorld) -> None:
    browser = world.browser()
    first = browser.sign_in(HOA)
    world.later(minutes=5)
    again = browser.resume()
    assert (again.status, again.json["access_token"]) == (200, first.json["access_token"])
    assert again.json["claims"] == first.json["claims"]
    assert world.pool.refreshed == 0, "a reload costs the pool nothing"
    assert again.json["expires_in"] <= 600


def test_a_browser_that_never_signed_in_gets_an_empty_answer_and_no_error(world: SessionWorld) -> None:
    answer = world.browser().resume()
    assert (answer.status, answer.text) == (204, "")


def test_a_token_near_its_end_is_renewed_and_so_is_the_id(world: SessionWorld) -> None:
    browser = world.browser()
    first, cookie = browser.sign_in(HOA), browser.jar[COOKIE]
    world.later(minutes=14, seconds=10)
    second = browser.resume()
    assert second.json["access_token"] != first.json["access_token"]
    assert browser.jar[COOKIE] != cookie
    assert browser.me(second) == 200
    for _ in range(3):
        world.later(minutes=14, seconds=30)
        assert browser.resume().status == 200
    assert len(world.pool.good) == 1


def test_two_tabs_that_renew_at_once_use_the_pools_token_once(
    world: SessionWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = world.browser()
    browser.sign_in(HOA)
    world.later(minutes=14, seconds=30)
    other = Browser(world.api, world.pool, dict(browser.jar))
    answers: list[Any] = []
    refresh = world.pool.refresh

    def renew_meanwhile(*given: Any) -> Any:
        monkeypatch.setattr(world.pool, "refresh", refresh)
        answers.append(other.resume())
        return refresh(*given)

    monkeypatch.setattr(world.pool, "refresh", renew_meanwhile)
    first = browser.resume()
    (waiting,) = answers
    assert (first.status, waiting.status, waiting.code) == (200, 503, "busy")
    assert waiting.headers["retry-after"] == "1"
    again = other.resume()
    assert (again.status, again.json["access_token"]) == (200, first.json["access_token"])
    assert other.jar == browser.jar, "the tab that came late has the new id too"
    assert world.pool.refreshed == 1


def test_a_renewal_that_died_on_the_way_does_not_lock_the_session(world: SessionWorld) -> None:
    browser = world.browser()
    browser.sign_in(HOA)
    world.later(minutes=14, seconds=30)
    key = derive_session_key(browser.jar[COOKIE].split(".")[1])
    assert SessionTable().lock(key, world.clock.real_now())
    assert browser.resume().status == 503
    world.later(seconds=LOCK_LIVES.total_seconds() + 1)
    assert browser.resume().status == 200


def test_a_pool_out_of_reach_ends_nothing(world: SessionWorld) -> None:
    browser = world.browser()
    browser.sign_in(HOA)
    world.later(minutes=14, seconds=30)
    world.pool.away = True
    assert browser.resume().status == 503
    world.pool.away = False
    assert browser.resume().status == 200


def test_a_closed_account_continues_no_longer_than_its_access_token(world: SessionWorld) -> None:
    browser = world.browser()
    browser.sign_in(HOA)
    world.pool.good.clear()
    world.later(minutes=14, seconds=30)
    assert is_ended(browser.resume())
    assert is_ended(browser.resume())


# ---- limits -----------------------------------------------------------------------------------------------------


def test_a_laptop_that_slept_over_night_is_signed_out(world: SessionWorld) -> None:
    browser = world.browser()
    browser.sign_in(HOA)
    (refresh,) = world.pool.good
    world.later(hours=9)
    assert is_ended(browser.resume())
    assert world.pool.revoked == [refresh]
    assert is_ended(browser.resume()), "waking up once more changes nothing"


@pytest.mark.parametrize(("minutes", "status"), [(29, 200), (31, 401)])
def test_a_session_ends_after_half_an_hour_without_use(world: SessionWorld, minutes: int, status: int) -> None:
    browser = world.browser()
    browser.sign_in(HOA)
    world.later(minutes=20)
    assert browser.resume().json["idle_seconds"] == 1800
    world.later(minutes=minutes)
    assert browser.resume().status == status


def test_no_use_makes_a_session_last_longer_than_its_whole(world: SessionWorld) -> None:
    browser = world.browser()
    browser.sign_in(HOA)
    for _ in range(35):
        world.later(minutes=20)
        answer = browser.resume()
        assert answer.status == 200
    assert answer.json["ends_in"] <= 1200
    world.later(minutes=21)
    assert is_ended(browser.resume())


def test_the_pools_refresh_tokens_live_as_long_as_the_longest_session() -> None:
    from tests.infra.templates import RESOURCES

    for client in (RESOURCES[name]["Properties"] for name in ("SiteClient", "OfficeClient")):
        assert client["TokenValidityUnits"]["RefreshToken"] == "hours"
        assert timedelta(hours=client["RefreshTokenValidity"]) >= wiring_sessions.provide_session_rules().longest


# ---- shared computers ---------------------------------------------------------------------------------------------


def test_a_shared_computer_is_given_no_cookie_and_less_time(world: SessionWorld) -> None:
    browser = world.browser()
    answer = browser.sign_in(HOA, shared=True)
    assert browser.jar == {}
    assert answer.json["idle_seconds"] == 300
    assert browser.resume().status == 204, "a page that is loaded again knows nobody"
    session = answer.json["session"]
    for _ in range(3):
        world.later(minutes=4)
        assert browser.resume(session).json["session"] == session, "each use counts anew"
    world.later(minutes=6)
    assert is_ended(browser.resume(session))


def test_a_shared_computer_forgets_who_used_it_as_their_own_before(world: SessionWorld) -> None:
    browser = world.browser()
    browser.sign_in(HOA)
    browser.sign_in("sub-lan", shared=True)
    assert browser.jar == {}
