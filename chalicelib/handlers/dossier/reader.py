"""The reader of a call."""

from __future__ import annotations

from typing import Any

from chalicelib.handlers.dossier.step import desk
from chalicelib.handlers.http.call import Call
from chalicelib.steps.dossier.reader import Reader
from chalicelib.wiring import core as wiring


def reader(call: Call[Any, Any]) -> Reader:
    """Return the reader of a call; an officer's reading is recorded."""
    return Reader(desk(), wiring.access_log(), call.actor, call.now, call.real_now, wiring.people())
