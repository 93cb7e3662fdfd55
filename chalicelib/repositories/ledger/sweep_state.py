"""Ledgers as the sweeper reads them, and the state of its runs."""

from __future__ import annotations

import json
from collections.abc import Iterator

from chalicelib.domain.ledger.routing import StoredFact
from chalicelib.domain.ledger.sweeping import Sweep
from chalicelib.domain.shared.serialization import pack_value, unpack_value
from chalicelib.repositories.dynamodb import keys
from chalicelib.repositories.dynamodb.compression import decompress_text
from chalicelib.repositories.dynamodb.keys import build_partition
from chalicelib.repositories.dynamodb.table import TableItem


class FactLogTable:
    """Facts as stored. Bodies are not parsed here: a malformed one must not hide the dossier's others."""

    def list_after(self, dossier_id: str, seq: int) -> Iterator[StoredFact]:
        """Return facts after a number, in order, read consistently."""
        wanted = TableItem.sk.between(keys.FACT(seq + 1), keys.FACT(keys.LAST_FACT))
        for row in TableItem.query(build_partition(dossier_id), wanted, consistent_read=True):
            yield StoredFact(dossier_id, int(keys.FACT.parse(row.sk)), _read_text(row))


def _read_text(row: TableItem) -> str:
    """Return the fact's body; empty where the row holds none."""
    try:
        return decompress_text(row.packed or b"")
    except ValueError:
        return ""


class SweepTable:
    """The last successful run of a sweep, for each name of a sweep."""

    def __init__(self, name: str) -> None:
        self._key = keys.SWEEP(name)

    def load_last(self) -> Sweep | None:
        """Return that run; None before the first."""
        found = next(iter(TableItem.query(self._key, consistent_read=True)), None)
        if found is None:
            return None
        sweep: Sweep = unpack_value(Sweep, json.loads(str(found.body)))
        return sweep

    def keep(self, sweep: Sweep) -> None:
        """Record a run. Of two at once either may stay: the next run then looks back a little further."""
        TableItem(self._key, keys.LAST, kind="sweep", body=json.dumps(pack_value(sweep))).save()
