"""Names of the officers in an answer, for display."""

from __future__ import annotations

from datetime import datetime

from chalicelib.wiring import core as wiring


def find_officer_name(sub: str, real_now: datetime) -> str:
    """Return the name in an officer's record; empty for nobody and for a person without a record."""
    return wiring.provide_officers().load_recent(sub, real_now).name if sub else ""
