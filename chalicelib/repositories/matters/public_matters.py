"""The public face of matters in the table: one item each, and one small item for every word by which it is found.

A search reads a bounded number of the newest items of each word, however many matters there are.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from pynamodb.exceptions import PutError

from chalicelib.domain.matters.public_face import MOST_ASKED, PublicMatter, rank_public_matters
from chalicelib.domain.shared.serialization import pack_value, unpack_value
from chalicelib.domain.shared.timezone import write_stamp
from chalicelib.repositories.dynamodb import keys
from chalicelib.repositories.dynamodb.bodies import unpack_body
from chalicelib.repositories.dynamodb.lists import read_cursor, write_cursor
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.steps.matters.matter_ports import PublicPage

MOST_HITS = 60
"""Newest matters that are read for each word of a search."""


class PublicMatterTable:
    """The `PublicMatters` port on DynamoDB."""

    def put(self, shown: PublicMatter, words: Sequence[str], length: int) -> None:
        """Store a public matter with its words. Words of an earlier state that it lost are deleted."""
        known = _read_entry(shown.id)
        if known is not None and int(known.length or 0) >= length:
            return
        lost = set(_list_words(known)) - set(words)
        if not _save_entry(shown, words, length, known):
            return
        with TableItem.batch_write() as batch:
            for word in words:
                batch.save(_build_word_row(shown, word))
            for word in lost:
                batch.delete(_build_word_row(shown, word))

    def remove(self, matter_id: str, length: int) -> None:
        """Remove the face and every word of it."""
        known = _read_entry(matter_id)
        if known is None or int(known.length or 0) >= length:
            return
        shown = _read_shown(known)
        with TableItem.batch_write() as batch:
            for word in _list_words(known):
                batch.delete(_build_word_row(shown, word))
            batch.delete(known)

    def find(self, matter_id: str) -> PublicMatter | None:
        """Return one public matter."""
        known = _read_entry(matter_id)
        return _read_shown(known) if known else None

    def list_newest(self, kind: str, unit: str | None, limit: int, cursor: str | None) -> PublicPage:
        """Return public matters of a kind, newest first; of one unit if given."""
        key = keys.PUBLIC_OF_UNIT(kind, unit) if unit else keys.PUBLIC_LIST(kind)
        found = (TableItem.owner if unit else TableItem.work).query(
            key, limit=limit, page_size=limit, scan_index_forward=False, last_evaluated_key=read_cursor(cursor, key)
        )
        numbers = [str(row.dossier_id) for row in found]
        return PublicPage(_read_many(numbers), write_cursor(found.last_evaluated_key))

    def search(self, kind: str, words: Sequence[str], limit: int) -> Sequence[PublicMatter]:
        """Return public matters that have some of the words, best first."""
        hits: Mapping[str, list[tuple[str, str]]] = {
            word: [
                (row.sk.partition("#")[0], str(row.dossier_id))
                for row in TableItem.query(keys.PUBLIC_WORD(kind, word), scan_index_forward=False, limit=MOST_HITS)
            ]
            for word in words[:MOST_ASKED]
        }
        return _read_many(rank_public_matters(hits)[:limit])


def _save_entry(shown: PublicMatter, words: Sequence[str], length: int, known: TableItem | None) -> bool:
    """Return whether the entry was stored; another consumer may have stored a newer state meanwhile."""
    at = keys.ENTRY_PLACE(write_stamp(shown.published_at), shown.id)
    row = TableItem(
        keys.PUBLIC_MATTER(shown.id),
        keys.PUBLIC,
        kind=shown.kind,
        length=length,
        dossier_id=shown.id,
        body=json.dumps({"shown": pack_value(shown), "words": list(words)}, ensure_ascii=False),
        work_pk=keys.PUBLIC_LIST(shown.kind),
        work_sk=at,
        owner_pk=keys.PUBLIC_OF_UNIT(shown.kind, shown.unit),
        owner_sk=at,
    )
    unchanged = TableItem.pk.does_not_exist() if known is None else TableItem.length == known.length
    try:
        row.save(condition=unchanged)
    except PutError as error:
        if error.cause_response_code != "ConditionalCheckFailedException":
            raise
        return False
    return True


def _build_word_row(shown: PublicMatter, word: str) -> TableItem:
    at = keys.ENTRY_PLACE(write_stamp(shown.published_at), shown.id)
    return TableItem(keys.PUBLIC_WORD(shown.kind, word), at, kind="public_word", dossier_id=shown.id)


def _read_entry(matter_id: str) -> TableItem | None:
    rows = list(TableItem.batch_get([(keys.PUBLIC_MATTER(matter_id), keys.PUBLIC)], consistent_read=True))
    return rows[0] if rows else None


def _read_many(numbers: Sequence[str]) -> list[PublicMatter]:
    """Return public matters in the order of their ids, in one request."""
    places = [(keys.PUBLIC_MATTER(number), keys.PUBLIC) for number in numbers]
    found = {str(row.dossier_id): _read_shown(row) for row in (TableItem.batch_get(places) if places else ())}
    return [found[number] for number in numbers if number in found]


def _read_shown(row: TableItem) -> PublicMatter:
    shown: PublicMatter = unpack_value(PublicMatter, unpack_body(row)["shown"])
    return shown


def _list_words(row: TableItem | None) -> list[str]:
    return list(unpack_body(row)["words"]) if row else []
