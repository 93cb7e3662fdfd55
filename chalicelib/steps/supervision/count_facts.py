"""Count facts: after each, bring the boards to what its dossier is now.

What was counted of a dossier is remembered beside it with the length of its ledger then. The counts move by the
difference to what it is now, in the same transaction as that memory: a fact that comes twice, late or before an earlier
one therefore changes nothing that is not so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.shared.errors import Busy
from chalicelib.domain.supervision.boards import Counted, lines, settlements
from chalicelib.steps.dossier.command import TRIES, rest
from chalicelib.steps.dossier.ports import Conflict


class Boards(Protocol):
    """Counts, and what was counted of each dossier."""

    def load(self, dossier_id: str) -> tuple[Dossier | None, Counted]:
        """The dossier as it stands, and what was last counted of it, in one consistent request."""

    def save(self, dossier_id: str, before: Counted, after: Counted) -> None:
        """Move the counts from one to the other and remember it, all or nothing. Raises `Conflict`."""


class FactUnknown(LookupError):
    """The message speaks of a fact that its ledger does not have."""


@dataclass(frozen=True, slots=True)
class Counting:
    """Counts for one deployment."""

    boards: Boards

    def __call__(self, dossier_id: str, seq: int) -> bool:
        """Count a dossier up to fact `seq` or later; False when that was done before.

        Raises FactUnknown, and Busy after too many conflicts.
        """
        for turn in range(TRIES):
            rest(turn)
            dossier, counted = self.boards.load(dossier_id)
            if counted.length >= seq:
                return False
            if dossier is None or dossier.length < seq:
                raise FactUnknown(f"{dossier_id}#{seq:08d}")
            try:
                self.boards.save(dossier_id, counted, _count(dossier))
            except Conflict:
                continue
            return True
        raise Busy(retry_after=1)

    def complete(self, dossier_id: str) -> bool:
        """Count what was not counted of a dossier when its last fact was; False where nothing is missing. For upgrades
        of the stores. Raises Busy after too many conflicts."""
        for turn in range(TRIES):
            rest(turn)
            dossier, counted = self.boards.load(dossier_id)
            if dossier is None or counted.settled is not None:
                return False
            try:
                self.boards.save(dossier_id, counted, _count(dossier))
            except Conflict:
                continue
            return True
        raise Busy(retry_after=1)


def _count(dossier: Dossier) -> Counted:
    return Counted(dossier.length, lines(dossier), settlements(dossier))
