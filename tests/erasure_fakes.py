"""Rows and files of an erasure in memory, which die where a test says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from chalicelib.domain.erasure import OPEN
from chalicelib.domain.papers import Paper
from chalicelib.steps.erase_records import Eraser
from tests.builders import Case
from tests.fakes import FakeDossiers, Item

PERSONAL = ("PART#", "REACH#", "CODE#REACH#")


class Died(Exception):
    """The process ended here."""


@dataclass
class FakeErasure:
    """The ports `ErasureRecords` and `ErasedFiles` over a store in memory. `files` counts the versions of each key;
    after `lives` calls each call dies, half of what it would do done."""

    store: FakeDossiers
    files: dict[str, int] = field(default_factory=dict)
    accounts: dict[str, list[str]] = field(default_factory=dict)
    lives: int = 10_000

    def find_open(self, most: int) -> Sequence[tuple[str, str]]:
        """Erasures that are not done."""
        places = sorted(sk for pk, sk in self.store.items if pk == OPEN)
        return [(place.split("#")[0], place) for place in places[:most]]

    def papers(self, dossier_id: str) -> Sequence[Paper]:
        """Papers of a dossier."""
        pk = f"D#{dossier_id}"
        return [item.value for (p, s), item in sorted(self.store.items.items()) if p == pk and s.startswith("PAPER#")]

    def replace(self, paper: Paper) -> None:
        """Write over a row."""
        self._live()
        self.store.items[f"D#{paper.dossier_id}", f"PAPER#{paper.id}"] = Item(paper, 2)

    def owned(self, sub: str) -> Sequence[str]:
        """Dossiers of an account."""
        return self.accounts.get(sub, [])

    def drop_personal(self, dossier_id: str) -> int:
        """Drop rows one after the other."""
        doomed = [key for key in self.store.items if key[0] == f"D#{dossier_id}" and key[1].startswith(PERSONAL)]
        for key in doomed:
            self._live()
            del self.store.items[key]
        return len(doomed)

    def erase(self, key: str) -> int:
        """Delete versions one after the other."""
        gone = 0
        while self.files.get(key):
            self._live()
            self.files[key] -= 1
            gone += 1
        return gone

    def _live(self) -> None:
        if self.lives <= 0:
            raise Died
        self.lives -= 1


def eraser(case: Case, world: FakeErasure) -> Eraser:
    """An eraser of the case's dossiers."""
    return Eraser(case.desk, world, world, case.now, case.real_now)
