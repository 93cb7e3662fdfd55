"""Read the use of the system in a unit, for its IT officer, and the units without one, for the provincial office."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from chalicelib.domain.accounts.members import count_loads
from chalicelib.domain.accounts.officers import Officer, require_reader
from chalicelib.domain.accounts.roles import Actor, Role
from chalicelib.domain.accounts.tasks.unit_use import (
    OfficerUse,
    list_held_units,
    list_missing,
    list_use,
    require_it_officer,
)
from chalicelib.domain.catalogue.agencies import AgencyTree
from chalicelib.domain.catalogue.succession import find_heir
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.steps.accounts.officer_directory import READ_AT_ONCE, DirectoryRecords
from chalicelib.steps.accounts.ports import Holders
from chalicelib.steps.dossier.reader import Reader


def read_unit_use(reader: Reader, holders: Holders, unit: str) -> tuple[OfficerUse, ...]:
    """Return the use by the officers of a unit; raise Forbidden for everybody but its IT officer."""
    require_it_officer(reader.actor, unit, reader.now)
    units = reader.deps.reference.list_units_served(unit, reader.now)
    officers = {each.sub: each for one in units for each in reader.people.list_by_unit(one)}
    return list_use(tuple(officers.values()), units, count_loads(holders.list_held(unit), reader.now), reader.now)


def list_units_without(
    records: DirectoryRecords, tree: AgencyTree, actor: Actor, task: Role, now: datetime
) -> tuple[str, ...]:
    """Return the units of the day in which nobody has a special task; raise Forbidden for people who neither grant nor
    audit rights."""
    require_reader(actor, now)
    day = now.astimezone(VIETNAM).date()
    held = {find_heir(tree, unit, day) for unit in list_held_units(_read_all(records), task, now)}
    return list_missing((each.id for each in tree.list_active(day)), held)


def _read_all(records: DirectoryRecords) -> Iterator[Officer]:
    place = ""
    while True:
        page, place = records.load_page(place, READ_AT_ONCE)
        yield from page
        if not place:
            return
