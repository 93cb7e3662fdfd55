"""Count facts: after each, update the boards to the present state of its dossier.

The last count of a dossier is stored next to it with the length of its ledger then. The counts change by the difference
to the present state, in the same transaction as this record: a fact that arrives twice, late or out of order therefore
never makes a count wrong.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.ledger.chain import Fact
from chalicelib.domain.shared.errors import Busy
from chalicelib.domain.supervision.boards import CountedDossier, list_board_lines, list_settlements
from chalicelib.domain.supervision.ratings import list_rating_lines, list_serving_officers
from chalicelib.steps.dossier.command import TRIES, back_off
from chalicelib.steps.dossier.ports import Conflict


class CountStore(Protocol):
    """Counts, and the last count of each dossier."""

    def load(self, dossier_id: str) -> tuple[Dossier | None, CountedDossier]:
        """Return the present dossier, and its last count, in one consistent request."""

    def load_facts(self, dossier_id: str, length: int) -> tuple[Fact, ...]:
        """Return the first facts of a ledger in order."""

    def save(self, dossier_id: str, before: CountedDossier, after: CountedDossier) -> None:
        """Change the counts from one to the other and record it, all or nothing. Raise `Conflict`."""


class FactUnknown(LookupError):
    """The message names a fact that its ledger does not have."""


@dataclass(frozen=True, slots=True)
class FactCounter:
    """Counts for one deployment."""

    boards: CountStore

    def __call__(self, dossier_id: str, seq: int) -> bool:
        """Count a dossier up to fact `seq` or later; return False when that was done before.

        Raises FactUnknown, and Busy after too many conflicts.
        """

        def lacks_fact(dossier: Dossier | None, counted: CountedDossier) -> bool:
            if counted.length >= seq:
                return False
            if dossier is None or dossier.length < seq:
                raise FactUnknown(f"{dossier_id}#{seq:08d}")
            return True

        return self._count_where(dossier_id, lacks_fact)

    def complete(self, dossier_id: str) -> bool:
        """Count a dossier again when its last fact was not counted completely; return False where nothing is missing.
        For upgrades of the stores. Raise Busy after too many conflicts."""
        return self._count_where(dossier_id, lambda _, counted: counted.settled is None)

    def _count_where(self, dossier_id: str, is_needed: Callable[[Dossier | None, CountedDossier], bool]) -> bool:
        for turn in range(TRIES):
            back_off(turn)
            dossier, counted = self.boards.load(dossier_id)
            if not is_needed(dossier, counted) or dossier is None:
                return False
            try:
                self.boards.save(dossier_id, counted, self._count(dossier))
            except Conflict:
                continue
            return True
        raise Busy(retry_after=1)

    def _count(self, dossier: Dossier) -> CountedDossier:
        # Only a rated dossier needs its ledger: the officers who served the applicant stand nowhere else.
        facts = self.boards.load_facts(dossier.id, dossier.length) if dossier.rating else ()
        rated = list_rating_lines(dossier, list_serving_officers(facts))
        return CountedDossier(dossier.length, list_board_lines(dossier), list_settlements(dossier), rated)
