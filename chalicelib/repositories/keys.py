"""Keys of the table's rows. Apart from the rows: whoever only marks or counts need not load what a dossier is."""

from __future__ import annotations

from datetime import date

DIGEST_LETTERS = 64


def partition(dossier_id: str) -> str:
    """Partition of a dossier and all that belongs to it."""
    return f"D#{dossier_id}"


def approvals(unit: str) -> str:
    """Partition of the requests that wait for a decision in a unit."""
    return f"{unit}#approvals"


def work_place(due: str | None, tie: str, applicant_part: str) -> str:
    """Place of a line in its queue: by due time, without one last. The digest of the personal part that names the
    applicant stands behind, so that a page of lines names its people with one request; it tells nothing by itself."""
    return "#".join((due or "9", tie, *([applicant_part] if applicant_part else [])))


def applicant_part(place: str) -> str:
    """The digest at the end of a place; empty for a line that was written before places had one."""
    last = place.rpartition("#")[2]
    return last if len(last) == DIGEST_LETTERS else ""


def due_partition(day: date) -> str:
    """Partition of the due index for alerts of a day (UTC)."""
    return f"DUE#{day.isoformat()}"
