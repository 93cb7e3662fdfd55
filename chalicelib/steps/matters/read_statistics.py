"""Read the statistics of matters: a unit's for those who answer for its matters, all for those who supervise."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from chalicelib.domain.accounts.roles import Actor
from chalicelib.domain.catalogue.agencies import UnknownAgency
from chalicelib.domain.matters.kind_table import KINDS
from chalicelib.domain.matters.matter_counts import MatterCounts
from chalicelib.domain.matters.matter_statistics import (
    MOST_MONTHS,
    MatterStatistics,
    build_matter_statistics,
    list_counted_units,
    may_read_every_unit,
)
from chalicelib.domain.shared.errors import FieldError, Invalid, NotFound
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.domain.supervision.boards import list_months_between


class MatterCountReader(Protocol):
    """Read access to the counts of matters."""

    def read_month(self, month: str, unit: str = "") -> MatterCounts:
        """Return the count of each line of a month (empty: of what is open), of every unit or of one."""


@dataclass(frozen=True, slots=True)
class StatisticsWish:
    """What is asked for: months (YYYY-MM, both included; empty for the present one), a unit and a kind, empty for
    all."""

    since: str = ""
    until: str = ""
    unit: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class StatisticsReading:
    """The period and the unit that were read (empty for every unit), and the figures."""

    months: tuple[str, ...]
    unit: str
    found: MatterStatistics


def read_matter_statistics(
    reader: MatterCountReader,
    actor: Actor,
    wish: StatisticsWish,
    now: datetime,
    find_unit: Callable[[str], object],
) -> StatisticsReading:
    """Return the figures that the person may read: one request for each month, and one for what is open.

    Raise NotFound for a unit that is not theirs, and where none is; Invalid for a period that is none, and for a kind
    or a unit that the province does not have: `find_unit` raises UnknownAgency."""
    unit = _choose_unit(actor, wish.unit, now, find_unit)
    if wish.kind and wish.kind not in {kind.name for kind in KINDS.values()}:
        raise _refuse_field("kind", "unknown_kind", "Không có loại việc này.", "There is no such kind of matter.")
    today = now.astimezone(VIETNAM).date()
    until = wish.until or f"{today:%Y-%m}"
    months = tuple(list_months_between(wish.since or until, until))
    if not months:
        raise _refuse_period("period_reversed", "Tháng đầu phải trước tháng cuối.", "The first month comes first.")
    if len(months) > MOST_MONTHS:
        raise _refuse_period(
            "period_too_long", f"Chọn nhiều nhất {MOST_MONTHS} tháng.", f"Choose {MOST_MONTHS} months at most."
        )
    counts = {
        line: n
        for month in ("", *months)
        for line, n in reader.read_month(month, unit).items()
        if wish.kind in ("", line.kind)
    }
    return StatisticsReading(months, unit, build_matter_statistics(counts, months, today))


def _choose_unit(actor: Actor, asked: str, now: datetime, find_unit: Callable[[str], object]) -> str:
    if may_read_every_unit(actor, now):
        if asked:
            _require_known(asked, find_unit)
        return asked
    own = list_counted_units(actor, now)
    if not own or (asked and asked not in own):
        raise NotFound()
    return asked or own[0]


def _require_known(unit: str, find_unit: Callable[[str], object]) -> None:
    try:
        find_unit(unit)
    except UnknownAgency as unknown:
        raise _refuse_field("unit", unknown.code, unknown.vi, unknown.en) from None


def _refuse_period(code: str, vi: str, en: str) -> Invalid:
    return _refuse_field("since", code, vi, en)


def _refuse_field(name: str, code: str, vi: str, en: str) -> Invalid:
    return Invalid(fields=(FieldError(f"/query/{name}", code, vi, en),))
