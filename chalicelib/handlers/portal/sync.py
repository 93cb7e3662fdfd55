"""The link to the national portal for operators: parked dossiers, nightly reconciliation results, the message log."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.domain.ledger.chain import GENESIS
from chalicelib.domain.portal.position import NothingWaits, Position, log_id
from chalicelib.domain.privacy.sight import NotYourTask
from chalicelib.domain.privacy.sight_words import Content
from chalicelib.domain.shared.errors import Forbidden, Malformed, NotFound, Stale
from chalicelib.domain.shared.serialization import pack_value
from chalicelib.handlers.dossier.reader import build_reader
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import OFFICER, SIGNED_IN, register_operation
from chalicelib.models.sync import PlaceView, ReportView, SyncView, WaitingPageQuery
from chalicelib.models.timelines import LedgerView
from chalicelib.steps.dossier import fact_views
from chalicelib.steps.portal.resume_sync import require_operator, resume_sync
from chalicelib.wiring import sync as wiring_sync

bp = Blueprint(__name__)

NIGHTS = 7


@register_operation(
    bp, "GET", "/api/sync", access=OFFICER, query=WaitingPageQuery, answer=SyncView, refuses=(Forbidden, Malformed)
)
def show_sync(call: Call[None, WaitingPageQuery]) -> SyncView:
    """List dossiers parked for the national portal, with the reason, and the reports of the last nights."""
    require_operator(call.actor, call.now)
    ids, further = wiring_sync.provide_positions().list_parked(call.query.limit, call.query.cursor)
    places = wiring_sync.provide_positions().load_positions(ids)
    reports = [ReportView(**each) for each in wiring_sync.provide_days().list_reports(NIGHTS)]
    return SyncView(parked=[view_position(places[each]) for each in ids], cursor=further, reports=reports)


@register_operation(bp, "GET", "/api/sync/{dossier_id}", access=OFFICER, answer=PlaceView, refuses=(Forbidden,))
def show_place(call: Call) -> PlaceView:
    """Show the progress of a dossier's synchronisation with the national portal."""
    require_operator(call.actor, call.now)
    return view_position(wiring_sync.provide_positions().look(call.params["dossier_id"])[0])


@register_operation(
    bp,
    "POST",
    "/api/sync/{dossier_id}/resume",
    access=OFFICER,
    answer=PlaceView,
    versioned=True,
    refuses=(Forbidden, Stale, NothingWaits),
)
def resume(call: Call) -> PlaceView:
    """Resume a dossier that is parked or waits; its messages are sent within a minute, in order."""
    require_operator(call.actor, call.now)
    return view_position(
        resume_sync(
            wiring_sync.provide_positions(),
            call.actor,
            call.params["dossier_id"],
            call.require_version(),
            call.real_now,
        )
    )


@register_operation(
    bp,
    "GET",
    "/api/dossiers/{dossier_id}/messages",
    access=SIGNED_IN,
    answer=LedgerView,
    refuses=(NotFound, NotYourTask),
)
def messages(call: Call) -> LedgerView:
    """Export the log of messages to the national portal, for the offline verifier."""
    dossier_id = call.params["dossier_id"]
    build_reader(call).require_seen(dossier_id, "messages", Content.MESSAGES)
    log = wiring_sync.provide_positions().list_messages(dossier_id)
    bodies = [pack_value(fact.body) for fact in log]
    return LedgerView(**fact_views.export_ledger(log_id(dossier_id), bodies, {}, log[-1].hash if log else GENESIS))


def view_position(place: Position) -> PlaceView:
    """Return a position for display."""
    return PlaceView(
        dossier_id=place.dossier_id,
        version=place.version,
        told=place.seq,
        parked=place.parked or None,
        parked_fact=place.parked_seq or None,
        tries=place.tries,
        since=place.since,
        next_try_at=place.next_try_at,
    )
