"""Erasures in the table: the ordered ones, and the rows with personal data of a dossier or a matter."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any

from chalicelib.domain.notices.deliveries import Delivery
from chalicelib.domain.papers.paper import Paper
from chalicelib.domain.privacy.erasure_orders import DOSSIER, OpenErasure
from chalicelib.domain.shared.timezone import parse_stamp
from chalicelib.repositories.dynamodb import keys
from chalicelib.repositories.dynamodb.keys import build_partition
from chalicelib.repositories.dynamodb.lists import TableLists
from chalicelib.repositories.dynamodb.rows import read_body
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.repositories.notices.deliveries import DeliveryTable
from chalicelib.repositories.papers.paper_items import PaperTable
from chalicelib.steps.dossier.ports import Page

PERSONAL_ROWS = (keys.PART.prefix, keys.CONTACT.prefix, keys.CODES_OF_CONTACTS)
"""Beginnings of the keys of entirely personal rows: parts, contacts, codes that verify contacts."""
MOST_OWNED = 100


class ErasureTable:
    """The `ErasureRecords` port on DynamoDB."""

    def __init__(self) -> None:
        self._papers = PaperTable()
        self._deliveries = DeliveryTable()

    def find_open(self) -> Sequence[OpenErasure]:
        """Return the unfinished erasures, each with its place."""
        return [
            _read_order(read_body(row), str(row.sk)) for row in TableItem.query(keys.ERASURES, consistent_read=True)
        ]

    def list_deliveries(self, order: OpenErasure) -> Sequence[Delivery]:
        """Return the deliveries of an order's notice."""
        return self._deliveries.list_by_fact(order.dossier_id, order.seq)

    def list_papers(self, dossier_id: str) -> tuple[Paper, ...]:
        """Return every paper of a dossier, erased ones included."""
        return self._papers.list_by_dossier(dossier_id)

    def replace(self, paper: Paper) -> None:
        """Replace the row of a paper by its remaining data."""
        self._papers.replace(paper)

    def list_owned(self, sub: str) -> Sequence[str]:
        """Return ids of the dossiers of an account: they may reuse a file."""
        return _list_all(TableLists().list_owned, sub)

    def list_drafts(self, sub: str) -> Sequence[str]:
        """Return ids of the drafts of an account, which may be filed with a reused file."""
        return _list_all(TableLists().list_drafts, sub)

    def drop_personal(self, dossier_id: str, kept: Collection[str] = ()) -> int:
        """Delete the entirely personal rows but the parts with these digests; return how many there were. May be
        repeated."""
        gone, stay = 0, {keys.PART(digest) for digest in kept}
        for row in self._list_personal_rows(dossier_id):
            if row.sk in stay:
                continue
            row.delete()
            gone += 1
        return gone

    def _list_personal_rows(self, dossier_id: str) -> Iterator[TableItem]:
        for beginning in PERSONAL_ROWS:
            yield from TableItem.query(
                build_partition(dossier_id), TableItem.sk.startswith(beginning), consistent_read=True
            )


def _list_all(read: Callable[[str, int, str | None], Page], sub: str) -> list[str]:
    found, cursor = list[str](), None
    while True:
        page = read(sub, MOST_OWNED, cursor)
        found += [str(line["dossier_id"]) for line in page.items]
        if (cursor := page.cursor) is None:
            return found


def _read_order(stored: Mapping[str, Any], place: str) -> OpenErasure:
    since = stored.get("since")
    about = str(stored.get("about", DOSSIER))
    return OpenErasure(str(stored["dossier"]), place, parse_stamp(since) if since else None, about)
