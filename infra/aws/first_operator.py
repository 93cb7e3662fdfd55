"""Makes the first person who grants rights in a deployment: an operator or, where the province's regulation has its
office grant them, somebody of that office. Every later officer is made by them, in the application.

    python -m infra.aws.first_operator --stack motcua-prod-CODE --email … --name "…" --title "…" --request "…"

`--request` is the number of the written decision that names the person (LC-17.3.c). An account of the officers' pool is
made and its first password sent to the address; with `--username` one that exists there already becomes the
operator's. May be repeated after an interruption; a second person is refused.
"""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from infra.aws.clients import Aws
from infra.aws.deploy import read_outputs

if TYPE_CHECKING:
    from chalicelib.domain.accounts.roles import Role

CLAIM = {"pk": {"S": "FIRST_OPERATOR"}, "sk": {"S": "CLAIM"}}


class FirstOperatorRefused(RuntimeError):
    """There is a first operator already, or the account given does not exist; the message says which."""


@dataclass(frozen=True)
class OperatorPerson:
    """Who becomes the operator. An empty `username` means a new account, named by the address."""

    email: str
    name: str
    title: str
    request_ref: str
    username: str = ""

    @property
    def account(self) -> str:
        """The name that the person signs in with."""
        return self.username or self.email


def make_operator(aws: Aws, pool: str, table: str, province: str, person: OperatorPerson, now: datetime) -> str:
    """Make `person` the first operator of the deployment; return the subject of the account.

    Raises FirstOperatorRefused.
    """
    cognito = aws.client("cognito-idp")
    if person.username:
        _find_subject(cognito, pool, person)  # a name that does not exist must not take the one claim
    _claim_first(aws.client("dynamodb"), table, person, now)
    if not person.username:
        _create_account(cognito, pool, person)
    sub = _find_subject(cognito, pool, person)
    _grant_rights(table, province, sub, person, str(aws.client("sts").get_caller_identity()["Arn"]), now)
    return sub


def _claim_first(dynamodb: Any, table: str, person: OperatorPerson, now: datetime) -> None:
    """Only one account can ever be the first operator's, also when two people try at the same moment."""
    values = {"kind": {"S": "first_operator"}, "account": {"S": person.account}, "at": {"S": now.isoformat()}}
    try:
        dynamodb.put_item(
            TableName=table,
            Item={**CLAIM, **values},
            ConditionExpression="attribute_not_exists(pk) OR account = :account",
            ExpressionAttributeValues={":account": values["account"]},
        )
    except ClientError as error:
        if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
            raise
        raise FirstOperatorRefused("the first operator was made already: operators make further ones") from error


def _find_subject(cognito: Any, pool: str, person: OperatorPerson) -> str:
    """Return the subject of the person's account."""
    try:
        found = cognito.admin_get_user(UserPoolId=pool, Username=person.account)
    except cognito.exceptions.UserNotFoundException as error:
        raise FirstOperatorRefused(f"no account {person.account} in the officers' pool") from error
    return next(str(one["Value"]) for one in found["UserAttributes"] if one["Name"] == "sub")


def _create_account(cognito: Any, pool: str, person: OperatorPerson) -> None:
    attributes = {"email": person.email, "email_verified": "true", "name": person.name}
    try:
        cognito.admin_create_user(
            UserPoolId=pool,
            Username=person.account,
            UserAttributes=[{"Name": key, "Value": value} for key, value in attributes.items()],
            DesiredDeliveryMediums=["EMAIL"],
        )
    except cognito.exceptions.UsernameExistsException:
        return  # an interrupted run made it


def _grant_rights(table: str, province: str, sub: str, person: OperatorPerson, caller: str, now: datetime) -> None:
    # The table's name is read when its model is imported.
    os.environ["TABLE_NAME"] = table
    from chalicelib.domain.accounts.officers import Officer
    from chalicelib.domain.accounts.roles import Assignment
    from chalicelib.repositories.accounts.officers import Officers

    records = Officers()
    if records.load(sub).version:
        return
    rights = (Assignment(_find_highest_grantor(province, now), province, now),)
    records.save(Officer(sub, 1, person.name, person.title, person.email, rights), caller, person.request_ref, now)


def _find_highest_grantor(province: str, now: datetime) -> Role:
    """Return the highest role that grants rights in the province today (the rule `account.granted_by`)."""
    from chalicelib.domain.accounts.roles import Role
    from chalicelib.domain.law.case_dates import CaseDates
    from chalicelib.repositories.law.rule_set import ProvinceLaw, load_rules

    return Role(ProvinceLaw(province, load_rules()).find_rule("account.granted_by", CaseDates(now)).to_list()[0])


def _parse_arguments(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m infra.aws.first_operator")
    for name in ("stack", "email", "name", "title", "request"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--username", default="", help="an account that exists already")
    return parser.parse_args(argv)


def main(argv: list[str]) -> int:
    """Make the first operator as the arguments say; 0 when done, 1 with the reason on stderr when refused."""
    chosen = _parse_arguments(argv)
    aws = Aws.from_environment()
    found = read_outputs(aws, chosen.stack)
    person = OperatorPerson(chosen.email, chosen.name, chosen.title, chosen.request, chosen.username)
    pool, table, province = (found[name] for name in ("OfficerPoolId", "TableName", "Province"))
    try:
        sub = make_operator(aws, pool, table, province, person, datetime.now(UTC))
    except FirstOperatorRefused as refused:
        print(refused, file=sys.stderr)
        return 1
    print(f"{person.account} is the first operator, subject {sub}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
