"""Outages and late entries, each list one key query on the table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from chalicelib.repositories.dynamodb import keys
from chalicelib.repositories.dynamodb.rows import read_body
from chalicelib.repositories.dynamodb.table import TableItem

MOST = 500
"""Late entries shown at once: older ones were seen before, or are in the ledgers."""


class OutageTable:
    """The `Registers` port on DynamoDB."""

    def list_outages(self) -> Sequence[Mapping[str, Any]]:
        """Return every declared outage."""
        return [read_body(row) for row in TableItem.query(keys.OUTAGES, consistent_read=True)]

    def list_late(self, unit: str) -> Sequence[Mapping[str, Any]]:
        """Return the newest late entries of a unit."""
        return _strip_versions(TableItem.query(keys.LATE(unit), scan_index_forward=False, limit=MOST))

    def list_late_between(self, unit: str, since: str, until: str) -> Sequence[Mapping[str, Any]]:
        """Return the late entries of a unit recorded from one instant (inclusive) to another (exclusive)."""
        return _strip_versions(
            TableItem.query(keys.LATE(unit), TableItem.sk.between(since, until), consistent_read=True)
        )

    def use_reports(self) -> Sequence[Mapping[str, Any]]:
        """Return every report on the use of the system."""
        return _strip_versions(TableItem.query(keys.USE_REPORTS, consistent_read=True))


def _strip_versions(rows: Iterable[TableItem]) -> list[Mapping[str, Any]]:
    return [{k: v for k, v in read_body(row).items() if k != "version"} for row in rows]
