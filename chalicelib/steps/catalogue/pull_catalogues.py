"""Compare the national portal's shared catalogues with ours and add the differences to the review queue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from chalicelib.domain.catalogue.catalogue_changes import (
    CatalogueDifference,
    CatalogueMalformed,
    Ours,
    ReviewStanding,
    SharedCatalogue,
    list_changed_standings,
    list_differences,
    read_entries,
)
from chalicelib.domain.portal.position import PortalUnavailable
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.steps.dossier.ports import Conflict


class Published(Protocol):
    """The portal's side."""

    def fetch_catalogue(self, name: str) -> tuple[str, Sequence[Any]]:
        """Return version and entries of a catalogue. Raise PortalUnavailable when there is no usable answer."""


class DifferenceQueue(Protocol):
    """The review queue."""

    def list_all(self) -> list[CatalogueDifference]:
        """Return every stored difference."""

    def save(self, change: CatalogueDifference) -> CatalogueDifference:
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
    changes: DifferenceQueue
    shared: Sequence[SharedCatalogue]
    ours: Mapping[str, Ours]

    def __call__(self, now: datetime) -> list[Pulled]:
        """Compare every catalogue at `now`, real time. An unreadable one leaves its items unchanged."""
        kept = self.changes.list_all()
        return [self._pull_one(each, [one for one in kept if one.catalogue == each.ours], now) for each in self.shared]

    def _pull_one(self, shared: SharedCatalogue, kept: Sequence[CatalogueDifference], now: datetime) -> Pulled:
        mine = self.ours[shared.ours]
        try:
            version, entries = self.portal.fetch_catalogue(shared.name)
            theirs = read_entries(shared, entries, now.astimezone(VIETNAM).date())
        except (PortalUnavailable, CatalogueMalformed) as failed:
            return Pulled(shared.ours, unread=failed.reason)
        opened = ended = missed = 0
        for change in list_changed_standings(kept, list_differences(shared.ours, mine, theirs, version, now), mine):
            try:
                self.changes.save(change)
            except Conflict:  # decided at the same moment, or by another run: the next night sees it
                missed += 1
                continue
            opened += change.standing is ReviewStanding.OPEN
            ended += change.standing in (ReviewStanding.APPLIED, ReviewStanding.GONE)
        return Pulled(shared.ours, "", version, opened, ended, missed)
