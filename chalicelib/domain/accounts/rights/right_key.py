"""The key of one right of a person. It follows from all that makes the right, so that a right that was changed
meanwhile is another one."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from chalicelib.domain.accounts.officers import Officer
from chalicelib.domain.accounts.roles import Assignment
from chalicelib.domain.shared.errors import Refusal, RefusalKind

KEY_LENGTH = 24


class RightGone(Refusal):
    """The right has ended or was changed since it was chosen."""

    code = "right_gone"
    kind = RefusalKind.WRONG_MOMENT
    vi = "Quyền này đã kết thúc hoặc đã thay đổi từ khi được chọn."
    en = "This right has ended or was changed since it was chosen."


def build_right_key(sub: str, right: Assignment) -> str:
    """Return the key of a person's right."""
    until = right.valid_until.isoformat() if right.valid_until else ""
    parts = (sub, right.role.value, right.unit, right.valid_from.isoformat(), until, right.backup_for or "",
             right.stage)  # fmt: skip
    return sha256("|".join(parts).encode()).hexdigest()[:KEY_LENGTH]


def find_right(officer: Officer, key: str, now: datetime) -> Assignment | None:
    """Return the present or coming right with a key; None once it has ended or was changed."""
    live = (each for each in officer.assignments if each.valid_until is None or now < each.valid_until)
    return next((each for each in live if build_right_key(officer.sub, each) == key), None)
