"""Keys of the table's rows. Apart from the rows: whoever only marks or counts need not load what a dossier is."""

from __future__ import annotations

import base64
from datetime import date

DIGEST_LETTERS = 43


def partition(dossier_id: str) -> str:
    """Partition of a dossier and all that belongs to it."""
    return f"D#{dossier_id}"


def find_partition(entry: str) -> str:
    """Partition of an entry of the counter's search: a digest, or the number of a filing."""
    return f"FIND#{entry}"


def approvals(unit: str) -> str:
    """Partition of the requests that wait for a decision in a unit."""
    return f"{unit}#approvals"


def work_place(due: str | None, dossier_id: str, applicant_part: str, n: int | None = None) -> str:
    """Place of a line in its queue: by due time, without one last. Equal ones are told apart by the digest of the
    personal part that names the applicant, so that a page of lines names its people with one request; it tells nothing
    by itself."""
    digest = base64.urlsafe_b64encode(bytes.fromhex(applicant_part)).decode().rstrip("=")
    return "#".join((due or "9", digest or dossier_id, *([] if n is None else [f"{n:02d}"])))


def applicant_part(place: str) -> str:
    """The digest in a place; empty for a line that was written before places had one."""
    tie = (*place.split("#"), "")[1]
    return base64.urlsafe_b64decode(tie + "=").hex() if len(tie) == DIGEST_LETTERS else ""


def returned(unit: str) -> str:
    """Partition of the proposals that came back to a unit with remarks."""
    return f"{unit}#sent_back"


def unpaid(unit: str) -> str:
    """Partition of the dossiers of a unit that have something to pay."""
    return f"{unit}#unpaid"


def due_partition(day: date) -> str:
    """Partition of the due index for alerts of a day (UTC)."""
    return f"DUE#{day.isoformat()}"
