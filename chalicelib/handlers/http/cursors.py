"""Page cursors at the HTTP edge: signed on the way out and verified on the way in, the same for every list."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from chalicelib.domain.shared.http_errors import build_bad_cursor
from chalicelib.handlers.http.answer import Reply
from chalicelib.handlers.http.operations import Operation

if TYPE_CHECKING:
    from chalicelib.handlers.http.call import Call

CURSOR = "cursor"
UNBOUND = frozenset({CURSOR, "limit"})
"""Parameters that a reader may change from one page to the next."""


def open_call(op: Operation, call: Call[Any, Any]) -> Call[Any, Any]:
    """Return the call with the place of its cursor; raise Malformed (bad_cursor) for a cursor that was not issued to
    this caller for this list. A call without a cursor stays unchanged."""
    for part in ("query", "body"):
        asked = getattr(call, part)
        cursor = getattr(asked, CURSOR, None)
        if cursor is None:
            continue
        from chalicelib.domain.security.cursors import read_signed

        place = read_signed(cursor, _build_scope(op, call), _derive_key(call))
        if place is None:
            raise build_bad_cursor("/query/cursor" if part == "query" else "/cursor")
        changed: dict[str, Any] = {part: asked.model_copy(update={CURSOR: place})}
        return replace(call, **changed)
    return call


def sign_answer(op: Operation, call: Call[Any, Any], given: BaseModel | Reply | None) -> BaseModel | Reply | None:
    """Return the answer with its cursor signed for the caller and the list."""
    place = getattr(given, CURSOR, None)
    if not isinstance(given, BaseModel) or place is None:
        return given
    from chalicelib.domain.security.cursors import sign_place

    return given.model_copy(update={CURSOR: sign_place(place, _build_scope(op, call), _derive_key(call))})


def _build_scope(op: Operation, call: Call[Any, Any]) -> bytes:
    from chalicelib.domain.security.cursors import encode_scope

    asked = {
        part: model.model_dump(mode="json", exclude=set(UNBOUND))
        for part, model in (("query", call.query), ("body", call.body))
        if model is not None
    }
    return encode_scope(call.actor.sub, op.method, op.path, call.params, asked)


def _derive_key(call: Call[Any, Any]) -> bytes:
    from chalicelib.wiring import core as wiring

    return wiring.derive_purpose_key("cursors", call.real_now)
