"""Office hours, reception and closed days of a province in plain Vietnamese, for the comparison that a lawyer reads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from chalicelib.domain.law.model import Hours

if TYPE_CHECKING:
    from infra.law.sides import Side

WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
HOURS, CLOSED = "Giờ làm việc, giờ tiếp nhận", "Ngày nghỉ riêng của tỉnh"
NO_HOURS, NO_CLOSED = "Không quy định: theo giờ của từng cơ quan.", "Không có."
COLUMNS = ("Lịch", "Xác nhận")


@dataclass(frozen=True, slots=True)
class HoursRow:
    """A difference of two sides in hours or closed days; a line each."""

    label: str
    left: tuple[str, ...]
    right: tuple[str, ...]


def compare_hours(left: Side, right: Side) -> list[HoursRow]:
    """Return the differences in hours and closed days: between two provinces, or, of rule sets, in each province."""
    if left.whole and right.whole:
        codes = dict.fromkeys((*left.rules.provinces, *right.rules.provinces))
        pairs = [(code, code, f" ({code})") for code in codes]
    elif left.province or right.province:
        pairs = [(left.province, right.province, "")]
    else:
        return []
    rows = [
        HoursRow(label + more, *(tuple(describe(side, code)) for side, code in ((left, one), (right, other))))
        for one, other, more in pairs
        for label, describe in ((HOURS, _describe_hours), (CLOSED, _describe_closures))
    ]
    return [row for row in rows if row.left != row.right]


def _describe_hours(side: Side, province: str) -> Iterator[str]:
    lines: dict[tuple[object, ...], list[Hours]] = {}
    for line in side.rules.hours:
        if line.province == province and province:
            key = (line.unit, line.days, line.on, line.season, line.reception_only, line.doc)
            lines.setdefault(key, []).append(line)
    for found in lines.values():
        first = found[0]
        shifts = ", ".join(
            f"{each.opens:%H:%M}–{each.closes:%H:%M}" for each in sorted(found, key=lambda one: one.opens)
        )
        when = f"ngày {first.on:%d/%m/%Y}" if first.on else _name_days(first.days)
        season = " đến ".join("/".join(reversed(day.split("-"))) for day in first.season)
        yield (
            f"{f'{first.unit}, ' if first.unit else ''}{when}{f', từ {season}' if season else ''}: {shifts}"
            f"{' (chỉ tiếp nhận)' if first.reception_only else ''} [{_name_text(side, first.doc)}]"
        )
    if not lines:
        yield NO_HOURS


def _describe_closures(side: Side, province: str) -> Iterator[str]:
    found = [each for each in side.rules.closures if each.province == province and province]
    for each in sorted(found, key=lambda one: (one.day, one.unit)):
        unit = f" ({each.unit})" if each.unit else ""
        yield f"{each.day:%d/%m/%Y}{unit}: {each.name_vi} [{_name_text(side, each.doc)}]"
    if not found:
        yield NO_CLOSED


def _name_text(side: Side, doc: str) -> str:
    return side.rules.instruments[doc].name_vi


def _name_days(days: tuple[int, ...]) -> str:
    """Return consecutive days as a range, others one by one."""
    ordered = sorted(days)
    if len(ordered) > 2 and ordered == list(range(ordered[0], ordered[-1] + 1)):
        return f"{WEEKDAYS[ordered[0] - 1]} đến {WEEKDAYS[ordered[-1] - 1]}"
    return ", ".join(WEEKDAYS[day - 1] for day in ordered)


def print_hours(rows: list[HoursRow], before: str, after: str) -> list[str]:
    """Return the lines for a terminal; `before` and `after` begin what each side says."""
    lines: list[str] = []
    for row in rows:
        lines += ["", row.label]
        lines += [f"  {side}{text}" for side, texts in ((before, row.left), (after, row.right)) for text in texts]
    return lines


def draw_hours(rows: list[HoursRow], left: str, right: str) -> str:
    """Return the table for the page, with a box to sign each row off; nothing where nothing differs."""
    if not rows:
        return ""
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in (COLUMNS[0], left, right, COLUMNS[1]))
    body = "".join(
        f'<tr><th scope="row">{escape(row.label)}</th>'
        + "".join(f"<td>{'<br>'.join(map(escape, texts))}</td>" for texts in (row.left, row.right))
        + '<td class="box">☐</td></tr>'
        for row in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
