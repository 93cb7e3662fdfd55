"""The creation of the first operator: once, with the document that names the person, and resumable."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.domain.accounts.roles import Role
from chalicelib.repositories.accounts.officers import Officers
from chalicelib.repositories.dynamodb.table import Row
from infra import first_operator
from infra.aws import Aws
from infra.first_operator import FirstOperatorRefused, Person, make
from tests.support.fakes.made_up_aws import mock_aws

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
PERSON = Person("van-hanh@example.gov.vn", "Người Vận Hành", "Chuyên viên", "12/QĐ-VP")


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Aws, str]]:
    """An empty table and an empty user pool."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setenv("TABLE_NAME", Row.Meta.table_name)
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    with mock_aws():
        Row.create_table(billing_mode="PAY_PER_REQUEST", wait=True)
        aws = Aws(Row.Meta.region)
        yield aws, aws.client("cognito-idp").create_user_pool(PoolName="people")["UserPool"]["Id"]


def made(cloud: tuple[Aws, str], person: Person, now: datetime = NOW, province: str = "hue") -> str:
    """Make the person the first operator."""
    aws, pool = cloud
    return make(aws, pool, Row.Meta.table_name, province, person, now)


@pytest.mark.clause("LC-17.3.b")
def test_where_the_office_alone_grants_rights_it_has_the_first_account(cloud: tuple[Aws, str]) -> None:
    officer = Officers().load(made(cloud, PERSON, province="lai-chau"))
    assert [right.role for right in officer.assignments] == [Role.PROVINCIAL_OFFICE]


@pytest.mark.clause("LC-17.4")
def test_the_operator_has_an_account_the_right_and_the_document_that_gave_it(cloud: tuple[Aws, str]) -> None:
    sub = made(cloud, PERSON)
    officer = Officers().load(sub)
    assert [(right.role, right.unit) for right in officer.assignments] == [(Role.OPERATOR, "hue")]
    assert (officer.name, officer.email) == (PERSON.name, PERSON.email)
    (change,) = Officers().changes(sub)
    assert change["request_ref"] == "12/QĐ-VP"
    assert change["by"].startswith("arn:aws:")


def test_a_second_person_is_refused_and_gets_no_account(cloud: tuple[Aws, str]) -> None:
    made(cloud, PERSON)
    with pytest.raises(FirstOperatorRefused, match="made already"):
        made(cloud, replace(PERSON, email="khac@example.gov.vn"))
    aws, pool = cloud
    assert len(aws.client("cognito-idp").list_users(UserPoolId=pool)["Users"]) == 1


def test_a_repetition_ends_what_an_interruption_left_and_changes_nothing_else(
    cloud: tuple[Aws, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(first_operator, "_grant", _interrupted)
        with pytest.raises(ConnectionError):
            made(cloud, PERSON)
    sub = made(cloud, PERSON)
    assert made(cloud, PERSON, NOW + timedelta(days=1)) == sub
    assert len(Officers().changes(sub)) == 1


def test_an_account_of_the_identity_provider_becomes_the_operators(cloud: tuple[Aws, str]) -> None:
    aws, pool = cloud
    cognito = aws.client("cognito-idp")
    cognito.admin_create_user(UserPoolId=pool, Username="EIdentity_1")
    sub = made(cloud, replace(PERSON, username="EIdentity_1"))
    assert Officers().load(sub).version == 1
    assert len(cognito.list_users(UserPoolId=pool)["Users"]) == 1


def test_an_account_that_does_not_exist_is_refused_and_takes_nobodys_place(cloud: tuple[Aws, str]) -> None:
    with pytest.raises(FirstOperatorRefused, match="in the officers' pool"):
        made(cloud, replace(PERSON, username="EIdentity_2"))
    assert made(cloud, PERSON)


def _interrupted(*_: object) -> None:
    raise ConnectionError
