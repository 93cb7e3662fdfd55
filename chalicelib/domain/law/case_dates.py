"""Which day's law applies: each parameter names the event of a case whose day selects its value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from chalicelib.domain.shared.timezone import VIETNAM


class Anchor(StrEnum):
    """The event whose day selects a parameter's value."""

    FILED_AT = "filed_at"
    RECEIVED_AT = "received_at"
    TODAY = "today"


class Running(StrEnum):
    """How a change of law affects running cases: they keep the value of their event, or take the new one."""

    KEEP = "keep"
    SWITCH = "switch"


@dataclass(frozen=True, slots=True)
class CaseDates:
    """The moments of a case on which its rules rest: the act's own legal moment, the filing and the valid reception.

    A case that is not received yet keeps the law of its filing; where nothing was filed yet, or no case is asked
    about, the law is that of the act. `now` None stands for a reader that must not depend on the day it runs.
    """

    now: datetime | None
    filed_at: datetime | None = None
    received_at: datetime | None = None

    @classmethod
    def build_for_day(cls, day: date) -> CaseDates:
        """Return the dates of a day in Viet Nam without a case: every event is of that day."""
        return cls(datetime.combine(day, time(12), VIETNAM))

    def find_moment(self, anchor: str, running: str) -> datetime:
        """Return the moment whose law applies. Raise LookupError for the law of today where no today was given."""
        if running == Running.KEEP and anchor != Anchor.TODAY:
            event = self.filed_at if anchor == Anchor.FILED_AT else self.received_at or self.filed_at
            if event is not None:
                return event
        if self.now is None:
            raise LookupError(f"no moment for a rule of {anchor}, {running}")
        return self.now

    def find_day(self, anchor: str, running: str) -> date:
        """Return the day in Viet Nam whose law applies."""
        return self.find_moment(anchor, running).astimezone(VIETNAM).date()
