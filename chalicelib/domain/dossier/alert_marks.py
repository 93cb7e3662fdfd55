"""Alerts already recorded for a dossier, and the effects of alert facts for the fold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

DUE_SOON, OVERDUE, SUPERIOR, LEADERS = "due_soon", "overdue", "superior", "leaders"
LEVELS = (DUE_SOON, OVERDUE, SUPERIOR, LEADERS)
"""Alert levels in ascending order: the reminder, then lateness reported to higher and higher superiors."""

APOLOGY = "apology"
"""The key of the prepared apology among the alert marks."""


@dataclass(frozen=True, slots=True)
class Alerted:
    """The highest alert level sent for one deadline, and for which due time; a new due time is alerted again."""

    level: str
    due_at: datetime


def name_mark(deadline: str, number: int) -> str:
    """Return the deadline's key among the alert marks; `n` distinguishes tasks, consultations and requests."""
    return f"{deadline}:{number}" if number else deadline
