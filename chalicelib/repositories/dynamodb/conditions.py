"""Conditional writes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from pynamodb.exceptions import PutError, UpdateError
from pynamodb.expressions.condition import Condition

from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.steps.dossier.ports import Conflict

CONDITION_FAILED = "ConditionalCheckFailedException"


def write_if_it_holds(write: Callable[[], object]) -> bool:
    """Return whether the condition of a write held, and the write was done. Raise every other fault of the store."""
    try:
        write()
    except (PutError, UpdateError) as error:
        if error.cause_response_code == CONDITION_FAILED:
            return False
        raise
    return True


def save_or_conflict(row: TableItem, expected: Condition) -> None:
    """Store a row on the version it was read at. Raise `Conflict` when another write came first."""
    if not write_if_it_holds(lambda: row.save(condition=expected)):
        raise Conflict(CONDITION_FAILED)


def claim_row(row: TableItem, real_now: datetime) -> bool:
    """Store a row that nobody else may store before it expires; return False when somebody has."""
    now = int(real_now.timestamp())
    return write_if_it_holds(lambda: row.save(condition=TableItem.pk.does_not_exist() | (TableItem.expires_at <= now)))
