"""The body of a table row, compressed or not. Separate from the rows, because look-up needs only this."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from chalicelib.repositories.dynamodb.compression import decompress_text

if TYPE_CHECKING:
    from chalicelib.repositories.dynamodb.table import TableItem


def unpack_body(row: TableItem) -> Any:
    """Return the values of a row's body."""
    return json.loads(decompress_text(row.packed) if row.packed is not None else str(row.body))
