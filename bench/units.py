"""The cost of a request to the table, by the documented formula: item sizes, whole kilobytes, touched indexes.

Sizes follow the store's own rules: names and text in UTF-8 bytes, a number about a byte for two digits and one more.
A transaction costs twice the units of the same plain writes; an index is charged for what changes in it, at the
plain price. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
"""

from __future__ import annotations

import base64
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Item = Mapping[str, Mapping[str, Any]]
"""An item as it travels: attribute name → {type: value}."""

WRITE_UNIT = 1024
READ_UNIT = 4096


@dataclass(frozen=True, slots=True)
class TableIndex:
    """An index of the table: its keys and its further attributes."""

    name: str
    keys: tuple[str, str]
    projected: frozenset[str]

    def build_entry(self, item: Item | None, table_keys: tuple[str, ...]) -> Item | None:
        """Return the item's part in the index; None when the item lacks one of its keys."""
        if item is None or any(key not in item for key in self.keys):
            return None
        held = self.projected | {*self.keys, *table_keys}
        return {name: value for name, value in item.items() if name in held}


@dataclass(frozen=True, slots=True)
class Schema:
    """The keys of a table and its indexes."""

    keys: tuple[str, ...]
    indexes: tuple[TableIndex, ...]

    def build_key(self, item: Item) -> tuple[str, ...]:
        """Return the item's primary key as text."""
        return tuple(str(item[name]["S"]) for name in self.keys)


def build_schema(properties: Mapping[str, Any]) -> Schema:
    """Return the schema of a table as the template declares it."""
    keys = tuple(each["AttributeName"] for each in properties["KeySchema"])
    indexes = (
        TableIndex(
            each["IndexName"],
            (each["KeySchema"][0]["AttributeName"], each["KeySchema"][1]["AttributeName"]),
            frozenset(each["Projection"]["NonKeyAttributes"]),
        )
        for each in properties["GlobalSecondaryIndexes"]
    )
    return Schema(keys, tuple(indexes))


def measure_item(item: Item | None) -> int:
    """Return bytes of an item; nothing has none."""
    return sum(len(name.encode()) + _measure_value(value) for name, value in (item or {}).items())


def _measure_value(value: Mapping[str, Any]) -> int:
    ((kind, content),) = value.items()
    if kind == "S":
        return len(str(content).encode())
    if kind == "B":
        # As it travels: base64 in a request, bytes in a parsed answer.
        return len(content if isinstance(content, bytes) else base64.b64decode(content))
    if kind == "N":
        digits = str(content).lstrip("-").replace(".", "").strip("0") or "0"
        return math.ceil(len(digits) / 2) + 1
    if kind in ("BOOL", "NULL"):
        return 1
    if kind == "L":
        return 3 + sum(1 + _measure_value(each) for each in content)
    if kind == "M":
        return 3 + sum(1 + len(name.encode()) + _measure_value(each) for name, each in content.items())
    raise ValueError(f"no size is known for a value of type {kind}")


def write_units(table: Schema, before: Item | None, after: Item | None, *, transaction: bool) -> dict[str, int]:
    """Return write units of one put or delete, by where they fall: "table" and each index's name."""
    touched = max(measure_item(before), measure_item(after))
    own = max(1, math.ceil(touched / WRITE_UNIT)) * (2 if transaction else 1)
    indexes = {index.name: _index_units(index, table.keys, before, after) for index in table.indexes}
    return {"table": own, **{name: units for name, units in indexes.items() if units}}


def _index_units(index: TableIndex, keys: tuple[str, ...], before: Item | None, after: Item | None) -> int:
    was, now = index.build_entry(before, keys), index.build_entry(after, keys)
    if was == now:
        return 0
    moved = was is not None and now is not None and any(was[key] != now[key] for key in index.keys)
    if moved:
        return _count_write_units(measure_item(was)) + _count_write_units(measure_item(now))
    return _count_write_units(max(measure_item(was), measure_item(now)))


def _count_write_units(bytes_: int) -> int:
    return max(1, math.ceil(bytes_ / WRITE_UNIT))


def get_units(found: Item | None, *, consistent: bool) -> float:
    """Return read units of one named item; a missing one costs as the smallest."""
    return max(1, math.ceil(measure_item(found) / READ_UNIT)) * (1.0 if consistent else 0.5)


def query_units(found: Iterable[Item], *, consistent: bool) -> float:
    """Return read units of a query: the sizes of what it read are added up before they are rounded."""
    total = sum(measure_item(item) for item in found)
    return max(1, math.ceil(total / READ_UNIT)) * (1.0 if consistent else 0.5)
