"""Days and instants that officers type: each with its bounds and its name.

The pages check the same (`web/src/officer/shared/days.ts`); `tests/data/typed.json` holds both to the same bounds.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.eforms.day_bounds import DayBounds, find_bound_fault
from chalicelib.domain.shared.errors import FieldError


@dataclass(frozen=True, slots=True)
class OfficerDay:
    """One field: its name in both languages, and its bounds."""

    vi: str
    en: str
    bounds: DayBounds


def _limit_to_last_year(vi: str, en: str) -> OfficerDay:
    return OfficerDay(vi, en, DayBounds("today-1y", "now"))


OFFICER_DAYS = {
    "outage_started": _limit_to_last_year("Lúc bắt đầu gián đoạn", "The start of the outage"),
    "outage_ended": _limit_to_last_year("Lúc hệ thống hoạt động lại", "The end of the outage"),
    "handover_signed": _limit_to_last_year("Giờ ký biên bản", "When the record was signed"),
    "received": OfficerDay("Thời điểm tiếp nhận", "The time of reception", DayBounds("2018-01-01", "now")),
    "credited": _limit_to_last_year("Lúc tiền về", "The time of the credit"),
    "report_since": OfficerDay("Từ ngày", "From", DayBounds("2018-01-01", "today")),
    "register_day": OfficerDay("Ngày tiếp nhận", "Day of reception", DayBounds("2000-01-01", "today")),
    "till_day": OfficerDay("Ngày thu", "Day of payment", DayBounds("2018-01-01", "today")),
    "backup_last": OfficerDay("Ngày cuối làm thay", "Last day of the replacement", DayBounds("today", "today+2y")),
}
"""Fields by name. Acts that are entered late are at most a year old; nothing was received here before 2018."""


def find_officer_day_fault(name: str, instant: datetime, now: datetime, path: str) -> FieldError | None:
    """Return the fault of an officer's input in the named field, or None; it names the bound."""
    field = OFFICER_DAYS[name]
    return find_bound_fault(field.bounds, (instant, instant), now, (field.vi, field.en), path)
