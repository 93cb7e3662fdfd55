"""What reading needs from outside: the names of officers, and the log of views."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from chalicelib.domain.accounts.members import OfficerName
    from chalicelib.domain.accounts.officers import Officer
    from chalicelib.steps.dossier.items import ViewedName


class People(Protocol):
    """Officers as their colleagues know them."""

    def find_names(self, subs: Collection[str]) -> Mapping[str, OfficerName]:
        """Return name and title by account, in one request; people without a record are left out."""

    def list_by_unit(self, unit: str) -> Sequence[Officer]:
        """Return the records of officers who have, or had, a right in a unit."""


class Accesses(Protocol):
    """The log of views."""

    def record(
        self,
        viewed: str | ViewedName,
        sub: str,
        role: str,
        what: str,
        now: datetime,
        listed: Sequence[str] | None = None,
    ) -> None:
        """Record one view: of a dossier by its id, of a search, or of a list with the dossiers that it shows with
        names; a failure is raised, so that no view is unrecorded."""
