"""A meter on the table's clients: each request with its units and bytes, by the documented formula.

It remembers every item that it saw written or read, so it knows what an update replaced; a write over an item that
it never saw would be priced wrong and is refused, unless a condition says that nothing was there.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from bench.units import Item, Schema, get_units, query_units, size, write_units


@dataclass(frozen=True, slots=True)
class Written:
    """One item of a request: what it is, its bytes and its units by where they fall."""

    what: str
    bytes: int
    units: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Request:
    """One request to the store, and the units that the store itself reported, when it did."""

    name: str
    read_units: float
    written: tuple[Written, ...]
    reported: float | None

    @property
    def write_units(self) -> int:
        """Write units of all its items, indexes included."""
        return sum(sum(each.units.values()) for each in self.written)


@dataclass
class Meter:
    """Hears the clients of one table. `seen` is its memory of items by key."""

    schema: Schema
    requests: list[Request] = field(default_factory=list)
    seen: dict[tuple[str, ...], Item | None] = field(default_factory=dict)
    _asked: dict[str, Any] = field(default_factory=dict)

    def ask_for_units(self, params: dict[str, Any], **_: Any) -> None:
        """Before each request: let the store say what it charges."""
        params.setdefault("ReturnConsumedCapacity", "TOTAL")

    def before(self, params: Mapping[str, Any], **_: Any) -> None:
        """Before each request: remember what was asked."""
        body = params["body"]
        self._asked = json.loads(body.decode() if isinstance(body, bytes) else body)

    def after(self, parsed: Mapping[str, Any], model: Any, **_: Any) -> None:
        """After each answered request: price it. A refused one is not charged here."""
        if "Error" in parsed:
            return
        name, asked = str(model.name), self._asked
        written = tuple(self._writes(name, asked))
        self.requests.append(Request(name, self._reads(name, asked, parsed), written, _reported(parsed)))

    @property
    def reads(self) -> float:
        """Read units so far."""
        return sum(each.read_units for each in self.requests)

    @property
    def writes(self) -> int:
        """Write units so far."""
        return sum(each.write_units for each in self.requests)

    @property
    def reported(self) -> float:
        """Units the store reported for requests that write."""
        return sum(each.reported or 0.0 for each in self.requests if each.written)

    def _writes(self, name: str, asked: Mapping[str, Any]) -> Iterator[Written]:
        if name == "TransactWriteItems":
            for entry in asked["TransactItems"]:
                ((kind, about),) = entry.items()
                yield self._write(kind, about, transaction=True)
        elif name in ("PutItem", "DeleteItem", "UpdateItem"):
            yield self._write(name.removesuffix("Item"), asked, transaction=False)

    def _write(self, kind: str, about: Mapping[str, Any], *, transaction: bool) -> Written:
        after: Item | None = about["Item"] if kind == "Put" else None
        key = self.schema.key(about["Item"] if kind == "Put" else about["Key"])
        before = self.seen.get(key)
        if kind in ("Update", "ConditionCheck"):
            # A counter, or a look without a change: as large as it was before.
            after = before or dict(about["Key"])
        units = write_units(self.schema, before, after, transaction=transaction)
        self.seen[key] = after
        return Written(_kind(key), max(size(before), size(after)), units)

    def _reads(self, name: str, asked: Mapping[str, Any], parsed: Mapping[str, Any]) -> float:
        if name == "BatchGetItem":
            return sum(self._batch(table, about, parsed) for table, about in asked["RequestItems"].items())
        if name == "GetItem":
            found = parsed.get("Item")
            self._remember(found)
            return get_units(found, consistent=bool(asked.get("ConsistentRead")))
        if name == "Query":
            for item in parsed["Items"]:
                if "IndexName" not in asked:
                    self._remember(item)
            return query_units(parsed["Items"], consistent=bool(asked.get("ConsistentRead")))
        return 0.0

    def _batch(self, table: str, about: Mapping[str, Any], parsed: Mapping[str, Any]) -> float:
        found = {self.schema.key(item): item for item in parsed["Responses"].get(table, [])}
        for item in found.values():
            self._remember(item)
        consistent = bool(about.get("ConsistentRead"))
        return sum(get_units(found.get(self.schema.key(key)), consistent=consistent) for key in about["Keys"])

    def _remember(self, item: Item | None) -> None:
        if item is not None:
            self.seen[self.schema.key(item)] = item


def _kind(key: tuple[str, ...]) -> str:
    """What an item is, without the ids in its key: "D/FACT", "IDEM/IDEM"."""
    return "/".join(part.partition("#")[0] if "#" in part else (part if part.isupper() else "…") for part in key)


def _reported(parsed: Mapping[str, Any]) -> float | None:
    told = parsed.get("ConsumedCapacity")
    if told is None:
        return None
    rows = told if isinstance(told, list) else [told]
    return float(sum(row.get("CapacityUnits", 0.0) for row in rows))


@contextmanager
def metered(clients: list[Any], meter: Meter) -> Iterator[Meter]:
    """Put the meter on the clients while the block runs."""
    hooks = (
        ("before-parameter-build.dynamodb.{}", meter.ask_for_units),
        ("before-call.dynamodb.{}", meter.before),
        ("after-call.dynamodb.{}", meter.after),
    )
    charged = ("TransactWriteItems", "PutItem", "DeleteItem", "UpdateItem", "BatchGetItem", "GetItem", "Query")
    bound = [
        (client.meta.events, event.format(name), hook, f"meter-{number}-{event}-{name}")
        for number, client in enumerate(clients) for event, hook in hooks for name in charged
    ]  # fmt: skip
    for events, event, hook, number in bound:
        events.register(event, hook, unique_id=number)
    try:
        yield meter
    finally:
        for events, event, _, number in bound:
            events.unregister(event, unique_id=number)
