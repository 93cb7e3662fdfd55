"""The one place that reads the clock. All other code receives `now`."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import NamedTuple


class ServiceClock(NamedTuple):
    """Real time for tokens, links and expiry; legal time for the rules (shifted in local stages only)."""

    offset_seconds: int = 0

    def real_now(self) -> datetime:
        """The present instant, aware, in UTC."""
        return datetime.now(UTC)

    def now(self) -> datetime:
        """The instant at which the law is applied, aware, in UTC."""
        return self.real_now() + timedelta(seconds=self.offset_seconds)

    @property
    def simulated(self) -> bool:
        """True when legal time is shifted; facts made under it are marked."""
        return self.offset_seconds != 0
