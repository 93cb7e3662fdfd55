"""Lists: worklists of units, and a person's own dossiers."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Annotated, Any, Literal

from chalice.app import Blueprint
from pydantic import Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from chalicelib.domain.flow.transitions import State
from chalicelib.domain.security.quotas import Quota
from chalicelib.domain.shared.errors import Forbidden, NotFound
from chalicelib.domain.shared.timezone import parse_stamp
from chalicelib.domain.supervision.boards import When
from chalicelib.domain.supervision.worklist import QueueTooLong, Sort
from chalicelib.handlers.dossier.reader import build_reader
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import OFFICER, SIGNED_IN, register_operation
from chalicelib.models.boards import StateTallyView, TallyView, WorkCountsView
from chalicelib.models.http.base import Channel, Query, RecentDay
from chalicelib.models.lists import ApprovalsPage, ApprovalView, DossierPage, ListedView, ReturnedPage, ReturnedView
from chalicelib.steps.dossier.ports import Page
from chalicelib.steps.reading import queries
from chalicelib.steps.reading.own_list import chain_pages, list_own
from chalicelib.steps.reading.worklist import WorklistFilter, list_work
from chalicelib.wiring import boards as wiring_boards
from chalicelib.wiring import core as wiring
from chalicelib.wiring import lookup as wiring_lookup
from chalicelib.wiring import steps as wiring_steps

bp = Blueprint(__name__)


class PageQuery(Query):
    """A page of a list."""

    limit: Annotated[int, Field(ge=1, le=100)] = 50
    cursor: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,2000}$")] | None = None

    model_config = Query.model_config | {"str_max_length": 2000}


Unit = Annotated[str, Field(min_length=1, max_length=64)]


Known = Annotated[str, Field(min_length=1, max_length=64)]


class BoardQuery(PageQuery):
    """Unit and state of the work (without one, every state); `when`, `on` (a due date) and `procedure` filter it, in
    any combination."""

    unit: Unit
    state: State | None = None
    when: When | None = None
    on: RecentDay | None = None
    procedure: Known | None = None


class WorkQuery(PageQuery):
    """Unit and state of the work (without one, every state); further parameters filter it, in any combination: `when`
    and `on` the due date, `filed_since` and `filed_until` the day of filing, `held` whether an officer is in charge,
    `holder` which officer, `capacity` in which another one than the requester filed (in the queues whose identities the
    reader may see)."""

    unit: Unit
    state: State | None = None
    when: When | None = None
    on: RecentDay | None = None
    procedure: Known | None = None
    sort: Sort = Sort.DUE
    descending: bool = False
    channel: Channel | None = None
    holder: Known | None = None
    held: bool | None = None
    filed_since: RecentDay | None = None
    filed_until: RecentDay | None = None
    capacity: Literal["related_interest"] | None = None

    @field_validator("filed_until")
    @classmethod
    def follow_start(cls, until: datetime.date | None, info: ValidationInfo) -> datetime.date | None:
        """Refuse a last day before the first."""
        since = info.data.get("filed_since")
        if until and since and until < since:
            raise PydanticCustomError("ends_before_start", "ends before it starts")
        return until


class UnitQuery(Query):
    """The unit whose work is listed."""

    unit: Unit


class ApprovalsQuery(PageQuery):
    """The unit whose requests are listed."""

    unit: Unit


class NameBody(WorkQuery):
    """A worklist filtered by the beginning of any word of a name. In the body, since addresses are logged."""

    name: Annotated[str, Field(min_length=2, max_length=100)]

    model_config = WorkQuery.model_config | {"strict": True}


@register_operation(
    bp, "GET", "/api/worklist", access=OFFICER, query=WorkQuery, answer=DossierPage, refuses=(NotFound, QueueTooLong)
)
def worklist(call: Call[None, WorkQuery]) -> DossierPage:
    """List open work of a unit, soonest due first or in another order, with late lines marked.

    Lines name the applicant to officers who act on a dossier in that state; each page with names is recorded."""
    q = call.query
    return view_page(list_work(build_reader(call), wiring_steps.provide_lists(), _build_wanted(q), q.limit, q.cursor))


@register_operation(
    bp,
    "POST",
    "/api/worklist/search",
    access=OFFICER,
    body=NameBody,
    answer=DossierPage,
    refuses=(NotFound, Forbidden, QueueTooLong),
    quotas=(Quota.SEARCHES,),
)
def search_worklist(call: Call[NameBody]) -> DossierPage:
    """List the same for people whose name has a word with the typed beginning; each search is recorded."""
    q = call.body
    wiring.provide_quotas().count_use(call.quotas, call.real_now)
    search = wiring_lookup.build_name_search(q.name, call.real_now)
    return view_page(
        list_work(build_reader(call), wiring_steps.provide_lists(), _build_wanted(q), q.limit, q.cursor, search)
    )


def _build_wanted(query: WorkQuery) -> WorklistFilter:
    return WorklistFilter(**query.model_dump(exclude={"limit", "cursor", "name"}))


@register_operation(
    bp, "GET", "/api/worklist/counts", access=OFFICER, query=UnitQuery, answer=WorkCountsView, refuses=(NotFound,)
)
def worklist_counts(call: Call[None, UnitQuery]) -> WorkCountsView:
    """Count a unit's open work in each state, overdue and due today. The counts are updated within moments."""
    found, counted = queries.count_work(build_reader(call), wiring_boards.provide_work_counts(), call.query.unit)
    return WorkCountsView(
        unit=call.query.unit,
        total=TallyView(**asdict(found.total)),
        states=[StateTallyView(state=state, **asdict(tally)) for state, tally in found.states.items()],
        counted=sorted(counted),
    )


@register_operation(
    bp, "GET", "/api/approvals", access=OFFICER, query=ApprovalsQuery, answer=ApprovalsPage, refuses=(NotFound,)
)
def approvals(call: Call[None, ApprovalsQuery]) -> ApprovalsPage:
    """List requests whose present stage is decided in a unit, oldest first, with the roles that may decide."""
    q = call.query
    found = queries.list_approvals(build_reader(call), wiring_steps.provide_lists(), q.unit, q.limit, q.cursor)
    return ApprovalsPage(items=[_view_approval(item) for item in found.items], cursor=found.cursor)


@register_operation(
    bp, "GET", "/api/returned", access=OFFICER, query=ApprovalsQuery, answer=ReturnedPage, refuses=(NotFound,)
)
def returned(call: Call[None, ApprovalsQuery]) -> ReturnedPage:
    """List proposed outcomes that came back to a unit, oldest first; each officer reads the remarks that are theirs."""
    q = call.query
    found = queries.list_returned(build_reader(call), wiring_steps.provide_lists(), q.unit, q.limit, q.cursor)
    return ReturnedPage(items=[_view_returned(item) for item in found.items], cursor=found.cursor)


@register_operation(
    bp, "GET", "/api/me/dossiers", access=SIGNED_IN, query=PageQuery, answer=DossierPage, reading_own=True
)
def my_dossiers(call: Call[None, PageQuery]) -> DossierPage:
    """List my dossiers, newest first; for somebody who acts for another person, those that they may see there."""
    return view_page(list_own(call.actor, wiring_steps.provide_lists(), call.query.limit, call.query.cursor, call.now))


def view_chained(people: Sequence[str], query: PageQuery, read: Callable[[str, int, str | None], Page]) -> DossierPage:
    """Return a page of a person's own list, over everybody whom they were found to be."""

    return view_page(chain_pages(people, query.limit, query.cursor, read))


def view_page(found: Page) -> DossierPage:
    """Return a page with its instants parsed."""
    return DossierPage(items=[_view_line(dict(item)) for item in found.items], cursor=found.cursor)


def _view_approval(item: Mapping[str, Any]) -> ApprovalView:
    plain = {name: item[name] for name in ("dossier_id", "n", "kind", "code", "receipt_no", "procedure", "unit")}
    due = parse_stamp(item["due_at"]) if item["due_at"] else None
    return ApprovalView(
        **plain, opened_at=parse_stamp(item["recorded_at"]), due_at=due, roles=item["holder"].split(",")
    )


def _view_returned(item: Mapping[str, Any]) -> ReturnedView:
    same = ("dossier_id", "n", "kind", "code", "receipt_no", "procedure", "unit", "remarks", "yours")
    plain = {name: item[name] for name in same}
    due = parse_stamp(item["due_at"]) if item["due_at"] else None
    return ReturnedView(**plain, sent_back_at=parse_stamp(item["recorded_at"]), due_at=due, officer=item["holder"])


def _view_line(item: dict[str, str | None]) -> ListedView:
    times = {name: parse_stamp(text) if (text := item[name]) else None for name in ("due_at", "filed_at")}
    plain = {name: item[name] for name in ListedView.model_fields if name not in {*times, *_SOMETIMES, "opens"}}
    sometimes = {name: item.get(name) for name in _SOMETIMES}
    return ListedView.model_validate({**plain, **times, **sometimes, "opens": item.get("opens", True)})


_SOMETIMES = ("late", "applicant", "to_pay")
"""Fields of a line that only some lists have."""
