"""What a row of the table holds in its body, squeezed or not. Apart from the rows: look-up reads no more than this."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from chalicelib.repositories.dynamodb.compression import unsqueeze

if TYPE_CHECKING:
    from chalicelib.repositories.dynamodb.table import Row


def body_of(row: Row) -> Any:
    """The values of a row's body."""
    return json.loads(unsqueeze(row.packed) if row.packed is not None else str(row.body))
