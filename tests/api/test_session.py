"""The pages' session: what a reload, a second tab, a night, a thief and somebody else's page get (decision 0200)."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib import wiring, wiring_sessions
from chalicelib.domain.links import LinkKeys
from chalicelib.domain.officers import Officer
from chalicelib.domain.roles import Role
from chalicelib.domain.session_tokens import issue_token, read_token, session_key
from chalicelib.domain.sessions import GRACE, LOCK_LIVES, SessionEnded
from chalicelib.repositories.session_seal import open_tokens
from chalicelib.repositories.sessions import SessionTable
from chalicelib.repositories.tables import Row
from tests.api.session_world import COOKIE, KEYS, SITE, Browser, Held, World, world

__all__ = ["world"]

HOA = "sub-hoa"


def ended(answer: Any) -> bool:
    """Whether the session is over for who asked."""
    return (answer.status, answer.code) == (401, "session_ended")


# ---- signing in -----------------------------------------------------------------------------------------------


def test_signing_in_gives_the_page_a_token_and_the_browser_a_cookie_that_says_nothing(world: World) -> None:
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


def test_neither_the_table_nor_the_table_with_our_keys_opens_the_tokens(world: World) -> None:
    browser = world.browser()
    browser.sign_in(HOA)
    (refresh,) = world.pool.good
    handle = browser.jar[COOKIE].split(".")[1]
    rows = [str(row.serialize()) for row in Row.scan()]
    assert any(session_key(handle) in row for row in rows)
    assert not [row for row in rows if refresh in row or handle in row or "Trần" in row]
    kept = SessionTable().load(session_key(handle))
    assert kept is not None
    assert open_tokens(kept.sealed, handle, 1, KEYS).refresh == refresh
    with pytest.raises(SessionEnded):
        open_tokens(kept.sealed, kept.key, 1, KEYS)
    with pytest.raises(SessionEnded):
        open_tokens(kept.sealed, handle, 2, KEYS)


def test_an_answer_of_the_sign_in_page_counts_only_in_the_browser_that_asked(world: World) -> None:
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


def test_a_sign_in_waits_a_quarter_of_an_hour(world: World) -> None:
    browser = world.browser()
    answer = browser.begin(HOA)
    world.later(minutes=16)
    assert browser.ask("/api/session", answer).code == "sign_in_refused"


def test_two_tabs_may_sign_in_at_once(world: World) -> None:
    browser = world.browser()
    first, second = browser.begin(HOA), browser.begin(HOA)
    assert browser.ask("/api/session", first).status == 201
    assert browser.ask("/api/session", second).code == "sign_in_refused"
    assert browser.resume().status == 200, "the second tab goes on as who the first signed in"


def test_signing_in_again_ends_the_session_that_the_browser_had(world: World) -> None:
    browser = world.browser()
    browser.sign_in(HOA)
    before = browser.jar[COOKIE]
    (first,) = world.pool.good
    browser.sign_in("sub-lan")
    assert world.pool.revoked == [first]
    browser.jar[COOKIE] = before
    assert ended(browser.resume())


# ---- reload, second tab, discarded tab, return from the gateway -----------------------------------------------------


def test_a_loaded_page_goes_on_as_the_person_who_signed_in(world: World) -> None:
    browser = world.browser()
    first = browser.sign_in(HOA)
    world.later(minutes=5)
    again = browser.resume()
    assert (again.status, again.json["access_token"]) == (200, first.json["access_token"])
    assert again.json["claims"] == first.json["claims"]
    assert world.pool.refreshed == 0, "a reload costs the pool nothing"
    assert again.json["expires_in"] <= 600


def test_a_browser_that_never_signed_in_is_told_so_without_a_refusal(world: World) -> None:
    answer = world.browser().resume()
    assert (answer.status, answer.text) == (204, "")


def test_a_token_near_its_end_is_renewed_and_so_is_the_id(world: World) -> None:
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


def test_two_tabs_that_renew_at_once_use_the_pools_token_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = world.browser()
    browser.sign_in(HOA)
    world.later(minutes=14, seconds=30)
    other = Browser(world.api, world.pool, dict(browser.jar))
    answers: list[Any] = []
    refresh = world.pool.refresh

    def while_it_renews(*given: Any) -> Any:
        monkeypatch.setattr(world.pool, "refresh", refresh)
        answers.append(other.resume())
        return refresh(*given)

    monkeypatch.setattr(world.pool, "refresh", while_it_renews)
    first = browser.resume()
    (waiting,) = answers
    assert (first.status, waiting.status, waiting.code) == (200, 503, "busy")
    assert waiting.headers["retry-after"] == "1"
    again = other.resume()
    assert (again.status, again.json["access_token"]) == (200, first.json["access_token"])
    assert other.jar == browser.jar, "the tab that came late has the new id too"
    assert world.pool.refreshed == 1


def test_a_renewal_that_died_on_the_way_does_not_lock_the_session(world: World) -> None:
    browser = world.browser()
    browser.sign_in(HOA)
    world.later(minutes=14, seconds=30)
    key = session_key(browser.jar[COOKIE].split(".")[1])
    assert SessionTable().lock(key, world.clock.real_now())
    assert browser.resume().status == 503
    world.later(seconds=LOCK_LIVES.total_seconds() + 1)
    assert browser.resume().status == 200


def test_a_pool_out_of_reach_ends_nothing(world: World) -> None:
    browser = world.browser()
    browser.sign_in(HOA)
    world.later(minutes=14, seconds=30)
    world.pool.away = True
    assert browser.resume().status == 503
    world.pool.away = False
    assert browser.resume().status == 200


def test_an_account_that_was_closed_goes_on_no_longer_than_its_access_token(world: World) -> None:
    browser = world.browser()
    browser.sign_in(HOA)
    world.pool.good.clear()
    world.later(minutes=14, seconds=30)
    assert ended(browser.resume())
    assert ended(browser.resume())


# ---- limits -----------------------------------------------------------------------------------------------------


def test_a_laptop_that_slept_over_night_is_signed_out(world: World) -> None:
    browser = world.browser()
    browser.sign_in(HOA)
    (refresh,) = world.pool.good
    world.later(hours=9)
    assert ended(browser.resume())
    assert world.pool.revoked == [refresh]
    assert ended(browser.resume()), "waking up once more changes nothing"


@pytest.mark.parametrize(("minutes", "status"), [(29, 200), (31, 401)])
def test_a_session_ends_after_half_an_hour_without_use(world: World, minutes: int, status: int) -> None:
    browser = world.browser()
    browser.sign_in(HOA)
    world.later(minutes=20)
    assert browser.resume().json["idle_seconds"] == 1800
    world.later(minutes=minutes)
    assert browser.resume().status == status


def test_no_use_makes_a_session_last_longer_than_its_whole(world: World) -> None:
    browser = world.browser()
    browser.sign_in(HOA)
    for _ in range(35):
        world.later(minutes=20)
        answer = browser.resume()
        assert answer.status == 200
    assert answer.json["ends_in"] <= 1200
    world.later(minutes=21)
    assert ended(browser.resume())


def test_who_may_do_much_is_asked_sooner(world: World, appoint: Callable[..., Officer]) -> None:
    appoint("op", Role.OPERATOR)
    browser = world.browser()
    answer = browser.sign_in("op")
    assert answer.json["idle_seconds"] == 900
    assert 8 * 3600 - 5 <= answer.json["ends_in"] <= 8 * 3600
    world.later(minutes=16)
    assert ended(browser.resume())


def test_limits_shorten_with_a_right_that_was_given_meanwhile(world: World, appoint: Callable[..., Officer]) -> None:
    browser = world.browser()
    browser.sign_in("lan")
    appoint("lan", Role.AUDITOR)
    world.later(minutes=20)
    assert ended(browser.resume())


def test_the_pools_refresh_tokens_live_as_long_as_the_longest_session() -> None:
    from tests.infra.templates import RESOURCES

    client = RESOURCES["SiteClient"]["Properties"]
    assert client["TokenValidityUnits"]["RefreshToken"] == "hours"
    assert timedelta(hours=client["RefreshTokenValidity"]) >= wiring_sessions.rules().longest


# ---- shared computers ---------------------------------------------------------------------------------------------


def test_a_shared_computer_is_given_no_cookie_and_less_time(world: World) -> None:
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
    assert ended(browser.resume(session))


def test_a_shared_computer_forgets_who_used_it_as_their_own_before(world: World) -> None:
    browser = world.browser()
    browser.sign_in(HOA)
    browser.sign_in("sub-lan", shared=True)
    assert browser.jar == {}


# ---- theft --------------------------------------------------------------------------------------------------------


def stolen(world: World) -> tuple[Browser, Browser]:
    """A browser, and a thief with a copy of its cookie that the browser has replaced since."""
    browser = world.browser()
    browser.sign_in(HOA)
    thief = Browser(world.api, world.pool, dict(browser.jar))
    world.later(minutes=14, seconds=30)
    assert browser.resume().status == 200
    return browser, thief


def test_an_id_of_an_older_generation_ends_the_session_for_everybody(world: World) -> None:
    browser, thief = stolen(world)
    world.later(seconds=GRACE.total_seconds() + 1)
    mine = browser.resume()
    assert browser.me(mine) == 200
    assert ended(thief.resume())
    assert world.pool.good == {}
    assert ended(browser.resume()), "nobody can tell who the thief is"
    assert browser.me(mine) == 401


def test_the_person_whose_copy_was_used_ends_the_thiefs_session(world: World) -> None:
    browser = world.browser()
    browser.sign_in(HOA)
    thief = Browser(world.api, world.pool, dict(browser.jar))
    world.later(minutes=14, seconds=30)
    taken = thief.resume()
    assert taken.status == 200
    world.later(seconds=GRACE.total_seconds() + 1)
    assert ended(browser.resume())
    assert ended(thief.resume())
    assert thief.me(taken) == 401


def test_tabs_whose_calls_were_on_their_way_are_no_thieves(world: World) -> None:
    browser, late = stolen(world)
    assert late.resume().status == 200
    assert late.jar == browser.jar
    world.later(minutes=2)
    assert browser.resume().status == 200


# ---- signing out ------------------------------------------------------------------------------------------------


def test_signing_out_ends_the_token_that_a_page_still_has(world: World) -> None:
    browser = world.browser()
    answer = browser.sign_in(HOA)
    (refresh,) = world.pool.good
    assert browser.me(answer) == 200
    gone = browser.ask("/api/session/end")
    assert (gone.status, gone.json["logout_url"]) == (200, f"https://pool.example/logout?back={SITE}/")
    assert browser.jar == {}
    assert world.pool.revoked == [refresh]
    assert browser.me(answer) == 401
    assert browser.resume().status == 204


def test_a_function_that_remembers_the_rights_refuses_within_a_minute(world: World) -> None:
    browser = world.browser()
    answer = browser.sign_in(HOA)
    assert browser.me(answer) == 200
    remembered = dict(wiring.officers().cache)
    browser.ask("/api/session/end")
    wiring.officers().cache.update(remembered)  # as at every other running function
    assert browser.me(answer) == 200
    world.later(seconds=51)
    assert browser.me(answer) == 401


def test_signing_out_elsewhere_costs_the_other_browser_one_renewal(world: World) -> None:
    desk, phone = world.browser(), world.browser()
    desk.sign_in(HOA)
    on_phone = phone.sign_in(HOA)
    world.later(seconds=5)
    desk.ask("/api/session/end")
    world.later(seconds=5)
    assert phone.me(on_phone) == 401
    again = phone.resume()
    assert (again.status, phone.me(again)) == (200, 200)


def test_signing_out_everywhere_ends_every_session_that_is_there(world: World) -> None:
    desk, phone = world.browser(), world.browser()
    at_desk, on_phone = desk.sign_in(HOA), phone.sign_in(HOA)
    world.later(seconds=5)
    desk.ask("/api/session/end", {"everywhere": True})
    assert [desk.me(at_desk), phone.me(on_phone)] == [401, 401]
    assert ended(phone.resume())
    world.later(seconds=5)
    again = phone.sign_in(HOA)
    assert (again.status, phone.me(again)) == (201, 200), "who signs in afterwards is signed in"


def test_signing_out_changes_no_right_and_no_version(world: World, appoint: Callable[..., Officer]) -> None:
    before = appoint("lan", Role.CASHIER, unit="u-1")
    browser = world.browser()
    browser.sign_in("lan")
    browser.ask("/api/session/end")
    after = wiring.officers().load("lan")
    assert replace(after, valid_after=None) == before
    wiring.officers().save(
        replace(after, version=after.version + 1, title="Thủ quỹ"), "op", "2/TB", before.assignments[0].valid_from
    )
    kept = wiring.officers().load("lan")
    assert (kept.title, kept.valid_after) == ("Thủ quỹ", after.valid_after), "nor does a change of rights undo it"


def test_rights_given_to_somebody_who_signed_out_before_are_kept(world: World, appoint: Callable[..., Officer]) -> None:
    browser = world.browser()
    browser.sign_in("lan")
    browser.ask("/api/session/end")
    assert wiring.officers().load("lan").version == 0
    appoint("lan", Role.CASHIER, unit="u-1")
    assert wiring.officers().load("lan").assignments[0].role is Role.CASHIER


def test_signing_out_of_what_has_ended_leads_to_the_pools_own_sign_out(world: World) -> None:
    browser = world.browser()
    assert browser.ask("/api/session/end").json["logout_url"].startswith("https://pool.example/logout")
    browser.sign_in(HOA)
    world.later(hours=13)
    assert browser.ask("/api/session/end").status == 200
    assert browser.jar == {}


def test_an_old_copy_of_the_cookie_signs_nobody_out_elsewhere(world: World) -> None:
    browser, thief = stolen(world)
    phone = world.browser()
    phone.sign_in(HOA)
    world.later(seconds=GRACE.total_seconds() + 1)
    thief.ask("/api/session/end", {"everywhere": True})
    assert ended(browser.resume())
    world.later(seconds=2)
    assert phone.resume().status == 200


# ---- forged and foreign -------------------------------------------------------------------------------------------


def forgeries(cookie: str) -> dict[str, str]:
    """Cookies that nobody was given."""
    kid, handle, generation, mac = cookie.split(".")
    return {
        "another generation": f"{kid}.{handle}.{int(generation) + 1}.{mac}",
        "another session": f"{kid}.{'A' * 43}.{generation}.{mac}",
        "another key": issue_token(handle, 1, LinkKeys("k1", {"k1": b"b" * 64})),
        "an unknown key": f"k9.{handle}.{generation}.{mac}",
        "no mac": f"{kid}.{handle}.{generation}.",
        "nonsense": "abc",
        "too long": "a" * 5000,
    }


def test_a_forged_cookie_opens_nothing_and_ends_nothing(world: World) -> None:
    browser = world.browser()
    browser.sign_in(HOA)
    good = browser.jar[COOKIE]
    for name, forged in forgeries(good).items():
        browser.jar[COOKIE] = forged
        answer = browser.resume()
        assert ended(answer), name
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json["detail"]["vi"].startswith("Phiên đăng nhập đã hết")
    browser.jar[COOKIE] = good
    assert browser.resume().status == 200


def test_a_cookie_of_another_deployment_is_none_of_ours(world: World) -> None:
    browser = world.browser()
    browser.sign_in(HOA)
    good = browser.jar[COOKIE]
    for name in ("__Host-motcua-hue-test", "__Host-motcua-lai-chau-local", "motcua"):
        browser.jar = {name: good}
        assert browser.resume().status == 204, name


FOREIGN = {
    "another site": {"Origin": "https://evil.example"},
    "another port": {"Origin": f"{SITE}:8443"},
    "no origin": {"Origin": ""},
    "null": {"Origin": "null"},
    "a form": {"Motcua_Session": ""},
    "another header": {"Motcua_Session": "yes"},
    "a sibling": {"Sec_Fetch_Site": "same-site"},
    "cross-site": {"Sec_Fetch_Site": "cross-site"},
}


@pytest.mark.parametrize("path", ["/api/session/begin", "/api/session", "/api/session/token", "/api/session/end"])
def test_only_our_own_pages_use_the_session(world: World, path: str) -> None:
    browser = world.browser()
    browser.sign_in(HOA)
    body = {"code": "c", "state": "s"} if path == "/api/session" else {}
    for name, headers in FOREIGN.items():
        answer = browser.ask(path, body, **headers)
        assert (name, answer.status, answer.code) == (name, 403, "origin_refused")
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.cookies == []
    assert browser.resume().status == 200


def test_the_counters_own_front_end_is_ours_too(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.api.conftest import forget

    monkeypatch.setenv("COUNTER_ORIGIN", "https://quay.example.vn")
    forget()
    browser = world.browser()
    begun = browser.ask("/api/session/begin", Origin="https://quay.example.vn").json
    assert "redirect_uri=https://quay.example.vn/" in begun["url"]
    answer = {"code": world.pool.code(begun["url"], HOA), "state": begun["state"]}
    assert browser.ask("/api/session", answer).code == "sign_in_refused", "begun at the other front end"
    assert browser.ask("/api/session", answer, Origin="https://quay.example.vn").status == 201


def test_keys_change_without_signing_anybody_out(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = world.browser()
    browser.sign_in(HOA)
    both = LinkKeys("k2", {**KEYS.keys, "k2": b"c" * 64})
    monkeypatch.setattr(wiring_sessions, "_keys", lambda: Held(both))
    world.later(minutes=14, seconds=30)
    assert browser.resume().status == 200
    assert browser.jar[COOKIE].startswith("k2.")
    monkeypatch.setattr(wiring_sessions, "_keys", lambda: Held(LinkKeys("k2", {"k2": b"c" * 64})))
    assert browser.resume().status == 200, "what was renewed needs the old key no more"
    assert read_token(browser.jar[COOKIE], KEYS) is None


def test_a_session_that_an_older_code_kept_goes_on(world: World) -> None:
    """The stored form, written out: who changes it must read this one too."""
    browser = world.browser()
    browser.sign_in(HOA)
    handle = browser.jar[COOKIE].split(".")[1]
    row = Row.get(f"SESSION#{session_key(handle)}", "TOKENS")
    assert set(json.loads(str(row.body))) == {"sub", "started_at", "seen_at", "rotated_at", "shared"}
    assert (row.kind, row.version) == ("session", 1)
    assert row.expires_at > world.clock.real_now().timestamp() + 11 * 3600
