"""Dossiers that changed on a day, and the result of that day's comparison with the portal."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.repositories.dynamodb.keys import partition
from chalicelib.repositories.dynamodb.rows import read_dossier
from chalicelib.repositories.dynamodb.table import Row
from chalicelib.repositories.ledger.head_signer import TableHeads

REPORTS = "SYNC-REPORTS"
AT_ONCE = 50
"""Dossiers read in one request."""


class SyncDays:
    """The `Days` port on DynamoDB."""

    def moved_on(self, day: date) -> Iterator[Dossier]:
        """Return the dossiers whose ledger grew on a day (UTC, real time), in their present state."""
        batch: list[str] = []
        for head in TableHeads().of_day(day):
            batch.append(head.dossier)
            if len(batch) == AT_ONCE:
                yield from self._read(batch)
                batch = []
        yield from self._read(batch)

    def keep(self, day: date, report: Mapping[str, Any]) -> None:
        """Store the result of a day's comparison; the latest one wins."""
        Row(REPORTS, day.isoformat(), kind="report", body=json.dumps(report, sort_keys=True)).save()

    def reports(self, limit: int) -> Sequence[Mapping[str, Any]]:
        """Return the latest reports, newest day first."""
        return [json.loads(str(row.body)) for row in Row.query(REPORTS, scan_index_forward=False, limit=limit)]

    def _read(self, dossier_ids: Sequence[str]) -> Iterator[Dossier]:
        keys = [(partition(each), "STATE") for each in dossier_ids]
        yield from map(read_dossier, Row.batch_get(keys, consistent_read=True))
