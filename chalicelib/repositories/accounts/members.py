"""Officers by name, and by the unit in which they work."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from chalicelib.domain.accounts.members import OfficerName
from chalicelib.domain.accounts.officers import Officer
from chalicelib.repositories.accounts.officers import read_officer, unit_partition
from chalicelib.repositories.dynamodb.table import Row


class OfficerPeople:
    """The `People` port on the table of officers' records."""

    def named(self, subs: Collection[str]) -> Mapping[str, OfficerName]:
        """Return name and title by account, in one batch."""
        return {each.sub: OfficerName(each.name, each.title) for each in self._records(subs)}

    def of_unit(self, unit: str) -> Sequence[Officer]:
        """Return the records of officers who have, or had, a right in a unit."""
        return self._records([str(row.sk) for row in Row.query(unit_partition(unit))])

    def _records(self, subs: Collection[str]) -> list[Officer]:
        keys = [(f"OFFICER#{sub}", "RIGHTS") for sub in sorted(set(subs))]
        return [read_officer(row) for row in Row.batch_get(keys)] if keys else []
