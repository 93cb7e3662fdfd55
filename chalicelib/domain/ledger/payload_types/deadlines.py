"""Payloads of alerts and of due times that were recomputed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NotRequired

from chalicelib.domain.ledger.payload_types.stated import NamedDesk, Stated


class Alert(Stated):
    """One level of one deadline that was reached; `n` distinguishes tasks, consultations and requests."""

    deadline: str
    level: str
    due_at: str
    audience: Sequence[NamedDesk]
    unit: NotRequired[str]
    n: NotRequired[int]
    may: NotRequired[str]
    holder: NotRequired[str]


class DueRecomputed(Stated):
    """A due time by a calendar that was decided later, and the one before."""

    deadline: str
    was: str
    audience: Sequence[NamedDesk]
