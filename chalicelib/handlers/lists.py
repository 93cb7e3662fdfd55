"""Lists: worklists of units, and a person's own dossiers."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import asdict
from typing import Annotated, Any

from chalice.app import Blueprint
from pydantic import Field

from chalicelib import wiring_boards, wiring_steps
from chalicelib.domain.boards import When
from chalicelib.domain.errors import NotFound
from chalicelib.domain.flow import State
from chalicelib.domain.timezone import moment
from chalicelib.handlers._http import OFFICER, SIGNED_IN, Call, operation
from chalicelib.handlers._reader import reader
from chalicelib.models.base import Query
from chalicelib.models.boards import StateTallyView, TallyView, WorkCountsView
from chalicelib.models.dossiers import ApprovalsPage, ApprovalView, DossierPage, ListedView
from chalicelib.repositories.ports import Page
from chalicelib.steps import read
from chalicelib.steps.boards import Asked

bp = Blueprint(__name__)


class PageQuery(Query):
    """Which page of a list."""

    limit: Annotated[int, Field(ge=1, le=100)] = 50
    cursor: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,2000}$")] | None = None

    model_config = Query.model_config | {"str_max_length": 2000}


Unit = Annotated[str, Field(min_length=1, max_length=64)]


class WorkQuery(PageQuery):
    """Whose work, in which state; `when`, `on` (a due date) and `procedure` narrow it, each with any other."""

    unit: Unit
    state: State
    when: When | None = None
    on: datetime.date | None = None
    procedure: Annotated[str, Field(min_length=1, max_length=64)] | None = None


class UnitQuery(Query):
    """Whose work."""

    unit: Unit


class ApprovalsQuery(PageQuery):
    """Where requests wait."""

    unit: Unit


@operation(bp, "GET", "/api/worklist", access=OFFICER, query=WorkQuery, answer=DossierPage, refuses=(NotFound,))
def worklist(call: Call[None, WorkQuery]) -> DossierPage:
    """Open work of a unit in one state, soonest due first, with what is late marked. Filters by due date and procedure
    are the index's own; by officer, channel or text only what was fetched can be narrowed."""
    q = call.query
    asked = Asked(q.unit, q.state, q.when, q.on, q.procedure)
    return page(read.worklist(reader(call), wiring_steps.lists(), asked, q.limit, q.cursor))


@operation(
    bp, "GET", "/api/worklist/counts", access=OFFICER, query=UnitQuery, answer=WorkCountsView, refuses=(NotFound,)
)
def worklist_counts(call: Call[None, UnitQuery]) -> WorkCountsView:
    """How much a unit has open in each state, overdue and due today. Follows each act within moments."""
    found = read.work_counts(reader(call), wiring_boards.boards(), call.query.unit)
    return WorkCountsView(
        unit=call.query.unit,
        total=TallyView(**asdict(found.total)),
        states=[StateTallyView(state=state, **asdict(tally)) for state, tally in found.states.items()],
    )


@operation(bp, "GET", "/api/approvals", access=OFFICER, query=ApprovalsQuery, answer=ApprovalsPage, refuses=(NotFound,))
def approvals(call: Call[None, ApprovalsQuery]) -> ApprovalsPage:
    """Requests whose present stage is decided in a unit, oldest first, with the roles that may decide."""
    q = call.query
    found = read.approvals(reader(call), wiring_steps.lists(), q.unit, q.limit, q.cursor)
    return ApprovalsPage(items=[_waiting(item) for item in found.items], cursor=found.cursor)


@operation(bp, "GET", "/api/me/dossiers", access=SIGNED_IN, query=PageQuery, answer=DossierPage)
def my_dossiers(call: Call[None, PageQuery]) -> DossierPage:
    """My dossiers, newest first."""
    return page(wiring_steps.lists().owned(call.actor.sub, call.query.limit, call.query.cursor))


def page(found: Page) -> DossierPage:
    """A page with its instants read."""
    return DossierPage(items=[_line(dict(item)) for item in found.items], cursor=found.cursor)


def _waiting(item: Mapping[str, Any]) -> ApprovalView:
    plain = {name: item[name] for name in ("dossier_id", "n", "kind", "code", "receipt_no", "procedure", "unit")}
    return ApprovalView(**plain, opened_at=moment(item["recorded_at"]), roles=item["holder"].split(","))


def _line(item: dict[str, str | None]) -> ListedView:
    times = {name: moment(text) if (text := item[name]) else None for name in ("due_at", "filed_at")}
    plain = {name: item[name] for name in ListedView.model_fields if name not in {*times, "late"}}
    return ListedView.model_validate({**plain, **times, "late": item.get("late")})
