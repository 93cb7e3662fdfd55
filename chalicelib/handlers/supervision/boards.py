"""Boards of open, due and overdue work, for those who supervise and urge."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Annotated

from chalice.app import Blueprint
from pydantic import Field

from chalicelib.domain.catalogue.agencies import UnknownAgency
from chalicelib.domain.privacy.sight import may_open_line
from chalicelib.domain.shared.errors import Busy, Forbidden, NotFound
from chalicelib.domain.supervision.unit_reminders import NothingOverdue, Urging
from chalicelib.domain.supervision.worklist import QueueTooLong
from chalicelib.handlers.dossier.lists import BoardQuery, PageQuery, UnitQuery, view_page
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import OFFICER, register_operation
from chalicelib.handlers.supervision.overseer import build_overseer
from chalicelib.models.boards import (
    BoardsPage,
    BoardView,
    DueDateView,
    MonthView,
    ProcedureTallyView,
    StateTallyView,
    TallyView,
    UnitTallyView,
    UrgeBody,
    UrgingView,
)
from chalicelib.models.lists import DossierPage
from chalicelib.steps.supervision import boards as steps
from chalicelib.steps.supervision import remind_unit as urging
from chalicelib.steps.supervision.boards import WorkFilter
from chalicelib.wiring import boards as wiring_boards
from chalicelib.wiring import steps as wiring_steps

bp = Blueprint(__name__)


class UnitsQuery(PageQuery):
    """A page of units."""

    limit: Annotated[int, Field(ge=1, le=50)] = 20


@register_operation(bp, "GET", "/api/boards", access=OFFICER, query=UnitsQuery, answer=BoardsPage, refuses=(NotFound,))
def boards(call: Call[None, UnitsQuery]) -> BoardsPage:
    """List the units that I supervise, with their open, overdue and due work."""
    found, cursor = steps.list_tallies(
        build_overseer(call), wiring_boards.provide_work_counts(), call.query.limit, call.query.cursor
    )
    items = [UnitTallyView(unit=unit, **asdict(tally), **asdict(share)) for unit, tally, share in found]
    return BoardsPage(items=items, cursor=cursor)


@register_operation(bp, "GET", "/api/board", access=OFFICER, query=UnitQuery, answer=BoardView, refuses=(NotFound,))
def board(call: Call[None, UnitQuery]) -> BoardView:
    """Show one unit's open work by state, procedure and due date, and its settlements in the last months."""
    who, unit = build_overseer(call), call.query.unit
    found, months = steps.read_board(who, wiring_boards.provide_work_counts(), unit)
    return BoardView(
        unit=unit,
        day=who.today,
        total=TallyView(**asdict(found.total)),
        states=[StateTallyView(state=state, **asdict(tally)) for state, tally in found.states.items()],
        procedures=[ProcedureTallyView(procedure=one, **asdict(tally)) for one, tally in found.procedures.items()],
        dates=[DueDateView(date=day, open=n) for day, n in found.dates.items()],
        months=[MonthView(month=month, **asdict(share)) for month, share in months.items()],
        undated=found.undated,
        may_urge=who.mandate is not None,
        may_urge_own=urging.may_urge_own(who, unit),
        urgings=[_view_urging(each) for each in urging.list_recent(who, wiring_boards.provide_urgings(), unit)],
    )


@register_operation(
    bp,
    "GET",
    "/api/board/dossiers",
    access=OFFICER,
    query=BoardQuery,
    answer=DossierPage,
    refuses=(NotFound, QueueTooLong),
)
def board_dossiers(call: Call[None, BoardQuery]) -> DossierPage:
    """List the dossiers and tasks behind a number of the board, soonest due first."""
    q = call.query
    asked = WorkFilter(q.unit, q.state, q.when, q.on, q.procedure)
    found = steps.list_open_work(build_overseer(call), wiring_steps.provide_lists(), asked, q.limit, q.cursor)
    lines = [{**item, "opens": may_open_line(call.actor, item, call.now)} for item in found.items]
    return view_page(replace(found, items=lines))


@register_operation(
    bp,
    "POST",
    "/api/board/urge",
    access=OFFICER,
    body=UrgeBody,
    answer=UrgingView,
    status=201,
    refuses=(Forbidden, UnknownAgency, NothingOverdue, Busy),
)
def urge(call: Call[UrgeBody]) -> UrgingView:
    """Urge a unit about its overdue work; a repeat on that day returns the first answer."""
    asked = call.body.model_dump()
    return _view_urging(
        wiring_boards.provide_urger().urge(build_overseer(call), urging.Urge(asked["unit"], asked["one_stop"] or ""))
    )


def _view_urging(each: Urging) -> UrgingView:
    return UrgingView(
        unit=each.unit, day=each.day, one_stop=each.one_stop or None, role=each.role, by=each.sub, at=each.at,
        overdue=each.overdue, by_unit=each.by_unit or None,
    )  # fmt: skip
