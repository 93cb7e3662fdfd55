"""Succession on a day: which unit has the work of another one now, and whose rights reach whose dossiers.

Reading resolves it at once: a right keeps the unit for which it was granted, and until open work has moved
(`work_moves.py`) a dossier the unit that it was given; both are read by who has that unit's work on the day.
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
    """Return the unit that has the work of a unit on a day, and then those that ended and whose work it has: what is
    asked of a unit that ended is asked of its successor."""
    heir = find_heir(tree, unit, on)
    ended = (each.id for each in tree.list_succeeded() if each.id != heir and find_heir(tree, each.id, on) == heir)
    return heir, *sorted(ended)


def follow_assignments(assignments: Iterable[Assignment], tree: AgencyTree, on: date) -> tuple[Assignment, ...]:
    """Return rights as they stand on a day: those in a unit that ended count in its successor, and those in a successor
    for all whose work it has."""
    held = tuple(assignments)
    if not tree.list_succeeded():
        return held
    return tuple(dict.fromkeys(each for one in held for each in _follow(one, tree, on)))


def _follow(one: Assignment, tree: AgencyTree, on: date) -> Iterable[Assignment]:
    served = list_units_served(tree, one.unit, on)
    return (one, *(replace(one, unit=unit) for unit in served))
