"""Accept or reject a difference between the national portal's catalogues and ours. Our files stay as they are."""

from __future__ import annotations

import hashlib
from typing import Protocol

from chalicelib.domain.catalogue.catalogue_changes import Change, Review, Standing, require_reviewer, reviewed
from chalicelib.domain.shared.errors import KeyReused, NotFound, Stale
from chalicelib.steps.dossier.context import Ask
from chalicelib.steps.dossier.ports import Conflict


class Changes(Protocol):
    """The review queue."""

    def look(self, number: str) -> Change | None:
        """One difference, read consistently."""

    def save(self, change: Change) -> Change:
        """Store on the version read; raises Conflict."""


def decide_catalogue_change(changes: Changes, ask: Ask, number: str) -> Change:
    """Record who decided what, when and why. A repeat of the same command gives the same answer.

    Refuses with Forbidden, NotFound, KeyReused, Stale or NothingToReview.
    """
    require_reviewer(ask.actor, ask.now)
    change = changes.look(number)
    if change is None:
        raise NotFound()
    verdict, reason = Standing(ask.body["verdict"]), str(ask.body["reason"])
    key = hashlib.sha256(f"{ask.actor.sub}|{ask.key}".encode()).hexdigest()
    for before in change.reviews:
        if before.key == key:
            if (before.verdict, before.reason) != (verdict, reason):
                raise KeyReused()
            return change
    if ask.version != change.version:
        raise Stale(version=change.version)
    try:
        return changes.save(reviewed(change, Review(verdict, reason, ask.actor.sub, ask.real_now, key)))
    except Conflict:
        raise Stale(version=change.version + 1) from None
