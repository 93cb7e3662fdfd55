"""Erasures in the table: those that were ordered, and the rows that hold what is personal of a dossier."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chalicelib.domain.erasure import OPEN
from chalicelib.domain.papers import Paper
from chalicelib.repositories.keys import partition
from chalicelib.repositories.lists import TableLists
from chalicelib.repositories.papers import Papers
from chalicelib.repositories.rows import read_body
from chalicelib.repositories.tables import Row

PERSONAL_ROWS = ("PART#", "REACH#", "CODE#REACH#")
"""Beginnings of the keys of rows that are personal as a whole: parts, contacts, codes that prove contacts."""
MOST_OWNED = 100


class ErasureTable:
    """The `ErasureRecords` port on DynamoDB."""

    def __init__(self) -> None:
        self._papers = Papers()

    def find_open(self, most: int) -> Sequence[tuple[str, str]]:
        """Dossier and place of the erasures that are not done, at most so many."""
        found = Row.query(OPEN, limit=most, consistent_read=True)
        return [(str(read_body(row)["dossier"]), str(row.sk)) for row in found]

    def papers(self, dossier_id: str) -> tuple[Paper, ...]:
        """Every paper of a dossier, the erased ones too."""
        return self._papers.of_dossier(dossier_id)

    def replace(self, paper: Paper) -> None:
        """Write what is left of a paper over its row."""
        self._papers.replace(paper)

    def owned(self, sub: str) -> Sequence[str]:
        """Ids of the dossiers of an account, drafts left out: in them a file may be used again."""
        lists, found, cursor = TableLists(), list[str](), None
        while True:
            page = lists.owned(sub, MOST_OWNED, cursor)
            found += [str(line["dossier_id"]) for line in page.items]
            if (cursor := page.cursor) is None:
                return found

    def drop_personal(self, dossier_id: str) -> int:
        """Delete the rows that are personal as a whole; answers how many there were. May be repeated."""
        gone = 0
        for row in self._personal(dossier_id):
            row.delete()
            gone += 1
        return gone

    def _personal(self, dossier_id: str) -> Iterator[Row]:
        for beginning in PERSONAL_ROWS:
            yield from Row.query(partition(dossier_id), Row.sk.startswith(beginning), consistent_read=True)
