"""Reading notices: their deliveries on a dossier, inboxes of people and desks, and errands of the one-stop units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.domain.accounts.roles import Actor, Role
from chalicelib.domain.notices.deliveries import Delivery, Errand, parse_errand_id
from chalicelib.domain.notices.inbox import InboxMessage
from chalicelib.domain.notices.recipients import PARTIES
from chalicelib.domain.privacy.sight import require_list
from chalicelib.domain.privacy.sight_words import Content, UnitList
from chalicelib.domain.shared.errors import Busy, NotFound, Refusal, RefusalKind, Stale
from chalicelib.steps.dossier.reader import Reader
from chalicelib.steps.notices.notice_ports import Deliveries, Errands, Inboxes

TRIES = 5
CALLERS = frozenset({Role.ONE_STOP_OFFICER, Role.HEAD_OF_ONE_STOP})
"""The applicant deals only with the one-stop unit (NĐ 61/2018 5.1.e): its officers telephone and write."""


class ErrandDone(Refusal):
    """Somebody has already delivered the notice."""

    code = "errand_done"
    kind = RefusalKind.WRONG_MOMENT
    vi = "Việc báo trực tiếp này đã có người thực hiện."
    en = "This notice has already been delivered in person."


def list_deliveries(reader: Reader, deliveries: Deliveries, dossier_id: str) -> Sequence[Delivery]:
    """Return the deliveries of each notice; the owner sees those to the parties, officers see all."""
    _, sight = reader.require_seen(dossier_id, "notices", Content.NOTICES)
    found = deliveries.list_by_dossier(dossier_id)
    return [each for each in found if not sight.is_owner or each.to in PARTIES]


@dataclass(frozen=True, slots=True)
class Whose:
    """An inbox: one's own, or that of a desk."""

    unit: str = ""
    role: str = ""


def require_inbox(actor: Actor, whose: Whose, now: datetime) -> str:
    """Return the inbox's name. Raise NotFound for a desk of which the actor is not a member."""
    if not whose.unit and not whose.role:
        return actor.sub
    held = {right.role.value for right in actor.assignments if right.is_in_force(now) and right.unit == whose.unit}
    if whose.role not in held:
        raise NotFound()
    return f"{whose.unit}#{whose.role}"


def mark_read(inboxes: Inboxes, inbox: str, message_id: str, real_now: datetime) -> InboxMessage:
    """Return the message, marked as read now unless it was read before. Raise NotFound for a message
    of another inbox."""
    for _ in range(TRIES):
        message = inboxes.find(inbox, message_id)
        if message is None:
            raise NotFound()
        if message.read_at is not None:
            return message
        kept = inboxes.save(inbox, replace(message, read_at=real_now))
        if kept is not None:
            return kept
    raise Busy(retry_after=1)


def open_errands(
    errands: Errands, actor: Actor, unit: str, now: datetime, limit: int, cursor: str | None
) -> tuple[Sequence[Errand], str | None]:
    """Return notices that the unit must deliver by telephone or letter, oldest first. Raise NotFound
    for others' units."""
    require_list(actor, unit, UnitList.ERRANDS, now)
    return errands.list_by_unit(unit, limit, cursor)


@dataclass(frozen=True, slots=True)
class Finish:
    """An officer's statement that the applicant was notified: which errand, by whom, how, decided on which version."""

    errand_id: str
    actor: Actor
    way: str
    version: int
    now: datetime
    real_now: datetime


def finish_errand(errands: Errands, ask: Finish) -> Errand:
    """Record who notified the applicant, and how. A repeat returns the first answer."""
    place = parse_errand_id(ask.errand_id)
    errand = errands.find(*place) if place else None
    if errand is None or not ask.actor.list_roles_in(errand.unit, ask.now) & CALLERS:
        raise NotFound()
    if errand.done_at is not None:
        if (errand.done_by, errand.way) == (ask.actor.sub, ask.way):
            return errand
        raise ErrandDone()
    if ask.version != errand.version:
        raise Stale(version=errand.version)
    kept = errands.save(replace(errand, done_at=ask.real_now, done_by=ask.actor.sub, way=ask.way))
    if kept is None:
        raise Stale(version=errand.version + 1)
    return kept
