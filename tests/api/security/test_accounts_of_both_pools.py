"""The operations that each of the two account pools opens."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.accounts.officers import Officer
from chalicelib.domain.accounts.roles import Role
from chalicelib.wiring import core as wiring
from tests.api.conftest import ISSUER, OFFICE, STRANGER, Api, build_bearer, build_claims, sign_token
from tests.api.office_world import OfficeWorld, office
from tests.api.session_world import world

__all__ = ["office", "world"]


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
    given = sign_token(sub, **{name: value for name, value in changes.items() if name != "sub"})
    for path in ("/api/me", "/api/officers?unit=province"):
        refused = api("GET", path, headers={"Authorization": f"Bearer {given}"})
        assert (refused.status, refused.code) == (401, "unauthenticated")


def test_rights_are_not_used_with_a_citizens_account(api: Api, appoint: Callable[..., Officer]) -> None:
    appoint("op", Role.OPERATOR)
    assert build_claims("op")["iss"] == ISSUER
    citizen = build_bearer("op", iss=ISSUER, client_id=build_claims("op")["client_id"])
    refused = api("GET", "/api/officers?unit=province", headers=citizen)
    assert (refused.status, refused.code) == (403, "officer_sign_in_needed")
    assert api("GET", "/api/me", headers=citizen).json["roles"] == ["applicant"]
    plain = api("GET", "/api/officers?unit=province", sub="somebody")
    assert (plain.status, plain.code) == (403, "forbidden")


def test_an_officers_account_files_nothing_of_its_own(api: Api, appoint: Callable[..., Officer]) -> None:
    appoint("op", Role.OPERATOR)
    unit = wiring.provide_agencies().list_one_stop_units(wiring.provide_clock().now().date())[0].id
    body = {"procedure": "1.001612", "one_stop": unit, "channel": "own_portal"}
    key = {"Idempotency-Key": "k" * 20}
    answer = api("POST", "/api/dossiers", sub="op", body=body, headers=key)
    assert (answer.status, answer.code) == (403, "citizen_account_needed")


def test_the_record_of_a_moved_officer_answers_to_the_new_account_alone(
    api: Api, appoint: Callable[..., Officer]
) -> None:
    from dataclasses import replace

    from chalicelib.repositories.accounts.officers import build_rights_row, link_row

    appoint("old", Role.AUDITOR)
    moved = replace(wiring.provide_officers().load("old"), account="fresh")
    for row in (build_rights_row(moved, listed=True), link_row(moved)):
        row.save()
    wiring.provide_officers().cache.clear()
    fresh = {"Authorization": f"Bearer {sign_token('fresh', **OFFICE)}"}
    assert (api("GET", "/api/me", headers=fresh).json["sub"], moved.sub) == ("old", "old")
    assert api("GET", "/api/officers?unit=province", headers=fresh).status == 200
    stale = api("GET", "/api/me", headers={"Authorization": f"Bearer {sign_token('old', **OFFICE)}"})
    assert stale.status == 401
    citizen = api("GET", "/api/me", headers={"Authorization": f"Bearer {sign_token('old')}"})
    assert citizen.json["roles"] == ["applicant"]


def test_a_citizens_session_does_not_turn_into_an_officers(
    office: OfficeWorld, appoint: Callable[..., Officer]
) -> None:
    appoint("sub-desk1", Role.OPERATOR)
    browser = office.world.browser()
    given = browser.sign_in("sub-desk1")
    assert (given.json["officer"], given.json["idle_seconds"]) == (False, timedelta(minutes=30).total_seconds())
    assert browser.resume().json["officer"] is False
