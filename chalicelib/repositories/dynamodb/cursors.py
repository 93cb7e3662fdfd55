"""The place where the next page of a list begins, opaque to the client."""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any

from chalicelib.domain.shared.http_errors import build_bad_cursor


def write_cursor(key: dict[str, Any] | None) -> str | None:
    """Return where the next page begins, opaque to the client; None at the end."""
    if not key:
        return None
    return base64.urlsafe_b64encode(json.dumps(key, separators=(",", ":")).encode()).decode().rstrip("=")


def read_cursor(cursor: str | None, key: str) -> dict[str, Any] | None:
    """Return the place where the next page begins; refuse a cursor of another list, or a foreign one."""
    if cursor is None:
        return None
    try:
        data = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        texts = [part["S"] for part in data.values() if set(part) == {"S"} and isinstance(part["S"], str)]
        # The keys of the table, and those of the index that is read, if any.
        belongs = {"pk", "sk"} <= set(data) and key in texts and len(texts) == len(data) in (2, 4)
    except (ValueError, binascii.Error, AttributeError, RecursionError, TypeError):
        belongs = False
    if not belongs:
        raise build_bad_cursor()
    return dict(data)
