"""The fact by which the open work of a dossier goes to the successor of a unit that ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from chalicelib.domain.accounts.roles import SYSTEM
from chalicelib.domain.catalogue.work_moves import Succession, find_dossier_move
from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.ledger import payloads
from chalicelib.steps.dossier.command import build_change
from chalicelib.steps.dossier.context import Command, Decision, Dependencies

if TYPE_CHECKING:
    from chalicelib.domain.ledger.payload_types.filing import UnitSucceeded

STEP = "move_work"


@dataclass(frozen=True, slots=True)
class DossierMover:
    """Moves dossiers. One attempt for each succession: a person's command is never made to wait, and the version on
    which people decide stays."""

    deps: Dependencies
    now: datetime
    real_now: datetime

    def move(self, number: str, successions: Sequence[Succession]) -> bool:
        """Record every succession of its open work; return whether there was one. Raise Conflict."""
        dossier = self.deps.dossiers.load(number).dossier
        moved = False
        while dossier and (found := find_dossier_move(dossier, successions)):
            dossier, moved = self._move_once(dossier, *found), True
        return moved

    def _move_once(self, dossier: Dossier, succession: Succession, places: Sequence[str]) -> Dossier | None:
        data: UnitSucceeded = {
            "unit": succession.successor, "from": succession.unit, "effective": succession.effective.isoformat(),
            "cause": succession.cause, "change": succession.change, "places": list(places),
        }  # fmt: skip
        command = Command(STEP, dossier.id, SYSTEM, self.now, self.real_now, None)
        decision = Decision((payloads.UNIT_SUCCEEDED.build(data, by_system=True),))
        change = build_change(self.deps, command, dossier, decision, None, "")
        self.deps.dossiers.save(change, now=self.real_now)
        return change.after
