"""Notices for people: deliveries of a dossier, inboxes, and errands of the one-stop units."""

from __future__ import annotations

from typing import Any

from chalice.app import Blueprint

from chalicelib.domain.notices.deliveries import Delivery, Errand
from chalicelib.domain.notices.inbox import InboxMessage
from chalicelib.domain.privacy.sight import NotYourTask
from chalicelib.domain.shared.chained import read_chained
from chalicelib.domain.shared.errors import Busy, Malformed, NotFound, Stale
from chalicelib.handlers.dossier.reader import build_reader
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import OFFICER, SIGNED_IN, register_operation
from chalicelib.models.notices import (
    DeliveriesView,
    DeliveryView,
    ErrandDoneBody,
    ErrandPage,
    ErrandsQuery,
    ErrandView,
    InboxQuery,
    MessagePage,
    MessageView,
    WhoseQuery,
    WordsView,
)
from chalicelib.steps.notices import read_notices as steps
from chalicelib.wiring import notices as wiring_notices

bp = Blueprint(__name__)


@register_operation(
    bp,
    "GET",
    "/api/dossiers/{dossier_id}/notices",
    access=SIGNED_IN,
    answer=DeliveriesView,
    refuses=(NotFound, NotYourTask),
)
def dossier_notices(call: Call) -> DeliveriesView:
    """Show the deliveries of the dossier's notices, channel by channel."""
    found = steps.list_deliveries(build_reader(call), wiring_notices.provide_deliveries(), call.params["dossier_id"])
    return DeliveriesView(items=[_view_delivery(each) for each in found])


@register_operation(
    bp,
    "GET",
    "/api/inbox",
    access=SIGNED_IN,
    query=InboxQuery,
    answer=MessagePage,
    refuses=(NotFound, Malformed),
    reading_own=True,
)
def inbox(call: Call[None, InboxQuery]) -> MessagePage:
    """List my notices, or those of a desk of which I am a member, newest first."""
    inbox, inboxes = _require_inbox(call), wiring_notices.provide_inboxes()
    names = call.actor.people if inbox == call.actor.sub else (inbox,)
    found, further = read_chained(
        names, call.query.cursor, lambda name, cursor: inboxes.list_page(name, call.query.limit, cursor)
    )
    return MessagePage(items=[_view_message(each) for each in found], cursor=further)


@register_operation(
    bp,
    "POST",
    "/api/inbox/{message_id}/read",
    access=SIGNED_IN,
    query=WhoseQuery,
    answer=MessageView,
    refuses=(NotFound, Busy),
)
def read_message(call: Call[None, WhoseQuery]) -> MessageView:
    """Mark a notice as read."""
    inbox, inboxes, number = _require_inbox(call), wiring_notices.provide_inboxes(), call.params["message_id"]
    if inbox == call.actor.sub and call.actor.merged:
        inbox = next((each for each in call.actor.people if inboxes.find(each, number)), inbox)
    return _view_message(steps.mark_read(inboxes, inbox, number, call.real_now))


@register_operation(
    bp, "GET", "/api/errands", access=OFFICER, query=ErrandsQuery, answer=ErrandPage, refuses=(NotFound, Malformed)
)
def errands(call: Call[None, ErrandsQuery]) -> ErrandPage:
    """List official notices that reached nobody: the unit telephones or writes, oldest first."""
    q = call.query
    found, further = steps.open_errands(
        wiring_notices.provide_errands(), call.actor, q.unit, call.now, q.limit, q.cursor
    )
    return ErrandPage(items=[_view_errand(each) for each in found], cursor=further)


@register_operation(
    bp,
    "POST",
    "/api/errands/{errand_id}/done",
    access=OFFICER,
    body=ErrandDoneBody,
    answer=ErrandView,
    versioned=True,
    refuses=(NotFound, Stale, steps.ErrandDone),
)
def finish_errand(call: Call[ErrandDoneBody]) -> ErrandView:
    """Record that the applicant was notified in person, and how."""
    version = call.require_version()
    command = steps.Finish(call.params["errand_id"], call.actor, call.body.way, version, call.now, call.real_now)
    return _view_errand(steps.finish_errand(wiring_notices.provide_errands(), command))


def _require_inbox(call: Call[Any, Any]) -> str:
    return steps.require_inbox(call.actor, steps.Whose(call.query.unit, call.query.role), call.now)


def _view_delivery(each: Delivery) -> DeliveryView:
    return DeliveryView(
        seq=each.seq, notice=each.notice, to=each.to, channel=each.channel, official=each.official, state=each.state,
        queued_at=each.queued_at, sent_at=each.sent_at, ended_at=each.ended_at, tries=each.tries,
        reason=each.reason or None,
    )  # fmt: skip


def _view_message(each: InboxMessage) -> MessageView:
    return MessageView(
        id=each.id, dossier_id=each.dossier_id or None, seq=each.seq or None, notice=each.notice,
        official=each.official, at=each.at, read_at=each.read_at,
        vi=WordsView(**each.words["vi"]), en=WordsView(**each.words["en"]), about=each.about or None,
    )  # fmt: skip


def _view_errand(each: Errand) -> ErrandView:
    return ErrandView(
        id=each.id, version=each.version, dossier_id=each.dossier_id, number=each.number, seq=each.seq,
        notice=each.notice, to=each.to, unit=each.unit, reason=each.reason, opened_at=each.opened_at,
        done_at=each.done_at, done_by=each.done_by or None, way=each.way or None,
    )  # fmt: skip
