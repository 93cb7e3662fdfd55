"""Answers about boards: open work of units in numbers."""

from __future__ import annotations

from datetime import date

from chalicelib.models.base import View


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
    """Open work of one unit."""

    unit: str


class DueDateView(View):
    """How much is open that falls due on a date."""

    date: date
    open: int


class BoardView(View):
    """A unit's open work on a day. The numbers follow each act within moments; nothing is decided from them."""

    unit: str
    day: date
    total: TallyView
    states: list[StateTallyView]
    procedures: list[ProcedureTallyView]
    dates: list[DueDateView]
    undated: int


class WorkCountsView(View):
    """A unit's open work by state, for those who work there."""

    unit: str
    total: TallyView
    states: list[StateTallyView]


class BoardsPage(View):
    """One page of units with their numbers; ask again with `cursor` for the next."""

    items: list[UnitTallyView]
    cursor: str | None
