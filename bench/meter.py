"""A meter on the clients of this process: requests to the table with their units and bytes, by the documented formula,
and how often any other service was asked.

It remembers every item that it saw written or read, so it knows what an update replaced.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest import mock

from botocore.client import BaseClient

from bench.units import Item, Schema, get_units, measure_item, query_units, write_units


@dataclass(frozen=True, slots=True)
class WrittenItem:
    """One item of a request: what it is, its bytes and its units by where they fall."""

    what: str
    bytes: int
    units: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class StoreRequest:
    """One request to the store, and the units that the store itself reported, when it did. `absent` are the read units
    of named items that were not there."""

    name: str
    read_units: float
    written: tuple[WrittenItem, ...]
    reported: float | None
    absent: float = 0

    @property
    def write_units(self) -> int:
        """Write units of all its items, indexes included."""
        return sum(sum(each.units.values()) for each in self.written)


CHARGED = frozenset(
    ["TransactWriteItems", "PutItem", "DeleteItem", "UpdateItem", "BatchWriteItem", "BatchGetItem", "GetItem", "Query"]
)
UNCOUNTED = frozenset({"secretsmanager"})
"""Requests that a process makes once every few minutes, independent of the number of dossiers."""


@dataclass
class Meter:
    """Hears the clients. `seen` is its memory of items by key, `others` the requests to services but the table."""

    schema: Schema
    requests: list[StoreRequest] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    seen: dict[tuple[str, ...], Item | None] = field(default_factory=dict)

    def call_priced(self, service: str, name: str, asked: dict[str, Any], send: Callable[[dict[str, Any]], Any]) -> Any:
        """Send a request and price what was answered; a request to the table that is refused is not charged here."""
        if service == "dynamodb" and name in CHARGED:
            answer = send({"ReturnConsumedCapacity": "TOTAL", **asked})
            written, reads = tuple(self._price_writes(name, asked)), self._price_reads(name, asked, answer)
            self.requests.append(
                StoreRequest(name, reads, written, _read_reported(answer), _count_absent(name, asked, answer))
            )
            return answer
        if service != "dynamodb" and service not in UNCOUNTED:
            self.others.append(f"{service} {name}")
        return send(asked)

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
        """Write units that the store reported."""
        return sum(each.reported or 0.0 for each in self.requests if each.written)

    def _price_writes(self, name: str, asked: Mapping[str, Any]) -> Iterator[WrittenItem]:
        if name == "TransactWriteItems":
            for entry in asked["TransactItems"]:
                ((kind, about),) = entry.items()
                yield self._price_write(kind, about, transaction=True)
        elif name == "BatchWriteItem":
            for entry in (each for entries in asked["RequestItems"].values() for each in entries):
                ((kind, about),) = entry.items()
                yield self._price_write(kind.removesuffix("Request"), about, transaction=False)
        elif name in ("PutItem", "DeleteItem", "UpdateItem"):
            yield self._price_write(name.removesuffix("Item"), asked, transaction=False)

    def _price_write(self, kind: str, about: Mapping[str, Any], *, transaction: bool) -> WrittenItem:
        after: Item | None = about["Item"] if kind == "Put" else None
        key = self.schema.build_key(about["Item"] if kind == "Put" else about["Key"])
        before = self.seen.get(key)
        if kind in ("Update", "ConditionCheck"):
            # A counter, or a look without a change: as large as it was before.
            after = before or dict(about["Key"])
        units = write_units(self.schema, before, after, transaction=transaction)
        self.seen[key] = after
        return WrittenItem(_name_kind(key), max(measure_item(before), measure_item(after)), units)

    def _price_reads(self, name: str, asked: Mapping[str, Any], parsed: Mapping[str, Any]) -> float:
        if name == "BatchGetItem":
            return sum(self._price_batch(table, about, parsed) for table, about in asked["RequestItems"].items())
        if name == "GetItem":
            found = parsed.get("Item")
            self._remember_item(found)
            return get_units(found, consistent=bool(asked.get("ConsistentRead")))
        if name == "Query":
            for item in parsed["Items"]:
                if "IndexName" not in asked:
                    self._remember_item(item)
            return query_units(parsed["Items"], consistent=bool(asked.get("ConsistentRead")))
        return 0.0

    def _price_batch(self, table: str, about: Mapping[str, Any], parsed: Mapping[str, Any]) -> float:
        found = {self.schema.build_key(item): item for item in parsed["Responses"].get(table, [])}
        for item in found.values():
            self._remember_item(item)
        consistent = bool(about.get("ConsistentRead"))
        return sum(get_units(found.get(self.schema.build_key(key)), consistent=consistent) for key in about["Keys"])

    def _remember_item(self, item: Item | None) -> None:
        if item is not None:
            self.seen[self.schema.build_key(item)] = item


def _count_absent(name: str, asked: Mapping[str, Any], parsed: Mapping[str, Any]) -> float:
    """Return read units of the named items of a batch that were not found."""
    if name != "BatchGetItem":
        return 0
    return sum(
        (len(about["Keys"]) - len(parsed["Responses"].get(table, [])))
        * get_units(None, consistent=bool(about.get("ConsistentRead")))
        for table, about in asked["RequestItems"].items()
    )


def _name_kind(key: tuple[str, ...]) -> str:
    """What an item is, without the ids in its key: "D/FACT", "IDEM/IDEM"."""
    heads = (part.partition("#")[0] for part in key)
    return "/".join(head if head.isupper() else "…" for head in heads)


def _read_reported(parsed: Mapping[str, Any]) -> float | None:
    consumed = parsed.get("ConsumedCapacity")
    if consumed is None:
        return None
    rows = consumed if isinstance(consumed, list) else [consumed]
    return float(sum(row.get("CapacityUnits", 0.0) for row in rows))


@contextmanager
def attach_meter(meter: Meter) -> Iterator[Meter]:
    """Put the meter on every client of this process while the block runs."""
    real = BaseClient._make_api_call  # type: ignore[attr-defined]

    def call_metered(client: BaseClient, name: str, asked: dict[str, Any]) -> Any:
        return meter.call_priced(
            client.meta.service_model.service_name, name, asked, lambda given: real(client, name, given)
        )

    with mock.patch.object(BaseClient, "_make_api_call", call_metered):
        yield meter
