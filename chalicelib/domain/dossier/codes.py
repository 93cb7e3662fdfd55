"""Dossier codes (mã số hồ sơ): the regime's pattern, the unit, the day and the day's number.

One atomic counter per unit and day gives the numbers. A range is reserved for the paper register of an
outage (NĐ 61/2018 39.1; VL-18.2): the counter jumps over it where the pattern has room for more digits,
and is exhausted where it has not.
"""

from __future__ import annotations

import re
from datetime import date

from chalicelib.domain.shared.errors import Refusal, RefusalKind

_UNIT = re.compile(r"\{(qcvn102|id2020)\}")


class CodesExhausted(Refusal):
    """The unit has used every number that its pattern allows for the day."""

    code = "codes_exhausted"
    kind = RefusalKind.WRONG_MOMENT
    vi = "Đơn vị đã dùng hết số hồ sơ trong ngày theo quy cách mã hiện hành."
    en = "The unit has used up the day's dossier numbers of the current pattern."


class UnitWithoutCode(Refusal):
    """The unit has no identifier of the kind that the pattern in force asks for."""

    code = "unit_without_code"
    kind = RefusalKind.WRONG_MOMENT
    vi = "Đơn vị chưa có mã định danh theo quy cách mã hồ sơ hiện hành."
    en = "The unit has no identifier of the kind that the current code pattern asks for."


class CodeMalformed(Refusal):
    """The code of the unit's identifier does not have the prescribed form: the agency list is wrong."""

    code = "code_malformed"
    kind = RefusalKind.WRONG_MOMENT
    vi = "Mã định danh của đơn vị ({unit}) không tạo được mã hồ sơ đúng quy cách; báo quản trị danh mục đơn vị."
    en = "The unit's identifier ({unit}) makes no valid dossier code; contact the keeper of the agency list."


def read_unit_form(pattern: str) -> str:
    """Return which identifier of the unit the pattern writes: `qcvn102` or `id2020`."""
    found = _UNIT.search(pattern)
    if found is None:
        raise ValueError(f"code pattern without a unit: {pattern}")
    return found[1]


def build_series(pattern: str, unit: str | None, day: date) -> str:
    """Return the part of the code before the number: one counter counts one series."""
    if not unit:
        raise UnitWithoutCode()
    dated = pattern.replace("YYYYMMDD", day.strftime("%Y%m%d")).replace("YYMMDD", day.strftime("%y%m%d"))
    return _UNIT.sub(unit, dated).rpartition("-")[0]


def build_code(pattern: str, unit: str | None, day: date, number: int, reserved: range) -> str:
    """Return the code of the day's `number`-th dossier; numbers from the reserved range on are moved past it."""
    moved = number if number < reserved.start else number + len(reserved)
    if number < 1 or len(str(moved)) > _count_digits(pattern):
        raise CodesExhausted()
    return print_number(pattern, build_series(pattern, unit, day), moved)


def require_form(pattern: str, head: str, unit: str, expression: str | None) -> None:
    """Refuse a series whose codes do not match the expression that the regulation gives codes of the day."""
    if expression and not re.fullmatch(expression, print_number(pattern, head, 1)):
        raise CodeMalformed(unit=unit)


def print_number(pattern: str, head: str, number: int) -> str:
    """Return a number of a series as the pattern writes it."""
    return f"{head}-{number:0{_count_digits(pattern)}d}"


def _count_digits(pattern: str) -> int:
    return len(pattern) - len(pattern.rstrip("N"))


def restore_counter_number(number: int, reserved: range) -> int | None:
    """Return the counter's number of a printed one; None for a number of the paper register."""
    if number in reserved:
        return None
    return number if number < reserved.start else number - len(reserved)


def split_code(text: str) -> tuple[str, str]:
    """A code as (series, number)."""
    head, _, number = text.rpartition("-")
    return head, number
