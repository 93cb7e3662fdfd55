"""Access records: who viewed which dossier or paper (VL-7.2.b), stored outside the ledger."""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from chalicelib import observe
from chalicelib.repositories.dynamodb import keys
from chalicelib.repositories.dynamodb.item_keys import name_view
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.steps.dossier.items import ViewedName


@dataclass(frozen=True, slots=True)
class RecordedView:
    """One view: by whom, in which role, of what, when."""

    sub: str
    role: str
    what: str
    at: datetime


class AccessLog:
    """Writes and reads access records."""

    def record(
        self,
        viewed: str | ViewedName,
        sub: str,
        role: str,
        what: str,
        now: datetime,
        listed: Sequence[str] | None = None,
    ) -> None:
        """Record that `sub`, acting as `role`, saw `what` of the dossier at `now` (VL-7.2.b); for a list, `listed` are
        the dossiers that it shows with names. A line recorded with its dossier lists that dossier.

        A failure is raised, so that an unrecorded view is not returned.
        """
        dossier_id, at = name_view(viewed), now.astimezone(UTC).isoformat(timespec="milliseconds")
        shown = list(dict.fromkeys(listed or ()))
        named = what if listed is None or shown == [dossier_id] else f"{what}: {' '.join(shown)}"
        body = {"sub": sub, "role": role, "what": named, "at": at}
        row = TableItem(
            keys.ACCESS(dossier_id), keys.VIEW(at, secrets.token_hex(8)), kind="access", body=json.dumps(body)
        )
        row.save()
        observe.note_read(dossier_id, shown)

    def list_views(self, dossier_id: str, limit: int = 100, before: datetime | None = None) -> list[RecordedView]:
        """Return the dossier's latest views, newest first; `before` continues an earlier list."""
        key = TableItem.sk < before.astimezone(UTC).isoformat(timespec="milliseconds") if before else None
        found = TableItem.query(keys.ACCESS(dossier_id), key, limit=limit, scan_index_forward=False)
        return [_read_access(json.loads(row.body)) for row in found]

    def list_every(self, viewed: ViewedName) -> list[RecordedView]:
        """Return every record of a name, the newest first."""
        found = TableItem.query(keys.ACCESS(name_view(viewed)), scan_index_forward=False)
        return [_read_access(json.loads(row.body)) for row in found]


def _read_access(stored: Any) -> RecordedView:
    return RecordedView(stored["sub"], stored["role"], stored["what"], datetime.fromisoformat(stored["at"]))
