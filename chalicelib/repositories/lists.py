"""Lists: key queries over the indexes, page by page with opaque cursors."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from chalicelib.domain.boards import Window
from chalicelib.domain.edge_errors import bad_cursor
from chalicelib.domain.flow import State
from chalicelib.domain.timezone import VIETNAM, moment, stamp
from chalicelib.repositories.keys import approvals, partition
from chalicelib.repositories.ports import Page
from chalicelib.repositories.tables import LISTED, DueIndex, OwnerIndex, Row, WorkIndex

Index = WorkIndex | OwnerIndex | DueIndex
UNDATED, END = "9", "~"
FILTERED_PAGE = 200


class TableLists:
    """The `Lists` port. Eventually consistent: good for showing, never for deciding."""

    def work(self, unit: str, state: State, limit: int, cursor: str | None) -> Page:
        """Open work of a unit in one state, soonest due first."""
        return _page(Row.work, f"{unit}#{state.value}", limit, cursor, forward=True)

    def due(
        self, unit: str, state: State, window: Window, procedure: str | None, limit: int, cursor: str | None
    ) -> Page:
        """Open work of a unit in one state that falls due in a window, soonest first; of one procedure if given."""
        key, (first, until) = f"{unit}#{state.value}", _bounds(window)
        if first >= until:
            return Page([], None)
        place = read_cursor(cursor, key)
        if place is not None and not first <= place["work_sk"]["S"] < until:
            raise bad_cursor()
        found = Row.work.query(
            key,
            Row.work_sk.between(first, until),
            filter_condition=Row.procedure == procedure if procedure else None,
            limit=limit,
            # Other procedures between those wanted are read in larger steps.
            page_size=max(limit, FILTERED_PAGE) if procedure else limit,
            last_evaluated_key=place,
        )
        items = [{name: getattr(row, name, None) for name in LISTED} for row in found]
        return Page(items, write_cursor(found.last_evaluated_key))

    def held(self, unit: str) -> Sequence[tuple[str, datetime | None]]:
        """Who has the unit's shares that are being worked on, each with its due time."""
        found = Row.work.query(f"{unit}#{State.PROCESSING.value}", attributes_to_get=["holder", "due_at"])
        return [(str(row.holder), moment(row.due_at) if row.due_at else None) for row in found if row.holder]

    def approvals(self, unit: str, limit: int, cursor: str | None) -> Page:
        """Requests whose present stage is decided in a unit, oldest first; each with its number `n`."""
        key = approvals(unit)
        found = Row.work.query(key, limit=limit, page_size=limit, last_evaluated_key=read_cursor(cursor, key))
        items = [{**_listed(row), "n": int(row.sk.split("#")[1])} for row in found]
        return Page(items, write_cursor(found.last_evaluated_key))

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
        raise bad_cursor()
    return dict(data)


def _bounds(window: Window) -> tuple[str, str]:
    """The sort keys between which a window's entries lie: an instant and an id, "9" in place of no instant."""
    first = _midnight(window.since) if window.since else ""
    until = _midnight(window.until) if window.until else UNDATED if window.dated else END
    # An empty key is no key: every instant that can be stored follows this one.
    return (UNDATED if window.dated is False else first or "0"), until


def _midnight(day: date) -> str:
    return stamp(datetime.combine(day, time(), VIETNAM))
