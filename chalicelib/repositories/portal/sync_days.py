"""Dossiers that changed on a day, and the result of that day's comparison with the portal."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.ledger.matter_facts import PORTAL_MATTERS
from chalicelib.domain.matters.matter import Matter
from chalicelib.repositories.dynamodb import keys
from chalicelib.repositories.dynamodb.keys import build_partition
from chalicelib.repositories.dynamodb.rows import read_dossier, read_matter_row
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.repositories.ledger.head_signer import MatterHeads, TableHeads

AT_ONCE = 50
"""Dossiers read in one request."""


class SyncDays:
    """The `Days` port on DynamoDB."""

    def list_moved_on(self, day: date) -> Iterator[Dossier]:
        """Return the dossiers whose ledger grew on a day (UTC, real time), in their present state."""
        batch: list[str] = []
        for head in TableHeads().list_by_day(day):
            batch.append(head.dossier)
            if len(batch) == AT_ONCE:
                yield from self._read_dossiers(batch)
                batch = []
        yield from self._read_dossiers(batch)

    def list_matters_moved_on(self, day: date) -> Iterator[Matter]:
        """Return the frequent questions and the feedback whose ledger grew on a day, in their present state."""
        moved = [head.dossier for head in MatterHeads().list_by_day(day)]
        for first in range(0, len(moved), AT_ONCE):
            places = [(build_partition(each), keys.MATTER) for each in moved[first : first + AT_ONCE]]
            rows = TableItem.batch_get(places, consistent_read=True)
            yield from (read_matter_row(row) for row in rows if row.kind in PORTAL_MATTERS)

    def keep(self, day: date, report: Mapping[str, Any]) -> None:
        """Store the result of a day's comparison; the latest one wins."""
        TableItem(keys.SYNC_REPORTS, day.isoformat(), kind="report", body=json.dumps(report, sort_keys=True)).save()

    def list_reports(self, limit: int) -> Sequence[Mapping[str, Any]]:
        """Return the latest reports, newest day first."""
        return [
            json.loads(str(row.body))
            for row in TableItem.query(keys.SYNC_REPORTS, scan_index_forward=False, limit=limit)
        ]

    def _read_dossiers(self, dossier_ids: Sequence[str]) -> Iterator[Dossier]:
        places = [(build_partition(each), keys.STATE) for each in dossier_ids]
        yield from map(read_dossier, TableItem.batch_get(places, consistent_read=True))
