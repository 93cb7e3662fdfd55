"""Officers by name, and by the unit in which they work."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from chalicelib.domain.accounts.members import OfficerName
from chalicelib.domain.accounts.officers import Officer
from chalicelib.repositories.accounts.officers import read_officer
from chalicelib.repositories.dynamodb import keys
from chalicelib.repositories.dynamodb.table import TableItem


class OfficerPeople:
    """The `People` port on the table of officers' records."""

    def find_names(self, subs: Collection[str]) -> Mapping[str, OfficerName]:
        """Return name and title by account, in one batch."""
        return {each.sub: OfficerName(each.name, each.title) for each in self._load_records(subs)}

    def list_by_unit(self, unit: str) -> Sequence[Officer]:
        """Return the records of officers who have, or had, a right in a unit."""
        return self.list_by_units([unit])

    def list_by_units(self, units: Collection[str]) -> Sequence[Officer]:
        """Return the records of officers who have, or had, a right in one of some units, each once."""
        return self._load_records([str(row.sk) for unit in units for row in TableItem.query(keys.UNIT_OFFICERS(unit))])

    def _load_records(self, subs: Collection[str]) -> list[Officer]:
        places = [(keys.OFFICER(sub), keys.RIGHTS) for sub in sorted(set(subs))]
        return [read_officer(row) for row in TableItem.batch_get(places)] if places else []
