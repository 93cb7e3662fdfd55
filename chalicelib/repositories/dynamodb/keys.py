"""Keys of the table's rows. Separate from the rows, so that callers that only mark or count need not load the dossier
model."""

from __future__ import annotations

import base64
from datetime import date

DIGEST_LETTERS = 43


def build_partition(dossier_id: str) -> str:
    """Return the partition of a dossier and all its rows."""
    return f"D#{dossier_id}"


def find_partition(entry: str) -> str:
    """Return the partition of an entry of the counter's search: a digest, or the number of a filing."""
    return f"FIND#{entry}"


def build_approvals_key(unit: str) -> str:
    """Return the partition of the requests that wait for a decision in a unit."""
    return f"{unit}#approvals"


def build_work_place(due: str | None, dossier_id: str, applicant_part: str, number: int | None = None) -> str:
    """Return the place of a line in its queue: by due time, lines without one last. Equal ones are ordered by the
    digest of the personal part that names the applicant, so that a page of lines reads its names with one request; the
    digest alone reveals nothing."""
    digest = base64.urlsafe_b64encode(bytes.fromhex(applicant_part)).decode().rstrip("=")
    return "#".join((due or "9", digest or dossier_id, *([] if number is None else [f"{number:02d}"])))


def read_applicant_part(place: str) -> str:
    """Return the digest in a place; empty for an older line without one."""
    tie = (*place.split("#"), "")[1]
    return base64.urlsafe_b64decode(tie + "=").hex() if len(tie) == DIGEST_LETTERS else ""


def build_returned_key(unit: str) -> str:
    """Return the partition of the proposals that came back to a unit with remarks."""
    return f"{unit}#sent_back"


def build_unpaid_key(unit: str) -> str:
    """Return the partition of the dossiers of a unit with sums to pay."""
    return f"{unit}#unpaid"


def build_due_partition(day: date) -> str:
    """Return the partition of the due index for alerts of a day (UTC)."""
    return f"DUE#{day.isoformat()}"
