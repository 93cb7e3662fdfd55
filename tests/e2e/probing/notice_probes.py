"""Probes of the rights of the notice functions (see `probes`)."""

from __future__ import annotations

import json
import secrets
from typing import Any

from chalicelib.repositories.dynamodb import keys
from chalicelib.repositories.dynamodb.compression import decompress_text
from infra.paths import ROOT
from tests.e2e.filings import Filings
from tests.e2e.people import Cast
from tests.e2e.probing.probes import Probe, Ready, call_unwatched, describe_failure
from tests.e2e.rights import DeployedFunctions


def prepare_code_request(cast: Cast, _: DeployedFunctions) -> Probe:
    """A code is asked for: the request leaves for the sender's queue."""

    def run_probe() -> str:
        phone = f"+849{secrets.randbelow(10**8):08d}"
        asked = {"channel": "sms", "address": phone}
        return describe_failure(call_unwatched(cast("citizen2"), "POST", "/api/me/contacts/codes", asked))

    return run_probe


def prepare_notice(channel: str) -> Ready:
    """A fact is notified on a channel: a proven contact exists, and nothing was sent yet."""

    def prepare_dossier(cast: Cast, deployed: DeployedFunctions) -> Probe:
        dossier = Filings(cast).copy()
        table, client = deployed.stack.table, deployed.stack.aws.client("dynamodb")
        fact = cast("citizen1").get(f"/api/dossiers/{dossier}/ledger")["facts"][0]
        address = {"mail": "rights@vidu.example", "sms": "+84912345678"}[channel]
        reach = {channel: {"address": address, "verified_at": "2026-11-23T02:00:00.000000Z"}}
        item = {"pk": {"S": f"D#{dossier}"}, "sk": {"S": "REACH#filer"}, "version": {"N": "1"}}
        client.put_item(TableName=table, Item={**item, "body": {"S": json.dumps(reach)}})
        record = {"messageId": "m", "body": json.dumps(fact), "attributes": {"ApproximateReceiveCount": "1"}}

        def run_probe() -> str:
            for place in _list_begun(client, table, dossier):
                client.delete_item(TableName=table, Key=place)
            error, answer = deployed.invoke("send_notice", {"Records": [record]})
            state = _find_state(client, table, dossier, channel)
            if error or answer["batchItemFailures"]:
                return error or "pending"
            return "" if state == "sent" else state

        return run_probe

    return prepare_dossier


def _query_deliveries(client: Any, table: str, dossier: str) -> list[dict[str, Any]]:
    """The rows of the deliveries of the dossier's first fact."""
    found: list[dict[str, Any]] = client.query(
        TableName=table,
        KeyConditionExpression="pk = :pk AND begins_with(sk, :sk)",
        ExpressionAttributeValues={":pk": {"S": f"D#{dossier}"}, ":sk": {"S": "NOTICE#00000001#"}},
        ConsistentRead=True,
    )["Items"]
    return found


def _list_begun(client: Any, table: str, dossier: str) -> list[dict[str, Any]]:
    """The places of what began together: the rows of deliveries, and the messages in inboxes."""
    pages = client.get_paginator("scan").paginate(
        TableName=table,
        FilterExpression="begins_with(pk, :inbox) AND contains(body, :dossier)",
        ExpressionAttributeValues={":inbox": {"S": keys.INBOX.prefix}, ":dossier": {"S": dossier}},
        ConsistentRead=True,
    )
    messages = [row for page in pages for row in page["Items"]]
    return [{"pk": row["pk"], "sk": row["sk"]} for row in (*_query_deliveries(client, table, dossier), *messages)]


def _find_state(client: Any, table: str, dossier: str, channel: str) -> str:
    """The state of the delivery to the filer on a channel; what the row leaves out is the first state, queued."""
    for row in _query_deliveries(client, table, dossier):
        for held in json.loads(decompress_text(bytes(row["packed"]["B"]))):
            if (held["to"], held["channel"]) == ("filer", channel):
                return str(held.get("state", "queued"))
    return "nothing"


def prepare_code_sending(cast: Cast, deployed: DeployedFunctions) -> Probe:
    """A code that somebody asked for is looked for; that it was sent already is as good."""
    code = {"sub": cast.subject("citizen2"), "dossier_id": "", "party": "", "channel": "sms"}
    record = {"messageId": "m", "body": json.dumps({"code": code})}

    def run_probe() -> str:
        error, answer = deployed.invoke("send_notice", {"Records": [record]})
        return error or ("pending" if answer["batchItemFailures"] else "")

    return run_probe


def prepare_second_notice(cast: Cast, deployed: DeployedFunctions) -> Probe:
    """A notice that waits for hours is sent again, which needs its fact and the queue."""
    dossier = Filings(cast).copy()
    table, client = deployed.stack.table, deployed.stack.aws.client("dynamodb")
    queued = "2026-11-23T02:00:00.000000Z"
    body = {"dossier_id": dossier, "seq": 1, "to": "nobody", "channel": "sms", "notice": "submitted",
            "official": False, "queued_at": queued}  # fmt: skip
    row = {"pk": f"D#{dossier}", "sk": "NOTICE#00000001#nobody#sms", "body": json.dumps(body), "dossier_id": dossier,
           "due_pk": "NOTICES#0", "due_sk": f"2020-01-01T00:00:00.000000Z#{dossier}#00000001#nobody#sms"}  # fmt: skip
    item = {name: {"S": value} for name, value in row.items()}
    client.put_item(TableName=table, Item={**item, "version": {"N": "1"}})
    event = json.loads((ROOT / "events" / "sweep_notices.json").read_text())

    def run_probe() -> str:
        error, answer = deployed.invoke("sweep_notices", event)
        if error or answer["failed"]:
            return error or "pending"
        return "" if answer["facts"] >= 1 else str(answer)

    return run_probe


def prepare_bounce(cast: Cast, deployed: DeployedFunctions) -> Probe:
    """A lost official notice: its delivery is found and changed, its dossier read, the errand kept."""
    table, client = deployed.stack.table, deployed.stack.aws.client("dynamodb")
    event = json.loads((ROOT / "events" / "on_notice_feedback.bounce.json").read_text())
    dossier = Filings(cast).copy()
    event["detail"]["mail"]["tags"]["dossier"] = [dossier]
    event["detail"]["mail"]["tags"]["seq"] = ["00000001"]
    body = {"dossier_id": dossier, "seq": 1, "to": "filer", "channel": "mail", "notice": "refused", "official": True,
            "queued_at": "2026-11-23T02:00:00.000000Z", "state": "sent"}  # fmt: skip
    place = {"pk": {"S": f"D#{dossier}"}, "sk": {"S": "NOTICE#00000001#filer#mail"}}
    errand = {"pk": {"S": f"D#{dossier}"}, "sk": {"S": "ERRAND#00000001#filer"}}

    def run_probe() -> str:
        client.put_item(TableName=table, Item={**place, "version": {"N": "1"}, "body": {"S": json.dumps(body)}})
        client.delete_item(TableName=table, Key=errand)
        error, answer = deployed.invoke("on_notice_feedback", event)
        kept = client.get_item(TableName=table, Key=errand, ConsistentRead=True).get("Item")
        return error or ("" if kept else str(answer))

    return run_probe
