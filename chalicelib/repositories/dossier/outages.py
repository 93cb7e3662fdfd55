"""Outages and late entries, each list one key query on the table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from chalicelib.repositories.dynamodb.rows import read_body
from chalicelib.repositories.dynamodb.table import Row

MOST = 500
"""Late entries shown at once: older ones were seen before, or are in the ledgers."""


class RegisterTable:
    """The `Registers` port on DynamoDB."""

    def outages(self) -> Sequence[Mapping[str, Any]]:
        """Return every declared outage."""
        return [read_body(row) for row in Row.query("OUTAGES", consistent_read=True)]

    def late(self, unit: str) -> Sequence[Mapping[str, Any]]:
        """Return the newest late entries of a unit."""
        return _plain(Row.query(f"LATE#{unit}", scan_index_forward=False, limit=MOST))

    def late_between(self, unit: str, since: str, until: str) -> Sequence[Mapping[str, Any]]:
        """Return the late entries of a unit recorded from one instant (inclusive) to another (exclusive)."""
        return _plain(Row.query(f"LATE#{unit}", Row.sk.between(since, until), consistent_read=True))

    def use_reports(self) -> Sequence[Mapping[str, Any]]:
        """Return every report on the use of the system."""
        return _plain(Row.query("USE_REPORTS", consistent_read=True))


def _plain(rows: Iterable[Row]) -> list[Mapping[str, Any]]:
    return [{k: v for k, v in read_body(row).items() if k != "version"} for row in rows]
