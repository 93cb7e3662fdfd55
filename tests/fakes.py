"""In-memory ports that behave as the real store does: the same conditions, conflicts and limits.

`tests/contract/test_dossier_store.py` holds both to the same tests.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from chalicelib.domain.beside import Request
from chalicelib.domain.boards import Window, due_date
from chalicelib.domain.codec import pack, unpack
from chalicelib.domain.codes import counted
from chalicelib.domain.dossier import Dossier, Task
from chalicelib.domain.errors import FieldError, Malformed, TooLarge
from chalicelib.domain.flow import State
from chalicelib.domain.ledger import Fact, Part, canonical, parse
from chalicelib.domain.members import OfficerName
from chalicelib.domain.officers import Officer
from chalicelib.domain.papers import Paper
from chalicelib.domain.permission import deciding_units
from chalicelib.domain.timezone import VIETNAM, moment, stamp
from chalicelib.domain.worklist import Narrowing
from chalicelib.repositories.ports import Change, Conflict, Draft, Loaded, Outcome, Page

MAX_ITEMS = 25
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Item:
    """One row: its value as stored and the number that conditions look at."""

    value: Any
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Write:
    """One row of a transaction: what is put (None deletes) and whether the row as it stands lets it."""

    key: Key
    item: Item | None
    allowed: Any


@dataclass
class FakeDossiers:
    """The `Dossiers` port in a dictionary. `saves` counts transactions that went through."""

    items: dict[Key, Item] = field(default_factory=dict)
    saves: int = 0
    due: dict[Key, datetime] = field(default_factory=dict)

    def copy(self) -> FakeDossiers:
        """The same rows, to be changed without touching these."""
        return FakeDossiers(dict(self.items), due=dict(self.due))

    def load(
        self,
        dossier_id: str,
        *,
        idem: str = "",
        papers: Sequence[str] = (),
        extra: Sequence[tuple[str, str]] = (),
    ) -> Loaded:
        """The named items, as one read sees them."""
        pk = f"D#{dossier_id}"
        return Loaded(
            dossier=self._value((pk, "STATE")),
            draft=self._value((pk, "DRAFT")),
            outcome=self._value((idem, "IDEM")) if idem else None,
            papers={p: self._value((pk, f"PAPER#{p}")) for p in papers if (pk, f"PAPER#{p}") in self.items},
            extra={f"{k[0]}|{k[1]}": _body(self.items[k]) for k in extra if k in self.items},
        )

    def save(self, change: Change, *, now: datetime) -> None:
        """Everything, or nothing and `Conflict`."""
        writes = [*_writes(change), *(_writes(change.also) if change.also else ())]
        if len(writes) > MAX_ITEMS:
            raise TooLarge(limit=f"{MAX_ITEMS} items")
        if refused := [w.key[1] for w in writes if not w.allowed(self.items.get(w.key))]:
            raise Conflict(", ".join(refused))
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

    def ledger(self, dossier_id: str) -> tuple[Fact, ...]:
        """Every fact in order."""
        return tuple(parse(json.loads(item.value)) for item in self._of(dossier_id, "FACT#"))

    def parts(self, dossier_id: str) -> Mapping[str, Part]:
        """Personal parts still held, by digest."""
        return {item.value.digest: item.value for item in self._of(dossier_id, "PART#")}

    def put_paper(self, paper: Paper) -> None:
        """A paper as the upload and its check leave it."""
        self.items[f"D#{paper.dossier_id}", f"PAPER#{paper.id}"] = Item(paper, 2)

    def _value(self, key: Key) -> Any:
        item = self.items.get(key)
        return item.value if item else None

    def _of(self, dossier_id: str, prefix: str) -> Iterator[Item]:
        pk = f"D#{dossier_id}"
        return (item for (p, s), item in sorted(self.items.items(), key=_by_key) if p == pk and s.startswith(prefix))


def _by_key(entry: tuple[Key, Item]) -> Key:
    return entry[0]


def _writes(change: Change) -> Iterator[Write]:
    owner = change.after or change.draft
    pk = f"D#{owner.id if owner else change.dossier_id}"
    if change.after is not None:
        yield from _dossier_writes(pk, change, change.after)
    for part in change.parts:
        yield Write((pk, f"PART#{part.digest}"), Item(part), _absent)
    for fact in change.facts:
        yield Write((pk, f"FACT#{fact.seq:08d}"), Item(canonical(fact.body).decode()), _absent)
    for paper in change.papers:
        yield Write((pk, f"PAPER#{paper.id}"), Item(paper, 1), _absent)
    if change.draft is not None:
        expected = _absent if change.draft_was is None else _at(change.draft_was)
        yield Write((pk, "DRAFT"), Item(change.draft, change.draft.version), expected)
    for put in change.extras:
        item = Item(json.dumps(pack(dict(put.body))), (put.expect or 0) + 1)
        yield Write((put.pk, put.sk), item, _absent if put.expect is None else _at(put.expect))
    if change.idem and change.outcome is not None:
        first = Outcome(change.outcome.digest, json.loads(json.dumps(dict(change.outcome.result))))
        yield Write((change.idem, "IDEM"), Item(first), _absent)
    if change.draft_gone:
        yield Write((pk, "DRAFT"), None, _at(change.draft_was))
    for digest in change.erased:
        yield Write((pk, f"PART#{digest}"), None, _present)
    for key in change.gone:
        yield Write(key, None, lambda _: True)


def _dossier_writes(pk: str, change: Change, after: Dossier) -> Iterator[Write]:
    before = change.before
    # The condition is on the ledger's length, not on the version: a system's fact moves only the length.
    expected = _absent if before is None else _at(before.length)
    yield Write((pk, "STATE"), Item(after, after.length), expected)
    for task in after.tasks:
        was = before.task(task.n) if before else None
        shown = task.done_at is None and (task.n in change.moved or (before and before.state is not after.state))
        if task != was or shown:
            yield Write((pk, f"TASK#{task.n:02d}"), Item((after, task), task.version), _any)
    if change.facts:
        yield Write(("HEADS", after.id), Item(after.head), _any)


def _any(_: Item | None) -> bool:
    return True


def _absent(item: Item | None) -> bool:
    return item is None


def _present(item: Item | None) -> bool:
    return item is not None


def _at(version: int | None) -> Any:
    return lambda item: item is not None and item.version == version


def _body(item: Item) -> Mapping[str, Any]:
    if isinstance(item.value, Part):
        part = item.value
        return {"name": part.name, "salt": part.salt, "value": part.value, "version": item.version or 0}
    return {**json.loads(item.value), "version": item.version or 0}


@dataclass
class FakeCodes:
    """The `Codes` port; the codes given are rows of the same store."""

    store: FakeDossiers
    counters: dict[str, int] = field(default_factory=dict)

    def next(self, series: str) -> int:
        """The next number of a series."""
        self.counters[series] = self.counters.get(series, 0) + 1
        return self.counters[series]

    def burnt(self, series: str, reserved: range) -> tuple[int, ...]:
        """Numbers given that belong to no dossier."""
        used = {counted(int(sk), reserved) for pk, sk in self.store.items if pk == f"CODES#{series}"}
        return tuple(n for n in range(1, self.counters.get(series, 0) + 1) if n not in used)

    def used(self, series: str, numbers: range) -> tuple[int, ...]:
        """Numbers of the range that dossiers have."""
        found = (int(sk) for pk, sk in self.store.items if pk == f"CODES#{series}")
        return tuple(sorted(number for number in found if number in numbers))

    def given(self, series: str) -> Sequence[str]:
        """Dossiers of the series, by number."""
        found = {
            int(sk): _body(item)["dossier"] for (pk, sk), item in self.store.items.items() if pk == f"CODES#{series}"
        }
        return [found[number] for number in sorted(found)]


@dataclass
class FakeRegisters:
    """The `Registers` port over the same rows."""

    store: FakeDossiers

    def outages(self) -> Sequence[Mapping[str, Any]]:
        """Every declared outage."""
        return [_body(item) for (pk, _), item in self.store.items.items() if pk == "OUTAGES"]

    def late(self, unit: str) -> Sequence[Mapping[str, Any]]:
        """The late entries of a unit."""
        found = [(sk, json.loads(item.value)) for (pk, sk), item in self.store.items.items() if pk == f"LATE#{unit}"]
        return [body for _, body in sorted(found, key=lambda each: each[0], reverse=True)]

    def late_between(self, unit: str, since: str, until: str) -> Sequence[Mapping[str, Any]]:
        """The late entries of a unit of a period."""
        found = [(sk, json.loads(item.value)) for (pk, sk), item in self.store.items.items() if pk == f"LATE#{unit}"]
        return [body for sk, body in sorted(found, key=lambda each: each[0]) if since <= sk < until]

    def use_reports(self) -> Sequence[Mapping[str, Any]]:
        """Every report."""
        return [json.loads(item.value) for (pk, _), item in self.store.items.items() if pk == "USE_REPORTS"]


@dataclass
class FakeLists:
    """The `Lists` port over the same rows, never lagging."""

    store: FakeDossiers

    def work(self, unit: str, state: State, limit: int, cursor: str | None) -> Page:
        """Open work of a unit in one state, soonest due first."""
        return _page(f"{unit}#{state.value}", sorted(self._work(unit, state)), limit, cursor)

    def due(
        self, unit: str, state: State, window: Window, procedure: str | None, limit: int, cursor: str | None
    ) -> Page:
        """The same, cut by due date and procedure."""
        return self.queue(unit, state, Narrowing(due=window, procedure=procedure), limit, cursor)

    def queue(
        self, unit: str, state: State, wanted: Narrowing, limit: int, cursor: str | None, *, backward: bool = False
    ) -> Page:
        """Open work of a unit in one state, narrowed, by due time."""
        found = [(place, line) for place, line in self._work(unit, state) if _wanted(line, wanted)]
        lines = sorted(found, key=lambda each: each[0], reverse=backward)
        return _page(f"{unit}#{state.value}", lines, limit, cursor)

    def whole(self, unit: str, states: Sequence[State], wanted: Narrowing, most: int) -> Sequence[Mapping[str, Any]]:
        """All open work of a unit in some states, narrowed."""
        every = [line for state in states for _, line in sorted(self._work(unit, state), key=lambda each: each[0])]
        return [line for line in every if _wanted(line, wanted)][: most + 1]

    def names(self, lines: Sequence[Mapping[str, Any]]) -> Mapping[str, str]:
        """Names of applicants by dossier."""
        held = {line["dossier_id"]: self.store.parts(line["dossier_id"]) for line in lines}
        named = {dossier: [p.value for p in parts.values() if p.name == "applicant"] for dossier, parts in held.items()}
        return {dossier: people[-1]["full_name"] for dossier, people in named.items() if people}

    def approvals(self, unit: str, limit: int, cursor: str | None) -> Page:
        """Requests decided in a unit, oldest first."""
        found = [
            (f"{stamp(r.opened_at)}#{d.id}#{r.n:04d}", {"dossier_id": d.id, "n": r.n, "kind": r.kind.value})
            for d in self._kind(Dossier)
            for r in d.requests
            if unit in deciding_units(d, r)
        ]
        return _page(f"{unit}#approvals", sorted(found, key=lambda each: each[0]), limit, cursor)

    def returned(self, unit: str, limit: int, cursor: str | None) -> Page:
        """Proposals that came back to a unit, oldest first."""
        found = [
            (f"{stamp(r.sent_back.at)}#{d.id}#{r.n:04d}", _returned(d, r))
            for d in self._kind(Dossier)
            for r in d.requests
            if r.sent_back and d.agency == unit
        ]
        return _page(f"{unit}#sent_back", sorted(found, key=lambda each: each[0]), limit, cursor)

    def texts(self, wanted: Collection[tuple[str, str]]) -> Mapping[str, str]:
        """Texts by digest."""
        found = [self.store.parts(number).get(digest) for number, digest in wanted]
        return {part.digest: str(part.value) for part in found if part}

    def owned(self, sub: str, limit: int, cursor: str | None) -> Page:
        """A person's dossiers, newest first."""
        mine = [_line(d, f"{stamp(d.filed_at)}#{d.id}") for d in self._kind(Dossier) if sub and d.owner == sub]
        return _page(f"OWNER#{sub}", sorted(mine, reverse=True), limit, cursor)

    def drafts(self, sub: str, limit: int, cursor: str | None) -> Page:
        """A person's drafts, newest first."""
        mine = [
            (f"{stamp(d.updated_at)}#{d.id}", {"dossier_id": d.id, "kind": "draft", "state": "draft"})
            for d in self._kind(Draft)
            if d.author == sub
        ]
        return _page(f"AUTHOR#{sub}", sorted(mine, reverse=True), limit, cursor)

    def _work(self, unit: str, state: State) -> Iterator[tuple[str, dict[str, Any]]]:
        for d in self._kind(Dossier):
            if d.is_open and (d.one_stop, d.state) == (unit, state):
                yield _line(d, f"{stamp(d.next_due) if d.next_due else '9'}#{d.id}")
        for d, task in self._kind(tuple):
            if task.done_at is None and (task.unit, d.state) == (unit, state):
                yield _task_line(d, task)

    def _kind(self, kind: type) -> list[Any]:
        return [item.value for item in self.store.items.values() if isinstance(item.value, kind)]


def _wanted(line: Mapping[str, Any], wanted: Narrowing) -> bool:
    first, until = wanted.filed.since, wanted.filed.until
    filed = moment(line["filed_at"]).astimezone(VIETNAM).date()
    return (
        _within(line["due_at"], wanted.due)
        and all(want in (None, line[name]) for name, want in _narrowed(wanted).items())
        and (wanted.held is None or wanted.held == (line["holder"] is not None))
        and (first is None or first <= filed)
        and (until is None or filed < until)
        and (wanted.dossiers is None or line["dossier_id"] in wanted.dossiers)
    )


def _narrowed(wanted: Narrowing) -> dict[str, str | None]:
    return {"procedure": wanted.procedure, "channel": wanted.channel, "holder": wanted.holder}


def _returned(d: Dossier, r: Request) -> dict[str, Any]:
    sent = r.sent_back
    assert sent is not None
    known = {"dossier_id": d.id, "n": r.n, "kind": r.kind.value, "holder": sent.officer or None}
    return {**known, "remarks": sent.remarks, "due_at": stamp(r.due_at) if r.due_at else None}


def _line(d: Dossier, place: str) -> tuple[str, dict[str, Any]]:
    due_at = stamp(d.next_due) if d.next_due else None
    return place, {**_shown(d, place), "kind": "dossier", "unit": d.one_stop, "due_at": due_at, "holder": None}


def _shown(d: Dossier, place: str) -> dict[str, Any]:
    told = {"dossier_id": d.id, "state": d.state.value, "procedure": d.procedure, "channel": d.channel}
    return {**told, "filed_at": stamp(d.filed_at), "place": place, "applicant_part": d.applicant_part}


def _within(due_at: str | None, window: Window) -> bool:
    day = due_date(moment(due_at)) if due_at else None
    if day is None:
        return window.dated is not True
    return window.dated is not False and (window.since or day) <= day and (window.until is None or day < window.until)


def _task_line(d: Dossier, task: Task) -> tuple[str, dict[str, Any]]:
    due_at = stamp(task.due_at)
    place = f"{due_at}#{d.id}#{task.n:02d}"
    task_line = {"kind": "task", "unit": task.unit, "due_at": due_at, "holder": task.holder or None}
    return place, {**_shown(d, place), **task_line}


def _page(key: str, lines: Sequence[tuple[str, dict[str, Any]]], limit: int, cursor: str | None) -> Page:
    start = _start(key, cursor)
    shown = lines[start : start + limit]
    more = start + limit < len(lines)
    text = base64.urlsafe_b64encode(json.dumps([key, start + limit]).encode()).decode() if more else None
    return Page([line for _, line in shown], text)


def _start(key: str, cursor: str | None) -> int:
    if cursor is None:
        return 0
    try:
        owner, start = json.loads(base64.urlsafe_b64decode(cursor))
    except ValueError:
        owner, start = "", 0
    if owner != key:
        raise Malformed(fields=(FieldError("/query/cursor", "bad_cursor", "…", "…"),))
    return cast(int, start)


@dataclass
class FakeAccesses:
    """The `Accesses` port: views in the order they were recorded."""

    records: list[tuple[str, str, str, str]] = field(default_factory=list)

    def record(self, dossier_id: str, sub: str, role: str, what: str, now: datetime) -> None:
        """Keep one view."""
        self.records.append((dossier_id, sub, role, what))


@dataclass
class FakePeople:
    """The `People` port: officers by account."""

    officers: dict[str, Officer] = field(default_factory=dict)

    def named(self, subs: Collection[str]) -> Mapping[str, OfficerName]:
        """Name and title by account."""
        known = {sub: self.officers[sub] for sub in subs if sub in self.officers}
        return {sub: OfficerName(each.name, each.title) for sub, each in known.items()}

    def of_unit(self, unit: str) -> Sequence[Officer]:
        """Those who have, or had, a right in a unit."""
        return [each for each in self.officers.values() if unit in {a.unit for a in each.assignments}]


def round_trip(dossier: Dossier) -> Dossier:
    """The dossier as the real store would give it back."""
    stored: Dossier = unpack(Dossier, json.loads(json.dumps(pack(dossier))))
    return stored
