"""Matters in numbers: what each unit received, forwarded, answered and has open, by kind and month.

A matter is counted from its ledger, fact by fact, with the months of Vietnam. A line is one number of one matter; the
count of a line is how many matters have it. What was received or came up again, less what ended or moved to another
kind, is what is open.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from chalicelib.domain.ledger.chain import Fact
from chalicelib.domain.ledger.matter_facts import MatterFact
from chalicelib.domain.matters.matter import Matter, apply_matter_fact
from chalicelib.domain.matters.matter_kind import MatterKind
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.domain.supervision.boards import find_due_date


class MatterFigure(StrEnum):
    """What is counted of a matter."""

    OPEN = "open"
    """Open now; the line's detail is the due day."""
    RECEIVED = "received"
    REOPENED = "reopened"
    """It had ended, and is open again."""
    ENDED = "ended"
    """Answered or ended in another way; never by moving to another kind."""
    ON_TIME = "on_time"
    LATE = "late"
    """Ended by the limit of its kind, or after it. What has no limit, and what its sender took back, is in neither."""
    REJECTED = "rejected"
    """Ended by a rejection; the detail is its code."""
    FORWARDED = "forwarded"
    RECLASSIFIED = "reclassified"
    """Continues as another kind."""
    PUBLISHED = "published"
    """Everybody could read it for the first time."""


@dataclass(frozen=True, slots=True, order=True)
class MatterCountLine:
    """One number of a matter: the month (YYYY-MM; empty for what is open now), the unit whose number it is, and the
    kind of matter. `detail` is the code of a rejection, or the due day (ISO; empty without one) of what is open."""

    month: str
    unit: str
    kind: str
    figure: MatterFigure
    detail: str = ""


MatterCounts = Mapping[MatterCountLine, int]


@dataclass(frozen=True, slots=True)
class CountedMatter:
    """The last count of a matter: its lines when its ledger had `length` facts."""

    length: int = 0
    lines: tuple[MatterCountLine, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Return whether the matter was counted before."""
        return self.length > 0


def list_matter_lines(kind: MatterKind, facts: Iterable[Fact]) -> tuple[MatterCountLine, ...]:
    """Return the lines of a matter from its ledger, in ascending order. Raise ValueError for an empty one."""
    before: Matter | None = None
    matter: Matter | None = None
    kept, lines = dict[str, bool](), list[MatterCountLine]()
    for fact in facts:
        before, matter = matter, apply_matter_fact(matter, fact)
        if before is None:
            lines.append(_build_line(matter, matter.opened_at, MatterFigure.RECEIVED))
            continue
        if before.ended and not matter.ended:
            kept = {}
            lines.append(_build_line(before, fact.occurred_at, MatterFigure.REOPENED))
        kept = {**kept, **_check_limits(before, matter, fact)}
        lines += _list_moves(kind, before, matter, fact, kept)
    if matter is None:
        raise ValueError("an empty ledger")
    return tuple(sorted((*lines, *list_open_lines(matter))))


def list_open_lines(matter: Matter) -> tuple[MatterCountLine, ...]:
    """Return the line in which a matter counts as open now; none once it has ended."""
    if matter.ended:
        return ()
    due = find_due_date(matter.due_at)
    return (MatterCountLine("", matter.unit, matter.kind, MatterFigure.OPEN, due.isoformat() if due else ""),)


def _check_limits(before: Matter, after: Matter, fact: Fact) -> Mapping[str, bool]:
    """Return the limits that end with a fact, each with whether it was kept."""
    ends = after.ended and not before.ended
    stopped = set(fact.data.get("stopped", ()))
    return {
        clock.name: fact.occurred_at <= clock.due_at
        for clock in before.clocks
        if not clock.reminder and (ends or clock.name in stopped)
    }


def _list_moves(
    kind: MatterKind, before: Matter, after: Matter, fact: Fact, kept: Mapping[str, bool]
) -> Iterator[MatterCountLine]:
    """Return the lines of a fact after the opening: they count in the unit that was responsible."""

    def build(figure: MatterFigure, detail: str = "") -> MatterCountLine:
        return _build_line(before, fact.occurred_at, figure, detail)

    if fact.kind != MatterFact.MOVED:
        return
    if after.public and before.public_at is None:
        yield build(MatterFigure.PUBLISHED)
    if fact.data.get("unit"):
        yield build(MatterFigure.FORWARDED)
    if fact.data.get("became"):
        yield build(MatterFigure.RECLASSIFIED)
    elif after.ended and not before.ended:
        yield build(MatterFigure.ENDED)
        rows = kind.list_steps(str(fact.data["step"]))
        if by := next((row.rejects for row in rows if row.rejects), ""):
            yield build(MatterFigure.REJECTED, str(fact.data.get("values", {}).get(by, "")))
        # Who takes back what they sent has not been answered, on time or late.
        measured = next((row.measured_by for row in rows if row.measured_by), kind.measured_by)
        limits = [kept[name] for name in measured if name in kept]
        if limits and fact.actor.get("sub") != before.opener:
            yield build(MatterFigure.ON_TIME if limits[0] else MatterFigure.LATE)


def _build_line(matter: Matter, at: datetime, figure: MatterFigure, detail: str = "") -> MatterCountLine:
    return MatterCountLine(f"{at.astimezone(VIETNAM):%Y-%m}", matter.unit, matter.kind, figure, detail)
