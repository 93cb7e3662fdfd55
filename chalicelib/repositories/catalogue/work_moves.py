"""What a unit has open, list by list, and how far its work has moved to its successor."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import ClassVar

from pynamodb.exceptions import PutError

from chalicelib.domain.catalogue.work_moves import WorkMove
from chalicelib.domain.flow.transitions import OPEN_STATES
from chalicelib.domain.matters.kind_table import KINDS
from chalicelib.domain.shared.serialization import pack_value, unpack_value
from chalicelib.repositories.dynamodb import keys
from chalicelib.repositories.dynamodb.bodies import unpack_body
from chalicelib.repositories.dynamodb.cursors import read_cursor, write_cursor
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.steps.catalogue.move_ports import OpenEntries
from chalicelib.steps.dossier.ports import Conflict

STATES = tuple(sorted(state.value for state in OPEN_STATES))
MATTERS = tuple(sorted(kind.name for kind in KINDS.values()))


class UnitEntryTable:
    """The `UnitEntries` port: the queues of a unit by state, what waits there for a decision or an answer, and its open
    matters by kind."""

    count: ClassVar[int] = len(STATES) + 2 + len(MATTERS)

    def read_page(self, unit: str, number: int, limit: int, cursor: str | None) -> OpenEntries:
        """Return a page of a unit's list of that number."""
        partition = name_list(unit, number)
        found = TableItem.work.query(
            partition, limit=limit, page_size=limit, last_evaluated_key=read_cursor(cursor, partition)
        )
        ids = tuple(dict.fromkeys(str(row.dossier_id) for row in found))
        further = write_cursor(found.last_evaluated_key)
        if number < len(STATES) + 2:
            return OpenEntries(dossiers=ids, cursor=further)
        return OpenEntries(matters=ids, cursor=further)


def name_list(unit: str, number: int) -> str:
    """Return the partition of a unit's list of that number."""
    names = (
        *(keys.QUEUE(unit, state) for state in STATES),
        keys.APPROVALS(unit),
        keys.RETURNED(unit),
        *(keys.MATTER_QUEUE(kind, unit) for kind in MATTERS),
    )
    return names[number]


class WorkMoveTable:
    """The `WorkMoves` port: an item for each unit, next to the tree of units."""

    def list_moves(self, units: Sequence[str]) -> Mapping[str, WorkMove]:
        """Return the state of each of some units of which something moved or was looked for, in one request."""
        places = [(keys.UNIT_TREE[0], keys.WORK_MOVE(unit)) for unit in units]
        found = TableItem.batch_get(places, consistent_read=True) if places else ()
        moves: list[WorkMove] = [
            unpack_value(WorkMove, {**unpack_body(row), "version": int(row.version)}) for row in found
        ]
        return {move.unit: move for move in moves}

    def keep_move(self, move: WorkMove) -> WorkMove:
        """Store a state. Raise Conflict when another run stored one meanwhile."""
        body = {name: item for name, item in pack_value(move).items() if name != "version"}
        unchanged = TableItem.version == move.version if move.version else TableItem.pk.does_not_exist()
        row = TableItem(
            keys.UNIT_TREE[0], keys.WORK_MOVE(move.unit), kind="work_move", version=move.version + 1,
            body=json.dumps(body),
        )  # fmt: skip
        try:
            row.save(condition=unchanged)
        except PutError as refused:
            if refused.cause_response_code != "ConditionalCheckFailedException":
                raise
            raise Conflict("work_move") from refused
        return replace(move, version=move.version + 1)

    def keep_emptied(self, units: Collection[str]) -> None:
        """Store which units have nothing open any more. Of two runs at once either may stay: the next corrects it."""
        body = json.dumps({"units": sorted(units)})
        TableItem(*keys.UNITS_EMPTIED, kind="emptied_units", body=body).save()
