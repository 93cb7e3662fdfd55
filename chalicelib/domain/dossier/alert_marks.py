"""What the deadline watch has said of a dossier already, and what its facts do to it: effects for the fold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

DUE_SOON, OVERDUE, SUPERIOR, LEADERS = "due_soon", "overdue", "superior", "leaders"
LEVELS = (DUE_SOON, OVERDUE, SUPERIOR, LEADERS)
"""Rungs of the ladder in their order: the reminder, then lateness told higher and higher."""

APOLOGY = "apology"
"""The key of the apology that was prepared, among the marks."""


@dataclass(frozen=True, slots=True)
class Alerted:
    """The highest rung told of one deadline, and for which due time: another due time is told of anew."""

    level: str
    due_at: datetime


def key_of(deadline: str, n: int) -> str:
    """The deadline's name among the marks; `n` tells tasks, consultations and requests apart."""
    return f"{deadline}:{n}" if n else deadline
