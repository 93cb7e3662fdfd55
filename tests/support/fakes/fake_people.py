"""Views and officers in memory."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from chalicelib.domain.accounts.members import OfficerName
from chalicelib.domain.accounts.officers import Officer
from chalicelib.repositories.dynamodb.item_keys import name_view
from chalicelib.steps.dossier.items import ViewedName


@dataclass
class FakeAccesses:
    """The `Accesses` port: views in the order they were recorded."""

    records: list[tuple[str, str, str, str]] = field(default_factory=list)

    def record(
        self,
        viewed: str | ViewedName,
        sub: str,
        role: str,
        what: str,
        now: datetime,
        listed: Sequence[str] | None = None,
    ) -> None:
        """Keep one view."""
        self.records.append((name_view(viewed), sub, role, what))


@dataclass
class FakePeople:
    """The `People` port: officers by account."""

    officers: dict[str, Officer] = field(default_factory=dict)

    def find_names(self, subs: Collection[str]) -> Mapping[str, OfficerName]:
        """Name and title by account."""
        known = {sub: self.officers[sub] for sub in subs if sub in self.officers}
        return {sub: OfficerName(each.name, each.title) for sub, each in known.items()}

    def list_by_unit(self, unit: str) -> Sequence[Officer]:
        """Return the people who have, or had, a right in a unit."""
        return [each for each in self.officers.values() if unit in {a.unit for a in each.assignments}]
