"""The end of a session of the pages: a stolen copy, signing out, and what is forged or foreign (decision 0200)."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from chalicelib.domain.accounts.officers import Officer
from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.security.session_tokens import derive_session_key, issue_token, read_token
from chalicelib.domain.security.sessions import GRACE
from chalicelib.domain.shared.link_keys import LinkKeys
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.wiring import core as wiring
from chalicelib.wiring import sessions as wiring_sessions
from tests.api.session_world import COOKIE, KEYS, SITE, Browser, HeldSecret, SessionWorld, is_ended, world

__all__ = ["world"]

HOA = "sub-hoa"


# ---- theft --------------------------------------------------------------------------------------------------------


def steal_cookie(world: SessionWorld) -> tuple[Browser, Browser]:
    """A browser, and a thief with a copy of its cookie that the browser has replaced since."""
    browser = world.browser()
    browser.sign_in(HOA)
    thief = Browser(world.api, world.pool, dict(browser.jar))
    world.later(minutes=14, seconds=30)
    assert browser.resume().status == 200
    return browser, thief


def test_an_id_of_an_older_generation_ends_the_session_for_everybody(world: SessionWorld) -> None:
    browser, thief = steal_cookie(world)
    world.later(seconds=GRACE.total_seconds() + 1)
    mine = browser.resume()
    assert browser.me(mine) == 200
    assert is_ended(thief.resume())
    assert world.pool.good == {}
    assert is_ended(browser.resume()), "nobody can tell who the thief is"
    assert browser.me(mine) == 401


def test_the_person_whose_copy_was_used_ends_the_thiefs_session(world: SessionWorld) -> None:
    browser = world.browser()
    browser.sign_in(HOA)
    thief = Browser(world.api, world.pool, dict(browser.jar))
    world.later(minutes=14, seconds=30)
    taken = thief.resume()
    assert taken.status == 200
    world.later(seconds=GRACE.total_seconds() + 1)
    assert is_ended(browser.resume())
    assert is_ended(thief.resume())
    assert thief.me(taken) == 401


def test_tabs_whose_calls_were_on_their_way_are_no_thieves(world: SessionWorld) -> None:
    browser, late = steal_cookie(world)
    assert late.resume().status == 200
    assert late.jar == browser.jar
    world.later(minutes=2)
    assert browser.resume().status == 200


# ---- signing out ------------------------------------------------------------------------------------------------


def test_signing_out_ends_the_token_that_a_page_still_has(world: SessionWorld) -> None:
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


def test_a_function_that_remembers_the_rights_refuses_within_a_minute(world: SessionWorld) -> None:
    browser = world.browser()
    answer = browser.sign_in(HOA)
    assert browser.me(answer) == 200
    remembered = dict(wiring.provide_officers().cache)
    browser.ask("/api/session/end")
    wiring.provide_officers().cache.update(remembered)  # as at every other running function
    assert browser.me(answer) == 200
    world.later(seconds=51)
    assert browser.me(answer) == 401


def test_signing_out_elsewhere_costs_the_other_browser_one_renewal(world: SessionWorld) -> None:
    desk, phone = world.browser(), world.browser()
    desk.sign_in(HOA)
    on_phone = phone.sign_in(HOA)
    world.later(seconds=5)
    desk.ask("/api/session/end")
    world.later(seconds=5)
    assert phone.me(on_phone) == 401
    again = phone.resume()
    assert (again.status, phone.me(again)) == (200, 200)


def test_signing_out_everywhere_ends_every_session_that_is_there(world: SessionWorld) -> None:
    desk, phone = world.browser(), world.browser()
    at_desk, on_phone = desk.sign_in(HOA), phone.sign_in(HOA)
    world.later(seconds=5)
    desk.ask("/api/session/end", {"everywhere": True})
    assert [desk.me(at_desk), phone.me(on_phone)] == [401, 401]
    assert is_ended(phone.resume())
    world.later(seconds=5)
    again = phone.sign_in(HOA)
    assert (again.status, phone.me(again)) == (201, 200), "who signs in afterwards is signed in"


def test_who_signs_in_within_the_second_of_a_sign_out_everywhere_stays_signed_in(world: SessionWorld) -> None:
    world.later(microseconds=1_000_000 - world.clock.real_now().microsecond)
    desk, phone = world.browser(), world.browser()
    desk.sign_in(HOA)
    desk.ask("/api/session/end", {"everywhere": True})
    again = phone.sign_in(HOA)
    world.later(seconds=2)
    resumed = phone.resume()
    assert (again.status, resumed.status, phone.me(resumed)) == (201, 200, 200)


def test_signing_out_changes_no_right_and_no_version(world: SessionWorld, appoint: Callable[..., Officer]) -> None:
    before = appoint("lan", Role.CASHIER, unit="u-1")
    browser = world.browser()
    browser.sign_in("lan")
    browser.ask("/api/session/end")
    after = wiring.provide_officers().load("lan")
    assert replace(after, valid_after=None, identity=None) == before
    wiring.provide_officers().save(
        replace(after, version=after.version + 1, title="Thủ quỹ"), "op", "2/TB", before.assignments[0].valid_from
    )
    kept = wiring.provide_officers().load("lan")
    assert (kept.title, kept.valid_after) == ("Thủ quỹ", after.valid_after), "nor does a change of rights undo it"


def test_rights_given_to_somebody_who_signed_out_before_are_kept(
    world: SessionWorld, appoint: Callable[..., Officer]
) -> None:
    browser = world.browser()
    browser.sign_in("lan")
    browser.ask("/api/session/end")
    assert wiring.provide_officers().load("lan").version == 0
    appoint("lan", Role.CASHIER, unit="u-1")
    assert wiring.provide_officers().load("lan").assignments[0].role is Role.CASHIER


def test_signing_out_of_what_has_ended_leads_to_the_pools_own_sign_out(world: SessionWorld) -> None:
    browser = world.browser()
    assert browser.ask("/api/session/end").json["logout_url"].startswith("https://pool.example/logout")
    browser.sign_in(HOA)
    world.later(hours=13)
    assert browser.ask("/api/session/end").status == 200
    assert browser.jar == {}


def test_an_old_copy_of_the_cookie_signs_nobody_out_elsewhere(world: SessionWorld) -> None:
    browser, thief = steal_cookie(world)
    phone = world.browser()
    phone.sign_in(HOA)
    world.later(seconds=GRACE.total_seconds() + 1)
    thief.ask("/api/session/end", {"everywhere": True})
    assert is_ended(browser.resume())
    world.later(seconds=2)
    assert phone.resume().status == 200


# ---- forged and foreign -------------------------------------------------------------------------------------------


def list_forgeries(cookie: str) -> dict[str, str]:
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


def test_a_forged_cookie_opens_nothing_and_ends_nothing(world: SessionWorld) -> None:
    browser = world.browser()
    browser.sign_in(HOA)
    good = browser.jar[COOKIE]
    for name, forged in list_forgeries(good).items():
        browser.jar[COOKIE] = forged
        answer = browser.resume()
        assert is_ended(answer), name
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json["detail"]["vi"].startswith("Phiên đăng nhập đã hết")
    browser.jar[COOKIE] = good
    assert browser.resume().status == 200


def test_a_cookie_of_another_deployment_is_none_of_ours(world: SessionWorld) -> None:
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
def test_only_our_own_pages_use_the_session(world: SessionWorld, path: str) -> None:
    browser = world.browser()
    browser.sign_in(HOA)
    body = {"code": "c", "state": "s"} if path == "/api/session" else {}
    for name, headers in FOREIGN.items():
        answer = browser.ask(path, body, **headers)
        assert (name, answer.status, answer.code) == (name, 403, "origin_refused")
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.cookies == []
    assert browser.resume().status == 200


def test_the_counters_own_front_end_is_ours_too(world: SessionWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.api.conftest import forget_adapters

    monkeypatch.setenv("COUNTER_ORIGIN", "https://quay.example.vn")
    forget_adapters()
    browser = world.browser()
    begun = browser.ask("/api/session/begin", Origin="https://quay.example.vn").json
    assert "redirect_uri=https://quay.example.vn/" in begun["url"]
    answer = {"code": world.pool.code(begun["url"], HOA), "state": begun["state"]}
    assert browser.ask("/api/session", answer).code == "sign_in_refused", "begun at the other front end"
    assert browser.ask("/api/session", answer, Origin="https://quay.example.vn").status == 201


def test_keys_change_without_signing_anybody_out(world: SessionWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = world.browser()
    browser.sign_in(HOA)
    both = LinkKeys("k2", {**KEYS.keys, "k2": b"c" * 64})
    monkeypatch.setattr(wiring_sessions, "_open_session_secret", lambda: HeldSecret(both))
    world.later(minutes=14, seconds=30)
    assert browser.resume().status == 200
    assert browser.jar[COOKIE].startswith("k2.")
    monkeypatch.setattr(wiring_sessions, "_open_session_secret", lambda: HeldSecret(LinkKeys("k2", {"k2": b"c" * 64})))
    assert browser.resume().status == 200, "what was renewed needs the old key no more"
    assert read_token(browser.jar[COOKIE], KEYS) is None


def test_a_session_stored_by_an_older_version_continues(world: SessionWorld) -> None:
    """The stored form, written out: who changes it must read this one too."""
    browser = world.browser()
    browser.sign_in(HOA)
    handle = browser.jar[COOKIE].split(".")[1]
    row = TableItem.get(f"SESSION#{derive_session_key(handle)}", "TOKENS")
    assert set(json.loads(str(row.body))) == {"sub", "started_at", "seen_at", "rotated_at", "shared"}
    assert (row.kind, row.version) == ("session", 1)
    assert row.expires_at > world.clock.real_now().timestamp() + 11 * 3600
