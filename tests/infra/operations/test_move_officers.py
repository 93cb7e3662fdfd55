"""Officers of before their own user pool: invited into it, with rights and history where they were."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from chalicelib.domain.accounts.officers import Officer, Recovery
from chalicelib.domain.accounts.roles import Assignment, Role
from chalicelib.repositories.accounts.officers import Officers, build_rights_row
from chalicelib.repositories.dynamodb.keys import UNIT_OFFICERS
from chalicelib.repositories.dynamodb.table import TableItem
from infra.aws.clients import Aws
from infra.operations import move_officers as moving
from infra.operations.move_officers import MovedOfficer, MoveOrder, Pools, move_officers
from tests.support.fakes.made_up_aws import start_mock_aws
from tests.support.local_stage import open_pools

NOW = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
ORDER = MoveOrder("arn:aws:iam::1:user/van-hanh", "40/QĐ-VP", NOW)
RIGHT = Assignment(Role.CASHIER, "unit-1", NOW - timedelta(days=90))


@dataclass
class PoolsDeployment:
    """A table and two pools."""

    aws: Aws
    pools: Pools

    def officer(self, name: str, email: str, rights: tuple[Assignment, ...] = (RIGHT,)) -> str:
        """Somebody with an account of the citizens' pool, and rights; their subject."""
        cognito = self.aws.client("cognito-idp")
        made = cognito.admin_create_user(UserPoolId=self.pools.people, Username=name)["User"]["Attributes"]
        sub = next(str(each["Value"]) for each in made if each["Name"] == "sub")
        Officers().save(Officer(sub, 1, f"Cán bộ {name}", "Chuyên viên", email, rights), "seed", "01/TB", NOW)
        return sub

    def move(self, order: MoveOrder = ORDER) -> list[MovedOfficer]:
        """Move them."""
        return list(move_officers(self.aws, self.pools, TableItem.Meta.table_name, order))

    def members(self) -> dict[str, dict[str, str]]:
        """Attributes of the officers' accounts, by name."""
        users = self.aws.client("cognito-idp").list_users(UserPoolId=self.pools.officers)["Users"]
        return {each["Username"]: {one["Name"]: one["Value"] for one in each["Attributes"]} for each in users}


@pytest.fixture
def deployment(monkeypatch: pytest.MonkeyPatch) -> Iterator[PoolsDeployment]:
    """A deployment from before, into which the second pool has just come."""
    with start_mock_aws():
        aws, (people, officers) = open_pools(monkeypatch, "people", "officers")
        yield PoolsDeployment(aws, Pools(people, officers))


def test_an_officer_is_invited_and_the_record_stays_where_it_was(deployment: PoolsDeployment) -> None:
    sub = deployment.officer("lan", "lan@example.gov.vn")
    (moved,) = deployment.move()
    members = deployment.members()
    assert set(members) == {"lan@example.gov.vn"}
    assert members["lan@example.gov.vn"]["email_verified"] == "true"
    assert moved == MovedOfficer(sub, members["lan@example.gov.vn"]["sub"])
    record = Officers().load(sub)
    assert (record.account, record.version, record.assignments) == (moved.account, 2, (RIGHT,))
    assert Officers().load(moved.account) == record, "the new account leads to the same record"
    first, second = Officers().list_changes(sub)
    assert (first["by"], second["by"], second["request_ref"]) == ("seed", ORDER.by, "40/QĐ-VP")
    assert second["account"] == moved.account


def test_moving_twice_moves_once_and_a_deleted_account_is_invited_again(deployment: PoolsDeployment) -> None:
    sub = deployment.officer("lan", "lan@example.gov.vn")
    (first,) = deployment.move()
    assert deployment.move() == []
    aws = deployment.aws.client("cognito-idp")
    aws.admin_delete_user(UserPoolId=deployment.pools.officers, Username="lan@example.gov.vn")
    (again,) = deployment.move()
    assert (again.sub, again.account != first.account) == (sub, True)
    assert Officers().load(sub).account == again.account


def test_a_run_that_was_cut_short_continues(deployment: PoolsDeployment, monkeypatch: pytest.MonkeyPatch) -> None:
    subs = {deployment.officer(name, f"{name}@example.gov.vn") for name in ("hoa", "lan", "mai")}
    link, done = moving._link_officer, [0]

    def cut_short(*given: Any) -> None:
        if done[0]:
            raise RuntimeError("cut off")
        done[0] += 1
        link(*given)

    monkeypatch.setattr(moving, "_link_officer", cut_short)
    with pytest.raises(RuntimeError, match="cut off"):
        deployment.move()
    assert len(deployment.members()) == 2, "one invited and linked, one invited"
    monkeypatch.setattr(moving, "_link_officer", link)
    assert len(deployment.move()) == 2
    assert len(deployment.members()) == 3
    assert all(Officers().load(sub).account for sub in subs)


def test_who_has_no_address_is_named_and_who_has_no_rights_is_left(deployment: PoolsDeployment) -> None:
    silent = deployment.officer("lan", "")
    deployment.officer("former", "former@example.gov.vn", ())
    deployment.officer("left", "left@example.gov.vn", (replace(RIGHT, valid_until=NOW),))
    assert deployment.move() == [MovedOfficer(silent, "")]
    assert deployment.members() == {}
    record = Officers().load(silent)
    Officers().save(replace(record, version=2, email="lan@example.gov.vn"), "op", "41/TB", NOW)
    coming = replace(RIGHT, valid_from=NOW + timedelta(days=1), valid_until=NOW + timedelta(days=2))
    deployment.officer("coming", "coming@example.gov.vn", (coming,))
    assert [bool(each.account) for each in deployment.move()] == [True, True]
    assert set(deployment.members()) == {"lan@example.gov.vn", "coming@example.gov.vn"}


def test_two_officers_of_one_address_stay_two(deployment: PoolsDeployment) -> None:
    subs = {deployment.officer(name, "mot-cua@example.gov.vn") for name in ("lan", "mai")}
    moved = deployment.move()
    (left,) = (each for each in moved if not each.account)
    (done,) = (each for each in moved if each.account)
    assert ({left.sub, done.sub}, left.holder) == (subs, done.sub)
    assert Officers().load(done.account).sub == done.sub
    assert (Officers().load(left.sub).account, Officers().load(left.sub).version) == ("", 1)


def test_rights_given_to_an_account_of_that_address_stay(deployment: PoolsDeployment) -> None:
    old = deployment.officer("lan", "lan@example.gov.vn")
    made = deployment.aws.client("cognito-idp").admin_create_user(
        UserPoolId=deployment.pools.officers, Username="lan@example.gov.vn"
    )
    sub = next(str(each["Value"]) for each in made["User"]["Attributes"] if each["Name"] == "sub")
    given = Officer(sub, 1, "Lan", "Chuyên viên", "lan@example.gov.vn", (RIGHT,))
    Officers().save(given, "op", "01/TB", NOW)
    assert deployment.move() == [MovedOfficer(old, "", sub)]
    assert Officers().load(sub) == given


def test_an_officer_of_before_the_lists_of_units_is_listed(deployment: PoolsDeployment) -> None:
    build_rights_row(Officer("old", 1, "Lan", "Chuyên viên", "lan@example.gov.vn", (RIGHT,))).save()
    assert [each.sub for each in deployment.move()] == ["old"]
    assert [row.sk for row in TableItem.query(UNIT_OFFICERS(RIGHT.unit))] == ["old"]


def test_a_request_for_a_new_account_is_answered_by_the_invitation(deployment: PoolsDeployment) -> None:
    sub = deployment.officer("lan", "lan@example.gov.vn")
    agreed = Recovery("op1", NOW, "15/CV-VP", "lan", "lan@example.gov.vn", "op2")
    Officers().save(replace(Officers().load(sub), version=2, recovery=agreed), "op2", "15/CV-VP", NOW)
    (moved,) = deployment.move()
    record = Officers().load(sub)
    assert (record.recovery, record.is_account(moved.account)) == (None, True)


def test_an_account_of_the_officers_pool_is_nobody_to_move(deployment: PoolsDeployment) -> None:
    made = deployment.aws.client("cognito-idp").admin_create_user(
        UserPoolId=deployment.pools.officers, Username="new@example.gov.vn"
    )
    sub = next(each["Value"] for each in made["User"]["Attributes"] if each["Name"] == "sub")
    Officers().save(Officer(sub, 1, "Mới", "Chuyên viên", "new@example.gov.vn", (RIGHT,)), "op", "01/TB", NOW)
    assert deployment.move() == []


def test_rights_changed_meanwhile_are_not_overwritten(deployment: PoolsDeployment) -> None:
    sub = deployment.officer("lan", "lan@example.gov.vn")
    stale = Officers().load(sub)
    Officers().save(replace(stale, version=2, assignments=()), "op", "02/TB", NOW)
    dynamodb = deployment.aws.client("dynamodb")
    with pytest.raises(dynamodb.exceptions.TransactionCanceledException):
        moving._link_officer(dynamodb, TableItem.Meta.table_name, replace(stale, version=2, account="x"), ORDER)
    assert Officers().load(sub).assignments == ()
    assert Officers().load("x").version == 0


def test_a_pool_at_its_daily_mail_limit_is_reported_and_the_next_run_continues(
    deployment: PoolsDeployment, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(3):
        deployment.officer(f"officer{number}", f"o{number}@hue.gov.vn")
    ordinary, invited = moving._invite_officer, 0

    def invite(*given: Any) -> str:
        nonlocal invited
        invited += 1
        if invited > 2:
            raise ClientError({"Error": {"Code": "LimitExceededException"}}, "AdminCreateUser")
        return ordinary(*given)

    monkeypatch.setattr(moving, "_invite_officer", invite)
    table = TableItem.Meta.table_name
    assert moving.report(move_officers(deployment.aws, deployment.pools, table, ORDER)) == 1
    said = capsys.readouterr()
    assert said.out == "moved: 2 officers\n"
    assert "--without-mail" in said.err
    monkeypatch.setattr(moving, "_invite_officer", ordinary)
    without = replace(ORDER, mail=False)
    assert moving.report(move_officers(deployment.aws, deployment.pools, table, without)) == 0
    assert capsys.readouterr().out == "moved: 1 officers\n"


def test_another_refusal_of_the_pool_is_not_hidden() -> None:
    def refuse(name: str) -> MovedOfficer:
        raise ClientError({"Error": {"Code": "AccessDeniedException"}}, name)

    with pytest.raises(ClientError, match="AccessDenied"):
        moving.report(map(refuse, ["AdminCreateUser"]))
