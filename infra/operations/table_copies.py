"""Copies of a deployment's table: restored to a second, read through, and written into another."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

BATCH = 25
"""Items of one write request, the most that the table takes."""


Item = dict[str, Any]


class DrillRefused(RuntimeError):
    """The drill would overwrite something, or the restore did not end in time; nothing was verified."""


@contextmanager
def restore_table(dynamodb: Any, table: str, at: datetime | None, timeout: float) -> Iterator[str]:
    """A table as it was, for as long as it is needed. Its indexes are left out: the copy is only read through."""
    name = f"{table}-drill-{int(time.time())}"
    moment = {"UseLatestRestorableTime": True} if at is None else {"RestoreDateTime": at}
    dynamodb.restore_table_to_point_in_time(
        SourceTableName=table, TargetTableName=name, GlobalSecondaryIndexOverride=[], **moment
    )
    try:
        _wait_until_active(dynamodb, name, timeout)
        yield name
    finally:
        dynamodb.delete_table(TableName=name)


def _wait_until_active(dynamodb: Any, table: str, timeout: float) -> None:
    deadline, pause = time.monotonic() + timeout, 0.1
    while dynamodb.describe_table(TableName=table)["Table"]["TableStatus"] != "ACTIVE":
        if time.monotonic() > deadline:
            raise DrillRefused(f"{table}: not restored after {timeout:.0f} s")
        time.sleep(pause)
        pause = min(pause * 2, 30)


def copy_items(dynamodb: Any, source: str, target: str) -> int:
    """Copy every item of one table into another; return how many."""
    count, batch = 0, []
    for item in scan_items(dynamodb, source):
        batch.append({"PutRequest": {"Item": item}})
        count += 1
        if len(batch) == BATCH:
            _write_batch(dynamodb, target, batch)
            batch = []
    if batch:
        _write_batch(dynamodb, target, batch)
    return count


def _write_batch(dynamodb: Any, table: str, batch: list[Item]) -> None:
    left, pause = {table: batch}, 0.05
    while left := dynamodb.batch_write_item(RequestItems=left)["UnprocessedItems"]:
        time.sleep(pause)
        pause = min(pause * 2, 5)


def scan_items(dynamodb: Any, table: str, sort_prefix: str = "") -> Iterator[Item]:
    """Yield items of a table, page by page; only those whose sort key starts with `sort_prefix`."""
    wanted: Item = {}
    if sort_prefix:
        wanted = {
            "FilterExpression": "begins_with(sk, :prefix)",
            "ExpressionAttributeValues": {":prefix": {"S": sort_prefix}},
        }
    for page in dynamodb.get_paginator("scan").paginate(TableName=table, ConsistentRead=True, **wanted):
        yield from page["Items"]


def query_partition(dynamodb: Any, table: str, partition: str) -> Iterator[Item]:
    pages = dynamodb.get_paginator("query").paginate(
        TableName=table,
        KeyConditionExpression="pk = :pk",
        ExpressionAttributeValues={":pk": {"S": partition}},
        ConsistentRead=True,
    )
    for page in pages:
        yield from page["Items"]
