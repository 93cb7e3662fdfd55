"""Who reads, made from a call."""

from __future__ import annotations

from typing import Any

from chalicelib import wiring
from chalicelib.handlers._http import Call
from chalicelib.handlers._step import desk
from chalicelib.steps.read import Reader


def reader(call: Call[Any, Any]) -> Reader:
    """The reader of a call; what an officer reads is put on record."""
    return Reader(desk(), wiring.access_log(), call.actor, call.now, call.real_now, wiring.people())
