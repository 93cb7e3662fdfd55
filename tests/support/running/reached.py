"""Places reached by tests on a local cloud, for the conformance report; `tests/product/` keeps its own."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime
from functools import cache

from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.handlers.http.addresses import ADDRESSES
from infra.local.stack import LocalStack

_seen: set[tuple[str, str, str]] = set()


REFUSED = frozenset({403, 409, 422})
"""Refusals by a rule: not the caller's to do, not now, not so."""


def is_reached(status: int) -> bool:
    """Whether an answer shows the route at work; an unknown address, a stale version or a fault shows nothing."""
    return status < 400 or status in REFUSED


def note_place(stack: LocalStack, method: str, path: str, status: int) -> None:
    """Keep what a test reaches at a stack. A test that did not set legal time says nothing of any day."""
    if stack.clock_offset is not None and is_reached(status):
        on = datetime.fromtimestamp(time.time() + stack.clock_offset, UTC).astimezone(VIETNAM).date()
        _seen.add((stack.province, f"{method} {match_template(path)}", on.isoformat()))


def take_places() -> list[list[str]]:
    """Return the places noted since the last call. An edge may note more from its own thread at the same moment."""
    return [list(place) for place in sorted(_seen.pop() for _ in range(len(_seen)))]


def match_template(path: str) -> str:
    """The address of the app that a path belongs to, with its parts in braces; the path itself where it has none."""
    plain = path.partition("?")[0]
    if plain in ADDRESSES:
        return plain
    return next((known for known, shape in _list_shapes() if shape.fullmatch(plain)), plain)


@cache
def _list_shapes() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((path, re.compile(re.sub(r"\\{[^}]+\\}", "[^/]+", re.escape(path)))) for path in ADDRESSES)
