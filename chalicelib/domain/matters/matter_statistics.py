"""Statistics of matters: the counts of a period added up by kind, unit and month, and who may read them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from chalicelib.domain.accounts.roles import Actor, Role
from chalicelib.domain.matters.matter_actors import FOCAL, HEADS
from chalicelib.domain.matters.matter_counts import MatterCountLine, MatterCounts, MatterFigure
from chalicelib.domain.matters.matter_permission import READS_ALL
from chalicelib.domain.supervision.boards import When, classify_due_date

_K = TypeVar("_K")
COUNTED_ALL = READS_ALL | {Role.OPERATOR}
"""Roles that read the statistics of every unit."""
COUNTED_OWN = frozenset(role for role, _ in (*FOCAL, *HEADS))
"""Roles that answer for matters in their unit, and read its statistics."""
MOST_MONTHS = 12
"""Months of a period: each is one query, so that a page has a bound."""


@dataclass(frozen=True, slots=True)
class MatterFigures:
    """Figures of a period; `open` and `overdue` are those of the present day."""

    received: int = 0
    reopened: int = 0
    ended: int = 0
    on_time: int = 0
    late: int = 0
    rejected: int = 0
    forwarded: int = 0
    reclassified: int = 0
    published: int = 0
    open: int = 0
    overdue: int = 0


@dataclass(frozen=True, slots=True)
class MatterStatistics:
    """A period's figures: in all, by kind and unit, by month, and rejections by kind and code."""

    total: MatterFigures
    groups: Mapping[tuple[str, str], MatterFigures]
    months: Mapping[str, MatterFigures]
    rejections: Mapping[tuple[str, str], int]


def may_read_every_unit(actor: Actor, now: datetime) -> bool:
    """Return whether the person reads the statistics of the whole province."""
    return bool(actor.list_roles(now) & COUNTED_ALL)


def list_counted_units(actor: Actor, now: datetime) -> tuple[str, ...]:
    """Return the units of which the person reads the statistics by a role in them."""
    held = (a.unit for a in actor.assignments if a.is_in_force(now) and a.role in COUNTED_OWN)
    return tuple(dict.fromkeys(held))


def build_matter_statistics(counts: MatterCounts, months: tuple[str, ...], today: date) -> MatterStatistics:
    """Return the statistics of counts; every month of the period is named, also one without any."""
    rejections = _group_counts(counts, lambda line: (line.kind, line.detail))
    return MatterStatistics(
        total=add_figures(counts, today),
        groups={
            key: add_figures(group, today)
            for key, group in sorted(_group_counts(counts, lambda line: (line.kind, line.unit)).items())
        },
        months={
            month: add_figures({line: n for line, n in counts.items() if line.month == month}, today)
            for month in months
        },
        rejections={
            key: found
            for key, group in sorted(rejections.items())
            if (found := sum(n for line, n in group.items() if line.figure is MatterFigure.REJECTED))
        },
    )


def add_figures(counts: MatterCounts, today: date) -> MatterFigures:
    """Return the figures of counts. What is due on the day itself is not overdue yet, as on the boards."""
    sums = dict.fromkeys(MatterFigure, 0)
    overdue = 0
    for line, n in counts.items():
        sums[line.figure] += n
        if line.figure is MatterFigure.OPEN and line.detail:
            overdue += n if classify_due_date(date.fromisoformat(line.detail), today) is When.OVERDUE else 0
    return MatterFigures(**{figure.value: n for figure, n in sums.items()}, overdue=overdue)


def _group_counts(
    counts: MatterCounts, find_key: Callable[[MatterCountLine], _K]
) -> dict[_K, dict[MatterCountLine, int]]:
    groups: dict[_K, dict[MatterCountLine, int]] = {}
    for line, n in counts.items():
        groups.setdefault(find_key(line), {})[line] = n
    return groups
