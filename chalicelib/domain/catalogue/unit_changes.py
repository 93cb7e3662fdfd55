"""Changes of the tree of units, each in effect from a day: which are valid, and which tree they lead to.

The tree of a day is the imported one with the approved changes in effect by then. A unit is never deleted: a closed one
keeps its last day and its successor, who has its work from the next day on.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from chalicelib.domain.catalogue.agencies import Agency, UnknownAgency
from chalicelib.domain.catalogue.procedures import Names
from chalicelib.domain.shared.errors import FieldError, Invalid

Units = Mapping[str, Agency]


class UnitChangeKind(StrEnum):
    """What happens to units."""

    OPEN = "open"
    RENAME = "rename"
    MOVE = "move"
    MERGE = "merge"
    SPLIT = "split"
    CLOSE = "close"


ENDING = frozenset({UnitChangeKind.MERGE, UnitChangeKind.SPLIT, UnitChangeKind.CLOSE})


UNDATED = frozenset({UnitChangeKind.RENAME, UnitChangeKind.MOVE})
"""Changes of which a unit itself keeps no day."""


@dataclass(frozen=True, slots=True)
class UnitChange:
    """One change: the `units` that it ends or changes, those that it opens, the `successor` of all that it ends, the
    new name or parent. `effective` is the first day of the new state."""

    kind: UnitChangeKind
    effective: date
    units: tuple[str, ...] = ()
    opened: tuple[Agency, ...] = ()
    successor: str | None = None
    name: Names | None = None
    parent: str | None = None


def require_valid(
    base: Units, approved: Collection[UnitChange], change: UnitChange, today: date, with_work: Collection[str] = ()
) -> None:
    """Refuse with Invalid, all faults at once, a change that is not possible together with the approved ones: on its
    day, or on a day on which a later one takes effect. `with_work` are the units that have open work."""
    units = fold_changes(base, approved, change.effective)
    faults = (*_list_day_faults(change, today), *_list_opened_faults(units, change), *_list_unit_faults(units, change))
    faults = faults or (*_list_own_faults(units, change), *_list_work_faults(units, change, with_work))
    faults = faults or (*_list_later_faults(base, approved, change),)
    if faults:
        raise Invalid(fields=faults)


def find_unsound(units: Units, on: date) -> frozenset[str]:
    """Return the units of a day that have no unit above them that operates, are below themselves, or have a successor
    that neither operates nor has a successor in its turn."""
    return frozenset(each.id for each in units.values() if not _is_sound(units, each, on))


def _is_sound(units: Units, unit: Agency, on: date) -> bool:
    above = units.get(unit.parent or "")
    if unit.is_active(on) and unit.parent and (above is None or not above.is_active(on)):
        return False
    if unit.id in {other.id for other in _list_lineage(units, unit)[1:]} or _is_circular(units, unit):
        return False
    ended = unit.successor and not unit.is_active(on)
    return not ended or find_unit_of(units, unit.id, on).is_active(on)


def apply_change(units: Units, change: UnitChange) -> Units:
    """Return the units after a valid change."""
    opened = {each.id: replace(each, active_from=change.effective) for each in change.opened}
    after = {**units, **opened}
    for unit in change.units:
        after[unit] = _change_unit(after[unit], change)
    return after


def fold_changes(base: Units, changes: Iterable[UnitChange], on: date | None = None) -> Units:
    """Return the units with every change in effect on a day, in the order of their days; all changes without a day."""
    after = base
    for change in sorted(changes, key=lambda each: each.effective):
        if on is None or change.effective <= on:
            after = apply_change(after, change)
    return after


def fold_tree(base: Units, changes: Iterable[UnitChange], on: date) -> Units:
    """Return the units as a day knows them: names and places of that day; openings and ends of later days too, since
    every unit says from when until when it operates."""
    after = base
    for change in sorted(changes, key=lambda each: each.effective):
        if change.effective <= on or change.kind not in UNDATED:
            after = apply_change(after, change)
    return after


def find_unit_of(units: Units, unit: str, on: date) -> Agency:
    """Return the unit that has the work of a unit on a day: itself while it operates, then its successor, over any
    number of successions; the last of the chain where nobody follows. Raise UnknownAgency."""
    if unit not in units:
        raise UnknownAgency()
    found = units[unit]
    for _ in units:
        ended = found.active_until is not None and found.active_until < on
        following = units.get(found.successor or "") if ended else None
        if following is None:
            break
        found = following
    return found


def find_busy(change: UnitChange) -> tuple[str, ...]:
    """Return the units of which it matters whether they have open work: those that end without a successor."""
    return _list_ended(change) if change.successor is None else ()


def _change_unit(unit: Agency, change: UnitChange) -> Agency:
    if change.kind is UnitChangeKind.RENAME and change.name:
        return replace(unit, name=change.name, formerly_vi=(*unit.formerly_vi, unit.name.vi))
    if change.kind is UnitChangeKind.MOVE:
        return replace(unit, parent=change.parent)
    return replace(unit, active_until=change.effective - timedelta(days=1), successor=change.successor)


def _list_day_faults(change: UnitChange, today: date) -> Iterator[FieldError]:
    if change.effective <= today:
        yield FieldError(
            "/effective", "not_ahead", "Ngày hiệu lực phải sau hôm nay.", "The effective day must be after today."
        )


def _list_opened_faults(units: Units, change: UnitChange) -> Iterator[FieldError]:
    ids = [each.id for each in change.opened]
    for at, each in enumerate(change.opened):
        if each.id in units or ids.count(each.id) > 1:
            yield FieldError(
                f"/opened/{at}/id", "unit_exists", "Đã có đơn vị mang mã này.", "There is a unit with this id already."
            )
        above = units.get(each.parent or "")
        if above is None or not above.is_active(change.effective) or above.id in _list_ended(change):
            yield FieldError(
                f"/opened/{at}/parent", "parent_not_active", "Đơn vị cấp trên không hoạt động vào ngày đó.",
                "The unit above does not operate on that day.",
            )  # fmt: skip


def _list_unit_faults(units: Units, change: UnitChange) -> Iterator[FieldError]:
    for at, unit in enumerate(change.units):
        if unit not in units:
            yield FieldError(f"/units/{at}", "unknown_agency", UnknownAgency.vi, UnknownAgency.en)
        elif not units[unit].is_active(change.effective):
            yield FieldError(
                f"/units/{at}", "agency_retired", "Đơn vị không hoạt động vào ngày đó.",
                "The unit does not operate on that day.",
            )  # fmt: skip
        elif change.kind in ENDING and units[unit].active_until is not None:
            yield FieldError(
                f"/units/{at}", "end_known", "Đơn vị đã có ngày kết thúc.", "The unit has a last day already."
            )
        elif change.units.index(unit) != at:
            yield FieldError(f"/units/{at}", "unit_twice", "Đơn vị ghi hai lần.", "The unit is named twice.")


MOST = 200
COUNTS: Mapping[UnitChangeKind, tuple[range, range]] = {
    UnitChangeKind.OPEN: (range(1), range(1, MOST)),
    UnitChangeKind.RENAME: (range(1, 2), range(1)),
    UnitChangeKind.MOVE: (range(1, MOST), range(1)),
    UnitChangeKind.MERGE: (range(1, MOST), range(2)),
    UnitChangeKind.SPLIT: (range(1, 2), range(2, MOST)),
    UnitChangeKind.CLOSE: (range(1, MOST), range(1)),
}
"""How many units a change of a kind names, and how many it opens."""


def _list_own_faults(units: Units, change: UnitChange) -> Iterator[FieldError]:
    named, opened = COUNTS[change.kind]
    if len(change.units) not in named or len(change.opened) not in opened:
        yield FieldError(
            "/units", "number_of_units", "Số đơn vị không phù hợp với loại thay đổi này.",
            "The number of units does not suit this kind of change.",
        )  # fmt: skip
    if change.kind is UnitChangeKind.RENAME and not (change.name and change.name.vi and change.name.en):
        yield FieldError("/name", "required", "Chưa ghi tên mới.", "The new name is missing.")
    if change.kind is UnitChangeKind.MOVE:
        yield from _list_move_faults(units, change)
    if change.kind in ENDING:
        yield from _list_succession_faults(units, change)
        yield from _list_orphan_faults(units, change)


def _list_move_faults(units: Units, change: UnitChange) -> Iterator[FieldError]:
    above = units.get(change.parent or "")
    if above is None or not above.is_active(change.effective):
        yield FieldError(
            "/parent", "parent_not_active", "Đơn vị cấp trên không hoạt động vào ngày đó.",
            "The unit above does not operate on that day.",
        )  # fmt: skip
    elif {each.id for each in _list_lineage(units, above)} & set(change.units):
        yield FieldError(
            "/parent", "unit_cycle", "Đơn vị không thể trực thuộc chính mình hoặc đơn vị cấp dưới của mình.",
            "A unit cannot be below itself or a unit below it.",
        )  # fmt: skip


def _list_succession_faults(units: Units, change: UnitChange) -> Iterator[FieldError]:
    opened = {each.id for each in change.opened}
    if change.successor is None:
        if change.kind is not UnitChangeKind.CLOSE:
            yield FieldError("/successor", "required", "Chưa chọn đơn vị kế tục.", "The successor is missing.")
    elif change.successor in change.units:
        yield FieldError(
            "/successor", "unit_cycle", "Đơn vị kế tục không thể là đơn vị kết thúc.",
            "The successor cannot be a unit that ends.",
        )  # fmt: skip
    elif change.successor not in opened and (
        change.successor not in units
        or not units[change.successor].is_active(change.effective)
        or units[change.successor].active_until is not None
    ):
        yield FieldError(
            "/successor", "agency_retired", "Đơn vị kế tục không hoạt động từ ngày đó.",
            "The successor does not operate from that day on.",
        )  # fmt: skip


def _list_orphan_faults(units: Units, change: UnitChange) -> Iterator[FieldError]:
    below = (each for each in units.values() if each.parent in change.units and each.id not in change.units)
    for each in below:
        if each.is_active(change.effective):
            yield FieldError(
                f"/units/{change.units.index(each.parent or '')}", "units_below",
                f"Còn đơn vị trực thuộc: {each.name.vi}.", f"There are units below it: {each.name.en or each.name.vi}.",
            )  # fmt: skip


def _list_later_faults(base: Units, approved: Collection[UnitChange], change: UnitChange) -> Iterator[FieldError]:
    """Find days on which the change and the approved ones lead to no sound tree."""
    together = [*approved, change]
    for day in sorted({each.effective for each in together if each.effective >= change.effective}):
        later = (unit for each in approved if each.effective == day for unit in each.units)
        ended_before = not set(_list_ended(change)).isdisjoint(later)
        # A unit may stand below one that ended before units were records.
        before = find_unsound(fold_changes(base, approved, day), day)
        if ended_before or not find_unsound(fold_changes(base, together, day), day) <= before:
            yield FieldError(
                "/effective", "clashes_with_change", f"Trái với thay đổi đã duyệt có hiệu lực {day:%d/%m/%Y}.",
                f"It contradicts an approved change of {day:%Y-%m-%d}.",
            )  # fmt: skip


def _list_work_faults(units: Units, change: UnitChange, with_work: Collection[str]) -> Iterator[FieldError]:
    heirs = {each.successor for each in units.values()}
    if change.kind in ENDING and change.successor is None:
        for at, unit in enumerate(change.units):
            if unit in with_work or unit in heirs:
                yield FieldError(
                    f"/units/{at}", "open_work", "Đơn vị còn việc chưa xong: hãy chọn đơn vị kế tục.",
                    "The unit has open work: choose a successor.",
                )  # fmt: skip


def _list_ended(change: UnitChange) -> tuple[str, ...]:
    return change.units if change.kind in ENDING else ()


def _is_circular(units: Units, unit: Agency) -> bool:
    seen, found = {unit.id}, unit
    while following := units.get(found.successor or ""):
        found = following
        if found.id in seen:
            return True
        seen.add(found.id)
    return False


def _list_lineage(units: Units, unit: Agency) -> tuple[Agency, ...]:
    found = [unit]
    while (above := units.get(found[-1].parent or "")) and above not in found:
        found.append(above)
    return tuple(found)
