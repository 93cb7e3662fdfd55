"""The creation of the first operator: once, with the document that names the person, and resumable."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.domain.accounts.roles import Role
from chalicelib.repositories.accounts.officers import Officers
from chalicelib.repositories.dynamodb.table import TableItem
from infra.aws import first_operator
from infra.aws.clients import Aws
from infra.aws.first_operator import FirstOperatorRefused, OperatorPerson, make_operator
from tests.support.fakes.made_up_aws import start_mock_aws
from tests.support.local_stage import open_pools

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
PERSON = OperatorPerson("van-hanh@example.gov.vn", "Người Vận Hành", "Chuyên viên", "12/QĐ-VP")


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Aws, str]]:
    """An empty table and an empty user pool."""
    with start_mock_aws():
        aws, (pool,) = open_pools(monkeypatch, "people")
        yield aws, pool


def make_first(cloud: tuple[Aws, str], person: OperatorPerson, now: datetime = NOW, province: str = "hue") -> str:
    """Make the person the first operator."""
    aws, pool = cloud
    return make_operator(aws, pool, TableItem.Meta.table_name, province, person, now)


@pytest.mark.clause("LC-17.3.b")
def test_where_the_office_alone_grants_rights_it_has_the_first_account(cloud: tuple[Aws, str]) -> None:
    officer = Officers().load(make_first(cloud, PERSON, province="lai-chau"))
    assert [right.role for right in officer.assignments] == [Role.PROVINCIAL_OFFICE]


@pytest.mark.clause("LC-17.4")
def test_the_operator_has_an_account_the_right_and_the_document_that_gave_it(cloud: tuple[Aws, str]) -> None:
    sub = make_first(cloud, PERSON)
    officer = Officers().load(sub)
    assert [(right.role, right.unit) for right in officer.assignments] == [(Role.OPERATOR, "hue")]
    assert (officer.name, officer.email) == (PERSON.name, PERSON.email)
    (change,) = Officers().list_changes(sub)
    assert change["request_ref"] == "12/QĐ-VP"
    assert change["by"].startswith("arn:aws:")


def test_a_second_person_is_refused_and_gets_no_account(cloud: tuple[Aws, str]) -> None:
    make_first(cloud, PERSON)
    with pytest.raises(FirstOperatorRefused, match="made already"):
        make_first(cloud, replace(PERSON, email="khac@example.gov.vn"))
    aws, pool = cloud
    assert len(aws.client("cognito-idp").list_users(UserPoolId=pool)["Users"]) == 1


def test_a_repetition_ends_what_an_interruption_left_and_changes_nothing_else(
    cloud: tuple[Aws, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(first_operator, "_grant_rights", _raise_interrupted)
        with pytest.raises(ConnectionError):
            make_first(cloud, PERSON)
    sub = make_first(cloud, PERSON)
    assert make_first(cloud, PERSON, NOW + timedelta(days=1)) == sub
    assert len(Officers().list_changes(sub)) == 1


def test_an_account_of_the_identity_provider_becomes_the_operators(cloud: tuple[Aws, str]) -> None:
    aws, pool = cloud
    cognito = aws.client("cognito-idp")
    cognito.admin_create_user(UserPoolId=pool, Username="EIdentity_1")
    sub = make_first(cloud, replace(PERSON, username="EIdentity_1"))
    assert Officers().load(sub).version == 1
    assert len(cognito.list_users(UserPoolId=pool)["Users"]) == 1


def test_an_account_that_does_not_exist_is_refused_and_takes_nobodys_place(cloud: tuple[Aws, str]) -> None:
    with pytest.raises(FirstOperatorRefused, match="in the officers' pool"):
        make_first(cloud, replace(PERSON, username="EIdentity_2"))
    assert make_first(cloud, PERSON)


def _raise_interrupted(*_: object) -> None:
    raise ConnectionError
