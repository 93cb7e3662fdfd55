"""Keys of the table's rows. Apart from the rows: whoever only marks or counts need not load what a dossier is."""

from __future__ import annotations

from datetime import date


def partition(dossier_id: str) -> str:
    """Partition of a dossier and all that belongs to it."""
    return f"D#{dossier_id}"


def approvals(unit: str) -> str:
    """Partition of the requests that wait for a decision in a unit."""
    return f"{unit}#approvals"


def due_partition(day: date) -> str:
    """Partition of the due index for alerts of a day (UTC)."""
    return f"DUE#{day.isoformat()}"
