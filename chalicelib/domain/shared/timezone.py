"""The one time zone for days and hours, and the one format for instants."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

# Viet Nam has kept one offset since 1975: a fixed +07:00 is exact and needs no zone data at run time.
VIETNAM = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")


def write_stamp(moment: datetime) -> str:
    """Return an instant as text: UTC with microseconds, so that equal instants have equal texts."""
    # Not strftime: it writes early years without their zeros on some systems.
    return moment.astimezone(UTC).isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"


def parse_stamp(text: str) -> datetime:
    """The inverse of `stamp`. Raises ValueError for any other form, even one with the same meaning."""
    found = datetime.fromisoformat(text)
    if write_stamp(found) != text:
        raise ValueError("an instant is written in UTC with microseconds")
    return found


def parse_optional_stamp(text: str | None) -> datetime | None:
    """Return the instant of a stamp that may be missing. Raise ValueError for any other form."""
    return None if text is None else parse_stamp(text)


_FIRST, _LAST = datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)
"""Beyond them an instant has no day in every zone."""


def read_instant(text: str) -> datetime | None:
    """Return the instant that a typed text names, with its zone; None where it names none."""
    try:
        found = datetime.fromisoformat(text)
        return found.astimezone(UTC) if found.tzinfo and _FIRST <= found <= _LAST else None
    except (ValueError, OverflowError):
        return None
