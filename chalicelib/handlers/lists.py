"""Lists: worklists of units, and a person's own dossiers."""

from __future__ import annotations

from typing import Annotated

from chalice.app import Blueprint
from pydantic import Field

from chalicelib import wiring_steps
from chalicelib.domain.errors import NotFound
from chalicelib.domain.flow import State
from chalicelib.domain.ledger import moment
from chalicelib.handlers._http import OFFICER, SIGNED_IN, Call, operation
from chalicelib.handlers._reader import reader
from chalicelib.models.base import Query
from chalicelib.models.dossiers import DossierPage, ListedView
from chalicelib.repositories.ports import Page
from chalicelib.steps import read

bp = Blueprint(__name__)


class PageQuery(Query):
    """Which page of a list."""

    limit: Annotated[int, Field(ge=1, le=100)] = 50
    cursor: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,2000}$")] | None = None

    model_config = Query.model_config | {"str_max_length": 2000}


class WorkQuery(PageQuery):
    """Whose work, in which state."""

    unit: Annotated[str, Field(min_length=1, max_length=64)]
    state: State


@operation(bp, "GET", "/api/worklist", access=OFFICER, query=WorkQuery, answer=DossierPage, refuses=(NotFound,))
def worklist(call: Call[None, WorkQuery]) -> DossierPage:
    """Open work of a unit in one state, soonest due first, with what is late marked."""
    q = call.query
    return page(read.worklist(reader(call), wiring_steps.lists(), q.unit, q.state, q.limit, q.cursor))


@operation(bp, "GET", "/api/me/dossiers", access=SIGNED_IN, query=PageQuery, answer=DossierPage)
def my_dossiers(call: Call[None, PageQuery]) -> DossierPage:
    """My dossiers, newest first."""
    return page(wiring_steps.lists().owned(call.actor.sub, call.query.limit, call.query.cursor))


def page(found: Page) -> DossierPage:
    """A page with its instants read."""
    return DossierPage(items=[_line(dict(item)) for item in found.items], cursor=found.cursor)


def _line(item: dict[str, str | None]) -> ListedView:
    times = {name: moment(text) if (text := item[name]) else None for name in ("due_at", "filed_at")}
    plain = {name: item[name] for name in ListedView.model_fields if name not in {*times, "late"}}
    return ListedView.model_validate({**plain, **times, "late": item.get("late")})
