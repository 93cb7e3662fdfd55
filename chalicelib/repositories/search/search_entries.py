"""The entries by which counters find dossiers."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from pynamodb.exceptions import PutError

from chalicelib.domain.dossier.current_parts import is_superseded
from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.search.counter_search import SearchEntry
from chalicelib.repositories.dynamodb import keys, rows
from chalicelib.repositories.dynamodb.compression import compress_text
from chalicelib.repositories.dynamodb.keys import build_partition
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.repositories.search.lookups import find_dossier_id, state_of
from chalicelib.steps.dossier.ports import Conflict
from chalicelib.steps.search.find_ports import FindNotes, FoundDossier


class FindTable:
    """The `Finds` port on DynamoDB."""

    def find_by_code(self, code: str) -> Dossier | None:
        """Return the dossier of a code."""
        found = state_of(find_dossier_id(code))
        return rows.read_dossier(found) if found else None

    def list_hits(self, digest: str, limit: int) -> Sequence[tuple[str, str]]:
        """Return (dossier, personal part) pairs of a digest."""
        found = TableItem.query(keys.FIND(digest), limit=limit, consistent_read=True)
        return [(str(each.dossier_id), str(each.body)) for each in found]

    def read(self, hits: Sequence[tuple[str, str]]) -> Sequence[FoundDossier]:
        """Return the dossiers and people of hits in one request; those deleted meanwhile are left out."""
        if not hits:
            return []
        places = dict.fromkeys(key for number, part in hits for key in _build_keys(number, part))
        got = {(each.pk, each.sk): each for each in TableItem.batch_get(list(places), consistent_read=True)}
        read = [
            (rows.read_dossier(got[state]), rows.read_part(got[part]))
            for state, part in (_build_keys(*hit) for hit in hits)
            if state in got and part in got
        ]
        return [FoundDossier(d, part.value, part.name, is_superseded(d, part.digest, part)) for d, part in read]

    def load_notes(self, dossier_id: str) -> FindNotes:
        """Return the dossier, its personal parts and its stored entries."""
        pk = build_partition(dossier_id)
        places = [(pk, keys.STATE), (pk, keys.SEARCH_NOTE)]
        found = {str(each.sk): each for each in TableItem.batch_get(places, consistent_read=True)}
        state, noted = found.get(keys.STATE), found.get(keys.SEARCH_NOTE)
        parts = [
            rows.read_part(each)
            for each in TableItem.query(pk, TableItem.sk.startswith(keys.PART.prefix), consistent_read=True)
        ]
        return FindNotes(
            dossier=rows.read_dossier(state) if state else None,
            parts={part.digest: part for part in parts},
            entries=_read_entries(noted),
            version=int(noted.version or 0) if noted else 0,
            settled=noted is None or bool(rows.read_body(noted)["settled"]),
        )

    def note(self, dossier_id: str, entries: Iterable[SearchEntry], was: int, *, settled: bool) -> None:
        """Record the entries that exist, or may exist; raise Conflict when somebody else did meanwhile."""
        by_part: dict[str, list[str]] = {}
        for entry in sorted(entries, key=lambda each: (each.part, each.digest)):
            by_part.setdefault(entry.part, []).append(entry.digest)
        packed = compress_text(json.dumps({"settled": settled, "parts": by_part}))
        made = TableItem(build_partition(dossier_id), keys.SEARCH_NOTE, kind="find", version=was + 1, packed=packed)
        try:
            made.save(condition=TableItem.version == was if was else TableItem.pk.does_not_exist())
        except PutError as refused:
            if refused.cause_response_code != "ConditionalCheckFailedException":
                raise
            raise Conflict("find") from refused

    def change(self, dossier_id: str, add: Iterable[SearchEntry], drop: Iterable[SearchEntry]) -> None:
        """Put and delete entries; an entry may already exist, or be deleted."""
        with TableItem.batch_write() as batch:
            for entry in add:
                batch.save(_build_entry_row(dossier_id, entry))
            for entry in drop:
                batch.delete(_build_entry_row(dossier_id, entry))


def _build_entry_row(dossier_id: str, entry: SearchEntry) -> TableItem:
    return TableItem(
        keys.FIND(entry.digest),
        keys.FIND_ENTRY(dossier_id, entry.part[:8]),
        kind="find_entry",
        dossier_id=dossier_id,
        body=entry.part,
    )


def _read_entries(noted: TableItem | None) -> frozenset[SearchEntry]:
    by_part: Mapping[str, Sequence[str]] = rows.read_body(noted)["parts"] if noted else {}
    return frozenset(SearchEntry(digest, part) for part, digests in by_part.items() for digest in digests)


def _build_keys(dossier_id: str, part: str) -> tuple[tuple[str, str], tuple[str, str]]:
    pk = build_partition(dossier_id)
    return (pk, keys.STATE), (pk, keys.PART(part))
