"""Lists of matters: a unit's, and one's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chalicelib.domain.accounts.roles import PROVINCE_WIDE
from chalicelib.domain.matters.matter_kind import MatterKind
from chalicelib.domain.matters.matter_permission import READS_ALL
from chalicelib.domain.shared.errors import NotFound
from chalicelib.domain.shared.timezone import parse_stamp
from chalicelib.handlers.http.call import Call
from chalicelib.models.matters.matters import MatterLine, MattersPage, MattersQuery
from chalicelib.wiring import matters as wiring_matters


def list_matters_page(kind: MatterKind, call: Call[None, MattersQuery]) -> MattersPage:
    """Return a page of a unit's matters, for those who work there and who supervise the province; or one's own."""
    lists, q = wiring_matters.provide_matter_lists(), call.query
    if q.unit is None:
        found = lists.list_by_reporter(kind.name, call.actor.sub, q.limit, q.cursor)
    else:
        working = {a.unit for a in call.actor.assignments if a.is_in_force(call.now) and a.role not in PROVINCE_WIDE}
        if q.unit not in working and not call.actor.list_roles(call.now) & READS_ALL:
            raise NotFound()
        found = lists.list_by_unit(kind.name, q.unit, q.ended, q.state, q.limit, q.cursor)
    return MattersPage(items=[_view_line(item, call) for item in found.items], cursor=found.cursor)


def _view_line(item: Mapping[str, Any], call: Call[None, MattersQuery]) -> MatterLine:
    due = parse_stamp(item["due_at"]) if item["due_at"] else None
    return MatterLine(
        id=item["dossier_id"],
        number=item["code"],
        state=item["state"],
        unit=item["unit"],
        opened_at=parse_stamp(item["filed_at"]),
        changed_at=parse_stamp(item["recorded_at"]),
        due_at=due,
        late=bool(due and due < call.now),
    )
