"""The members of a unit, for officers who work there."""

from __future__ import annotations

from chalicelib.domain.accounts.members import Member, count_loads, list_members
from chalicelib.steps.accounts.ports import Holders
from chalicelib.steps.dossier.reader import Reader, require_work


def read_members(reader: Reader, holders: Holders, unit: str) -> tuple[Member, ...]:
    """Return the present members of the unit and their workload; refuse a caller who does not work there."""
    require_work(reader, unit)
    units = reader.deps.reference.list_units_served(unit, reader.now)
    officers = {each.sub: each for one in units for each in reader.people.list_by_unit(one)}
    return list_members(officers.values(), units, count_loads(holders.list_held(unit), reader.now), reader.now)
