"""Look-up by code, and the entries by which counters find dossiers."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from pynamodb.exceptions import PutError

from chalicelib.domain import codes
from chalicelib.domain.dossier import Dossier
from chalicelib.domain.find import Entry
from chalicelib.repositories import rows
from chalicelib.repositories.find_ports import FindNotes, Found
from chalicelib.repositories.keys import partition
from chalicelib.repositories.ports import Conflict
from chalicelib.repositories.tables import Row

NOWHERE = "0" * 26
"""A dossier that never is: read where a code leads to none, so that a miss asks as much of the store as a hit."""


class LookupTable:
    """The `Lookups` port on DynamoDB: one request for a code, one for a state, whatever there is."""

    def coded(self, code: str) -> Dossier | None:
        """The dossier of a code."""
        series, number = codes.split(code)
        held = _row(f"CODES#{series}", number)
        return self.dossier(rows.read_body(held)["dossier"] if held else None)

    def dossier(self, dossier_id: str | None) -> Dossier | None:
        """The dossier as it stands this moment, read consistently."""
        row = _row(partition(dossier_id or NOWHERE), "STATE")
        return rows.read_dossier(row) if row else None


class OnceTable:
    """The `Once` port on DynamoDB."""

    def first(self, name: str, real_now: datetime, lives: timedelta) -> bool:
        """Whether this name comes for the first time within its life."""
        row = Row(name, "ONCE", expires_at=int((real_now + lives).timestamp()))
        try:
            row.save(condition=Row.pk.does_not_exist())
        except PutError as refused:
            if refused.cause_response_code != "ConditionalCheckFailedException":
                raise
            return False
        return True


class FindTable:
    """The `Finds` port on DynamoDB."""

    def hits(self, digest: str, limit: int) -> Sequence[tuple[str, str]]:
        """(dossier, personal part) pairs behind a digest."""
        found = Row.query(_pk(digest), limit=limit, consistent_read=True)
        return [(str(row.dossier_id), str(row.body)) for row in found]

    def read(self, hits: Sequence[tuple[str, str]]) -> Sequence[Found]:
        """The dossiers and people of hits in one request; what is gone meanwhile is left out."""
        if not hits:
            return []
        keys = dict.fromkeys(key for number, part in hits for key in _keys(number, part))
        got = {(row.pk, row.sk): row for row in Row.batch_get(list(keys), consistent_read=True)}
        return [
            Found(rows.read_dossier(got[state]), rows.read_part(got[part]).value)
            for state, part in (_keys(*hit) for hit in hits)
            if state in got and part in got
        ]

    def notes(self, dossier_id: str) -> FindNotes:
        """The dossier, its personal parts and which entries it has."""
        pk = partition(dossier_id)
        state, noted = _row(pk, "STATE"), _row(pk, "FIND")
        parts = [rows.read_part(row) for row in Row.query(pk, Row.sk.startswith("PART#"), consistent_read=True)]
        return FindNotes(
            dossier=rows.read_dossier(state) if state else None,
            parts={part.digest: part for part in parts},
            entries=_entries(noted),
            version=int(noted.version or 0) if noted else 0,
            settled=noted is None or bool(rows.read_body(noted)["settled"]),
        )

    def note(self, dossier_id: str, entries: Iterable[Entry], was: int, *, settled: bool) -> None:
        """Write down which entries there are, or may be; raises Conflict when somebody else did meanwhile."""
        by_part: dict[str, list[str]] = {}
        for entry in sorted(entries, key=lambda each: (each.part, each.digest)):
            by_part.setdefault(entry.part, []).append(entry.digest)
        body = json.dumps({"settled": settled, "parts": by_part})
        row = Row(partition(dossier_id), "FIND", kind="find", version=was + 1, body=body)
        try:
            row.save(condition=Row.version == was if was else Row.pk.does_not_exist())
        except PutError as refused:
            if refused.cause_response_code != "ConditionalCheckFailedException":
                raise
            raise Conflict("find") from refused

    def change(self, dossier_id: str, add: Iterable[Entry], drop: Iterable[Entry]) -> None:
        """Put and delete entries; each may be there, or gone, already."""
        with Row.batch_write() as batch:
            for entry in add:
                batch.save(_entry_row(dossier_id, entry))
            for entry in drop:
                batch.delete(_entry_row(dossier_id, entry))


def _pk(digest: str) -> str:
    return f"FIND#{digest}"


def _entry_row(dossier_id: str, entry: Entry) -> Row:
    return Row(
        _pk(entry.digest), f"{dossier_id}#{entry.part[:8]}", kind="find_entry", dossier_id=dossier_id, body=entry.part
    )


def _entries(noted: Row | None) -> frozenset[Entry]:
    by_part: Mapping[str, Sequence[str]] = rows.read_body(noted)["parts"] if noted else {}
    return frozenset(Entry(digest, part) for part, digests in by_part.items() for digest in digests)


def _keys(dossier_id: str, part: str) -> tuple[tuple[str, str], tuple[str, str]]:
    pk = partition(dossier_id)
    return (pk, "STATE"), (pk, f"PART#{part}")


def _row(pk: str, sk: str) -> Row | None:
    try:
        return Row.get(pk, sk, consistent_read=True)
    except Row.DoesNotExist:
        return None
