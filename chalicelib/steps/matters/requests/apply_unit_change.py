"""Check a proposed change of units, and add it to the tree in the transaction of its decision."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chalicelib.domain.catalogue.unit_proposals import read_change
from chalicelib.steps.catalogue.unit_office import UnitOffice
from chalicelib.steps.dossier.ports import StoredWrite
from chalicelib.steps.matters.apply_person_case import read_text
from chalicelib.steps.matters.matter_ports import Check, CheckContext


def check_unit_change(context: CheckContext) -> Mapping[str, Any]:
    """Refuse a proposal that could not be decided."""
    _require_office(context).require_possible(read_change(context.answers.find_text), context.command.now)
    return {}


def apply_unit_change(context: CheckContext) -> tuple[StoredWrite, ...]:
    """Return what the decision writes. Raise Invalid for what has become impossible since it was proposed."""
    if context.matter is None:
        return ()
    values = context.matter.values

    def find_text(key: str) -> str:
        return str(values.get(key) or "") or read_text(context, key)

    return (_require_office(context).decide(read_change(find_text), context.matter.id, context.command.now),)


def _require_office(context: CheckContext) -> UnitOffice:
    if context.deps.units is None:
        raise LookupError("changes of units need the office that decides them")
    return context.deps.units


UNIT_CHANGE_CHECKS: Mapping[str, Check] = {"unit_change": check_unit_change}
