"""Erasures of matters in memory, carried out as the function does; a run dies where a test says."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from chalicelib.domain.notices.deliveries import Delivery
from chalicelib.domain.papers.paper import Paper
from chalicelib.domain.privacy.erasure_orders import MATTER, TOLD_WITHIN, OpenErasure
from chalicelib.domain.shared.timezone import parse_stamp
from chalicelib.steps.dossier.items import ErasureOrderItem
from chalicelib.steps.matters.erased_matters import ErasedMatters
from chalicelib.steps.matters.matter_ports import MatterDependencies
from chalicelib.steps.privacy.erase_records import Eraser
from tests.support.fakes.erasure_fakes import ProcessDied
from tests.support.fakes.fake_matters import FakeMatters

VERSIONS = 3
"""Versions of each file."""


@dataclass
class MatterErasure:
    """The ports `ErasureRecords` and `ErasedFiles`, and the public faces, over matters in memory. After `lives` calls
    each call dies."""

    store: FakeMatters
    files: dict[str, int] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)
    sent: tuple[Delivery, ...] = ()
    lives: int = 10_000

    def find_open(self) -> Sequence[OpenErasure]:
        """Erasures that are not done."""
        found = []
        for item, body in self.store.extras.items():
            if isinstance(item, ErasureOrderItem):
                held = json.loads(json.dumps(body))
                place = f"{item.parts[0]}#{int(item.parts[1]):08d}"
                found.append(OpenErasure(held["dossier"], place, parse_stamp(held["since"]), held["about"]))
        return found

    def list_deliveries(self, order: OpenErasure) -> Sequence[Delivery]:
        """Deliveries of the notice of an order."""
        return self.sent

    def list_papers(self, dossier_id: str) -> Sequence[Paper]:
        """Papers of a matter."""
        return self.store.list_by_dossier(dossier_id)

    def replace(self, paper: Paper) -> None:
        """Write over a row."""
        self._live()
        self.store.papers[paper.dossier_id] = {**self.store.papers[paper.dossier_id], paper.id: paper}

    def list_owned(self, sub: str) -> Sequence[str]:
        """None: files of matters are used nowhere else."""
        raise AssertionError("a matter's files are its own")

    list_drafts = list_owned

    def drop_personal(self, dossier_id: str, kept: Collection[str] = ()) -> int:
        """Drop parts one after the other."""
        held = self.store.parts.get(dossier_id, {})
        doomed = [digest for digest in held if digest not in kept]
        for digest in doomed:
            self._live()
            del held[digest]
        return len(doomed)

    def erase(self, key: str) -> int:
        """Delete versions one after the other."""
        gone = 0
        while self.files.setdefault(key, VERSIONS):
            self._live()
            self.files[key] -= 1
            gone += 1
        return gone

    def remove(self, matter_id: str, length: int) -> None:
        """Remove a public face."""
        self._live()
        self.hidden.add(matter_id)

    def _live(self) -> None:
        if self.lives <= 0:
            raise ProcessDied
        self.lives -= 1


def build_matter_eraser(deps: MatterDependencies, world: MatterErasure, now: datetime) -> Eraser:
    """An eraser of matters, so long after their orders that no notice is waited for."""
    return Eraser({MATTER: ErasedMatters(deps, world)}, world, world, now, now + TOLD_WITHIN)
