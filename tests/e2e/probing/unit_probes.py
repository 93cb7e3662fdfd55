"""Probe of the rights of what moves the work of units that ended (see `probes`)."""

from __future__ import annotations

import json

from infra.paths import ROOT
from tests.e2e.people import Cast
from tests.e2e.probing.probes import Probe
from tests.e2e.rights import DeployedFunctions


def prepare_moving(_: Cast, deployed: DeployedFunctions) -> Probe:
    """The units that ended are looked at as if for the first time."""
    event = json.loads((ROOT / "events" / "move_work.json").read_text())
    client, table = deployed.stack.aws.client("dynamodb"), deployed.stack.table

    def forget_moves() -> None:
        found = client.query(
            TableName=table,
            KeyConditionExpression="pk = :units AND begins_with(sk, :moves)",
            ExpressionAttributeValues={":units": {"S": "UNITS"}, ":moves": {"S": "MOVE#"}},
        )
        for row in found["Items"]:
            client.delete_item(TableName=table, Key={"pk": row["pk"], "sk": row["sk"]})

    def run_probe() -> str:
        forget_moves()
        error, answer = deployed.invoke("move_work", event)
        return error or ("" if answer["units"] else "pending")

    return run_probe
