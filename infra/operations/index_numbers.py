"""Writes whose numbers are again from the profiles, after the search key was replaced (docs/operate.md). Until then no
number finds its person, so run it at once.

    python -m infra.operations.index_numbers --stack motcua-prod-CODE

Run with the operator's rights. It may be repeated: a row that is there under the new key stays.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from infra.aws.clients import Account, Aws
from infra.aws.deploy import read_outputs

if TYPE_CHECKING:
    from chalicelib.domain.accounts.person_profile import PersonProfile


def index_numbers(aws: Account, table: str, secret: str) -> int:
    """Write the row of every number that has none under the key of the secret's text; return how many were written."""
    os.environ["TABLE_NAME"] = table
    from chalicelib.repositories.accounts.person_profiles import build_holder_rows
    from chalicelib.repositories.aws.secrets import derive_key, parse_find
    from chalicelib.wiring.people import DIGESTS

    dynamodb, written = aws.client("dynamodb"), 0
    for row in build_holder_rows(_list_profiles(dynamodb, table), derive_key(parse_find(secret), DIGESTS)):
        try:
            dynamodb.put_item(TableName=table, Item=row.serialize(), ConditionExpression="attribute_not_exists(pk)")
        except dynamodb.exceptions.ConditionalCheckFailedException:
            continue
        written += 1
    return written


def _list_profiles(dynamodb: Any, table: str) -> Iterator[PersonProfile]:
    from chalicelib.repositories.accounts.person_profiles import read_profile
    from chalicelib.repositories.dynamodb import keys
    from chalicelib.repositories.dynamodb.table import TableItem

    pages = dynamodb.get_paginator("scan").paginate(
        TableName=table,
        ConsistentRead=True,
        FilterExpression="sk = :profile",
        ExpressionAttributeValues={":profile": {"S": keys.PROFILE}},
    )
    for page in pages:
        for item in page["Items"]:
            yield read_profile(TableItem.from_raw_data(item))


def main() -> None:
    """Run it for a stack."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--stack", required=True)
    aws, stack = Aws(), asked.parse_args().stack
    found = read_outputs(aws, stack)
    secret = aws.client("secretsmanager").get_secret_value(SecretId=found["FindSecretArn"])["SecretString"]
    print(f"numbers written: {index_numbers(aws, found['TableName'], secret)}")


if __name__ == "__main__":
    main()
