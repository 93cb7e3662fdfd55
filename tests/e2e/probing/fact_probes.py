"""Probes of the functions that send facts and count them (see `probes`)."""

from __future__ import annotations

import base64
import json
from typing import Any

from chalicelib.domain.supervision.boards import list_board_lines
from chalicelib.repositories.dynamodb.compression import compress_text, decompress_text
from chalicelib.repositories.dynamodb.rows import read_dossier
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.wiring.facts import decode_fact_text
from infra.local.person import PAID_LATER
from infra.paths import ROOT
from tests.e2e.filings import Filings
from tests.e2e.people import Cast
from tests.e2e.probing.probes import PATIENCE, Probe
from tests.e2e.rights import DeployedFunctions, wait_until_met


def prepare_fact_sending(_: Cast, deployed: DeployedFunctions) -> Probe:
    """A fact that the stream brings leaves for every queue; answered as failed, it waits."""
    event = json.loads((ROOT / "events" / "on_fact.facts.json").read_text())

    def run_probe() -> str:
        error, answer = deployed.invoke("on_fact", event)
        return error or ("pending" if answer["batchItemFailures"] else "")

    return run_probe


def prepare_filing_sending(_: Cast, deployed: DeployedFunctions) -> Probe:
    """The same for a filing, which the search consumes as well."""
    event = json.loads((ROOT / "events" / "on_fact.facts.json").read_text())
    stored = event["Records"][0]["dynamodb"]["NewImage"]["packed"]
    filing = {**json.loads(decode_fact_text(stored["B"])), "kind": "submitted"}
    stored["B"] = base64.b64encode(compress_text(json.dumps(filing))).decode()

    def run_probe() -> str:
        error, answer = deployed.invoke("on_fact", event)
        return error or ("pending" if answer["batchItemFailures"] else "")

    return run_probe


def prepare_sweep(cast: Cast, deployed: DeployedFunctions) -> Probe:
    """A dossier's facts are sent again, and a scheduled run ends well."""
    dossier = Filings(cast).copy()
    cast("desk1").step(dossier, "receive", PAID_LATER)
    event = json.loads((ROOT / "events" / "sweep_facts.json").read_text())

    def run_probe() -> str:
        error, answer = deployed.invoke("sweep_facts", {"dossier_id": dossier})
        if error or answer["failed"]:
            return error or "pending"
        return deployed.invoke("sweep_facts", event)[0]

    return run_probe


def prepare_counting(cast: Cast, deployed: DeployedFunctions) -> Probe:
    """A fact is counted that was taken off the board again."""
    dossier, client, table = Filings(cast).copy(), deployed.stack.aws.client("dynamodb"), deployed.stack.table
    memory = {"pk": {"S": f"D#{dossier}"}, "sk": {"S": "COUNTED"}}
    stored = client.get_item(TableName=table, Key={**memory, "sk": {"S": "FACT#00000001"}})["Item"]
    event = json.loads((ROOT / "events" / "count_facts.facts.json").read_text())
    event["Records"][0]["body"] = decompress_text(stored["packed"]["B"])

    def read_counted() -> Any:
        return client.get_item(TableName=table, Key=memory, ConsistentRead=True).get("Item")

    assert wait_until_met(read_counted, PATIENCE), "the fact was not counted"

    def run_probe() -> str:
        if read_counted():
            client.delete_item(TableName=table, Key=memory)
            place = {"pk": {"S": f"BOARD#{cast.place.one_stop}"}, "sk": {"S": find_board_line(deployed, dossier)}}
            client.update_item(
                TableName=table, Key=place, UpdateExpression="ADD #n :n",
                ExpressionAttributeNames={"#n": "length"}, ExpressionAttributeValues={":n": {"N": "-1"}},
            )  # fmt: skip
        error, answer = deployed.invoke("count_facts", event)
        return error or ("pending" if answer["batchItemFailures"] else "")

    return run_probe


def find_board_line(deployed: DeployedFunctions, dossier: str) -> str:
    """The board's key of a dossier that was just filed."""
    client, table = deployed.stack.aws.client("dynamodb"), deployed.stack.table
    key = {"pk": {"S": f"D#{dossier}"}, "sk": {"S": "STATE"}}
    (line,) = list_board_lines(read_dossier(TableItem.from_raw_data(client.get_item(TableName=table, Key=key)["Item"])))
    return f"{line.due}#{line.state}#{line.procedure}"


def prepare_recount(cast: Cast, deployed: DeployedFunctions) -> Probe:
    """A unit's board is set right where nothing is open, and emptied of what is not."""
    client, table, unit = deployed.stack.aws.client("dynamodb"), deployed.stack.table, cast.place.committee
    ghosts = [{"pk": {"S": f"BOARD#{unit}"}, "sk": {"S": f"2020-01-0{n}#processing#none"}} for n in (1, 2)]

    def run_probe() -> str:
        for n, ghost in enumerate(ghosts):
            client.put_item(TableName=table, Item={**ghost, "length": {"N": str(n)}})
        error, answer = deployed.invoke("recount_boards", {"unit": unit, "repair": True})
        left = [ghost for ghost in ghosts if "Item" in client.get_item(TableName=table, Key=ghost)]
        return error or ("" if answer["repaired"] and not answer["failed"] and not left else f"{answer}")

    return run_probe
