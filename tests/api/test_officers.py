"""Rights of officers: who grants them, how fast they end, and that every change is kept (LC-17.3)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.domain.accounts.officers import Officer
from chalicelib.domain.accounts.proven_identity import ProvenIdentity
from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.shared.errors import Stale
from chalicelib.repositories.accounts.officers import Officers
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.repositories.privacy.access_log import AccessLog
from chalicelib.wiring import core as wiring
from tests.api.conftest import Api, build_bearer, forget_adapters
from tests.api.granted_rights import NOW, build_right, build_rights, put_rights


@pytest.fixture(autouse=True)
def province(deployment: pytest.MonkeyPatch) -> None:
    """A province whose regulation leaves open who grants rights."""
    deployment.setenv("PROVINCE", "quang-ngai")
    forget_adapters()


@pytest.fixture
def unit(api: Api) -> str:
    """A one-stop unit that exists today."""
    return wiring.provide_agencies().list_one_stop_units(datetime.now(UTC).date())[0].id


@pytest.mark.parametrize("grantor", [Role.OPERATOR, Role.PROVINCIAL_OFFICE])
def test_an_operator_or_the_provincial_office_grants_rights(
    api: Api, appoint: Callable[..., Officer], unit: str, grantor: Role
) -> None:
    appoint("op", grantor)
    answer = put_rights(api, build_rights(build_right(Role.CASHIER, unit, valid_until="2099-01-01T00:00:00+07:00")))
    assert answer.status == 200
    assert answer.headers["etag"] == '"1"'
    assert answer.json["assignments"] == [
        {
            "role": "cashier",
            "unit": unit,
            "valid_from": "2026-01-01T00:00:00+07:00",
            "valid_until": "2099-01-01T00:00:00+07:00",
            "backup_for": None,
            "stage": "",
            "document": "",
            "document_day": None,
            "in_force": True,
        }
    ]
    me = api("GET", "/api/me", sub="lan").json
    assert (me["name"], me["roles"], me["units"]) == ("Nguyễn Thị Lan", ["cashier"], [unit])


@pytest.mark.parametrize("role", [r for r in Role if r not in (Role.OPERATOR, Role.PROVINCIAL_OFFICE)])
def test_nobody_else_grants_rights(api: Api, appoint: Callable[..., Officer], unit: str, role: Role) -> None:
    appoint("op", *([] if role is Role.APPLICANT else [role]), unit=unit)
    refused = put_rights(api, build_rights(build_right(Role.CASHIER, unit)))
    # The police of Lai Châu grant, but another right: they read who grants this one.
    own = {Role.VENDOR_TECHNICAL: "technical_account", Role.POLICE_POPULATION: "granted_by_others"}
    assert refused.code == own.get(role, "forbidden")
    assert wiring.provide_officers().load("lan").version == 0


def test_nobody_changes_their_own_rights(api: Api, appoint: Callable[..., Officer]) -> None:
    appoint("op", Role.OPERATOR)
    answer = put_rights(api, build_rights(build_right(Role.AUDITOR, "province")), sub="op", version=1)
    assert (answer.status, answer.code) == (403, "own_rights")


def test_only_operators_make_operators(api: Api, appoint: Callable[..., Officer]) -> None:
    appoint("office", Role.PROVINCIAL_OFFICE)
    appoint("op", Role.OPERATOR)
    appoint("op2", Role.OPERATOR)
    made = build_rights(build_right(Role.OPERATOR, "province"))
    assert put_rights(api, made, by="office").code == "forbidden"
    assert put_rights(api, build_rights(), by="office", sub="op2", version=1).code == "forbidden"
    assert put_rights(api, made).status == 200


@pytest.mark.clause("LC-17.4")
def test_each_change_is_kept_with_its_request(api: Api, appoint: Callable[..., Officer], unit: str) -> None:
    appoint("op", Role.OPERATOR)
    put_rights(api, build_rights(build_right(Role.CASHIER, unit)))
    put_rights(api, build_rights(), version=1)
    first, second = wiring.provide_officers().list_changes("lan")
    assert (first["by"], first["request_ref"]) == ("op", "12/CV-UBND ngày 02/03/2026")
    assert [a["role"] for a in first["assignments"]] == ["cashier"]
    assert second["assignments"] == []


def test_a_stale_change_is_refused_without_numbers_of_ours(api: Api, appoint: Callable[..., Officer]) -> None:
    appoint("op", Role.OPERATOR)
    assert put_rights(api, build_rights()).status == 200
    answer = put_rights(api, build_rights(title="Trưởng phòng"))
    assert (answer.status, answer.code) == (412, "stale_version")
    assert not any(letter.isdigit() for text in answer.json["detail"].values() for letter in text)
    assert api("PUT", "/api/officers/lan", sub="op", body=build_rights()).status == 428
    assert len(wiring.provide_officers().list_changes("lan")) == 1


@pytest.mark.parametrize("version", [0, 1])
def test_of_two_writers_one_wins(table: None, version: int) -> None:
    records = Officers()
    if version:
        records.save(Officer("lan", 1, "Lan"), "op", "1", NOW)
    records.save(Officer("lan", version + 1, "Lan A"), "op", "2", NOW)
    with pytest.raises(Stale) as stale:
        records.save(Officer("lan", version + 1, "Lan B"), "op2", "3", NOW)
    assert stale.value.facts["version"] == version + 1
    assert records.load("lan").name == "Lan A"
    assert len(records.list_changes("lan")) == version + 1


def test_a_bad_unit_or_period_is_named(api: Api, appoint: Callable[..., Officer], unit: str) -> None:
    appoint("op", Role.OPERATOR)
    body = build_rights(
        build_right(Role.CASHIER, "no-such-unit"),
        build_right(Role.CASHIER, unit, valid_until="2025-01-01T00:00:00+07:00"),
        build_right(Role.AUDITOR, "province"),
    )
    answer = put_rights(api, body)
    assert answer.status == 422
    assert answer.fields == {
        "/assignments/0/unit": "unknown_agency",
        "/assignments/1/valid_until": "ends_before_start",
    }


def test_the_role_of_an_applicant_is_not_assigned(api: Api, appoint: Callable[..., Officer], unit: str) -> None:
    appoint("op", Role.OPERATOR)
    answer = put_rights(
        api, build_rights(build_right(Role.APPLICANT, unit), email="nowhere", name="a\nb", request_ref=" ")
    )
    assert answer.fields == {
        "/assignments/0/role": "not_allowed",
        "/email": "wrong_format",
        "/name": "wrong_format",
        "/request_ref": "too_short",
    }


def test_records_are_read_by_those_who_grant_and_audit(api: Api, appoint: Callable[..., Officer], unit: str) -> None:
    appoint("lan", Role.CASHIER, unit=unit)
    appoint("op", Role.OPERATOR)
    appoint("audit", Role.AUDITOR)
    appoint("other", Role.AGENCY_HEAD, unit=unit)
    read = {by: api("GET", "/api/officers/lan", sub=by).status for by in ("op", "audit", "lan", "other", "citizen")}
    assert read == {"op": 200, "audit": 200, "lan": 200, "other": 403, "citizen": 403}
    assert api("GET", "/api/officers/nobody", sub="op").json["version"] == 0


def test_a_citizen_is_an_applicant_and_nothing_else(api: Api) -> None:
    answer = api("GET", "/api/me", sub="citizen")
    assert answer.status == 200
    assert (answer.json["roles"], answer.json["units"], answer.json["name"]) == (["applicant"], [], "")
    wiring.provide_officers().keep_identity("proven", ProvenIdentity(2, full_name="Lò Văn Pâng"))
    assert api("GET", "/api/me", sub="proven").json["name"] == "Lò Văn Pâng"


def test_a_right_ends_within_a_minute_of_its_revocation(table: None, appoint: Callable[..., Officer]) -> None:
    """Another process revokes; this one may remember for less than 60 s."""
    here, elsewhere = Officers(), Officers()
    appoint("lan", Role.CASHIER)
    assert here.load_recent("lan", NOW).assignments
    elsewhere.save(Officer("lan", 2), "op", "2", NOW)
    assert here.load_recent("lan", NOW + timedelta(seconds=49)).assignments
    assert here.load_recent("lan", NOW + timedelta(seconds=50)).assignments == ()


def test_a_change_made_here_takes_effect_at_once(api: Api, appoint: Callable[..., Officer], unit: str) -> None:
    appoint("op", Role.OPERATOR)
    assert api("GET", "/api/me", sub="lan").json["roles"] == ["applicant"]
    put_rights(api, build_rights(build_right(Role.CASHIER, unit)))
    assert api("GET", "/api/me", sub="lan").json["roles"] == ["cashier"]


def test_a_right_holds_from_its_first_instant_until_its_last(table: None, appoint: Callable[..., Officer]) -> None:
    held = appoint("lan", Role.CASHIER, since=NOW).assignments[0]
    assert not held.is_in_force(NOW - timedelta(seconds=1))
    assert held.is_in_force(NOW)


@pytest.mark.clause("VL-7.2.b")
def test_each_view_is_recorded_and_listed_newest_first(table: None) -> None:
    log = AccessLog()
    for minute in range(3):
        log.record("d1", "lan", "cashier", f"paper-{minute}", NOW + timedelta(minutes=minute))
    log.record("d2", "lan", "cashier", "dossier", NOW)
    assert [a.what for a in log.list_views("d1")] == ["paper-2", "paper-1", "paper-0"]
    assert [a.what for a in log.list_views("d1", limit=1, before=NOW + timedelta(minutes=2))] == ["paper-1"]
    assert log.list_views("d2")[0].at == NOW


@pytest.mark.clause("VL-7.2.b")
def test_a_view_that_cannot_be_recorded_is_not_given(table: None) -> None:
    TableItem.delete_table()
    with pytest.raises(Exception, match="ResourceNotFound"):
        AccessLog().record("d1", "lan", "cashier", "dossier", NOW)


def test_the_officers_of_a_unit_are_listed_with_the_rights_that_hold_there(
    api: Api, appoint: Callable[..., Officer], unit: str
) -> None:
    appoint("op", Role.OPERATOR)
    ended = build_right(Role.CASHIER, unit, valid_until="2026-02-01T00:00:00+07:00")
    assert put_rights(api, build_rights(build_right(Role.CASHIER, unit), ended)).status == 200
    assert put_rights(api, build_rights(ended), sub="gone").status == 200
    (line,) = api("GET", f"/api/officers?unit={unit}", sub="op").json["items"]
    assert (line["sub"], line["name"], line["title"]) == ("lan", "Nguyễn Thị Lan", "Chuyên viên")
    assert [(each["role"], each["valid_until"]) for each in line["assignments"]] == [("cashier", None)]
    (of_province,) = api("GET", "/api/officers?unit=province", sub="op").json["items"]
    assert of_province["sub"] == "op"


def test_officers_are_listed_for_those_who_grant_and_audit_alone(
    api: Api, appoint: Callable[..., Officer], unit: str
) -> None:
    for name, role in (("au", Role.AUDITOR), ("po", Role.PROVINCIAL_OFFICE)):
        appoint(name, role)
        assert api("GET", f"/api/officers?unit={unit}", sub=name).status == 200
    appoint("desk", Role.ONE_STOP_OFFICER, unit=unit)
    for sub in ("desk", "citizen"):
        assert api("GET", f"/api/officers?unit={unit}", sub=sub).code == "forbidden"
    assert api("GET", "/api/officers?unit=a/b", sub="au").fields == {"/query/unit": "wrong_format"}


GHOSTS = ("ghost", "ghost-1", "ghost-0f3c", "ghosts-of-before", "ghost-" + "a" * 50)


@pytest.mark.parametrize("ghost", GHOSTS)
@pytest.mark.parametrize("role", [Role.CASHIER, Role.OPERATOR, Role.AUDITOR, Role.ONE_STOP_OFFICER])
def test_rights_are_given_only_to_accounts_that_there_are(
    api: Api, appoint: Callable[..., Officer], unit: str, ghost: str, role: Role
) -> None:
    appoint("op", Role.OPERATOR)
    place = "province" if role in (Role.OPERATOR, Role.AUDITOR) else unit
    answer = put_rights(api, build_rights(build_right(role, place)), sub=ghost)
    assert (answer.status, answer.code) == (422, "account_unknown")
    assert [row.pk for row in TableItem.scan() if ghost in row.pk] == []
    # A record without rights names somebody, and rights of an account that is gone can still be taken.
    appoint(ghost, role, unit=place)
    assert put_rights(api, build_rights(), sub=ghost, version=1).json["assignments"] == []


def test_the_pool_is_asked_for_the_very_account(table: None) -> None:
    import boto3

    from chalicelib.repositories.accounts.pool_accounts import PoolAccounts

    cognito = boto3.client("cognito-idp")
    pool = cognito.create_user_pool(PoolName="people")["UserPool"]["Id"]
    made = cognito.admin_create_user(UserPoolId=pool, Username="lan")["User"]["Attributes"]
    sub = next(each["Value"] for each in made if each["Name"] == "sub")
    accounts = PoolAccounts.connect_to(f"https://cognito-idp.ap-southeast-1.amazonaws.com/{pool}")
    assert accounts.has(sub)
    assert not any(accounts.has(other) for other in (sub[:-1], sub.upper(), "lan", "", "0" * 36))


def test_a_case_insensitive_pool_makes_no_second_account() -> None:
    from chalicelib.repositories.accounts.pool_accounts import PoolAccounts

    class Loose:
        """A pool whose search finds an account by its subject in any spelling."""

        def list_users(self, **_: Any) -> dict[str, Any]:
            """The one account."""
            return {"Users": [{"Username": "lan", "Attributes": [{"Name": "sub", "Value": "a1-b2"}]}]}

    accounts = PoolAccounts(Loose(), "pool")
    assert accounts.has("a1-b2")
    assert not any(accounts.has(other) for other in ("A1-B2", "a1-B2", "a1-b", "a1-b22"))


def test_what_an_operator_lost_a_moment_ago_is_used_no_more(api: Api, appoint: Callable[..., Officer]) -> None:
    appoint("op", Role.OPERATOR)
    appoint("op2", Role.OPERATOR)
    assert api("GET", "/api/me", sub="op").json["roles"] == ["operator"]
    signed_in = build_bearer("op")
    # Another function takes the right; this one still remembers it.
    Officers().save(Officer("op", 2, "Cán bộ"), "op2", "02/TB", NOW)
    answer = api("PUT", "/api/officers/op2", body=build_rights(), headers={**signed_in, "If-Match": '"1"'})
    assert (answer.status, answer.code) == (403, "forbidden")
    assert wiring.provide_officers().load("op2").assignments
