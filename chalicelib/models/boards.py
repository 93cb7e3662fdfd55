"""Answers about boards: open work of units in numbers."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from chalicelib.domain.flow.transitions import State
from chalicelib.models.http.base import Body, View


class TallyView(View):
    """Open work: in all, past its due date, and due today."""

    open: int
    overdue: int
    today: int


class StateTallyView(TallyView):
    """Open work in one state."""

    state: str


class ProcedureTallyView(TallyView):
    """Open work of one procedure."""

    procedure: str


class UnitTallyView(TallyView):
    """Open work of one unit, and its settlements since the first day of the month before: in all, and on time."""

    unit: str
    settled: int
    on_time: int


class MonthView(View):
    """A unit's settlements in a month (YYYY-MM), and how many by their due time. A dossier with a date moved by an
    apology is not on time."""

    month: str
    settled: int
    on_time: int


class DueDateView(View):
    """Number of open dossiers that fall due on a date."""

    date: date
    open: int


class UrgeBody(Body):
    """The urged unit; with `one_stop`, about dossiers that this one-stop unit received. Where both are the same, the
    unit's head urges its members."""

    unit: Annotated[str, Field(min_length=1, max_length=64)]
    one_stop: Annotated[str, Field(min_length=1, max_length=64)] | None = None


class UrgingView(View):
    """An urging: time, person, role, and how much overdue work; `by_unit` is the department that urged, and `one_stop`
    the urged unit where its own head did."""

    unit: str
    day: date
    one_stop: str | None
    role: str
    by: str
    at: datetime
    overdue: int
    by_unit: str | None


class BoardView(View):
    """A unit's open work on a day, its settlements in each of the last twelve months, recent urgings, and whether the
    reader may urge it, or, as its head, its members. The numbers are updated within moments; no decision uses them."""

    unit: str
    day: date
    total: TallyView
    states: list[StateTallyView]
    procedures: list[ProcedureTallyView]
    dates: list[DueDateView]
    months: list[MonthView]
    undated: int
    may_urge: bool
    may_urge_own: bool
    urgings: list[UrgingView]


class WorkCountsView(View):
    """A unit's open work by state, for its officers. Only `counted` states have numbers: in the others the reader sees
    only some of the dossiers."""

    unit: str
    total: TallyView
    states: list[StateTallyView]
    counted: list[State]


class BoardsPage(View):
    """One page of units with their numbers; ask again with `cursor` for the next."""

    items: list[UnitTallyView]
    cursor: str | None
