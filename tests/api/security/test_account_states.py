"""States of accounts: what each lets its holder do, over every route, and how the holder changes it (HUE-17.1.b)."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.domain.accounts.account_state import (
    LEADS,
    AccountAct,
    AccountChange,
    AccountStanding,
    AccountState,
    WrongStanding,
    change_standing,
)
from chalicelib.domain.accounts.officers import Officer
from chalicelib.domain.accounts.roles import Actor, Assignment, Role
from chalicelib.domain.law.case_dates import CaseDates
from chalicelib.domain.shared.errors import Stale
from chalicelib.handlers.http.operations import WITHOUT_TOKEN, Operation
from chalicelib.handlers.http.registry import list_operations
from chalicelib.steps.accounts.account_state import OwnAccountKept, change_own_account
from chalicelib.wiring import core as wiring
from chalicelib.wiring import steps as wiring_steps
from tests.api.session_world import SessionWorld, is_ended, world

__all__ = ["world"]

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
OWN = {
    ("GET", "/api/me"), ("GET", "/api/me/account"), ("POST", "/api/me/account"), ("GET", "/api/me/dossiers"),
    ("GET", "/api/me/contacts"), ("GET", "/api/me/terms"), ("GET", "/api/me/profile"), ("GET", "/api/me/applications"),
    ("GET", "/api/authorisations"), ("GET", "/api/me/unjoined"),
    ("GET", "/api/inbox"), ("GET", "/api/dossiers/{dossier_id}"),
    ("GET", "/api/dossiers/{dossier_id}/timeline"),
}  # fmt: skip
"""What the holder of a closed account still does: reads their own data, and opens the account again."""


def put_state(person: str, act: AccountAct, ago: int = 5) -> AccountState:
    """Change the state of an account as a matter's step does, some seconds ago."""
    states = wiring.provide_account_states()
    before = states.load(person)
    after = change_standing(before, act, NOW, by="operator", reason="Gửi mã độc")
    states.save(AccountChange(person, act, before, after, wiring.provide_clock().real_now() - timedelta(seconds=ago)))
    return after


def call_with(world: SessionWorld, op: Operation, token: str) -> str | None:
    """The code of an operation's answer to an access token."""
    path = re.sub(r"{\w+}", "1" * 26, op.path)
    key = {"Idempotency-Key": "k" * 20} if op.keyed else {}
    match = {"If-Match": '"0"'} if op.versioned else {}
    headers = {"Authorization": f"Bearer {token}", **key, **match}
    return world.api(op.method, path, body={} if op.body else None, headers=headers).code


def list_guarded() -> list[Operation]:
    """The operations that need a token."""
    return [op for op in list_operations() if op.access not in WITHOUT_TOKEN]


def sign_in(world: SessionWorld, person: str = "khai") -> tuple[Any, str]:
    """A browser that signed in, and its access token."""
    browser = world.browser()
    return browser, str(browser.sign_in(person).json["access_token"])


@pytest.mark.parametrize("act", [AccountAct.PAUSE, AccountAct.SUSPEND, AccountAct.CANCEL])
def test_a_closed_account_is_refused_everywhere_but_for_its_own_data(world: SessionWorld, act: AccountAct) -> None:
    put_state("khai", act)
    token = sign_in(world)[1]
    codes = {(op.method, op.path): call_with(world, op, token) for op in list_guarded()}
    refused = {route for route, code in codes.items() if code == "account_not_open"}
    assert set(codes) - refused == OWN
    assert not {code for route, code in codes.items() if route in OWN} & {"account_reported_lost", "unauthenticated"}
    assert {(op.method, op.path) for op in list_guarded() if op.reading_own} == OWN


def test_a_locked_account_is_refused_everywhere_and_signs_in_nowhere(world: SessionWorld) -> None:
    browser, token = sign_in(world)
    put_state("khai", AccountAct.LOCK, ago=0)
    assert is_ended(browser.resume()), "the sessions of before end at once"
    assert {call_with(world, op, token) for op in list_guarded()} <= {"unauthenticated", "account_reported_lost"}
    world.later(seconds=5)
    refused = world.browser().sign_in("khai")
    assert (refused.status, refused.code) == (403, "account_reported_lost")
    held = wiring.provide_account_states().load("khai")
    assert held.proved_at is not None, "who unlocks it sees that the holder's e-identity was proved"
    put_state("khai", AccountAct.UNLOCK)
    assert world.browser().sign_in("khai").status == 201


@pytest.mark.parametrize(("act", "kept"), [(AccountAct.PAUSE, True), (AccountAct.SUSPEND, False)])
def test_an_officers_work_ends_by_a_decision_and_not_by_their_own_choice_as_a_citizen(
    world: SessionWorld, act: AccountAct, kept: bool
) -> None:
    since = datetime(2024, 1, 1, tzinfo=UTC)
    officer = Officer("clerk", 1, "Lò Thị Mai", assignments=(Assignment(Role.CASE_OFFICER, "HUE-SO_KHCN", since),))
    wiring.provide_officers().save(officer, "operator", "1/VP", NOW)
    put_state("clerk", act)
    assert (world.api("GET", "/api/officers/clerk", sub="clerk").code is None) is kept


def act(browser: Any, token: str, word: str, version: int, key: str = "", **more: Any) -> Any:
    """Change one's own account."""
    headers = {
        "Authorization": f"Bearer {token}", "Idempotency-Key": key or f"{word}-{version}-0123456789",
        "If-Match": f'"{version}"',
    }  # fmt: skip
    return browser.api("POST", "/api/me/account", body={"act": word, **more}, headers=headers)


def test_the_holder_suspends_resumes_and_cancels_and_everything_is_on_record(world: SessionWorld) -> None:
    browser, token = sign_in(world)
    paused = act(browser, token, "pause", 0)
    assert (paused.status, paused.json["now"]["standing"], paused.json["acts"]) == (200, "paused", ["resume", "cancel"])
    assert is_ended(browser.resume())
    world.later(seconds=5)
    browser, token = sign_in(world)
    assert act(browser, token, "pause", 0, key="another-key-0123456789").code == "stale_version"
    assert act(browser, token, "pause", 0).json["version"] == 1, "the same command again is the same answer"
    assert act(browser, token, "resume", 1).json["now"]["standing"] == "open"
    assert act(browser, token, "cancel", 2).json["errors"][0]["path"] == "/understood"
    cancelled = act(browser, token, "cancel", 2, understood=True, key="at-last-0123456789")
    assert (cancelled.json["now"]["standing"], cancelled.json["acts"]) == ("cancelled", ["resume"])
    history = [each["standing"] for each in cancelled.json["history"]]
    assert history == ["cancelled", "open", "paused"]
    assert {each["own"] for each in cancelled.json["history"]} == {True}


def test_a_suspension_is_not_the_holders_to_lift_and_its_reason_is_read(world: SessionWorld) -> None:
    put_state("khai", AccountAct.SUSPEND)
    browser, token = sign_in(world)
    shown = world.api("GET", "/api/me/account", headers={"Authorization": f"Bearer {token}"}).json
    assert (shown["acts"], shown["now"]["reason"], shown["now"]["own"]) == ([], "Gửi mã độc", False)
    assert act(browser, token, "resume", 1).code == "wrong_standing"


def test_every_act_leads_from_its_states_alone() -> None:
    for each, (before, to) in LEADS.items():
        for standing in AccountStanding:
            state = AccountState(standing, 4)
            if standing in before:
                after = change_standing(state, each, NOW, by="x")
                assert (after.standing, after.version) == (to, 5)
            else:
                with pytest.raises(WrongStanding):
                    change_standing(state, each, NOW, by="x")


def test_two_changes_of_one_state_do_not_both_hold(world: SessionWorld) -> None:
    states = wiring.provide_account_states()
    before = states.load("khai")
    paused, locked = (change_standing(before, each, NOW, by="x") for each in (AccountAct.PAUSE, AccountAct.LOCK))
    states.save(AccountChange("khai", AccountAct.PAUSE, before, paused, NOW))
    with pytest.raises(Stale):
        states.save(AccountChange("khai", AccountAct.LOCK, before, locked, NOW))
    states.note_proof("khai", replace(before, version=9), NOW)
    assert states.load("khai") == paused


def test_where_the_law_is_silent_nobody_suspends_their_account_online_and_everybody_opens_it(
    world: SessionWorld,
) -> None:
    rule = wiring_steps.provide_reference().find_rule("account.self_suspend", CaseDates(NOW))
    assert rule.value is True
    states, silent, khai = wiring.provide_account_states(), replace(rule, value=None), Actor("khai")
    with pytest.raises(OwnAccountKept):
        change_own_account(
            states, khai, AccountAct.PAUSE, silent, expected=0, key="a", understood=False, now=NOW, real_now=NOW
        )
    put_state("khai", AccountAct.PAUSE)
    opened = change_own_account(
        states, khai, AccountAct.RESUME, silent, expected=1, key="b", understood=False, now=NOW, real_now=NOW
    )
    assert opened.standing is AccountStanding.OPEN
