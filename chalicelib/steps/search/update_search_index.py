"""Update the search entries of a dossier from its facts, outside the commands' path.

The required entries follow from the present dossier and its personal parts; the stored entries are listed in an item of
their own. Each run turns the stored entries into the required ones, so it may run late, twice, out of order, or by
hand.
"""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.search import counter_search
from chalicelib.steps.dossier.ports import Conflict
from chalicelib.steps.search.find_ports import Finds

TRIES = 4


@dataclass(frozen=True, slots=True)
class IndexReport:
    """How many entries a run added and removed, and the dossier as it was read."""

    dossier: Dossier
    added: int = 0
    dropped: int = 0


@dataclass(frozen=True, slots=True)
class FindIndex:
    """Makes entries with the deployment's key."""

    finds: Finds
    key: bytes

    def index_dossier(self, dossier_id: str, *, rewrite_all: bool = False) -> IndexReport:
        """Correct a dossier's entries; `rewrite_all` rewrites all of them, for repair after a restore.

        Raise ValueError for a dossier that does not exist (yet), Conflict when other runs keep changing the entries.
        """
        for _ in range(TRIES):
            try:
                return self._index_once(dossier_id, rewrite_all)
            except Conflict:
                continue
        raise Conflict("find")

    def _index_once(self, dossier_id: str, rewrite_all: bool) -> IndexReport:
        notes = self.finds.load_notes(dossier_id)
        if notes.dossier is None:
            raise ValueError("no such dossier")
        wanted = counter_search.build_entries(notes.dossier, notes.parts, self.key) | {
            counter_search.build_receipt_entry(notes.dossier)
        }
        add, drop = wanted - notes.entries, notes.entries - wanted
        if not (add or drop or rewrite_all) and notes.settled:
            return IndexReport(notes.dossier)
        # The list names every entry before it is written and until it is deleted: a crash leaves no unlisted entry.
        self.finds.note(dossier_id, wanted | notes.entries, notes.version, settled=False)
        self.finds.change(dossier_id, add if notes.settled and not rewrite_all else wanted, drop)
        self.finds.note(dossier_id, wanted, notes.version + 1, settled=True)
        return IndexReport(notes.dossier, len(add), len(drop))
