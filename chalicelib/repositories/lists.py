"""Lists: key queries over the indexes, page by page with opaque cursors."""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any

from chalicelib.domain.errors import FieldError, Malformed
from chalicelib.domain.flow import State
from chalicelib.repositories.ports import Page
from chalicelib.repositories.rows import partition
from chalicelib.repositories.tables import LISTED, DueIndex, OwnerIndex, Row, WorkIndex

Index = WorkIndex | OwnerIndex | DueIndex


class TableLists:
    """The `Lists` port. Eventually consistent: good for showing, never for deciding."""

    def work(self, unit: str, state: State, limit: int, cursor: str | None) -> Page:
        """Open work of a unit in one state, soonest due first."""
        return _page(Row.work, f"{unit}#{state.value}", limit, cursor, forward=True)

    def owned(self, sub: str, limit: int, cursor: str | None) -> Page:
        """A person's dossiers, newest first, as they stand: the index only knows which they are."""
        page = _page(Row.owner, f"OWNER#{sub}", limit, cursor, forward=False)
        numbers = [str(item["dossier_id"]) for item in page.items]
        states = {row.dossier_id: row for row in Row.batch_get([(partition(number), "STATE") for number in numbers])}
        return Page([_listed(states[number]) for number in numbers if number in states], page.cursor)

    def drafts(self, sub: str, limit: int, cursor: str | None) -> Page:
        """A person's drafts, newest first."""
        page = _page(Row.owner, f"AUTHOR#{sub}", limit, cursor, forward=False)
        return Page([{**item, "state": State.DRAFT.value} for item in page.items], page.cursor)


def _page(index: Any, key: str, limit: int, cursor: str | None, *, forward: bool) -> Page:
    found = index.query(
        key, limit=limit, page_size=limit, scan_index_forward=forward, last_evaluated_key=read_cursor(cursor, key)
    )
    return Page([_listed(row) for row in found], write_cursor(found.last_evaluated_key))


def _listed(row: Row) -> dict[str, Any]:
    return {name: getattr(row, name, None) for name in LISTED}


def write_cursor(key: dict[str, Any] | None) -> str | None:
    """Where the next page begins, opaque to the client; None at the end."""
    if not key:
        return None
    return base64.urlsafe_b64encode(json.dumps(key, separators=(",", ":")).encode()).decode().rstrip("=")


def read_cursor(cursor: str | None, key: str) -> dict[str, Any] | None:
    """The place to go on from; a cursor of another list, or none of ours, is refused."""
    if cursor is None:
        return None
    try:
        data = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        belongs = any(part == {"S": key} for part in data.values())
    except (ValueError, binascii.Error, AttributeError):
        belongs = False
    if not belongs:
        vi, en = (
            "Con trỏ trang không hợp lệ; tải lại danh sách.",
            "This page cursor is not valid; reload the list.",
        )
        raise Malformed(fields=(FieldError("/query/cursor", "bad_cursor", vi, en),))
    return dict(data)
