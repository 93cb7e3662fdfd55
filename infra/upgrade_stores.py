"""Brings what older versions stored up to the present one, after a deploy: the steps that were not done yet. Run with
the operator's rights, since neither the pipeline nor a function may go over the table; the local cloud runs it itself.

    python -m infra.upgrade_stores --stack motcua-prod-CODE

A step visits every dossier and lets the deployed function `index_finds` write what was not kept for it before. After
each page the place is written down in the table, so that a run that was cut short continues there; a step that is done
is not run again. A dossier may be visited twice: the function makes right what is not.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from infra.aws import Aws
from infra.deploy import outputs

STEPS = ("receipts-and-unpaid-sums",)
"""In order. A step that is added or changed gets a new name. After `receipts-and-unpaid-sums` dossiers of before are
found by the number of their filing, and what they owe is on the list of unpaid sums."""
PAGE = 1000
"""Items that one request reads, of every kind."""
BATCH = 25
"""Dossiers that one call of the function visits."""


class Account(Protocol):
    """Where clients of an account's services come from."""

    def client(self, service: str) -> Any:
        """A client of `service`."""


class UpgradeStopped(RuntimeError):
    """The function failed; the step continues from the same page when it is run again."""


@dataclass(frozen=True)
class Stores:
    """The table of a stack, and its function that keeps what is found."""

    table: str
    function: str

    @classmethod
    def of(cls, aws: Account, stack: str, table: str) -> Stores:
        """Those of a deployed stack."""
        resource = {"StackName": stack, "LogicalResourceId": "IndexFinds"}
        found = aws.client("cloudformation").describe_stack_resource(**resource)["StackResourceDetail"]
        return cls(table, str(found["PhysicalResourceId"]))


def upgrade(aws: Account, stores: Stores, page: int = PAGE) -> dict[str, int]:
    """Run the steps that are not done; answers how many dossiers each visited now. Raises UpgradeStopped."""
    return {step: visited for step in STEPS if (visited := _run(aws, stores, step, page)) is not None}


def _run(aws: Account, stores: Stores, step: str, page: int) -> int | None:
    """Dossiers visited, or None for a step that was done before."""
    dynamodb, visited = aws.client("dynamodb"), 0
    place = _read_place(dynamodb, stores.table, step)
    if place == {}:
        return None
    while place != {}:
        dossiers, place = _read_page(dynamodb, stores.table, place, page)
        for start in range(0, len(dossiers), BATCH):
            _visit(aws, stores.function, dossiers[start : start + BATCH])
        _write_place(dynamodb, stores.table, step, place)
        visited += len(dossiers)
    return visited


def _read_page(dynamodb: Any, table: str, place: dict[str, Any] | None, page: int) -> tuple[list[str], dict[str, Any]]:
    """Dossiers from a place on, and the next place: empty at the end."""
    found = dynamodb.scan(
        TableName=table,
        Limit=page,
        FilterExpression="sk = :state AND begins_with(pk, :dossier)",
        ExpressionAttributeValues={":state": {"S": "STATE"}, ":dossier": {"S": "D#"}},
        ProjectionExpression="pk",
        **({"ExclusiveStartKey": place} if place else {}),
    )
    return [item["pk"]["S"].removeprefix("D#") for item in found["Items"]], found.get("LastEvaluatedKey", {})


def _visit(aws: Account, function: str, dossiers: list[str]) -> None:
    event = json.dumps({"dossier_ids": dossiers}).encode()
    answer = aws.client("lambda").invoke(FunctionName=function, Payload=event)
    if "FunctionError" in answer:
        done: dict[str, Any] = json.loads(answer["Payload"].read())
        raise UpgradeStopped(f"index_finds ended with {done.get('errorType', 'an error')}; see its log")


def _key(step: str) -> dict[str, Any]:
    return {"pk": {"S": f"UPGRADE#{step}"}, "sk": {"S": "PLACE"}}


def _read_place(dynamodb: Any, table: str, step: str) -> dict[str, Any] | None:
    """Where a step continues: None at the beginning, empty when it is done."""
    found = dynamodb.get_item(TableName=table, Key=_key(step), ConsistentRead=True).get("Item")
    return json.loads(found["body"]["S"]) if found else None


def _write_place(dynamodb: Any, table: str, step: str, place: dict[str, Any]) -> None:
    item = {**_key(step), "kind": {"S": "upgrade"}, "body": {"S": json.dumps(place)}}
    dynamodb.put_item(TableName=table, Item=item)


def report(done: dict[str, int]) -> Iterator[str]:
    """A line for each step that was run."""
    return (f"upgraded: {step}, {visited} dossiers" for step, visited in done.items())


def main(argv: list[str]) -> int:
    """Upgrade the stores of the stack; 0 when every step is done, 1 with the reason on stderr."""
    parser = argparse.ArgumentParser(prog="python -m infra.upgrade_stores")
    parser.add_argument("--stack", required=True)
    stack = parser.parse_args(argv).stack
    aws = Aws.from_environment()
    try:
        done = upgrade(aws, Stores.of(aws, stack, outputs(aws, stack)["TableName"]))
    except UpgradeStopped as stopped:
        print(stopped, file=sys.stderr)
        return 1
    print(*report(done), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
