"""Web sessions in the table, and the limits that are shipped with the code."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from pynamodb.expressions.update import Action

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.security.sessions import LOCK_LIVES, Limits, Session, SessionRules
from chalicelib.repositories.dynamodb.conditions import claim, write_if_it_holds
from chalicelib.repositories.dynamodb.table import Row

DATA = Path(__file__).parents[2] / "data" / "sessions.json"
TOKENS, LOCK = "TOKENS", "LOCK"


class SessionTable:
    """The `SessionRecords` port on DynamoDB: one row for a session, one more while its tokens are renewed."""

    def load(self, key: str) -> Session | None:
        """Return the present session (one consistent read)."""
        try:
            row = Row.get(_pk(key), TOKENS, consistent_read=True)
        except Row.DoesNotExist:
            return None
        return _session(key, row)

    def create(self, session: Session, ends_at: datetime) -> None:
        """Store a new session; the table deletes it after its end."""
        row = session_row(session)
        row.expires_at = int(ends_at.timestamp())
        row.save(condition=Row.pk.does_not_exist())

    def save(self, session: Session, was: int) -> bool:
        """Replace generation `was` of a session; return False when it was changed or deleted."""
        row = session_row(session)
        changes: list[Action] = [
            Row.version.set(session.generation),
            Row.body.set(row.body),
            Row.packed.set(row.packed),
        ]
        return write_if_it_holds(lambda: Row(row.pk, TOKENS).update(changes, condition=Row.version == was))

    def delete(self, key: str) -> None:
        """Delete a session."""
        Row(_pk(key), TOKENS).delete()

    def lock(self, key: str, real_now: datetime) -> bool:
        """Take the one lock of a session's renewal; return False while another holds it."""
        ends = int(real_now.timestamp()) + int(LOCK_LIVES.total_seconds())
        return claim(Row(_pk(key), LOCK, kind="session_lock", expires_at=ends), real_now)

    def unlock(self, key: str) -> None:
        """Release the lock."""
        Row(_pk(key), LOCK).delete()


def load_session_rules(path: Path = DATA) -> SessionRules:
    """Return the limits as shipped."""
    data = json.loads(path.read_text(encoding="utf-8"))
    roles = {Role(name): _limits(given) for name, given in data["roles"].items()}
    return SessionRules(_limits(data["everybody"]), _limits(data["shared"]), roles)


def _limits(given: Mapping[str, int]) -> Limits:
    return Limits(timedelta(minutes=given["idle"]), timedelta(minutes=given["whole"]))


def _pk(key: str) -> str:
    return f"SESSION#{key}"


def session_row(session: Session) -> Row:
    """Return the row that holds a session."""
    body = {
        "sub": session.sub,
        "started_at": _stamp(session.started_at),
        "seen_at": _stamp(session.seen_at),
        "rotated_at": _stamp(session.rotated_at),
        "shared": session.shared,
        **({"office": True} if session.office else {}),
    }
    return Row(
        _pk(session.key), TOKENS, kind="session", version=session.generation, body=json.dumps(body),
        packed=session.sealed,
    )  # fmt: skip


def _session(key: str, row: Row) -> Session:
    body: dict[str, Any] = json.loads(str(row.body))
    times = {name: datetime.fromisoformat(body[name]) for name in ("started_at", "seen_at", "rotated_at")}
    return Session(
        key, body["sub"], int(row.version or 0), shared=body["shared"], sealed=bytes(row.packed or b""),
        office=body.get("office", False), **times,
    )  # fmt: skip


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()
