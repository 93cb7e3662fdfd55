"""Web sessions in the table, and the limits that are shipped with the code."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from pynamodb.expressions.update import Action

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.security.sessions import LOCK_LIVES, Limits, Session, SessionRules
from chalicelib.repositories.dynamodb import keys
from chalicelib.repositories.dynamodb.conditions import claim_row, write_if_it_holds
from chalicelib.repositories.dynamodb.table import TableItem

MOST_LISTED = 50
"""Sessions that a person is shown: more begin only by a program."""
DATA = Path(__file__).parents[2] / "data" / "sessions.json"


class SessionTable:
    """The `SessionRecords` port on DynamoDB: one row for a session, one more while its tokens are renewed."""

    def load(self, key: str) -> Session | None:
        """Return the present session (one consistent read)."""
        try:
            row = TableItem.get(keys.SESSION(key), keys.TOKENS, consistent_read=True)
        except TableItem.DoesNotExist:
            return None
        return _read_session(key, row)

    def create(self, session: Session, ends_at: datetime) -> None:
        """Store a new session; the table deletes it after its end."""
        row = build_session_row(session)
        row.expires_at = int(ends_at.timestamp())
        row.owner_pk = keys.SESSIONS_OWNED(session.sub)
        row.owner_sk = keys.ENTRY_PLACE(_write_instant(session.started_at), session.key)
        row.save(condition=TableItem.pk.does_not_exist())

    def save(self, session: Session, was: int) -> bool:
        """Replace generation `was` of a session; return False when it was changed or deleted."""
        row = build_session_row(session)
        changes: list[Action] = [
            TableItem.version.set(session.generation),
            TableItem.body.set(row.body),
            TableItem.packed.set(row.packed),
        ]
        return write_if_it_holds(
            lambda: TableItem(row.pk, keys.TOKENS).update(changes, condition=TableItem.version == was)
        )

    def delete(self, key: str) -> None:
        """Delete a session."""
        TableItem(keys.SESSION(key), keys.TOKENS).delete()

    def list_by_person(self, sub: str) -> Sequence[Session]:
        """Return the newest stored sessions of a person, newest first; those of before are listed from their next
        sign-in on."""
        found = TableItem.owner.query(keys.SESSIONS_OWNED(sub), limit=MOST_LISTED, scan_index_forward=False)
        places = [(str(row.pk), keys.TOKENS) for row in found]
        held = {str(row.pk): row for row in TableItem.batch_get(places, consistent_read=True)} if places else {}
        return [_read_session(keys.SESSION.parse(pk), held[pk]) for pk, _ in places if pk in held]

    def lock(self, key: str, real_now: datetime) -> bool:
        """Take the one lock of a session's renewal; return False while another holds it."""
        ends = int(real_now.timestamp()) + int(LOCK_LIVES.total_seconds())
        return claim_row(TableItem(keys.SESSION(key), keys.LOCK, kind="session_lock", expires_at=ends), real_now)

    def release_lock(self, key: str) -> None:
        """Release the lock."""
        TableItem(keys.SESSION(key), keys.LOCK).delete()


def load_session_rules(path: Path = DATA) -> SessionRules:
    """Return the limits as shipped."""
    data = json.loads(path.read_text(encoding="utf-8"))
    roles = {Role(name): _parse_limits(given) for name, given in data["roles"].items()}
    return SessionRules(_parse_limits(data["everybody"]), _parse_limits(data["shared"]), roles)


def _parse_limits(given: Mapping[str, int]) -> Limits:
    return Limits(timedelta(minutes=given["idle"]), timedelta(minutes=given["whole"]))


def build_session_row(session: Session) -> TableItem:
    """Return the row that holds a session."""
    body = {
        "sub": session.sub,
        "started_at": _write_instant(session.started_at),
        "seen_at": _write_instant(session.seen_at),
        "rotated_at": _write_instant(session.rotated_at),
        "shared": session.shared,
        **({"office": True} if session.office else {}),
        **({"device": session.device} if session.device else {}),
        **({"account": session.account} if session.account else {}),
    }
    return TableItem(
        keys.SESSION(session.key), keys.TOKENS, kind="session", version=session.generation, body=json.dumps(body),
        packed=session.sealed,
    )  # fmt: skip


def _read_session(key: str, row: TableItem) -> Session:
    stored: dict[str, Any] = json.loads(str(row.body))
    times = {name: datetime.fromisoformat(stored[name]) for name in ("started_at", "seen_at", "rotated_at")}
    return Session(
        key, stored["sub"], int(row.version or 0), shared=stored["shared"], sealed=bytes(row.packed or b""),
        office=stored.get("office", False), device=stored.get("device", ""),
        account=stored.get("account", ""), **times,
    )  # fmt: skip


def _write_instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()
