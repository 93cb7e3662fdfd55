"""Accept or reject a difference between the national portal's catalogues and ours. Our files do not change."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Protocol

from chalicelib.domain.catalogue.catalogue_changes import (
    CatalogueDifference,
    Review,
    ReviewStanding,
    require_reviewer,
    review_change,
)
from chalicelib.domain.shared.errors import KeyReused, NotFound, Stale
from chalicelib.steps.dossier.context import Command
from chalicelib.steps.dossier.ports import Conflict

if TYPE_CHECKING:
    from chalicelib.models.catalogue_changes import VerdictBody


class ReviewQueue(Protocol):
    """The review queue."""

    def look(self, number: str) -> CatalogueDifference | None:
        """Return one difference, read consistently."""

    def save(self, change: CatalogueDifference) -> CatalogueDifference:
        """Store on the version read; raise Conflict."""


def decide_catalogue_change(changes: ReviewQueue, command: Command[VerdictBody], number: str) -> CatalogueDifference:
    """Record the decision, its author, time and reason. A repeat of the same command returns the same answer.

    Raise Forbidden, NotFound, KeyReused, Stale or NothingToReview.
    """
    require_reviewer(command.actor, command.now)
    change = changes.look(number)
    if change is None:
        raise NotFound()
    verdict, reason = ReviewStanding(command.body.verdict), command.body.reason
    key = hashlib.sha256(f"{command.actor.sub}|{command.key}".encode()).hexdigest()
    for before in change.reviews:
        if before.key == key:
            if (before.verdict, before.reason) != (verdict, reason):
                raise KeyReused()
            return change
    if command.version != change.version:
        raise Stale(version=change.version)
    try:
        return changes.save(review_change(change, Review(verdict, reason, command.actor.sub, command.real_now, key)))
    except Conflict:
        raise Stale(version=change.version + 1) from None
