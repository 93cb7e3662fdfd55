"""Moves officers of a deployment from the citizens' user pool into their own, once, after the deploy that brings it.

    python -m infra.operations.move_officers --stack motcua-prod-CODE --request "12/QĐ-VP" [--without-mail]

Run with an administrator's rights. Each officer with rights is invited: an account of the officers' pool, whose first
password is mailed to the office's address. The rights stay where they are, with everything that names the person; the
new account is linked to them, and the change is kept with the number of the decision (`--request`). Until then nobody
has rights, since these need the new sign-in. May be repeated after an interruption: officers with an account are left
alone, and an officer whose account was deleted is invited again. Officers without an address of their own (none, or one
that another officer signs in with) are named at the end: give them one and run it again. The pool mails fifty people a
day: the rest follow when it is run again, or at once `--without-mail`, with first passwords that are handed over.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from infra.aws.clients import Account, Aws
from infra.aws.deploy import read_outputs

if TYPE_CHECKING:
    from chalicelib.domain.accounts.officers import Officer

MAIL_LIMITS = frozenset({"LimitExceededException", "CodeDeliveryFailureException"})
"""The pool's error codes for its daily mail limit."""


@dataclass(frozen=True)
class Pools:
    """The citizens' pool and the officers'."""

    people: str
    officers: str

    @classmethod
    def find_pools(cls, found: Mapping[str, str]) -> Pools:
        """Return the pools of a stack, by its outputs."""
        return cls(found["UserPoolId"], found["OfficerPoolId"])


@dataclass(frozen=True)
class MoveOrder:
    """The order of a move: mover, decision, time, and whether officers are mailed."""

    by: str
    request_ref: str
    now: datetime
    mail: bool = True


@dataclass(frozen=True)
class MovedOfficer:
    """The result for one officer: the new account's subject, or empty without an address of their own. `holder` is the
    officer who has the account of that address already."""

    sub: str
    account: str
    holder: str = ""


def move_officers(aws: Account, pools: Pools, table: str, order: MoveOrder) -> Iterator[MovedOfficer]:
    """Move everybody who has rights, now or later, and no account of the officers' pool yet; yields one result for
    each."""
    os.environ["TABLE_NAME"] = table
    cognito = aws.client("cognito-idp")
    for officer in _find_officers(aws.client("dynamodb"), table):
        if officer.has_rights_from(order.now) and not _has_account(
            cognito, pools.officers, officer.account or officer.sub
        ):
            yield _move_officer(aws, cognito, pools, table, officer, order)


def _find_officers(dynamodb: Any, table: str) -> Iterator[Officer]:
    from chalicelib.repositories.accounts.officers import RIGHTS, read_officer
    from chalicelib.repositories.dynamodb.table import TableItem

    pages = dynamodb.get_paginator("scan").paginate(
        TableName=table,
        ConsistentRead=True,
        FilterExpression="sk = :rights AND kind = :kind",
        ExpressionAttributeValues={":rights": {"S": "RIGHTS"}, ":kind": {"S": RIGHTS}},
    )
    for page in pages:
        for item in page["Items"]:
            yield read_officer(TableItem.from_raw_data(item))


def _has_account(cognito: Any, pool: str, sub: str) -> bool:
    return bool(cognito.list_users(UserPoolId=pool, Filter=f'sub = "{sub}"', Limit=1)["Users"])


def _move_officer(
    aws: Account, cognito: Any, pools: Pools, table: str, officer: Officer, order: MoveOrder
) -> MovedOfficer:
    from chalicelib.domain.accounts.recovery import link_account

    found = cognito.list_users(UserPoolId=pools.people, Filter=f'sub = "{officer.sub}"', Limit=1)["Users"]
    known = {one["Name"]: one["Value"] for one in found[0]["Attributes"]} if found else {}
    email = officer.email or known.get("email", "")
    if order.mail and not email:
        return MovedOfficer(officer.sub, "")
    # Names of the e-identity provider's accounts say nothing that a person could type.
    named = found[0]["Username"] if found and not email else email
    account = _invite_officer(cognito, pools.officers, named, {"email": email, "name": officer.name}, order.mail)
    dynamodb = aws.client("dynamodb")
    if holder := _find_holder(dynamodb, table, account, officer.sub):
        return MovedOfficer(officer.sub, "", holder)
    _link_officer(dynamodb, table, link_account(officer, account), order)
    return MovedOfficer(officer.sub, account)


def _find_holder(dynamodb: Any, table: str, account: str, sub: str) -> str:
    """Return the officer other than `sub` who signs in with the account; empty for nobody. Two officers of one office
    may have its one address on record: a second link would give one person the other's rights."""
    key = {"pk": {"S": f"OFFICER#{account}"}, "sk": {"S": "RIGHTS"}}
    row = dynamodb.get_item(TableName=table, Key=key, ConsistentRead=True).get("Item", {})
    if "body" not in row:
        return ""  # nobody, or somebody without rights who has signed out
    holder = str(json.loads(row["body"]["S"]).get("officer", account))
    return "" if holder == sub else holder


def _invite_officer(cognito: Any, pool: str, username: str, said: Mapping[str, str], mail: bool) -> str:
    """Return the subject of the officers' account of that name; an interrupted run may have made it."""
    given = {**said, **({"email_verified": "true"} if said["email"] else {})}
    attributes = [{"Name": key, "Value": value} for key, value in given.items() if value]
    how = {"DesiredDeliveryMediums": ["EMAIL"]} if mail else {"MessageAction": "SUPPRESS"}
    try:
        made = cognito.admin_create_user(UserPoolId=pool, Username=username, UserAttributes=attributes, **how)["User"]
        found = made["Attributes"]
    except cognito.exceptions.UsernameExistsException:
        found = cognito.admin_get_user(UserPoolId=pool, Username=username)["UserAttributes"]
    return next(str(one["Value"]) for one in found if one["Name"] == "sub")


def _link_officer(dynamodb: Any, table: str, officer: Officer, order: MoveOrder) -> None:
    """Link the account, keep the change and list the officer in each unit, together, unless the record was changed
    meanwhile."""
    from chalicelib.repositories.accounts.officers import build_rights_row, build_unit_rows, change_row, link_row

    rights = build_rights_row(officer, listed=True)
    changed = change_row(officer, order.by, order.request_ref, order.now)
    kept = {
        ":version": {"N": str(officer.version)},
        ":body": {"S": rights.body},
        ":was": {"N": str(officer.version - 1)},
    }
    update = {
        "TableName": table,
        "Key": {"pk": {"S": rights.pk}, "sk": {"S": rights.sk}},
        "UpdateExpression": "SET version = :version, body = :body",
        "ConditionExpression": "version = :was",
        "ExpressionAttributeValues": kept,
    }
    rows = (link_row(officer), changed, *build_unit_rows(officer))
    put = [{"Put": {"TableName": table, "Item": row.serialize()}} for row in rows]
    dynamodb.transact_write_items(TransactItems=[{"Update": update}, *put])


def main(argv: list[str]) -> int:
    """Move the officers of the stack; 0 when all are moved, 1 with those without an address of their own on stderr."""
    parser = argparse.ArgumentParser(prog="python -m infra.operations.move_officers")
    for name in ("stack", "request"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--without-mail", action="store_true", help="invite nobody: first passwords are handed over")
    chosen = parser.parse_args(argv)
    aws = Aws.from_environment()
    found = read_outputs(aws, chosen.stack)
    by = str(aws.client("sts").get_caller_identity()["Arn"])
    order = MoveOrder(by, chosen.request, datetime.now(UTC), mail=not chosen.without_mail)
    return report(move_officers(aws, Pools.find_pools(found), found["TableName"], order))


def report(moving: Iterator[MovedOfficer]) -> int:
    """Move them and print each result; return 0 when all are moved."""
    moved: list[MovedOfficer] = []
    limited = False
    try:
        moved.extend(moving)
    except ClientError as refused:
        if refused.response["Error"]["Code"] not in MAIL_LIMITS:
            raise
        limited = True
    print(f"moved: {sum(bool(each.account) for each in moved)} officers")
    if limited:
        print(
            "the pool sends no more mails today (fifty a day): run the same command again tomorrow, or with "
            "--without-mail and hand the first passwords over (docs/operate.md, Officers' accounts)",
            file=sys.stderr,
        )
    left = [each for each in moved if not each.account]
    for each in left:
        why = f"the address is that of {each.holder}" if each.holder else "no address"
        print(f"not moved: {each.sub} ({why})", file=sys.stderr)
    return 1 if left or limited else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
