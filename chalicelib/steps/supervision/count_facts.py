"""Count facts: after each, update the boards to the present state of its dossier.

The last count of a dossier is stored next to it with the length of its ledger then. The counts change by the difference
to the present state, in the same transaction as this record: a fact that arrives twice, late or out of order therefore
never makes a count wrong.
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
    """Counts, and the last count of each dossier."""

    def load(self, dossier_id: str) -> tuple[Dossier | None, Counted]:
        """Return the present dossier, and its last count, in one consistent request."""

    def save(self, dossier_id: str, before: Counted, after: Counted) -> None:
        """Change the counts from one to the other and record it, all or nothing. Raise `Conflict`."""


class FactUnknown(LookupError):
    """The message names a fact that its ledger does not have."""


@dataclass(frozen=True, slots=True)
class Counting:
    """Counts for one deployment."""

    boards: Boards

    def __call__(self, dossier_id: str, seq: int) -> bool:
        """Count a dossier up to fact `seq` or later; return False when that was done before.

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
        """Count a dossier again when its last fact was not counted completely; return False where nothing is missing.
        For upgrades of the stores. Raise Busy after too many conflicts."""
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
