"""The review queue of the shared catalogues: where the national portal's catalogue differs from ours, and the
decisions."""

from __future__ import annotations

from datetime import datetime

from chalice.app import Blueprint

from chalicelib.domain.catalogue.catalogue_changes import (
    CatalogueDifference,
    NothingToReview,
    ReviewStanding,
    require_reviewer,
)
from chalicelib.domain.shared.errors import Forbidden, KeyReused, Malformed, NotFound, Stale
from chalicelib.handlers.dossier.step import build_command
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import OFFICER, register_operation
from chalicelib.handlers.http.officer_names import find_officer_name
from chalicelib.models.catalogue_changes import ChangesPage, ChangesQuery, ChangeView, ReviewView, VerdictBody
from chalicelib.steps.catalogue.decide_catalogue_change import decide_catalogue_change
from chalicelib.wiring import sync as wiring_sync

bp = Blueprint(__name__)


@register_operation(
    bp,
    "GET",
    "/api/catalogue-changes",
    access=OFFICER,
    query=ChangesQuery,
    answer=ChangesPage,
    refuses=(Forbidden, Malformed),
)
def catalogue_changes(call: Call[None, ChangesQuery]) -> ChangesPage:
    """List differences of one state, first seen first; accepted ones are for the next deployment."""
    require_reviewer(call.actor, call.now)
    found, further = wiring_sync.provide_catalogue_changes().list_page(
        ReviewStanding(call.query.standing), call.query.limit, call.query.cursor
    )
    return ChangesPage(items=[view_change(each, call.real_now) for each in found], cursor=further)


@register_operation(
    bp,
    "GET",
    "/api/catalogue-changes/{change_id}",
    access=OFFICER,
    answer=ChangeView,
    refuses=(Forbidden, NotFound),
)
def catalogue_change(call: Call) -> ChangeView:
    """Show one difference with both sides and every decision about it."""
    require_reviewer(call.actor, call.now)
    change = wiring_sync.provide_catalogue_changes().look(call.params["change_id"])
    if change is None:
        raise NotFound()
    return view_change(change, call.real_now)


@register_operation(
    bp,
    "POST",
    "/api/catalogue-changes/{change_id}/decide",
    access=OFFICER,
    body=VerdictBody,
    answer=ChangeView,
    keyed=True,
    versioned=True,
    refuses=(Forbidden, NotFound, Stale, KeyReused, NothingToReview),
)
def decide_change(call: Call[VerdictBody]) -> ChangeView:
    """Accept or reject a difference. The deployed catalogue does not change."""
    number = call.params["change_id"]
    asked = build_command(call, "decide_catalogue_change", number)
    return view_change(decide_catalogue_change(wiring_sync.provide_catalogue_changes(), asked, number), call.real_now)


def view_change(change: CatalogueDifference, real_now: datetime) -> ChangeView:
    """Return a difference for display."""
    return ChangeView(
        id=change.id,
        version=change.version,
        catalogue=change.catalogue,
        code=change.code,
        difference=change.difference,
        standing=change.standing,
        ours=dict(change.ours) if change.ours is not None else None,
        theirs=dict(change.theirs) if change.theirs is not None else None,
        digest=change.digest,
        portal_version=change.portal_version,
        first_seen=change.first_seen,
        reviews=[
            ReviewView(
                verdict=one.verdict,
                reason=one.reason,
                by=one.by,
                by_name=find_officer_name(one.by, real_now),
                at=one.at,
            )
            for one in change.reviews
        ],
    )
