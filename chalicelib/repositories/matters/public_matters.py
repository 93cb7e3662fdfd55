"""The public face of matters in the table: one item each, and one small item for every word by which it is found.

Consumers write in any order: the item holds the length of the ledger that it shows, and an older state changes nothing.

A search reads a bounded number of the newest items of each word, however many matters there are.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from pynamodb.exceptions import PutError

from chalicelib.domain.matters.public_face import MOST_ASKED, PublicMatter, rank_public_matters
from chalicelib.domain.shared.serialization import pack_value, unpack_value
from chalicelib.domain.shared.timezone import write_stamp
from chalicelib.repositories.dynamodb import keys
from chalicelib.repositories.dynamodb.bodies import unpack_body
from chalicelib.repositories.dynamodb.cursors import read_cursor, write_cursor
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.steps.matters.matter_ports import PublicPage

MOST_HITS = 60
"""Newest matters that are read for each word of a search."""


@dataclass(frozen=True, slots=True)
class StoredFace:
    """The item of a matter: its face, None once it was removed; its words; words whose items are still to be deleted;
    the time of its publication, by which items of words are ordered; the length of the ledger that it shows."""

    id: str
    kind: str = ""
    at: str = ""
    length: int = 0
    shown: PublicMatter | None = None
    words: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()


class PublicMatterTable:
    """The `PublicMatters` port on DynamoDB."""

    def put(self, shown: PublicMatter, words: Sequence[str], length: int) -> None:
        """Store a public matter with its words. Words of an earlier state that it lost are deleted."""
        at = write_stamp(shown.published_at)
        _replace_face(_read_face(shown.id), StoredFace(shown.id, shown.kind, at, length, shown, tuple(words)))

    def remove(self, matter_id: str, length: int) -> None:
        """Remove the face and every word of it. A mark of the length stays, so that a late writer of an older state
        cannot bring the face back."""
        known = _read_face(matter_id)
        gone = replace(known, shown=None, words=(), length=length) if known else StoredFace(matter_id, length=length)
        _replace_face(known, gone)

    def find(self, matter_id: str) -> PublicMatter | None:
        """Return one public matter."""
        known = _read_face(matter_id)
        return known.shown if known else None

    def list_shown(self, numbers: Collection[str]) -> frozenset[str]:
        """Return which of these ids are public now, in one request; without ids, in none."""
        return frozenset(each.id for each in _read_many([*numbers]))

    def list_newest(self, kind: str, unit: str | None, limit: int, cursor: str | None) -> PublicPage:
        """Return public matters of a kind, newest first; of one unit if given."""
        key = keys.PUBLIC_OF_UNIT(kind, unit) if unit else keys.PUBLIC_LIST(kind)
        found = (TableItem.owner if unit else TableItem.work).query(
            key, limit=limit, page_size=limit, scan_index_forward=False, last_evaluated_key=read_cursor(cursor, key)
        )
        numbers = [str(row.dossier_id) for row in found]
        return PublicPage(_read_many(numbers), write_cursor(found.last_evaluated_key))

    def list_group(self, kind: str, group: str, limit: int, cursor: str | None) -> PublicPage:
        """Return public matters of one group of a kind, newest first: a group is kept as a word."""
        key = keys.PUBLIC_WORD(kind, group)
        found = TableItem.query(
            key, limit=limit, page_size=limit, scan_index_forward=False, last_evaluated_key=read_cursor(cursor, key)
        )
        numbers = [str(row.dossier_id) for row in found]
        return PublicPage(_read_many(numbers), write_cursor(found.last_evaluated_key))

    def search(self, kind: str, words: Sequence[str], limit: int, group: str | None = None) -> Sequence[PublicMatter]:
        """Return public matters that have some of the words, best first; of one group if given."""
        hits: Mapping[str, list[tuple[str, str]]] = {
            word: [
                (row.sk.partition("#")[0], str(row.dossier_id))
                for row in TableItem.query(keys.PUBLIC_WORD(kind, word), scan_index_forward=False, limit=MOST_HITS)
            ]
            for word in words[:MOST_ASKED]
        }
        ranked = rank_public_matters(hits)
        return _read_of_group(ranked, group)[:limit] if group else _read_many(ranked[:limit])


def _replace_face(known: StoredFace | None, new: StoredFace) -> None:
    """Store a state unless a newer one is stored, then the items of its words. A repeat of the same state writes those
    again: the first attempt may have ended before them."""
    before = known.length if known else 0
    if before > new.length:
        return
    earlier = {*known.words, *known.lost} if known else set[str]()
    face = replace(new, lost=tuple(sorted(earlier - set(new.words))))
    if before < new.length and not _save_face(face, known):
        return
    with TableItem.batch_write() as batch:
        for word in face.words:
            batch.save(build_word_row(face, word))
        for word in face.lost:
            batch.delete(build_word_row(face, word))
    if face.lost:
        _save_face(replace(face, lost=()), face)
    if face.words:
        _drop_late_words(face)


def _drop_late_words(face: StoredFace) -> None:
    """Delete the items of words that were written after a newer state of the face had removed them."""
    present = _read_face(face.id)
    late = set(face.words) - set(present.words) if present and present.length > face.length else set[str]()
    if late:
        with TableItem.batch_write() as batch:
            for word in sorted(late):
                batch.delete(build_word_row(face, word))


def build_face_row(face: StoredFace) -> TableItem:
    """Return the item of a face, with its entries in the lists while it is shown."""
    body = {"shown": pack_value(face.shown), "words": face.words, "lost": face.lost, "at": face.at}
    row = TableItem(
        keys.PUBLIC_MATTER(face.id),
        keys.PUBLIC,
        kind=face.kind,
        length=face.length,
        dossier_id=face.id,
        body=json.dumps(body, ensure_ascii=False),
    )
    if face.shown:
        place = keys.ENTRY_PLACE(face.at, face.id)
        row.work_pk, row.work_sk = keys.PUBLIC_LIST(face.kind), place
        row.owner_pk, row.owner_sk = keys.PUBLIC_OF_UNIT(face.kind, face.shown.unit), place
    return row


def _save_face(face: StoredFace, known: StoredFace | None) -> bool:
    """Return whether the item was stored; another consumer may have stored a newer state meanwhile."""
    unchanged = TableItem.pk.does_not_exist() if known is None else TableItem.length == known.length
    try:
        build_face_row(face).save(condition=unchanged)
    except PutError as error:
        if error.cause_response_code != "ConditionalCheckFailedException":
            raise
        return False
    return True


def build_word_row(face: StoredFace, word: str) -> TableItem:
    """Return the item by which a face is found under a word."""
    at = keys.ENTRY_PLACE(face.at, face.id)
    return TableItem(keys.PUBLIC_WORD(face.kind, word), at, kind="public_word", dossier_id=face.id)


def _read_face(matter_id: str) -> StoredFace | None:
    rows = list(TableItem.batch_get([(keys.PUBLIC_MATTER(matter_id), keys.PUBLIC)], consistent_read=True))
    return _unpack_face(rows[0]) if rows else None


def _read_of_group(numbers: Sequence[str], group: str) -> list[PublicMatter]:
    """Return the public matters of a group, in the order of their ids, in one request."""
    places = [(keys.PUBLIC_MATTER(number), keys.PUBLIC) for number in numbers[:MOST_HITS]]
    faces = [_unpack_face(row) for row in (TableItem.batch_get(places) if places else ())]
    held = {face.id: face.shown for face in faces if group in face.words}
    return [shown for number in numbers if (shown := held.get(number))]


def _read_many(numbers: Sequence[str]) -> list[PublicMatter]:
    """Return public matters in the order of their ids, in one request."""
    places = [(keys.PUBLIC_MATTER(number), keys.PUBLIC) for number in numbers]
    found = {str(row.dossier_id): _unpack_face(row).shown for row in (TableItem.batch_get(places) if places else ())}
    return [shown for number in numbers if (shown := found.get(number))]


def _unpack_face(row: TableItem) -> StoredFace:
    body = unpack_body(row)
    shown: PublicMatter | None = unpack_value(PublicMatter, body["shown"]) if body["shown"] else None
    words, lost = tuple(body["words"]), tuple(body["lost"])
    return StoredFace(str(row.dossier_id), str(row.kind or ""), body["at"], int(row.length or 0), shown, words, lost)
