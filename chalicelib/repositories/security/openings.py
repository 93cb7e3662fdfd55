"""Applications opened by people, in the table: one row for an opening, also the person's list of what they opened."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from pynamodb.expressions.update import Action

from chalicelib.domain.security.openings import ENDED, REMEMBERED, Opening
from chalicelib.repositories.dynamodb import keys
from chalicelib.repositories.dynamodb.conditions import write_if_it_holds
from chalicelib.repositories.dynamodb.table import TableItem

MOST_LISTED = 50
"""Openings that a person is shown, and that a sign-out looks at: the newest."""


class OpeningTable:
    """The `OpeningRecords` port on DynamoDB."""

    def load(self, key: str) -> Opening | None:
        """Return the present opening (one consistent read)."""
        try:
            row = TableItem.get(keys.OPENING(key), keys.OPENED, consistent_read=True)
        except TableItem.DoesNotExist:
            return None
        return _read_opening(key, row)

    def create(self, opening: Opening) -> None:
        """Store a new opening; the table deletes it when the person's list no longer shows it."""
        row = TableItem(
            keys.OPENING(opening.key), keys.OPENED, kind="opening", version=opening.generation,
            body=_write_body(opening), packed=opening.sealed,
        )  # fmt: skip
        row.expires_at = int((opening.opened_at + REMEMBERED).timestamp())
        row.owner_pk = keys.OPENINGS_OWNED(opening.person)
        row.owner_sk = keys.ENTRY_PLACE(_write_instant(opening.opened_at), opening.key)
        row.save(condition=TableItem.pk.does_not_exist())

    def save(self, opening: Opening, was: int) -> bool:
        """Replace generation `was`; return False when it was changed or ended."""
        changes: list[Action] = [
            TableItem.version.set(opening.generation),
            TableItem.body.set(_write_body(opening)),
        ]
        row = TableItem(keys.OPENING(opening.key), keys.OPENED)
        return write_if_it_holds(lambda: row.update(changes, condition=TableItem.version == was))

    def end(self, key: str) -> None:
        """End an opening: nothing renews it any more. The name goes, the person's list keeps the rest."""
        changes: list[Action] = [TableItem.version.set(ENDED), TableItem.packed.remove()]
        row = TableItem(keys.OPENING(key), keys.OPENED)
        write_if_it_holds(lambda: row.update(changes, condition=TableItem.pk.exists()))

    def list_by_person(self, person: str) -> Sequence[Opening]:
        """Return the newest openings of a person, newest first; one of the last second may be missing."""
        found = TableItem.owner.query(keys.OPENINGS_OWNED(person), limit=MOST_LISTED, scan_index_forward=False)
        places = [(str(row.pk), keys.OPENED) for row in found]
        held = {str(row.pk): row for row in TableItem.batch_get(places, consistent_read=True)} if places else {}
        return [_read_opening(keys.OPENING.parse(pk), held[pk]) for pk, _ in places if pk in held]


def _write_body(opening: Opening) -> str:
    return json.dumps(
        {
            "application": opening.application,
            "person": opening.person,
            "account": opening.account,
            "session": opening.session,
            "office": opening.office,
            "redirect": opening.redirect,
            "challenge": opening.challenge,
            "nonce": opening.nonce,
            "opened_at": _write_instant(opening.opened_at),
            "renewed_at": _write_instant(opening.renewed_at),
        }
    )


def _read_opening(key: str, row: TableItem) -> Opening:
    stored: dict[str, Any] = json.loads(str(row.body))
    times = {name: datetime.fromisoformat(stored[name]) for name in ("opened_at", "renewed_at")}
    return Opening(key, generation=int(row.version or 0), sealed=bytes(row.packed or b""), **{**stored, **times})


def _write_instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()
