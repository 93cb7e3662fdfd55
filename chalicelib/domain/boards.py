"""Boards: how much work each unit has open, by state, procedure and due date.

What is counted are the entries of the worklists: a dossier once in its one-stop unit, and once more in each agency with
an open task. Overdue is what is still open with a due date that has passed; dates are those of Vietnam.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from chalicelib.domain.dossier import Dossier
from chalicelib.domain.timezone import VIETNAM


@dataclass(frozen=True, slots=True)
class Line:
    """A place on a unit's board: everything with the same state, procedure and due date is counted together."""

    unit: str
    state: str
    procedure: str
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    """What was last counted of a dossier: its lines, when its ledger had `length` facts."""

    length: int = 0
    lines: tuple[Line, ...] = ()


class When(StrEnum):
    """How a due date stands to a day."""

    OVERDUE = "overdue"
    TODAY = "today"
    LATER = "later"
    UNDATED = "undated"


@dataclass(frozen=True, slots=True)
class Window:
    """Due dates from one up to and without another; `dated` None takes work without a due date in."""

    since: date | None = None
    until: date | None = None
    dated: bool | None = None


Counts = Mapping[Line, int]


@dataclass(frozen=True, slots=True)
class Tally:
    """Open work in numbers."""

    open: int = 0
    overdue: int = 0
    today: int = 0


@dataclass(frozen=True, slots=True)
class Board:
    """A unit's open work on a day: in all, by state, by procedure, and how much falls due on each date."""

    total: Tally = Tally()
    states: Mapping[str, Tally] = field(default_factory=dict)
    procedures: Mapping[str, Tally] = field(default_factory=dict)
    dates: Mapping[date, int] = field(default_factory=dict)
    undated: int = 0


def lines(dossier: Dossier) -> tuple[Line, ...]:
    """Where a dossier stands on boards; nowhere once it is closed. Ascending."""
    if not dossier.is_open:
        return ()
    state, procedure = dossier.state.value, dossier.procedure
    own = Line(dossier.one_stop, state, procedure, due_date(dossier.next_due))
    tasks = [Line(t.unit, state, procedure, due_date(t.due_at)) for t in dossier.tasks if t.at_work]
    return tuple(sorted((own, *tasks), key=_order))


def due_date(due_at: datetime | None) -> date | None:
    """The day in Vietnam on which something falls due."""
    return due_at.astimezone(VIETNAM).date() if due_at else None


def moved(before: Iterable[Line], after: Iterable[Line]) -> dict[Line, int]:
    """What must be added to each line's count (below zero: taken away); lines that stay are left out."""
    change = Counter(after)
    change.subtract(Counter(before))
    return {line: n for line, n in sorted(change.items(), key=lambda item: _order(item[0])) if n}


def drift(counted: Counts, found: Counts) -> dict[Line, tuple[int, int]]:
    """Lines on which the count and what is really open differ, with both."""
    every = sorted({*counted, *found}, key=_order)
    pairs = {line: (counted.get(line, 0), found.get(line, 0)) for line in every}
    return {line: pair for line, pair in pairs.items() if pair[0] != pair[1]}


def when(due: date | None, today: date) -> When:
    """How a due date stands to a day. Work due on the day itself is not overdue yet."""
    if due is None:
        return When.UNDATED
    if due < today:
        return When.OVERDUE
    return When.TODAY if due == today else When.LATER


def window(chosen: When | None, on: date | None, today: date) -> Window:
    """The due dates that both a choice and a date allow; one that is not given allows every date."""
    tomorrow = today + timedelta(days=1)
    spans = {
        When.OVERDUE: Window(None, today, True),
        When.TODAY: Window(today, tomorrow, True),
        When.LATER: Window(tomorrow, None, True),
        When.UNDATED: Window(None, None, False),
    }
    span = spans[chosen] if chosen else Window()
    if on is None:
        return span
    if span.dated is False:
        return Window(on, on, True)
    after = on + timedelta(days=1)
    return Window(max(on, span.since or on), min(after, span.until or after), True)


def board(counts: Counts, today: date) -> Board:
    """A unit's board from the counts of its lines."""
    states: dict[str, Tally] = {}
    procedures: dict[str, Tally] = {}
    dates: Counter[date] = Counter()
    total, undated = Tally(), 0
    for line, n in sorted(counts.items(), key=lambda item: _order(item[0])):
        stands = when(line.due, today)
        total = _plus(total, n, stands)
        states[line.state] = _plus(states.get(line.state, Tally()), n, stands)
        procedures[line.procedure] = _plus(procedures.get(line.procedure, Tally()), n, stands)
        if line.due is None:
            undated += n
        else:
            dates[line.due] += n
    return Board(total, states, procedures, dict(sorted(dates.items())), undated)


def _plus(tally: Tally, n: int, stands: When) -> Tally:
    return Tally(
        tally.open + n,
        tally.overdue + (n if stands is When.OVERDUE else 0),
        tally.today + (n if stands is When.TODAY else 0),
    )


def _order(line: Line) -> tuple[str, str, str, str]:
    """Lines without a due date first."""
    return line.unit, line.due.isoformat() if line.due else "", line.state, line.procedure
