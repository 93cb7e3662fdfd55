"""Compare the national portal's shared catalogues with ours and add the differences to the review queue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from chalicelib.domain.catalogue.catalogue_changes import (
    CatalogueMalformed,
    Change,
    Ours,
    SharedCatalogue,
    Standing,
    differences,
    moves,
    read_entries,
)
from chalicelib.domain.portal.position import PortalUnavailable
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.steps.dossier.ports import Conflict


class Published(Protocol):
    """The portal's side."""

    def catalogue(self, name: str) -> tuple[str, Sequence[Any]]:
        """Return version and entries of a catalogue. Raise PortalUnavailable when there is no usable answer."""


class Changes(Protocol):
    """The review queue."""

    def all(self) -> list[Change]:
        """Return every stored difference."""

    def save(self, change: Change) -> Change:
        """Store on the version read; raise Conflict."""


@dataclass(frozen=True, slots=True)
class Pulled:
    """Result for one catalogue; `unread` is a reason code when all of it was rejected."""

    catalogue: str
    unread: str = ""
    portal_version: str = ""
    opened: int = 0
    ended: int = 0
    missed: int = 0


@dataclass(frozen=True, slots=True)
class CataloguePull:
    """Compares for one deployment."""

    portal: Published
    changes: Changes
    shared: Sequence[SharedCatalogue]
    ours: Mapping[str, Ours]

    def __call__(self, now: datetime) -> list[Pulled]:
        """Compare every catalogue at `now`, real time. An unreadable one leaves its items unchanged."""
        kept = self.changes.all()
        return [self._one(each, [one for one in kept if one.catalogue == each.ours], now) for each in self.shared]

    def _one(self, shared: SharedCatalogue, kept: Sequence[Change], now: datetime) -> Pulled:
        mine = self.ours[shared.ours]
        try:
            version, entries = self.portal.catalogue(shared.name)
            theirs = read_entries(shared, entries, now.astimezone(VIETNAM).date())
        except (PortalUnavailable, CatalogueMalformed) as failed:
            return Pulled(shared.ours, unread=failed.reason)
        opened = ended = missed = 0
        for change in moves(kept, differences(shared.ours, mine, theirs, version, now), mine):
            try:
                self.changes.save(change)
            except Conflict:  # decided at the same moment, or by another run: the next night sees it
                missed += 1
                continue
            opened += change.standing is Standing.OPEN
            ended += change.standing in (Standing.APPLIED, Standing.GONE)
        return Pulled(shared.ours, "", version, opened, ended, missed)
