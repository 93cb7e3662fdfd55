"""The effect of a change of units, before it is proposed and before it is decided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from chalice.app import Blueprint

from chalicelib.domain.catalogue.agencies import Agency
from chalicelib.domain.catalogue.unit_changes import UnitChangeKind
from chalicelib.domain.catalogue.unit_proposals import read_change
from chalicelib.domain.shared.errors import FieldError, Forbidden, Invalid
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import OFFICER, register_operation
from chalicelib.models.http.problem import FieldProblem, Text
from chalicelib.models.matters.unit_effects import UnitEffectBody, UnitEffectLine, UnitEffectView, UnitStandView
from chalicelib.steps.catalogue.preview_units import UnitEffect
from chalicelib.wiring import matters as wiring_matters

bp = Blueprint(__name__)

NEEDED = ("action", "effective")


@register_operation(
    bp, "POST", "/api/unit-effects", access=OFFICER, body=UnitEffectBody, answer=UnitEffectView,
    refuses=(Forbidden, Invalid),
)  # fmt: skip
def preview_units(call: Call[UnitEffectBody]) -> UnitEffectView:
    """Show which units a change would end, open or change, what they have open, and what stands in its way."""
    given = {name: str(value).strip() for name, value in call.body.values.items() if value is not None}
    missing = tuple(
        FieldError(f"/values/{name}", "required", "Chưa trả lời.", "Not answered yet.")
        for name in NEEDED
        if not given.get(name)
    )
    if missing:
        raise Invalid(fields=missing)
    if faults := tuple(_list_unreadable(given)):
        raise Invalid(fields=faults)
    change = read_change(lambda name: given.get(name, ""))
    shown = wiring_matters.provide_units_preview().preview(call.actor, change, call.now)
    return UnitEffectView(
        effective=shown.change.effective,
        units=[_view_effect(each) for each in shown.units],
        faults=[FieldProblem(path=each.path, code=each.code, vi=each.vi, en=each.en) for each in shown.faults],
    )


def _list_unreadable(given: Mapping[str, str]) -> Iterator[FieldError]:
    if given["action"] not in set(UnitChangeKind):
        yield FieldError("/values/action", "unknown_choice", "Loại thay đổi không có.", "There is no such change.")
    try:
        date.fromisoformat(given["effective"])
    except ValueError:
        yield FieldError("/values/effective", "not_a_day", "Ngày không đúng.", "This is not a day.")


def _view_effect(effect: UnitEffect) -> UnitEffectLine:
    return UnitEffectLine(
        unit=effect.after.id,
        before=_view_stand(effect.before) if effect.before else None,
        after=_view_stand(effect.after),
        dossiers=effect.dossiers,
        matters=effect.matters,
        people=effect.people,
        below=effect.below,
        procedures=effect.procedures,
    )


def _view_stand(unit: Agency) -> UnitStandView:
    name = Text(vi=unit.name.vi, en=unit.name.en or unit.name.vi)
    return UnitStandView(name=name, parent=unit.parent, until=unit.active_until, successor=unit.successor)
