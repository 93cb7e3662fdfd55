"""Packs a built rule set for reading in a millisecond: every text once, rows as numbers, decoded on first use."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

ENTRY = (
    "id", "doc", "since", "certainty", "checked_on", "says", "article", "value", "until", "province", "fills",
    "derogates", "power", "question", "decision", "where", "ended_by", "slot", "note",
)  # fmt: skip
PARAM = (
    "label_vi", "label_en", "type", "anchor", "running", "since", "open_to", "guard", "unit", "choices", "scope",
)  # fmt: skip
INSTRUMENT = (
    "number", "name_vi", "kind", "issuer_vi", "effect_from", "certainty", "effect_until", "question", "note",
    "effect_from_assumed",
)  # fmt: skip


def pack_rule_set(built: Mapping[str, Any]) -> dict[str, Any]:
    """Return the packed form of JSON-ready build output; `repositories.law.parse` reads it back."""
    pool = _Pool()
    groups: dict[str, list[str]] = {row["id"]: [] for row in built["params"]}
    for row in built["entries"]:
        groups[row["param"]].append(pool.pack_row(row, ENTRY, left_out=("param",)))
    entries = [[param, ";".join(rows)] for param, rows in groups.items()]
    tables = {
        "entries": {"fields": ENTRY, "rows": entries},
        "params": {"fields": PARAM, "rows": pool.pack_rows(built["params"], PARAM)},
        "instruments": {"fields": INSTRUMENT, "rows": pool.pack_rows(built["instruments"], INSTRUMENT)},
    }
    return {**built, **tables, "pool": pool.items}


class _Pool:
    """Every distinct value once; number 0 stands for a field's default."""

    def __init__(self) -> None:
        self.items: list[Any] = [None]
        self._numbers: dict[str, int] = {}

    def pack_rows(self, table: Iterable[Mapping[str, Any]], fields: tuple[str, ...]) -> list[list[str]]:
        """Pairs of id and row: an object's keys would be sorted, and the order of a table is its reader's."""
        return [[row["id"], self.pack_row(row, fields, left_out=("id",))] for row in table]

    def pack_row(self, row: Mapping[str, Any], fields: tuple[str, ...], left_out: tuple[str, ...]) -> str:
        unknown = set(row) - set(fields) - set(left_out)
        if unknown:
            raise ValueError(f"no room for {sorted(unknown)}")
        cells = [self._number_item(row[name]) if name in row else 0 for name in fields]
        while cells and cells[-1] == 0:
            cells.pop()
        return " ".join(str(cell) for cell in cells)

    def _number_item(self, item: Any) -> int:
        key = json.dumps(item, ensure_ascii=False, sort_keys=True)
        if key not in self._numbers:
            self._numbers[key] = len(self.items)
            self.items.append(item)
        return self._numbers[key]
