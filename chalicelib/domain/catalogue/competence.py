"""For which procedures a unit is competent, and from when until when.

Nothing here is stored: the rules of competence, the levels of each procedure and the units of a day say it. They change
on few days only (a unit opens, ends, moves, or the two levels of administration begin), and between two of these days
the answer is the same.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from chalicelib.domain.catalogue.agencies import (
    DISTRICT,
    LEVEL_OF_COMMITTEE,
    Agency,
    AgencyRetired,
    AgencyTree,
    NoCompetentAgency,
)
from chalicelib.domain.catalogue.procedures import TWO_TIER_FROM, Names, Procedure
from chalicelib.domain.catalogue.succession import list_units_served
from chalicelib.domain.catalogue.unit_changes import UnitChange

ONE_DAY = timedelta(days=1)


class UnitWork(StrEnum):
    """What a unit does for a procedure: it takes its dossiers in, it settles them, or it has a task while another unit
    settles."""

    RECEIVES = "receives"
    SETTLES = "settles"
    TASK = "task"


@dataclass(frozen=True, slots=True)
class Competence:
    """What a unit does for one procedure on a day. `settled_by` is the unit that settles it then, None for a task: any
    unit may settle what the task is part of. `task` is its name."""

    procedure: str
    work: UnitWork
    settled_by: str | None
    task: Names | None = None


@dataclass(frozen=True, slots=True)
class CompetencePeriod:
    """A competence with its first and last day; None where the units and the law on record know no other state."""

    of: Competence
    since: date | None
    until: date | None


def list_competences(
    tree: AgencyTree, procedures: Iterable[Procedure], unit_id: str, on: date
) -> tuple[Competence, ...]:
    """Return what a unit does for each procedure on a day, in the order of the procedures; raise UnknownAgency. A unit
    that does not operate on that day does nothing."""
    unit = tree.get(unit_id)
    if not unit.is_active(on):
        return ()
    desks = tuple(each.id for each in _list_desks(tree, unit, on))
    return tuple(dict.fromkeys(each for one in procedures for each in _list_works(tree, one, unit, desks, on)))


def list_periods(
    load_tree: Callable[[date], AgencyTree],
    turning_days: Collection[date],
    procedures: Collection[Procedure],
    unit: str,
    on: date,
) -> tuple[CompetencePeriod, ...]:
    """Return what a unit does on a day, each with its first and last day. `turning_days` are the days on which
    something may change (`list_turning_days`)."""

    def list_of(day: date) -> frozenset[Competence]:
        tree = load_tree(day)
        return frozenset(list_competences(tree, procedures, unit, day) if unit in tree.units else ())

    held = list_competences(load_tree(on), procedures, unit, on)
    begins = {each for each in turning_days if each <= on}
    since = _find_ends(held, sorted(begins, reverse=True), lambda day: list_of(day - ONE_DAY))
    until = _find_ends(held, sorted({*turning_days} - begins), list_of)
    return tuple(
        CompetencePeriod(each, since[each], last - ONE_DAY if (last := until[each]) else None) for each in held
    )


def list_turning_days(tree: AgencyTree, changes: Iterable[UnitChange]) -> frozenset[date]:
    """Return the first days of each state of the units and of the levels that settle."""
    days = {TWO_TIER_FROM, *(each.effective for each in changes)}
    for unit in tree.list_all():
        days |= {each for each in (unit.active_from,) if each}
        days |= {each + ONE_DAY for each in (unit.active_until,) if each}
    return frozenset(days)


def _find_ends(
    held: Collection[Competence], days: Sequence[date], list_of: Callable[[date], Collection[Competence]]
) -> dict[Competence, date | None]:
    """Return for each competence the first of some days beyond which it is not there; None where it always is."""
    ends: dict[Competence, date | None] = dict.fromkeys(held)
    still = set(held)
    for day in days:
        if not still:
            break
        gone = still - set(list_of(day))
        ends |= dict.fromkeys(gone, day)
        still -= gone
    return ends


def _list_works(
    tree: AgencyTree, procedure: Procedure, unit: Agency, desks: Iterable[str], on: date
) -> Iterator[Competence]:
    for desk in desks:
        settles = _find(tree, procedure.competent_kind, procedure, desk, on)
        if settles is None:
            continue
        if desk == unit.id:
            yield Competence(procedure.id, UnitWork.RECEIVES, settles)
        if settles == unit.id:
            yield Competence(procedure.id, UnitWork.SETTLES, settles)
        for task in procedure.tasks:
            if settles != unit.id == _find(tree, task.kind, procedure, desk, on):
                yield Competence(procedure.id, UnitWork.TASK, None, task.name)


def _find(tree: AgencyTree, kind: str, procedure: Procedure, desk: str, on: date) -> str | None:
    """Return the agency that does a kind of work in what a desk receives; None where none does."""
    try:
        return tree.find_agency(kind, procedure, desk, on)
    except (AgencyRetired, NoCompetentAgency):
        return None


def _list_desks(tree: AgencyTree, unit: Agency, on: date) -> Iterator[Agency]:
    """Yield the one-stop units whose dossiers can reach a unit: itself, those directly below it and below the communes
    of a district; and the first of each level, since other rules of competence lead from any desk of a level to the
    same agency."""
    served = list_units_served(tree, unit.id, on) if unit.kind == DISTRICT else (unit.id,)
    firsts: dict[str | None, Agency] = {}
    for desk in tree.list_one_stop_units(on):
        above = tree.get(desk.parent) if desk.parent else None
        is_first = firsts.setdefault(LEVEL_OF_COMMITTEE.get(above.kind) if above else None, desk) is desk
        is_below = above is not None and (above.id == unit.id or (unit.kind == DISTRICT and above.parent in served))
        if is_first or is_below or desk.id == unit.id:
            yield desk
