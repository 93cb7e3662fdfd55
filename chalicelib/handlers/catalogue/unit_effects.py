"""The effect of a change of units, before it is proposed and before it is decided, and how far it is afterwards."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from chalice.app import Blueprint

from chalicelib.domain.catalogue.agencies import Agency
from chalicelib.domain.catalogue.counters import UnitCounter
from chalicelib.domain.catalogue.procedures import Names
from chalicelib.domain.catalogue.unit_changes import UnitChangeKind
from chalicelib.domain.catalogue.unit_proposals import read_change
from chalicelib.domain.help.office_week import write_opening
from chalicelib.domain.shared.errors import FieldError, Forbidden, Invalid
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import OFFICER, register_operation
from chalicelib.models.http.problem import FieldProblem, Text
from chalicelib.models.matters.unit_effects import (
    MovingUnitsView,
    MovingUnitView,
    UnitCounterView,
    UnitEffectBody,
    UnitEffectLine,
    UnitEffectView,
    UnitStandView,
)
from chalicelib.steps.catalogue import read_moves as steps
from chalicelib.steps.catalogue.preview_units import UnitEffect
from chalicelib.wiring import boards as wiring_boards
from chalicelib.wiring import matters as wiring_matters
from chalicelib.wiring import work_moves as wiring_moves

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


@register_operation(bp, "GET", "/api/unit-effects", access=OFFICER, answer=MovingUnitsView, refuses=(Forbidden,))
def list_moving_units(call: Call[None]) -> MovingUnitsView:
    """Show how far the open work of units that ended has moved to their successors."""
    found = steps.list_moving_units(
        call.actor, wiring_moves.list_successions(), wiring_moves.provide_moves(), wiring_boards.provide_boards(),
        wiring_boards.provide_matter_counts(), call.now,
    )  # fmt: skip
    return MovingUnitsView(items=[_view_moving(each) for each in found])


def _view_moving(each: steps.MovingUnit) -> MovingUnitView:
    of = each.succession
    return MovingUnitView(
        unit=of.unit, successor=of.successor, effective=of.effective, change=of.change or None, moved=each.moved,
        left=each.left, moved_at=each.moved_at, done_at=each.done_at,
    )  # fmt: skip


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
        counter_before=_view_counter(effect.counter[0]),
        counter_after=_view_counter(effect.counter[1]),
    )


def _view_counter(counter: UnitCounter | None) -> UnitCounterView | None:
    if counter is None:
        return None
    hours = Text(vi=write_opening(counter.hours, "vi"), en=write_opening(counter.hours, "en"))
    return UnitCounterView(unit=counter.unit, name=_view_name(counter.name), hotline=counter.hotline, hours=hours)


def _view_stand(unit: Agency) -> UnitStandView:
    return UnitStandView(
        name=_view_name(unit.name), parent=unit.parent, until=unit.active_until, successor=unit.successor
    )


def _view_name(name: Names) -> Text:
    return Text(vi=name.vi, en=name.en or name.vi)
