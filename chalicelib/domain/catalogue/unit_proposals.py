"""A proposed change of units, from the answers to its form."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date

from chalicelib.domain.catalogue.agencies import Agency
from chalicelib.domain.catalogue.procedures import Names
from chalicelib.domain.catalogue.unit_changes import ENDING, UnitChange, UnitChangeKind
from chalicelib.domain.shared.errors import FieldError, Invalid

UNIT_ID = re.compile(r"[A-Z0-9][A-Z0-9-]{1,63}")
PARTS = 6
"""Parts of a line that describes a new unit."""
ONE_STOP = "one_stop"
FIELDS = {"units": "unit", "name": "name_vi"}
"""The question whose answer is at fault, where it has another name than the part of the change."""


def read_change(find_text: Callable[[str], str]) -> UnitChange:
    """Return the change that the answers describe; raise Invalid for lines that cannot be read. Answers that the kind
    of change does not need are left out. Where the successor is open, the first new unit succeeds."""
    kind = UnitChangeKind(find_text("action"))
    units = tuple(filter(None, (find_text("unit"), *re.split(r"[\s,;]+", find_text("others")))))
    opens = kind in (UnitChangeKind.OPEN, UnitChangeKind.SPLIT, UnitChangeKind.MERGE)
    opened = tuple(_read_opened(find_text("opened"))) if opens else ()
    successor = find_text("successor") or next((each.id for each in opened), "")
    return UnitChange(
        kind,
        date.fromisoformat(find_text("effective")),
        () if kind is UnitChangeKind.OPEN else units,
        opened,
        (successor or None) if kind in ENDING else None,
        Names(find_text("name_vi"), find_text("name_en")) if kind is UnitChangeKind.RENAME else None,
        (find_text("parent") or None) if kind is UnitChangeKind.MOVE else None,
    )


def name_fields(refused: Invalid, change: UnitChange) -> Invalid:
    """Return the same faults at the questions of the form, one for each question."""
    named = {_find_path(each, len(change.units)): each for each in reversed(refused.fields)}
    faults = (FieldError(path, each.code, each.vi, each.en) for path, each in reversed(named.items()))
    return Invalid(fields=tuple(faults))


def _find_path(fault: FieldError, units: int) -> str:
    _, part, *rest = fault.path.split("/")
    later = part == "units" and (rest != ["0"] if rest else units > 1)
    return f"/values/{'others' if later else FIELDS.get(part, part)}"


def _read_opened(text: str) -> Iterator[Agency]:
    for line in filter(None, map(str.strip, text.splitlines())):
        parts = [each.strip() for each in line.split("|")]
        if len(parts) != PARTS or not all(parts[:5]) or not UNIT_ID.fullmatch(parts[0]):
            vi = "Mỗi dòng có sáu mục, giữa các mục có dấu |: mã, loại, tên, tên tiếng Anh, mã cấp trên, mã định danh."
            en = "A line has six parts with | between them: id, kind, name, English name, unit above, official code."
            raise Invalid(fields=(FieldError("/values/opened", "unreadable_line", vi, en),))
        unit, kind, vi, en, parent, code = parts
        yield Agency(
            unit, parent, kind, Names(vi, en), None, code or None, "decided", is_one_stop=kind == ONE_STOP
        )  # fmt: skip
