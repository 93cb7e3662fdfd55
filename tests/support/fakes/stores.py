"""In-memory ports that behave as the real store does: the same conditions, conflicts and limits.

`tests/contract/dossier/test_dossier_store.py` holds both to the same tests.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from chalicelib.domain.dossier.codes import restore_counter_number
from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.ledger.chain import Fact, Part, encode_canonical, parse_fact
from chalicelib.domain.papers.paper import Paper
from chalicelib.domain.shared.errors import TooLarge
from chalicelib.domain.shared.serialization import pack_value, unpack_value
from chalicelib.repositories.dynamodb.item_keys import locate_item
from chalicelib.steps.dossier.items import ItemName
from chalicelib.steps.dossier.ports import Change, Conflict, Loaded, RecordedOutcome
from tests.support.payload_keys import list_wrong_keys

MAX_ITEMS = 25
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class FakeItem:
    """One row: its value as stored and the number that conditions look at."""

    value: Any
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Write:
    """One row of a transaction: what is put (None deletes) and whether the row as it stands lets it."""

    key: Key
    item: FakeItem | None
    allowed: Any


@dataclass
class FakeDossiers:
    """The `Dossiers` port in a dictionary. `saves` counts transactions that went through; a store that is not `strict`
    takes facts whose payloads a test made up."""

    items: dict[Key, FakeItem] = field(default_factory=dict)
    saves: int = 0
    due: dict[Key, datetime] = field(default_factory=dict)
    strict: bool = True

    def copy(self) -> FakeDossiers:
        """The same rows, to be changed without touching these."""
        return FakeDossiers(dict(self.items), due=dict(self.due), strict=self.strict)

    def load(
        self,
        dossier_id: str,
        *,
        idem: str = "",
        papers: Sequence[str] = (),
        extra: Sequence[ItemName] = (),
    ) -> Loaded:
        """The named items, as one read sees them."""
        pk = f"D#{dossier_id}"
        return Loaded(
            dossier=self._value((pk, "STATE")),
            draft=self._value((pk, "DRAFT")),
            outcome=self._value((f"IDEM#{idem}", "IDEM")) if idem else None,
            papers={p: self._value((pk, f"PAPER#{p}")) for p in papers if (pk, f"PAPER#{p}") in self.items},
            extra={k: _read_body(self.items[p]) for k in extra if (p := locate_item(k)) in self.items},
        )

    def save(self, change: Change, *, now: datetime) -> None:
        """Everything, or nothing and `Conflict`."""
        writes = [*_list_writes(change), *(_list_writes(change.also) if change.also else ())]
        if len(writes) > MAX_ITEMS:
            raise TooLarge(limit=f"{MAX_ITEMS} items")
        if refused := [w.key[1] for w in writes if not w.allowed(self.items.get(w.key))]:
            raise Conflict(", ".join(refused))
        for fact in (*change.facts, *(change.also.facts if change.also else ())):
            assert not self.strict or list_wrong_keys(fact.kind, fact.data) == [], fact.kind
        for write in writes:
            if write.item is None:
                self.items.pop(write.key, None)
            else:
                self.items[write.key] = write.item
            self._index(write.key, change)
        self.saves += 1

    def _index(self, key: Key, change: Change) -> None:
        """The row's own entry in the due index goes with the row."""
        kind, _, number = key[1].partition("#")
        if kind in ("STATE", "TASK"):
            self.due.pop(key, None)
            if alert_at := change.alerts.get(int(number or 0)):
                self.due[key] = alert_at

    def load_ledger(self, dossier_id: str) -> tuple[Fact, ...]:
        """Every fact in order."""
        return tuple(parse_fact(json.loads(item.value)) for item in self._of(dossier_id, "FACT#"))

    def load_parts(self, dossier_id: str) -> Mapping[str, Part]:
        """Personal parts still held, by digest."""
        return {item.value.digest: item.value for item in self._of(dossier_id, "PART#")}

    def put_paper(self, paper: Paper) -> None:
        """A paper as the upload and its check leave it."""
        self.items[f"D#{paper.dossier_id}", f"PAPER#{paper.id}"] = FakeItem(paper, 2)

    def _value(self, key: Key) -> Any:
        item = self.items.get(key)
        return item.value if item else None

    def _of(self, dossier_id: str, prefix: str) -> Iterator[FakeItem]:
        pk = f"D#{dossier_id}"
        return (item for (p, s), item in sorted(self.items.items(), key=_read_key) if p == pk and s.startswith(prefix))


def _read_key(entry: tuple[Key, FakeItem]) -> Key:
    return entry[0]


def _list_writes(change: Change) -> Iterator[Write]:
    owner = change.after or change.draft
    pk = f"D#{owner.id if owner else change.dossier_id}"
    if change.after is not None:
        yield from _list_dossier_writes(pk, change, change.after)
    for part in change.parts:
        yield Write((pk, f"PART#{part.digest}"), FakeItem(part), _is_absent)
    for fact in change.facts:
        yield Write((pk, f"FACT#{fact.seq:08d}"), FakeItem(encode_canonical(fact.body).decode()), _is_absent)
    for paper in change.papers:
        yield Write((pk, f"PAPER#{paper.id}"), FakeItem(paper, 1), _is_absent)
    if change.draft is not None:
        expected = _is_absent if change.draft_was is None else _require_version(change.draft_was)
        yield Write((pk, "DRAFT"), FakeItem(change.draft, change.draft.version), expected)
    for put in change.extras:
        item = FakeItem(json.dumps(pack_value(dict(put.body))), (put.expect or 0) + 1)
        yield Write(locate_item(put.item), item, _is_absent if put.expect is None else _require_version(put.expect))
    if change.idem and change.outcome is not None:
        first = RecordedOutcome(change.outcome.digest, json.loads(json.dumps(dict(change.outcome.result))))
        yield Write((f"IDEM#{change.idem}", "IDEM"), FakeItem(first), _is_absent)
    if change.draft_gone:
        yield Write((pk, "DRAFT"), None, _require_version(change.draft_was))
    for digest in change.erased:
        yield Write((pk, f"PART#{digest}"), None, _is_present)
    for named in change.gone:
        yield Write(locate_item(named), None, lambda _: True)


def _list_dossier_writes(pk: str, change: Change, after: Dossier) -> Iterator[Write]:
    before = change.before
    # The condition is on the ledger's length, not on the version: a system's fact moves only the length.
    expected = _is_absent if before is None else _require_version(before.length)
    yield Write((pk, "STATE"), FakeItem(after, after.length), expected)
    for task in after.tasks:
        was = before.find_task(task.n) if before else None
        shown = task.done_at is None and (task.n in change.moved or (before and before.state is not after.state))
        if task != was or shown:
            yield Write((pk, f"TASK#{task.n:02d}"), FakeItem((after, task), task.version), _accept_any)
    if change.facts:
        yield Write(("HEADS", after.id), FakeItem(after.head), _accept_any)


def _accept_any(_: FakeItem | None) -> bool:
    return True


def _is_absent(item: FakeItem | None) -> bool:
    return item is None


def _is_present(item: FakeItem | None) -> bool:
    return item is not None


def _require_version(version: int | None) -> Any:
    return lambda item: item is not None and item.version == version


def _read_body(item: FakeItem) -> Mapping[str, Any]:
    if isinstance(item.value, Part):
        part = item.value
        return {"name": part.name, "salt": part.salt, "value": part.value, "version": item.version or 0}
    return {**json.loads(item.value), "version": item.version or 0}


@dataclass
class FakeCodes:
    """The `Codes` port; the codes given are rows of the same store."""

    store: FakeDossiers
    counters: dict[str, int] = field(default_factory=dict)

    def draw_next(self, series: str) -> int:
        """The next number of a series."""
        self.counters[series] = self.counters.get(series, 0) + 1
        return self.counters[series]

    def list_unused(self, series: str, reserved: range) -> tuple[int, ...]:
        """Numbers given that belong to no dossier."""
        used = {restore_counter_number(int(sk), reserved) for pk, sk in self.store.items if pk == f"CODES#{series}"}
        return tuple(n for n in range(1, self.counters.get(series, 0) + 1) if n not in used)

    def list_used(self, series: str, numbers: range) -> tuple[int, ...]:
        """Numbers of the range that dossiers have."""
        found = (int(sk) for pk, sk in self.store.items if pk == f"CODES#{series}")
        return tuple(sorted(number for number in found if number in numbers))

    def list_given(self, series: str) -> Sequence[str]:
        """Dossiers of the series, by number."""
        found = {
            int(sk): _read_body(item)["dossier"]
            for (pk, sk), item in self.store.items.items()
            if pk == f"CODES#{series}"
        }
        return [found[number] for number in sorted(found)]


@dataclass
class FakeRegisters:
    """The `Registers` port over the same rows."""

    store: FakeDossiers

    def list_outages(self) -> Sequence[Mapping[str, Any]]:
        """Every declared outage."""
        return [_read_body(item) for (pk, _), item in self.store.items.items() if pk == "OUTAGES"]

    def list_late(self, unit: str) -> Sequence[Mapping[str, Any]]:
        """The late entries of a unit."""
        found = [(sk, json.loads(item.value)) for (pk, sk), item in self.store.items.items() if pk == f"LATE#{unit}"]
        return [body for _, body in sorted(found, key=lambda each: each[0], reverse=True)]

    def list_late_between(self, unit: str, since: str, until: str) -> Sequence[Mapping[str, Any]]:
        """The late entries of a unit of a period."""
        found = [(sk, json.loads(item.value)) for (pk, sk), item in self.store.items.items() if pk == f"LATE#{unit}"]
        return [body for sk, body in sorted(found, key=lambda each: each[0]) if since <= sk < until]

    def use_reports(self) -> Sequence[Mapping[str, Any]]:
        """Every report."""
        return [json.loads(item.value) for (pk, _), item in self.store.items.items() if pk == "USE_REPORTS"]


def round_trip(dossier: Dossier) -> Dossier:
    """The dossier as the real store would give it back."""
    stored: Dossier = unpack_value(Dossier, json.loads(json.dumps(pack_value(dossier))))
    return stored
