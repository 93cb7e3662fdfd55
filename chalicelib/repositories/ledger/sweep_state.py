"""Ledgers as the sweeper reads them, and the state of its runs."""

from __future__ import annotations

import json
from collections.abc import Iterator

from chalicelib.domain.ledger.routing import Stored
from chalicelib.domain.ledger.sweeping import Sweep
from chalicelib.domain.shared.serialization import pack, unpack
from chalicelib.repositories.dynamodb.compression import unsqueeze
from chalicelib.repositories.dynamodb.keys import partition
from chalicelib.repositories.dynamodb.table import Row

LAST_FACT = 99_999_999


class FactLogTable:
    """Facts as stored. Bodies are not parsed here: a malformed one must not hide the dossier's others."""

    def after(self, dossier_id: str, seq: int) -> Iterator[Stored]:
        """Return facts after a number, in order, read consistently."""
        wanted = Row.sk.between(f"FACT#{seq + 1:08d}", f"FACT#{LAST_FACT}")
        for row in Row.query(partition(dossier_id), wanted, consistent_read=True):
            yield Stored(dossier_id, int(row.sk.removeprefix("FACT#")), _text(row))


def _text(row: Row) -> str:
    """Return the fact's body; empty where the row holds none."""
    try:
        return unsqueeze(row.packed or b"")
    except ValueError:
        return ""


class SweepTable:
    """The last successful run of a sweep, for each name of a sweep."""

    def __init__(self, name: str) -> None:
        self._key = f"SWEEP#{name}"

    def last(self) -> Sweep | None:
        """Return that run; None before the first."""
        found = next(iter(Row.query(self._key, consistent_read=True)), None)
        if found is None:
            return None
        sweep: Sweep = unpack(Sweep, json.loads(str(found.body)))
        return sweep

    def keep(self, sweep: Sweep) -> None:
        """Record a run. Of two at once either may stay: the next run then looks back a little further."""
        Row(self._key, "LAST", kind="sweep", body=json.dumps(pack(sweep))).save()
