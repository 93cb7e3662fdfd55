"""Workload of a unit's officers, as their superiors read it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol


class Holders(Protocol):
    """Workload of a unit's officers."""

    def list_held(self, unit: str) -> Sequence[tuple[str, datetime | None]]:
        """Return the holders of the unit's open tasks, each with its due time."""
