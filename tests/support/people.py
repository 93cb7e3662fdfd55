"""The people, units and moments that the tests share."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from chalicelib.domain.accounts.roles import Actor, Assignment, Role
from chalicelib.domain.shared.timezone import VIETNAM

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
MONDAY = datetime(2026, 11, 23, 9, tzinfo=VIETNAM)
"""A working morning; the next day is a holiday (24 November), which due dates must step over."""

MONDAY_UTC = MONDAY.astimezone(UTC)
CITIZEN = Actor("citizen-1")
ONE_STOP = {
    "hue": "HUE-N19942-1C", "lai-chau": "LC-N03408-1C", "vinh-long": "VL-N29551-1C", "quang-ngai": "QNG-N21025-1C",
    "thai-binh": "TB-N13225-1C",
}  # fmt: skip
"""A commune's one-stop unit in each province."""


def build_actor(role: Role, unit: str, sub: str = "", stages: Iterable[str] = ()) -> Actor:
    """A person with one right in one unit; `stages` are what the law gives postal staff."""
    return Actor(
        sub or f"{role.value}-{unit}".replace("_", "-"), (Assignment(role, unit, LONG_AGO),), frozenset(stages)
    )
