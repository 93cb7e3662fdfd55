"""Succession on a day: which unit has the work of another one now, and whose rights reach whose dossiers.

Nothing stored is changed for it. A dossier keeps the unit that it was given, a right the unit for which it was granted;
both are read by who has that unit's work on the day.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from chalicelib.domain.accounts.roles import Assignment
from chalicelib.domain.catalogue.agencies import AgencyTree
from chalicelib.domain.catalogue.unit_changes import find_unit_of


def find_heir(tree: AgencyTree, unit: str, on: date) -> str:
    """Return the unit that has the work of a unit on a day: mostly itself. An unknown one is its own."""
    return find_unit_of(tree.units, unit, on).id if unit in tree.units else unit


def list_units_served(tree: AgencyTree, unit: str, on: date) -> tuple[str, ...]:
    """Return a unit, and then those that ended and whose work it has on a day."""
    ended = (each.id for each in tree.list_succeeded() if each.id != unit and find_heir(tree, each.id, on) == unit)
    return unit, *sorted(ended)


def follow_assignments(assignments: Iterable[Assignment], tree: AgencyTree, on: date) -> tuple[Assignment, ...]:
    """Return rights as they stand on a day: those in a unit that ended count in its successor, and those in a successor
    for all whose work it has."""
    held = tuple(assignments)
    if not tree.list_succeeded():
        return held
    return tuple(dict.fromkeys(each for one in held for each in _follow(one, tree, on)))


def _follow(one: Assignment, tree: AgencyTree, on: date) -> Iterable[Assignment]:
    served = list_units_served(tree, find_heir(tree, one.unit, on), on)
    return (one, *(replace(one, unit=unit) for unit in served))
