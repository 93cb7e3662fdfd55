"""Probes of the rights of the functions that synchronise the national portal (see `probes`)."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from chalicelib.domain.ledger.checkpoints import find_last_ended_day
from chalicelib.repositories.dynamodb.keys import CIRCUIT
from infra.local.portal_calls import find_portal
from infra.paths import ROOT
from tests.e2e.filings import Filings
from tests.e2e.people import Cast
from tests.e2e.probing.probes import Probe, prepare_miss
from tests.e2e.rights import DeployedFunctions, wait_until_met

CATCHES_UP = 240.0
"""Seconds in which the queue has caught up with the messages of other tests."""
LONG_AGO = "2020-01-01T00:00:00.000000Z"


def prepare_unsigned_filing(cast: Cast, _: DeployedFunctions) -> Probe:
    """An unsigned filing is refused, which needs the portal's key."""
    return prepare_miss(cast, "/api/national/filings", b"{}", 400)


@dataclass(frozen=True)
class ToldPlace:
    """A dossier's sync position, which can be reset to the beginning at any time."""

    deployed: DeployedFunctions
    dossier: str

    @property
    def key(self) -> dict[str, Any]:
        """The item's key."""
        return {"pk": {"S": f"D#{self.dossier}"}, "sk": {"S": "SYNC"}}

    def body(self) -> dict[str, Any]:
        """The item's content; empty before the first package."""
        client = self.deployed.stack.aws.client("dynamodb")
        found = client.get_item(TableName=self.deployed.stack.table, Key=self.key, ConsistentRead=True).get("Item")
        return json.loads(found["body"]["S"]) if found else {}

    def is_reported(self) -> bool:
        """Whether the first fact was sent, and no worker holds the dossier."""
        body = self.body()
        return bool(body.get("seq")) and not body.keys() & {"lease_until", "next_try_at"}

    def back(self, *, due: bool = False) -> None:
        """As if nothing had been acknowledged; with `due` the sweep finds it."""
        body = {**self.body(), "seq": 0, "under_way": True}
        values = {":b": {"S": json.dumps(body | ({"next_try_at": LONG_AGO} if due else {}))}, ":k": {"S": "SYNC#0"}}
        added = ", due_pk = :k, due_sk = :s" if due else ""
        if due:
            values[":s"] = {"S": f"{LONG_AGO}#{self.dossier}"}
        else:
            del values[":k"]
        self.deployed.stack.aws.client("dynamodb").update_item(
            TableName=self.deployed.stack.table, Key=self.key, UpdateExpression=f"SET body = :b{added}",
            ExpressionAttributeValues=values,
        )  # fmt: skip


def report_once(cast: Cast, deployed: DeployedFunctions) -> ToldPlace:
    """A synchronised dossier, regardless of the load from earlier tests."""
    client = deployed.stack.aws.client("dynamodb")
    client.delete_item(TableName=deployed.stack.table, Key={"pk": {"S": CIRCUIT[0]}, "sk": {"S": CIRCUIT[1]}})
    place = ToldPlace(deployed, Filings(cast).copy())
    assert wait_until_met(place.is_reported, CATCHES_UP), f"the portal did not hear: {place.body()}"
    return place


def prepare_portal_news(cast: Cast, deployed: DeployedFunctions) -> Probe:
    """An unacknowledged fact is sent."""
    place = report_once(cast, deployed)
    event = json.loads((ROOT / "events" / "sync_national.facts.json").read_text())
    event["Records"][0]["body"] = json.dumps({"dossier": place.dossier, "seq": 1, "kind": "submitted"})

    def run_probe() -> str:
        place.back()
        error, answer = deployed.invoke("sync_national", event)
        return error or ("pending" if answer["batchItemFailures"] else "")

    return run_probe


def prepare_sync_sweep(cast: Cast, deployed: DeployedFunctions) -> Probe:
    """The sweep takes up what waits."""
    place = report_once(cast, deployed)

    def run_probe() -> str:
        place.back(due=True)
        error, answer = deployed.invoke("sweep_sync", {})
        return error or ("pending" if answer["failed"] else "" if place.is_reported() else f"{answer}")

    return run_probe


def prepare_comparison(cast: Cast, deployed: DeployedFunctions) -> Probe:
    """The night finds a dossier that the portal knows less of than its ledger."""
    place = report_once(cast, deployed)
    day = find_last_ended_day(datetime.now(UTC)).isoformat()
    head = {"pk": f"HEADS#{day}", "sk": place.dossier, "body": "a" * 64}
    item = {name: {"S": text} for name, text in head.items()} | {"length": {"N": "1"}}
    deployed.stack.aws.client("dynamodb").put_item(TableName=deployed.stack.table, Item=item)
    return lambda: deployed.invoke("reconcile_national", {})[0]


def prepare_pull(cast: Cast, deployed: DeployedFunctions) -> Probe:
    """The night puts a difference that is not known yet into the review queue."""
    store = find_portal(cast.stack).store

    def run_probe() -> str:
        entry = {"Ma": "1", "Ten": f"Nam {secrets.token_hex(4)}"}
        store.put_catalogue("gioi-tinh", [entry])
        error, answer = deployed.invoke("pull_catalogues", {})
        return error or ("" if answer["opened"] else f"{answer}")

    return run_probe
