"""Names of the officers whom an answer mentions, for people to read."""

from __future__ import annotations

from datetime import datetime

from chalicelib.wiring import core as wiring


def officer_name(sub: str, real_now: datetime) -> str:
    """The name under which an officer's record stands; empty for nobody and for somebody without a record."""
    return wiring.officers().recent(sub, real_now).name if sub else ""
