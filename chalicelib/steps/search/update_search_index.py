"""Keep the entries by which counters find a dossier, from its facts and off the commands' path.

The entries that should be follow from the dossier and its personal parts as they stand; those that are stand in a
list beside it. Each run makes the one into the other, so it may come late, twice, out of order, or by hand.
"""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.domain.search import counter_search
from chalicelib.steps.dossier.ports import Conflict
from chalicelib.steps.search.find_ports import Finds

TRIES = 4


@dataclass(frozen=True, slots=True)
class Kept:
    """How many entries a run made and took away."""

    added: int = 0
    dropped: int = 0


@dataclass(frozen=True, slots=True)
class FindIndex:
    """Makes entries with the deployment's key."""

    finds: Finds
    key: bytes

    def of_dossier(self, dossier_id: str, *, anew: bool = False) -> Kept:
        """Make a dossier's entries right; `anew` writes them all, for repair after a restore.

        Raises ValueError for a dossier that is not there (yet), Conflict when others keep doing the same.
        """
        for _ in range(TRIES):
            try:
                return self._once(dossier_id, anew)
            except Conflict:
                continue
        raise Conflict("find")

    def _once(self, dossier_id: str, anew: bool) -> Kept:
        notes = self.finds.notes(dossier_id)
        if notes.dossier is None:
            raise ValueError("no such dossier")
        wanted = counter_search.entries(notes.dossier, notes.parts, self.key) | {
            counter_search.receipt_entry(notes.dossier)
        }
        add, drop = wanted - notes.entries, notes.entries - wanted
        if not (add or drop or anew) and notes.settled:
            return Kept()
        # The list names every entry before it is made and until it is gone: a crash leaves none that it lacks.
        self.finds.note(dossier_id, wanted | notes.entries, notes.version, settled=False)
        self.finds.change(dossier_id, add if notes.settled and not anew else wanted, drop)
        self.finds.note(dossier_id, wanted, notes.version + 1, settled=True)
        return Kept(len(add), len(drop))
