"""Resume a dossier's messages to the national portal: an operator has dealt with the reason, or will not wait."""

from __future__ import annotations

from datetime import datetime

from chalicelib.domain.accounts.roles import Actor, Role
from chalicelib.domain.portal import position
from chalicelib.domain.portal.position import Position
from chalicelib.domain.shared.errors import Forbidden, Stale
from chalicelib.steps.dossier.ports import Conflict
from chalicelib.steps.portal.sync_national import Positions


def require_operator(actor: Actor, now: datetime) -> None:
    """Only operators deal with the link to the portal."""
    if Role.OPERATOR not in actor.roles(now):
        raise Forbidden()


def resume_sync(positions: Positions, actor: Actor, dossier_id: str, version: int, real_now: datetime) -> Position:
    """The next sweep goes on from where it stood, in order. Refuses with NothingWaits, or Stale when it moved on."""
    place, _ = positions.look(dossier_id)
    if place.version != version:
        raise Stale(version=place.version)
    try:
        return positions.save(*position.resumed(place, actor.sub, real_now), real_now)
    except Conflict:
        raise Stale(version=place.version + 1) from None
