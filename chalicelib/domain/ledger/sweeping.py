"""The days that a sweep for unsent facts searches, and which facts are old enough to count as missed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from chalicelib.domain.ledger.checkpoints import A_DAY, list_days_after
from chalicelib.domain.ledger.routing import StoredFact

GRACE = timedelta(minutes=10)
"""How long a fact may take from the stream; younger facts are left to the next run."""

OVERLAP = timedelta(hours=1)
"""How far a run looks back before the start of the last successful one: more than the grace, a command and clock skew.
"""

LOOK_BACK = 35
"""Days searched by a deployment that has never been swept."""


@dataclass(frozen=True, slots=True)
class Sweep:
    """The last successful run: its start, and the dossiers that it could not bring up to date."""

    began_at: datetime
    behind: tuple[str, ...] = ()


def list_days_since(last: Sweep | None, real_now: datetime) -> tuple[date, ...]:
    """Return the days (UTC) that a run searches, today included."""
    today = real_now.astimezone(UTC).date()
    first = (last.began_at - OVERLAP).astimezone(UTC).date() if last else today - A_DAY * LOOK_BACK
    return list_days_after(first - A_DAY, today)


def select_settled(unsent: Sequence[StoredFact], now: datetime) -> list[StoredFact]:
    """Return the facts up to the first that may still be on its way. An unreadable fact is included, so that it is
    noticed."""
    for n, each in enumerate(unsent):
        if _is_too_young(each, now):
            return list(unsent[:n])
    return list(unsent)


def _is_too_young(stored: StoredFact, now: datetime) -> bool:
    try:
        age = now - stored.read_fact().recorded_at
    except (ValueError, KeyError, TypeError):
        return False
    # A clock that was set back leaves facts in the future; the stream does not bring them any more either.
    return timedelta(0) <= age < GRACE
