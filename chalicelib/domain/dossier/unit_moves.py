"""Moves of a dossier's open work from a unit that ended to its successor: what moved, and which unit had it at a time.

The facts of a dossier and what it counted for in the past stay with the unit that had it then.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

ONE_STOP, AGENCY = "one_stop", "agency"
"""Places in which a dossier names a unit; a task of an agency is a third one (`name_task`)."""


@dataclass(frozen=True, slots=True)
class UnitMove:
    """Open work that went from the unit `before` to the unit `after`, in some places of a dossier."""

    before: str
    after: str
    at: datetime
    places: tuple[str, ...]


def name_task(number: int) -> str:
    """Return the place of a task."""
    return f"task:{number}"


def find_unit_then(moves: Iterable[UnitMove], place: str, unit: str, at: datetime) -> str:
    """Return the unit that had a place at a time, where `unit` has it now."""
    for move in reversed(tuple(moves)):
        if place in move.places and move.after == unit and at < move.at:
            unit = move.before
    return unit


def find_unit_since(moves: Iterable[UnitMove], unit: str) -> str:
    """Return the unit to which the work of a unit went on this dossier: mostly itself."""
    for move in moves:
        unit = move.after if move.before == unit else unit
    return unit


def list_former_units(moves: Iterable[UnitMove], place: str) -> frozenset[str]:
    """Return the units that had a place before."""
    return frozenset(move.before for move in moves if place in move.places)
