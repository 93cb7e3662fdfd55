"""Resume a dossier's messages to the national portal: an operator has solved the problem, or does not want to wait."""

from __future__ import annotations

from datetime import datetime

from chalicelib.domain.accounts.roles import Actor, Role
from chalicelib.domain.portal import position
from chalicelib.domain.portal.position import Position
from chalicelib.domain.shared.errors import Forbidden, Stale
from chalicelib.steps.dossier.ports import Conflict
from chalicelib.steps.portal.sync_national import Positions


def require_operator(actor: Actor, now: datetime) -> None:
    """Require an operator: only operators manage the link to the portal."""
    if Role.OPERATOR not in actor.list_roles(now):
        raise Forbidden()


def resume_sync(positions: Positions, actor: Actor, dossier_id: str, version: int, real_now: datetime) -> Position:
    """Let the next sweep continue from the same place, in order. Raise NothingWaits, or Stale when it has changed."""
    place, _ = positions.look(dossier_id)
    if place.version != version:
        raise Stale(version=place.version)
    try:
        return positions.save(*position.resume_dossier(place, actor.sub, real_now), real_now)
    except Conflict:
        raise Stale(version=place.version + 1) from None
