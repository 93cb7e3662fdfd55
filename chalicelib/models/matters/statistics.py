"""Statistics of matters at the HTTP edge."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from chalicelib.models.http.base import NamedView, Query, View
from chalicelib.models.matters.matters import MatterKey

CountedMonth = Annotated[str, Field(pattern=r"^20[0-9]{2}-(0[1-9]|1[0-2])$")]


class MatterStatisticsQuery(Query):
    """The first and the last month (YYYY-MM; without them the present one), the unit and the kind of matter. Without a
    unit: every unit for those who supervise the province, else the reader's first one."""

    since: CountedMonth | None = None
    until: CountedMonth | None = None
    unit: Annotated[str, Field(min_length=1, max_length=64)] | None = None
    kind: MatterKey | None = None


class MatterFlowView(View):
    """What happened to matters in a period. Of those that ended, some were neither on time nor late: those without a
    limit, and those that their sender took back."""

    received: int
    reopened: int
    ended: int
    on_time: int
    late: int
    rejected: int
    forwarded: int
    reclassified: int
    published: int


class MatterFiguresView(MatterFlowView):
    """The same with what is open today, and overdue: open though its due day has passed."""

    open: int
    overdue: int


class CountedGroupView(MatterFiguresView):
    """Figures of one kind in one unit."""

    kind: str
    unit: str


class CountedMonthView(MatterFlowView):
    """Figures of one month."""

    month: str


class RejectionView(View):
    """How many matters of a kind were rejected on a ground; `name` is null for a code that the kind knows no more."""

    kind: str
    code: str
    name: NamedView | None
    number: int


class MatterStatisticsView(View):
    """Figures of a period, updated within moments of each step; no decision uses them."""

    since: str
    until: str
    day: date
    unit: str | None
    total: MatterFiguresView
    items: list[CountedGroupView]
    months: list[CountedMonthView]
    rejections: list[RejectionView]
