"""Count facts: after each, update the counts to the present state of its dossier, or of its matter.

The last count of a ledger is stored next to it with the number of its facts then. The counts change by the difference
to the present state, in the same transaction as this record: a fact that arrives twice, late or out of order therefore
never makes a count wrong.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.ledger.chain import Fact
from chalicelib.domain.shared.errors import Busy
from chalicelib.domain.supervision.boards import CountedDossier, LastCount, list_board_lines, list_settlements
from chalicelib.domain.supervision.ratings import list_rating_lines, list_serving_officers
from chalicelib.steps.dossier.command import TRIES, back_off
from chalicelib.steps.dossier.ports import Conflict


class CountedLedger(Protocol):
    """The folded state of a ledger."""

    @property
    def length(self) -> int:
        """The number of its facts."""


_A = TypeVar("_A", bound=CountedLedger)
_A_co = TypeVar("_A_co", bound=CountedLedger, covariant=True)
_C = TypeVar("_C", bound=LastCount)


class CountStore(Protocol[_A_co, _C]):
    """Counts, and the last count of each ledger."""

    def load(self, ledger_id: str) -> tuple[_A_co | None, _C]:
        """Return the present state of a ledger, and its last count, in one consistent request."""

    def load_facts(self, ledger_id: str, length: int) -> tuple[Fact, ...]:
        """Return the first facts of a ledger in order."""

    def save(self, ledger_id: str, before: _C, after: _C) -> None:
        """Change the counts from one to the other and record it, all or nothing. Raise `Conflict`."""


class FactUnknown(LookupError):
    """The message names a fact that its ledger does not have."""


@dataclass(frozen=True, slots=True)
class LedgerCounter(ABC, Generic[_A, _C]):
    """Counts the ledgers of one aggregate: each fact once."""

    store: CountStore[_A, _C]

    @abstractmethod
    def count(self, state: _A) -> _C:
        """Return what a ledger counts for."""

    def __call__(self, ledger_id: str, seq: int) -> bool:
        """Count a ledger up to fact `seq` or later; return False when that was done before.

        Raises FactUnknown, and Busy after too many conflicts.
        """

        def lacks_fact(state: _A | None, counted: _C) -> bool:
            if counted.length >= seq:
                return False
            if state is None or state.length < seq:
                raise FactUnknown(f"{ledger_id}#{seq:08d}")
            return True

        return self._count_where(ledger_id, lacks_fact)

    def complete(self, ledger_id: str) -> bool:
        """Count a ledger again when its last fact was not counted completely; return False where nothing is missing.
        For upgrades of the stores. Raise Busy after too many conflicts."""
        return self._count_where(ledger_id, lambda _, counted: not counted.is_complete)

    def recount(self, ledger_id: str) -> bool:
        """Count a ledger from its facts; return whether the last count was another. Raise Busy as above."""
        return self._count_where(ledger_id, lambda state, counted: state is not None and self.count(state) != counted)

    def _count_where(self, ledger_id: str, is_needed: Callable[[_A | None, _C], bool]) -> bool:
        for turn in range(TRIES):
            back_off(turn)
            state, counted = self.store.load(ledger_id)
            if not is_needed(state, counted) or state is None:
                return False
            try:
                self.store.save(ledger_id, counted, self.count(state))
            except Conflict:
                continue
            return True
        raise Busy(retry_after=1)


class FactCounter(LedgerCounter[Dossier, CountedDossier]):
    """Counts dossiers for the boards."""

    __slots__ = ()

    def count(self, state: Dossier) -> CountedDossier:
        """Return a dossier's lines, settlements and rating."""
        # Only a rated dossier needs its ledger: the officers who served the applicant stand nowhere else.
        facts = self.store.load_facts(state.id, state.length) if state.rating else ()
        rated = list_rating_lines(state, list_serving_officers(facts))
        return CountedDossier(state.length, list_board_lines(state), list_settlements(state), rated)
