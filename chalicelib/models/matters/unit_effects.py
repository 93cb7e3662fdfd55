"""The effect of a change of units over HTTP."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from chalicelib.models.http.base import Body, View
from chalicelib.models.http.problem import FieldProblem, Text
from chalicelib.models.matters.matters import Answer, MatterKey


class UnitEffectBody(Body):
    """The answers to the form of a change, as far as they are there."""

    values: Annotated[dict[MatterKey, Answer], Field(max_length=40)]


class UnitStandView(View):
    """A unit as it stands on a day: its name, the unit above, its last day and its successor."""

    name: Text
    parent: str | None
    until: date | None
    successor: str | None


class UnitCounterView(View):
    """Where people find what a unit does: the one-stop unit that receives for it, its telephone and hours."""

    unit: str
    name: Text
    hotline: str | None
    hours: Text


class UnitEffectLine(View):
    """What a change does to one unit; `before` is missing for a new one. `dossiers` and `matters` are open now,
    there and at those whose work it has; `people` have a right there on the first day, `below` are units directly below
    it, `procedures` those for which it is competent on the first day without the change. `counter_before` and
    `counter_after` are where people find what it does, without and with the change."""

    unit: str
    before: UnitStandView | None
    after: UnitStandView
    dossiers: int
    matters: int
    people: int
    below: int
    procedures: int
    counter_before: UnitCounterView | None
    counter_after: UnitCounterView | None


class UnitEffectView(View):
    """The effect of a change, unit by unit, and the faults for which it cannot be proposed."""

    effective: date
    units: list[UnitEffectLine]
    faults: list[FieldProblem]


class MovingUnitView(View):
    """A unit that ended: since which day its successor has its work, how much of it moved, how much is still counted
    there, when something moved last, and when nothing was found any more. `change` is the matter that decided it."""

    unit: str
    successor: str
    effective: date
    change: str | None
    moved: int
    left: int
    moved_at: datetime | None
    done_at: datetime | None


class MovingUnitsView(View):
    """The units that ended and whose open work moves, or moved, to their successors; the last ones first."""

    items: list[MovingUnitView]
