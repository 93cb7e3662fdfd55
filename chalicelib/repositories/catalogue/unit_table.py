"""The units of the province in the one table: the file that the first deployment imported, and the changes since.

One item holds both, so that any function reads the tree with one request; a row for each change is kept permanently.
Before anything is stored, the shipped file is the tree.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from pynamodb.transactions import TransactWrite

from chalicelib.domain.catalogue.agencies import AgencyTree
from chalicelib.domain.catalogue.unit_changes import UnitChange, fold_tree
from chalicelib.domain.catalogue.unit_history import UnitHistory
from chalicelib.domain.shared.serialization import pack_value
from chalicelib.repositories.catalogue.agency_records import parse_tree
from chalicelib.repositories.catalogue.catalogue_files import CatalogueFiles
from chalicelib.repositories.catalogue.unit_records import pack_units, unpack_units, write_tree
from chalicelib.repositories.dynamodb import keys
from chalicelib.repositories.dynamodb.bodies import unpack_body
from chalicelib.repositories.dynamodb.table import TableItem

UNITS_LIVE = timedelta(seconds=50)
"""How long a tree may be cached: a change takes effect within a minute at every function."""
DAYS_KEPT = 8
"""Trees of so many days are kept; nearly every caller asks for today's."""


@dataclass(slots=True)
class UnitTable:
    """Loads, caches and changes the tree of one province."""

    files: CatalogueFiles
    province: str
    _held: UnitHistory | None = None
    _read_at: datetime | None = None
    _trees: dict[date, AgencyTree] = field(default_factory=dict)

    def load_tree(self, on: date, real_now: datetime) -> AgencyTree:
        """Return the tree of a day, of a state of the table that is not older than 50 s."""
        stored = self.load_recent(real_now)
        if not stored.changes:
            return stored.base
        if on not in self._trees:
            if len(self._trees) >= DAYS_KEPT:
                self._trees.clear()
            self._trees[on] = stored.base.replace_agencies(fold_tree(stored.units, stored.changes, on).values())
        return self._trees[on]

    def load_recent(self, real_now: datetime) -> UnitHistory:
        """Return the stored units, not older than 50 s."""
        fresh = self._read_at is not None and timedelta(0) <= real_now - self._read_at < UNITS_LIVE
        if self._held is not None and fresh:
            return self._held
        stored = self._hold(self._read(consistent=False))
        self._read_at = real_now
        return stored

    def load(self) -> UnitHistory:
        """Return the stored units of this moment."""
        return self._hold(self._read(consistent=True))

    def list_matters(self, numbers: Iterable[int]) -> Mapping[int, str]:
        """Return the matters that decided some changes, by the number of the change."""
        places = [(keys.UNIT_TREE[0], keys.UNIT_CHANGE(number)) for number in numbers]
        found = TableItem.batch_get(places, consistent_read=True) if places else ()
        return {int(row.version): str(unpack_body(row)["matter"]) for row in found}

    def plan(self, stored: UnitHistory, change: UnitChange, matter: str) -> UnitWrites:
        """Return the writes of one more change that `matter` decided, on condition that no other came between."""
        self._read_at = None
        return UnitWrites(stored, change, matter)

    def find_matters(self, numbers: Sequence[int]) -> dict[int, str]:
        """Return the ids of the matters that decided some changes, by the numbers of the changes."""
        wanted = [(keys.UNIT_TREE[0], keys.UNIT_CHANGE(each)) for each in numbers]
        rows = TableItem.batch_get(wanted) if wanted else ()
        return {int(row.version or 0): str(json.loads(row.body or "{}")["matter"]) for row in rows}

    def _read(self, *, consistent: bool) -> UnitHistory:
        # A batch: the right that every function which knows units has.
        read = TableItem.batch_get([keys.UNIT_TREE, keys.UNITS_EMPTIED], consistent_read=consistent)
        rows = {(row.pk, row.sk): row for row in read}
        tree, files = rows.get(keys.UNIT_TREE), self.files.load_agencies(self.province)
        emptied = frozenset(unpack_body(rows[keys.UNITS_EMPTIED])["units"] if keys.UNITS_EMPTIED in rows else ())
        if tree is None:
            return UnitHistory(files, emptied=emptied)
        if self._held is not None and self._held.imported and self._held.version == int(tree.version or 0):
            return self._held if self._held.emptied == emptied else replace(self._held, emptied=emptied)
        imported, changes = unpack_units(tree.packed)
        same = imported == write_tree(files)
        base = files if same else files.replace_agencies(parse_tree(imported, {"kinds": {}}).list_all())
        return UnitHistory(base, changes, imported=True, emptied=emptied)

    def _hold(self, stored: UnitHistory) -> UnitHistory:
        if stored is not self._held:
            self._trees.clear()
        self._held = stored
        return stored


@dataclass(frozen=True, slots=True)
class UnitWrites:
    """The writes of one change of the tree."""

    stored: UnitHistory
    change: UnitChange
    matter: str

    def add_to(self, transaction: TransactWrite) -> None:
        """Add them to a transaction."""
        before, changes = self.stored, (*self.stored.changes, self.change)
        condition = TableItem.version == before.version if before.imported else TableItem.pk.does_not_exist()
        tree = TableItem(
            *keys.UNIT_TREE, kind="units", version=len(changes), packed=pack_units(write_tree(before.base), changes)
        )
        transaction.save(tree, condition=condition)
        transaction.save(self._build_history_row(len(changes)), condition=TableItem.pk.does_not_exist())

    def _build_history_row(self, number: int) -> TableItem:
        body: dict[str, Any] = {"change": pack_value(self.change), "matter": self.matter}
        return TableItem(
            keys.UNIT_TREE[0], keys.UNIT_CHANGE(number), kind="unit_change", version=number,
            body=json.dumps(body, ensure_ascii=False, separators=(",", ":"), sort_keys=True),
        )  # fmt: skip


def build_import(files: CatalogueFiles, province: str) -> TableItem:
    """Return the item by which the first deployment imports the shipped file."""
    record = write_tree(files.load_agencies(province))
    return TableItem(*keys.UNIT_TREE, kind="units", version=0, packed=pack_units(record, ()))
