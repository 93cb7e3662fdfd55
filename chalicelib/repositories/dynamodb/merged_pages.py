"""One list over several partitions of the index of open work, in the index's own order: the successor's list with those
of the units that ended.

A line that moves from one of them to another keeps its place, so that it comes once over all pages, whenever it moves.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from chalicelib.repositories.dynamodb.cursors import read_cursor, write_cursor
from chalicelib.repositories.dynamodb.table import TableItem

Place = dict[str, dict[str, Any]]
Query = Callable[[str, Place | None], Any]
"""Reads a partition from a place on: an iterator of rows, with the place where it stopped."""


def read_merged(
    partitions: Sequence[str], cursor: str | None, limit: int, query: Query, *, forward: bool = True
) -> tuple[list[TableItem], str | None]:
    """Return a page over several partitions, and where the next one begins. The first partition is the one into which
    lines move: it is read last, so that a line which moves meanwhile is found in one of them."""
    place = read_cursor(cursor, partitions[0])
    if len(partitions) == 1:
        found = query(partitions[0], place)
        return list(found), write_cursor(found.last_evaluated_key)
    rows, goes_on = dict[tuple[str, str], TableItem](), False
    for partition in (*partitions[1:], partitions[0]):
        found = query(partition, place and {**place, "work_pk": {"S": partition}})
        rows |= {(row.pk, row.sk): row for row in found}
        goes_on |= found.last_evaluated_key is not None
    merged = sorted(rows.values(), key=lambda row: (row.work_sk, row.pk, row.sk), reverse=not forward)
    shown = merged[:limit]
    more = goes_on or len(merged) > limit
    return shown, write_cursor(_write_place(shown[-1], partitions[0])) if more and shown else None


def read_all(partitions: Sequence[str], query: Callable[[str], Any]) -> list[TableItem]:
    """Return the rows of several partitions, each once, in the order in which they are read."""
    rows = dict[tuple[str, str], TableItem]()
    for partition in (*partitions[1:], partitions[0]):
        rows |= {(row.pk, row.sk): row for row in query(partition)}
    return list(rows.values())


def _write_place(row: TableItem, partition: str) -> dict[str, Any]:
    named = {"pk": row.pk, "sk": row.sk, "work_pk": partition, "work_sk": row.work_sk}
    return {name: {"S": value} for name, value in named.items()}
