"""The stored items of a deployed stack, read by the account's root, to prove that nothing was written."""

from __future__ import annotations

import json
from typing import Any

from infra.local.stack import LocalStack

OUTSIDE_DOSSIERS = ("ACCESS#", "RATE#", "BOARD#", "SWEEP#", "FIND#", "INBOX#", "SYNC#", "SMSREF#", "WATCH#")
"""Records of who looked and who asked how often, written by reading, and what consumers keep of facts outside a
dossier: they may come at any moment after an act before, and change no dossier."""
CONSUMED = ("SENT", "COUNTED", "FIND", "NOTICE#", "DONE#", "SYNC", "MSG#", "UNPAID", "ERRAND#")
"""The items that consumers store for a dossier's facts."""
MESSAGES = "#sync"
"""The end of the partition key for the heads of messages to the portal."""


def read_everything(stack: LocalStack) -> dict[tuple[str, str], str]:
    """Return every item of the table by its key, without the records outside the dossiers."""
    pages = stack.aws.client("dynamodb").get_paginator("scan").paginate(TableName=stack.table, ConsistentRead=True)
    found: dict[tuple[str, str], str] = {}
    for item in (item for page in pages for item in page["Items"]):
        # A slip of an act before may arrive at any moment.
        late = '"kind":"slip"' in item.get("body", {}).get("S", "")
        pk, sk = item["pk"]["S"], item["sk"]["S"]
        if not (late or pk.startswith(OUTSIDE_DOSSIERS) or pk.endswith(MESSAGES) or sk.startswith(CONSUMED)):
            found[pk, sk] = json.dumps(item, sort_keys=True, default=repr)
    return found


def read_dossier_items(stack: LocalStack, number: str) -> dict[str, Any]:
    """The items of one dossier's partition, by sort key."""
    found = stack.aws.client("dynamodb").query(
        TableName=stack.table, ConsistentRead=True, KeyConditionExpression="pk = :pk",
        ExpressionAttributeValues={":pk": {"S": f"D#{number}"}},
    )  # fmt: skip
    return {item["sk"]["S"]: item for item in found["Items"]}
