"""The signature on page cursors: a place in one list, valid only for the caller and list it was issued for.

A cursor is `<mac><place>`: 22 letters of HMAC-SHA256 (128 bits), then the place as the list wrote it. The place is
opaque, not secret: the caller has just read the row that it names.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any

MAC_BYTES = 16
MAC_LETTERS = 22


def sign_place(place: str, scope: bytes, key: bytes) -> str:
    """Return the cursor of a place, valid only in `scope`."""
    return _sign_place(place, scope, key) + place


def read_signed(cursor: str, scope: bytes, key: bytes) -> str | None:
    """Return the place of a cursor signed for `scope`; None for any other text."""
    mac, place = cursor[:MAC_LETTERS], cursor[MAC_LETTERS:]
    genuine = hmac.compare_digest(_sign_place(place, scope, key).encode(), mac.encode())
    return place if genuine and place else None


def encode_scope(caller: str, method: str, path: str, params: Mapping[str, str], asked: Mapping[str, Any]) -> bytes:
    """Return what a cursor is bound to: the caller, the list, and all its filters and its order. `asked` is the query
    or body without cursor and page size, as JSON values."""
    return json.dumps([caller, method, path, params, asked], sort_keys=True, separators=(",", ":")).encode()


def _sign_place(place: str, scope: bytes, key: bytes) -> str:
    text = b"%d|%s|%s" % (len(scope), scope, place.encode())
    return base64.urlsafe_b64encode(hmac.digest(key, text, hashlib.sha256)[:MAC_BYTES]).decode().rstrip("=")
