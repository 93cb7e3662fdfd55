"""The kinds of account that the law of a day lets people sign in with, and what becomes of the others."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.domain.accounts.officers import Officer
from chalicelib.domain.accounts.proven_identity import ProvenIdentity
from chalicelib.domain.accounts.sign_in_methods import SignInMethod, find_used_method
from chalicelib.repositories.accounts.officers import link_row
from chalicelib.wiring import core as wiring
from tests.api.conftest import forget_adapters, sign_token
from tests.api.session_world import SessionWorld, world

__all__ = ["world"]

OLD, NEW = "sub-old", "sub-new"
E_IDENTITY_ALONE = {"e_identity": True, "local": False}
BOTH = {"e_identity": True, "local": True}
PROVINCES = ("vinh-long", "quang-ngai", "thai-binh", "hue", "lai-chau")


def build_bearer(**changes: Any) -> dict[str, str]:
    return {"Authorization": f"Bearer {sign_token(OLD, **changes)}"}


def move_to(world: SessionWorld, deployment: pytest.MonkeyPatch, province: str, day: str) -> None:
    deployment.setenv("PROVINCE", province)
    forget_adapters()
    legal = datetime.fromisoformat(f"{day}T03:00:00+00:00")
    deployment.setattr(world.clock, "now", lambda: legal.astimezone(UTC))


@pytest.mark.parametrize(
    ("province", "day", "expected"),
    [
        ("vinh-long", "2024-06-03", BOTH),
        ("quang-ngai", "2024-06-03", BOTH),
        ("thai-binh", "2024-06-03", BOTH),
        ("hue", "2024-06-03", BOTH),
        ("lai-chau", "2024-10-09", BOTH),
        ("lai-chau", "2024-10-10", E_IDENTITY_ALONE),
        ("hue", "2026-07-19", BOTH),
        *((each, "2026-07-20", E_IDENTITY_ALONE) for each in PROVINCES),
    ],
)
def test_own_accounts_are_used_until_the_law_closes_them(
    world: SessionWorld, deployment: pytest.MonkeyPatch, province: str, day: str, expected: dict[str, bool]
) -> None:
    move_to(world, deployment, province, day)
    offered = world.api("GET", "/api/session/methods").json["items"]
    assert {each["method"]: each["open"] for each in offered} == expected
    called = world.api("GET", "/api/me", headers=build_bearer(username="hoa"))
    if expected["local"]:
        assert called.status == 200
    else:
        assert (called.status, called.code) == (403, "sign_in_method_closed")
        assert "định danh điện tử" in called.json["detail"]["vi"]
    assert world.api("GET", "/api/me", headers=build_bearer()).status == 200, "the e-identity is never closed"


def test_an_account_of_a_closed_kind_begins_no_session_by_another_way(world: SessionWorld) -> None:
    """The pool's own page may sign in an account that was not asked for."""
    world.pool.own.add(OLD)
    browser = world.browser()
    answer = browser.sign_in(OLD)
    assert (answer.status, answer.code) == (403, "sign_in_method_closed")
    assert browser.resume().status == 204


def test_a_password_that_another_page_has_checked_begins_no_session(
    world: SessionWorld, deployment: pytest.MonkeyPatch
) -> None:
    """Attempts at the pool's own page would be counted by nobody."""
    move_to(world, deployment, "hue", "2024-06-03")
    assert world.browser().ask("/api/session/begin", {"method": "local"}).code == "malformed_request"
    world.pool.own.add(OLD)
    browser = world.browser()
    answer = browser.sign_in(OLD)
    assert (answer.status, answer.code) == (401, "sign_in_refused")
    assert browser.resume().status == 204


def test_a_sign_in_that_is_linked_to_a_person_is_that_person(world: SessionWorld) -> None:
    link_row(Officer(OLD, account=NEW)).save()
    browser = world.browser()
    answer = browser.sign_in(NEW)
    assert answer.status == 201, answer.text
    token = {"Authorization": f"Bearer {answer.json['access_token']}"}
    assert world.api("GET", "/api/me", headers=token).json["sub"] == OLD
    assert wiring.provide_officers().load(OLD).identity == ProvenIdentity(2, "046190000001", "Trần Thị Hoa")
    world.later(minutes=14, seconds=30)
    assert browser.resume().status == 200
    assert world.pool.refreshed == 1
    assert browser.ask("/api/session/end", {"everywhere": True}).status == 200
    assert world.api("GET", "/api/me", headers=token).status == 401


@pytest.mark.parametrize(
    ("username", "method"),
    [
        ("EIdentity_hoa", SignInMethod.E_IDENTITY),
        ("eidentity_hoa", SignInMethod.E_IDENTITY),
        ("hoa", SignInMethod.LOCAL),
        ("", SignInMethod.LOCAL),
        ("xEIdentity_hoa", SignInMethod.LOCAL),
        ("EIdentityhoa", SignInMethod.LOCAL),
    ],
)
def test_the_kind_of_account_is_in_its_name_at_the_pool(username: str, method: SignInMethod) -> None:
    assert find_used_method(username) is method
