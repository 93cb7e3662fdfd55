"""In-memory ports of look-up and search; `tests/contract/test_find_table.py` holds both kinds to the same tests."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from chalicelib.domain.dossier import codes
from chalicelib.domain.dossier.current_parts import is_superseded
from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.search.counter_search import SearchEntry
from chalicelib.domain.search.public_status import LookupRecord, is_receipt
from chalicelib.steps.dossier.ports import Conflict
from chalicelib.steps.search.find_ports import FindNotes, FoundDossier
from tests.support.fakes.stores import FakeDossiers


def find_unit_code(form: str, at: datetime) -> str:
    """The identifier of a one-stop unit, for the example of a code."""
    return "H57.106.01"


def build_record(dossier: Dossier) -> LookupRecord:
    """The look-up's data of a dossier."""
    return LookupRecord(
        dossier.code,
        dossier.receipt_no,
        dossier.state,
        dossier.stage,
        dossier.reported.status if dossier.reported else "",
    )


@dataclass
class FakeLookups:
    """The `Lookups` port over the same rows; `asked` counts requests."""

    store: FakeDossiers
    finds: FakeFinds | None = None
    asked: int = 0

    def find_by_code(self, code: str) -> LookupRecord | None:
        """Return the state of a dossier by its code, or by its filing's number."""
        self.asked += 1
        finds = self.finds or FakeFinds(self.store)
        return self.find_dossier(finds.behind(code))

    def find_dossier(self, dossier_id: str | None) -> LookupRecord | None:
        """Return the dossier's state."""
        self.asked += 1
        found = self.store.load(dossier_id or "nowhere").dossier
        return build_record(found) if found else None


@dataclass
class FakeOnce:
    """The `Once` port."""

    seen: dict[str, datetime] = field(default_factory=dict)

    def claim_once(self, name: str, real_now: datetime, lives: timedelta) -> bool:
        """Whether this name comes for the first time."""
        if name in self.seen:
            return False
        self.seen[name] = real_now + lives
        return True


@dataclass
class FakeFinds:
    """The `Finds` port. `rivals` concurrent writers write the list first; it fails once at `note`, `change` or
    `settle`."""

    store: FakeDossiers
    entries: dict[tuple[str, str], str] = field(default_factory=dict)
    lists: dict[str, tuple[frozenset[SearchEntry], int, bool]] = field(default_factory=dict)
    rivals: int = 0
    dies_at: str = ""

    def find_by_code(self, code: str) -> Dossier | None:
        """The dossier of a code, or of a filing's number."""
        return self.store.load(self.behind(code) or "nowhere").dossier

    def behind(self, code: str) -> str | None:
        """The id of that dossier."""
        if is_receipt(code):
            return next((number for number, _ in self.list_hits(code, 1)), None)
        series, number = codes.split_code(code)
        item = self.store.items.get((f"CODES#{series}", number))
        return str(json.loads(item.value)["dossier"]) if item else None

    def list_hits(self, digest: str, limit: int) -> Sequence[tuple[str, str]]:
        """(dossier, personal part) pairs behind a digest."""
        found = [(sk, part) for (pk, sk), part in sorted(self.entries.items()) if pk == digest]
        return [(sk.partition("#")[0], part) for sk, part in found][:limit]

    def read(self, hits: Sequence[tuple[str, str]]) -> Sequence[FoundDossier]:
        """The dossiers and people of hits."""
        found = [(self.store.load(number).dossier, self.store.load_parts(number).get(part)) for number, part in hits]
        return [
            FoundDossier(dossier, part.value, part.name, is_superseded(dossier, part.digest, part))
            for dossier, part in found
            if dossier and part
        ]

    def load_notes(self, dossier_id: str) -> FindNotes:
        """Return the data of a dossier's entries, and its stored entries."""
        made, version, settled = self.lists.get(dossier_id, (frozenset(), 0, True))
        return FindNotes(self.store.load(dossier_id).dossier, self.store.load_parts(dossier_id), made, version, settled)

    def note(self, dossier_id: str, entries: Iterable[SearchEntry], was: int, *, settled: bool) -> None:
        """Write down which entries there are."""
        self._die("settle" if settled else "note")
        if self.rivals:
            self.rivals -= 1
            raise Conflict("find")
        if self.lists.get(dossier_id, (None, 0))[1] != was:
            raise Conflict("find")
        self.lists[dossier_id] = (frozenset(entries), was + 1, settled)

    def change(self, dossier_id: str, add: Iterable[SearchEntry], drop: Iterable[SearchEntry]) -> None:
        """Put and delete entries."""
        self._die("change")
        for entry in add:
            self.entries[entry.digest, _build_sort_key(dossier_id, entry)] = entry.part
        for entry in drop:
            self.entries.pop((entry.digest, _build_sort_key(dossier_id, entry)), None)

    def _die(self, at: str) -> None:
        if self.dies_at == at:
            self.dies_at = ""
            raise ConnectionError(at)


def _build_sort_key(dossier_id: str, entry: SearchEntry) -> str:
    return f"{dossier_id}#{entry.part[:8]}"
