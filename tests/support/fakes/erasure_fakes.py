"""Rows and files of an erasure in memory, which die where a test says."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from chalicelib.domain.notices.deliveries import Delivery
from chalicelib.domain.papers.paper import Paper
from chalicelib.domain.privacy.erasure_orders import DOSSIER, TOLD_WITHIN, OpenErasure
from chalicelib.domain.shared.timezone import parse_stamp
from chalicelib.repositories.dynamodb.keys import ERASURES
from chalicelib.steps.privacy.erase_records import Eraser
from chalicelib.steps.privacy.erased_dossiers import ErasedDossiers
from tests.support.builders import Case
from tests.support.fakes.stores import FakeDossiers, FakeItem

PERSONAL = ("PART#", "REACH#", "CODE#REACH#")


class ProcessDied(Exception):
    """The process ended here."""


@dataclass
class FakeErasure:
    """The ports `ErasureRecords` and `ErasedFiles` over a store in memory. `files` counts the versions of each key;
    after `lives` calls each call dies, half of what it would do done."""

    store: FakeDossiers
    files: dict[str, int] = field(default_factory=dict)
    accounts: dict[str, list[str]] = field(default_factory=dict)
    begun: dict[str, list[str]] = field(default_factory=dict)
    sent: tuple[Delivery, ...] = ()
    lives: int = 10_000

    def find_open(self) -> Sequence[OpenErasure]:
        """Erasures that are not done."""
        places = sorted((sk, json.loads(item.value)) for (pk, sk), item in self.store.items.items() if pk == ERASURES)
        return [OpenErasure(str(body["dossier"]), place, parse_stamp(body["since"])) for place, body in places]

    def list_deliveries(self, order: OpenErasure) -> Sequence[Delivery]:
        """Deliveries of the notice of an order."""
        return self.sent

    def list_papers(self, dossier_id: str) -> Sequence[Paper]:
        """Papers of a dossier."""
        pk = f"D#{dossier_id}"
        return [item.value for (p, s), item in sorted(self.store.items.items()) if p == pk and s.startswith("PAPER#")]

    def replace(self, paper: Paper) -> None:
        """Write over a row."""
        self._live()
        self.store.items[f"D#{paper.dossier_id}", f"PAPER#{paper.id}"] = FakeItem(paper, 2)

    def list_owned(self, sub: str) -> Sequence[str]:
        """Dossiers of an account."""
        return self.accounts.get(sub, [])

    def list_drafts(self, sub: str) -> Sequence[str]:
        """Drafts of an account."""
        return self.begun.get(sub, [])

    def drop_personal(self, dossier_id: str, kept: Collection[str] = ()) -> int:
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
            raise ProcessDied
        self.lives -= 1


def build_eraser(case: Case, world: FakeErasure, later: timedelta = TOLD_WITHIN) -> Eraser:
    """An eraser of the case's dossiers, so much after their order; by default when no notice is waited
    for."""
    return Eraser({DOSSIER: ErasedDossiers(case.deps)}, world, world, case.now, case.real_now + later)
