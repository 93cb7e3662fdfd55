"""The API knows the proof of a sign-in until a newer sign-in replaces it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict

import pytest

from chalicelib.domain.accounts.officers import Officer
from chalicelib.domain.accounts.proven_identity import ProvenIdentity
from chalicelib.domain.accounts.roles import Role
from chalicelib.repositories.accounts.officers import Officers
from chalicelib.wiring import core as wiring
from tests.api.session_world import Browser, SessionWorld, world

__all__ = ["world"]

HOA, KHAI = "sub-hoa", ProvenIdentity(2, "046190001234", "Nguyễn Thị Minh Khai")


def read_me(world: SessionWorld, browser: Browser) -> object:
    """Return the API's data on the person after a sign-in."""
    answer = browser.sign_in(HOA)
    assert answer.status == 201, answer.text
    return world.api("GET", "/api/me", headers={"Authorization": f"Bearer {answer.json['access_token']}"}).json[
        "identity"
    ]


def test_a_proven_sign_in_is_known_at_once_and_the_page_is_sent_no_more_claims(world: SessionWorld) -> None:
    assert wiring.provide_officers().load(HOA).identity is None
    world.pool.proven[HOA] = KHAI
    assert read_me(world, world.browser()) == asdict(KHAI)
    answer = world.browser().sign_in(HOA)
    assert answer.json["claims"] == {"sub": HOA, "name": "Trần Thị Hoa"}


def test_the_newest_sign_in_says_what_is_proven(world: SessionWorld) -> None:
    world.pool.proven[HOA] = KHAI
    read_me(world, world.browser())
    lower = ProvenIdentity(1, KHAI.id_number, KHAI.full_name)
    world.pool.proven[HOA] = lower
    assert read_me(world, world.browser()) == asdict(lower)


@pytest.mark.parametrize(
    "proven", [None, ProvenIdentity(2, KHAI.id_number), ProvenIdentity(2, full_name=KHAI.full_name), ProvenIdentity(0)]
)
def test_a_sign_in_that_does_not_say_who_it_is_begins_nothing(
    world: SessionWorld, proven: ProvenIdentity | None
) -> None:
    world.pool.proven[HOA] = proven
    browser = world.browser()
    answer = browser.sign_in(HOA)
    assert (answer.status, answer.code) == (401, "identity_incomplete")
    assert wiring.provide_officers().load(HOA).identity is None
    assert browser.resume().status == 204


def test_a_renewal_changes_nothing_of_it(world: SessionWorld) -> None:
    world.pool.proven[HOA] = KHAI
    browser = world.browser()
    browser.sign_in(HOA)
    world.later(minutes=14, seconds=30)
    world.pool.proven[HOA] = ProvenIdentity(2, "046190009999", "Ai Khác")
    assert browser.resume().status == 200
    assert world.pool.refreshed == 1
    assert wiring.provide_officers().load(HOA).identity == KHAI


def test_the_same_proof_again_writes_nothing(world: SessionWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    world.pool.proven[HOA] = KHAI
    read_me(world, world.browser())

    def refuse_write(*_: object) -> None:
        raise AssertionError("written again")

    monkeypatch.setattr(Officers, "keep_identity", refuse_write)
    assert read_me(world, world.browser()) == asdict(KHAI)


def test_tokens_of_two_persons_are_no_sign_in(world: SessionWorld) -> None:
    world.pool.proven[HOA], world.pool.claimed[HOA] = KHAI, "sub-somebody"
    answer = world.browser().sign_in(HOA)
    assert (answer.status, answer.code) == (401, "sign_in_refused")
    assert wiring.provide_officers().load(HOA).identity is None


def test_rights_and_proof_do_not_overwrite_each_other(world: SessionWorld, appoint: Callable[..., Officer]) -> None:
    appoint(HOA, Role.ONE_STOP_OFFICER)
    version = wiring.provide_officers().load(HOA).version
    world.pool.proven[HOA] = KHAI
    read_me(world, world.browser())
    stored = wiring.provide_officers().load(HOA)
    assert (stored.version, stored.identity, len(stored.assignments)) == (version, KHAI, 1)
    appoint(HOA, Role.CASHIER)
    assert wiring.provide_officers().load(HOA).identity == KHAI


def test_a_record_from_before_proofs_were_kept_is_read(world: SessionWorld, appoint: Callable[..., Officer]) -> None:
    appoint(HOA, Role.ONE_STOP_OFFICER)
    stored = wiring.provide_officers().load(HOA)
    assert (stored.identity, stored.id_number) == (None, "")
