"""Migrates stored data of older versions after a deploy, by the steps that were not done yet. Run with
the operator's rights, since neither the pipeline nor a function may go over the table; the local cloud runs it itself.

    python -m infra.operations.upgrade_stores --stack motcua-prod-CODE

A step visits its dossiers and lets a deployed function write the missing items. After each page the position is stored
in the table, so that an interrupted run continues there; a finished step is not repeated. A dossier may be visited
twice: the function is idempotent.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from chalicelib.repositories.catalogue.catalogue_files import CatalogueFiles
from chalicelib.repositories.catalogue.unit_table import build_import
from infra.aws.clients import Aws
from infra.aws.deploy import read_outputs


@dataclass(frozen=True)
class UpgradeStep:
    """Visits each dossier with an item whose sort key begins with `items`, by the function of this logical name."""

    name: str
    items: str
    function: str


STEPS = (
    UpgradeStep("receipts-and-unpaid-sums", "STATE", "IndexFinds"),
    UpgradeStep("decisions-after-closing", "REQUEST#", "WatchDeadlines"),
    UpgradeStep("settled-by-month", "STATE", "RecountBoards"),
    UpgradeStep("matters-by-month", "MATTER", "RecountBoards"),
    UpgradeStep("dossiers-of-nobodys-account", "STATE", "IndexFinds"),
)
"""In order. A step that is added or changed gets a new name. After `receipts-and-unpaid-sums` dossiers of before are
found by the number of their filing, and what they owe is on the list of unpaid sums. After `decisions-after-closing`
those who must agree to an apology of a closed dossier are reminded. After `settled-by-month` boards show what
was settled before settlements were counted. After `matters-by-month` the statistics hold the matters of before. After
`dossiers-of-nobodys-account` the people whom those name find them (decision 0313)."""
PAGE = 1000
"""Items that one request reads, of every kind."""
BATCH = 25
"""Dossiers that one call of the function visits."""


class UpgradingAccount(Protocol):
    """Provides clients of an account's services."""

    def client(self, service: str) -> Any:
        """Return a client of `service`."""


class UpgradeStopped(RuntimeError):
    """The function failed; the step continues from the same page when it is run again."""


@dataclass(frozen=True)
class UpgradedStores:
    """The table of a stack, and its functions by their logical names."""

    table: str
    functions: Mapping[str, str]

    @classmethod
    def find_stores(cls, aws: UpgradingAccount, stack: str, table: str) -> UpgradedStores:
        """Those of a deployed stack."""
        formation, names = aws.client("cloudformation"), {step.function for step in STEPS}
        found = (formation.describe_stack_resource(StackName=stack, LogicalResourceId=name) for name in names)
        details = [each["StackResourceDetail"] for each in found]
        return cls(table, {each["LogicalResourceId"]: str(each["PhysicalResourceId"]) for each in details})


def update_stores(aws: UpgradingAccount, stores: UpgradedStores, page: int = PAGE) -> dict[str, int]:
    """Run the steps that are not done; return how many dossiers each visited now. Raises UpgradeStopped."""
    return {step.name: visited for step in STEPS if (visited := _run_step(aws, stores, step, page)) is not None}


def _run_step(aws: UpgradingAccount, stores: UpgradedStores, step: UpgradeStep, page: int) -> int | None:
    """Run one step; return the number of dossiers visited, or None for a step that was done before."""
    dynamodb, visited = aws.client("dynamodb"), 0
    place = _read_place(dynamodb, stores.table, step.name)
    if place == {}:
        return None
    while place != {}:
        dossiers, place = _read_page(dynamodb, stores.table, step.items, place, page)
        for start in range(0, len(dossiers), BATCH):
            _visit_dossiers(aws, stores.functions[step.function], dossiers[start : start + BATCH])
        _write_place(dynamodb, stores.table, step.name, place)
        visited += len(dossiers)
    return visited


def _read_page(
    dynamodb: Any, table: str, items: str, place: dict[str, Any] | None, page: int
) -> tuple[list[str], dict[str, Any]]:
    """Return dossiers from a place on, each once, and the next place: empty at the end."""
    found = dynamodb.scan(
        TableName=table,
        Limit=page,
        FilterExpression="begins_with(sk, :items) AND begins_with(pk, :dossier)",
        ExpressionAttributeValues={":items": {"S": items}, ":dossier": {"S": "D#"}},
        ProjectionExpression="pk",
        **({"ExclusiveStartKey": place} if place else {}),
    )
    dossiers = dict.fromkeys(item["pk"]["S"].removeprefix("D#") for item in found["Items"])
    return list(dossiers), found.get("LastEvaluatedKey", {})


def _visit_dossiers(aws: UpgradingAccount, function: str, dossiers: list[str]) -> None:
    event = json.dumps({"dossier_ids": dossiers}).encode()
    answer = aws.client("lambda").invoke(FunctionName=function, Payload=event)
    if "FunctionError" in answer:
        done: dict[str, Any] = json.loads(answer["Payload"].read())
        raise UpgradeStopped(f"{function} ended with {done.get('errorType', 'an error')}; see its log")


def _build_step_key(step: str) -> dict[str, Any]:
    return {"pk": {"S": f"UPGRADE#{step}"}, "sk": {"S": "PLACE"}}


def _read_place(dynamodb: Any, table: str, step: str) -> dict[str, Any] | None:
    """Return the position at which a step continues: None at the beginning, empty when it is done."""
    found = dynamodb.get_item(TableName=table, Key=_build_step_key(step), ConsistentRead=True).get("Item")
    return json.loads(found["body"]["S"]) if found else None


def _write_place(dynamodb: Any, table: str, step: str, place: dict[str, Any]) -> None:
    item = {**_build_step_key(step), "kind": {"S": "upgrade"}, "body": {"S": json.dumps(place)}}
    dynamodb.put_item(TableName=table, Item=item)


def import_units(aws: UpgradingAccount, table: str, files: CatalogueFiles, province: str) -> bool:
    """Store the shipped units of the province, from then on the table's; return False where they were stored before."""
    row, dynamodb = build_import(files, province), aws.client("dynamodb")
    item = {
        "pk": {"S": row.pk}, "sk": {"S": row.sk}, "kind": {"S": row.kind}, "version": {"N": str(row.version)},
        "packed": {"B": row.packed},
    }  # fmt: skip
    try:
        dynamodb.put_item(TableName=table, Item=item, ConditionExpression="attribute_not_exists(pk)")
    except dynamodb.exceptions.ConditionalCheckFailedException:
        return False
    return True


def report_steps(done: dict[str, int]) -> Iterator[str]:
    """Return a line for each step that was run."""
    return (f"upgraded: {step}, {visited} dossiers" for step, visited in done.items())


def _read_province(aws: UpgradingAccount, stack: str) -> str:
    described = aws.client("cloudformation").describe_stacks(StackName=stack)["Stacks"][0]
    return {str(each["ParameterKey"]): str(each["ParameterValue"]) for each in described["Parameters"]}["Province"]


def main(argv: list[str]) -> int:
    """Upgrade the stores of the stack; 0 when every step is done, 1 with the reason on stderr."""
    parser = argparse.ArgumentParser(prog="python -m infra.operations.upgrade_stores")
    parser.add_argument("--stack", required=True)
    stack = parser.parse_args(argv).stack
    aws = Aws.from_environment()
    table = read_outputs(aws, stack)["TableName"]
    try:
        if import_units(aws, table, CatalogueFiles(), _read_province(aws, stack)):
            print("imported: the units of the province")
        done = update_stores(aws, UpgradedStores.find_stores(aws, stack, table))
    except UpgradeStopped as stopped:
        print(stopped, file=sys.stderr)
        return 1
    print(*report_steps(done), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
