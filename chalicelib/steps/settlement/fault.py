"""The officer whose fault made a result late: named when the result is signed, and shown only to readers that the law
names."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chalicelib.domain.accounts.roles import PROVINCE_WIDE, Actor, Role
from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.dossier.permission import list_concerned_units, list_units_in_scope
from chalicelib.domain.flow.flow_actors import APPROVER_SCOPE
from chalicelib.domain.ledger.chain import Part
from chalicelib.domain.shared.errors import FieldError, Invalid
from chalicelib.steps.dossier.body_fields import WithLateness
from chalicelib.steps.dossier.context import StepContext
from chalicelib.steps.dossier.items import ItemName, RightsItem

FAULT = "officer_fault"
PART = "officer_at_fault"
"""The personal part that names the officer; also the word by which the law names that officer as a reader."""


def list_needed(body: WithLateness) -> list[ItemName]:
    """Return what to load for checking the named officer."""
    return [RightsItem(body.late_officer)] if body.late_officer else []


def name_officer_at_fault(context: StepContext[WithLateness], *, owed: bool) -> tuple[Part, ...]:
    """Return the officer at fault as a part of the fact (HUE-22.7); the name is required where the law makes them
    answer with a letter (`owed`), and allowed wherever an officer's fault is the cause. Raise Invalid."""
    officer = context.body.late_officer
    require_named(officer, owed=owed)
    if not officer:
        return ()
    require_worked_on(context, officer)
    return (Part(PART, {"officer": officer}, context.deps.salt()),)


def require_named(officer: str | None, *, owed: bool) -> None:
    """Refuse a late result whose apology names no responsible officer (HUE-22.7)."""
    if owed and not officer:
        vi = "Trễ hạn do lỗi của công chức: ghi mã công chức để xảy ra trễ hạn."
        en = "An officer's fault made it late: name that officer."
        raise Invalid(fields=(FieldError("/late_officer", "officer_missing", vi, en),))


def require_worked_on(context: StepContext[WithLateness], officer: str) -> None:
    """Require a person who has, or had, a right in a unit that worked on the dossier, and a cause that is an officer's
    fault."""
    rights = context.loaded.extra.get(RightsItem(officer), {}).get("assignments", ())
    here = any(_has_worked(right, list_concerned_units(context.dossier), context.now) for right in rights)
    if context.body.late_cause != FAULT or not here:
        vi = "Chỉ ghi công chức của cơ quan đã xử lý hồ sơ, khi nguyên nhân là lỗi của công chức."
        en = "Name an officer of a unit that worked on the dossier, when an officer's fault is the cause."
        raise Invalid(fields=(FieldError("/late_officer", "not_of_this_dossier", vi, en),))


def _has_worked(right: Mapping[str, Any], units: frozenset[str], now: datetime) -> bool:
    begun = datetime.fromisoformat(right["valid_from"]) <= now
    return begun and right["unit"] in units and Role(right["role"]) not in PROVINCE_WIDE


def may_read(part: Part, dossier: Dossier, actor: Actor, readers: tuple[str, ...], now: datetime) -> bool:
    """Return whether the reader may hold a part of the dossier: that of the officer at fault only readers that the rule
    `overdue.fault_seen_by` names."""
    if part.name != PART:
        return True
    roles = {Role(name) for name in readers if name != PART}
    here = (a for a in actor.assignments if a.role in roles and a.is_in_force(now))
    if any(a.role in PROVINCE_WIDE or a.unit in _list_units(dossier, a.role) for a in here):
        return True
    return PART in readers and part.value["officer"] == actor.sub


def _list_units(dossier: Dossier, role: Role) -> frozenset[str]:
    """Return the units in which a role of the rule counts: the agency or the one-stop unit of the dossier."""
    return list_units_in_scope(dossier, APPROVER_SCOPE[role])
