"""The reader of a call."""

from __future__ import annotations

from typing import Any

from chalicelib.handlers.dossier.step import provide_dependencies
from chalicelib.handlers.http.call import Call
from chalicelib.steps.dossier.reader import Reader
from chalicelib.wiring import core as wiring


def build_reader(call: Call[Any, Any]) -> Reader:
    """Return the reader of a call; an officer's reading is recorded."""
    return Reader(
        provide_dependencies(),
        wiring.provide_access_log(),
        call.actor,
        call.now,
        call.real_now,
        wiring.provide_people(),
    )
