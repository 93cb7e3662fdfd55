"""Boards: how much work each unit has open, by state, procedure and due date.

Boards count the entries of the worklists: a dossier counts once in its one-stop unit, and once more in each agency with
an open task. A dossier is overdue when it is open and its due date has passed; dates are those of Vietnam.

A board also shows how many dossiers each unit has settled in a month, and how many of them by their due time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol, TypeVar

from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.domain.supervision.ratings import RatingLine, list_units_then

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class BoardLine:
    """One row of a unit's board: all dossiers with the same state, procedure and due date are counted together."""

    unit: str
    state: str
    procedure: str
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Settlement:
    """A dossier that a unit has settled: in which month (YYYY-MM), and whether by its due time."""

    unit: str
    month: str
    on_time: bool


@dataclass(frozen=True, slots=True)
class CountedDossier:
    """The last count of a dossier: its lines, settlements and rating when its ledger had `length` facts. `settled` is
    None in counts made before settlements were counted."""

    length: int = 0
    lines: tuple[BoardLine, ...] = ()
    settled: tuple[Settlement, ...] | None = None
    rated: tuple[RatingLine, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Return whether everything of the dossier was counted."""
        return self.settled is not None


class LastCount(Protocol):
    """What was counted of a ledger, when it had `length` facts."""

    @property
    def length(self) -> int:
        """The number of facts then; 0 for never."""

    @property
    def is_complete(self) -> bool:
        """Whether everything was counted that is counted today."""


class When(StrEnum):
    """The position of a due date relative to a day."""

    OVERDUE = "overdue"
    TODAY = "today"
    LATER = "later"
    UNDATED = "undated"


@dataclass(frozen=True, slots=True)
class DueWindow:
    """Due dates from one (inclusive) to another (exclusive); `dated` None also selects work without a due date."""

    since: date | None = None
    until: date | None = None
    dated: bool | None = None


Counts = Mapping[BoardLine, int]
Settled = Mapping[Settlement, int]
MONTHS = 12
"""Number of months of a trend, the present one included."""


@dataclass(frozen=True, slots=True)
class Share:
    """Dossiers settled in a month, and how many of them by their due time."""

    settled: int = 0
    on_time: int = 0


@dataclass(frozen=True, slots=True)
class WorkCount:
    """Counts of open work."""

    open: int = 0
    overdue: int = 0
    today: int = 0


@dataclass(frozen=True, slots=True)
class Board:
    """A unit's open work on a day: in all, by state, by procedure, and how much falls due on each date."""

    total: WorkCount = WorkCount()
    states: Mapping[str, WorkCount] = field(default_factory=dict)
    procedures: Mapping[str, WorkCount] = field(default_factory=dict)
    dates: Mapping[date, int] = field(default_factory=dict)
    undated: int = 0


def list_board_lines(dossier: Dossier) -> tuple[BoardLine, ...]:
    """Return the board lines of a dossier in ascending order; none once it is closed."""
    if not dossier.is_open:
        return ()
    state, procedure = dossier.state.value, dossier.procedure
    own = BoardLine(dossier.one_stop, state, procedure, find_due_date(dossier.next_due))
    tasks = [BoardLine(t.unit, state, procedure, find_due_date(t.due_at)) for t in dossier.tasks if t.at_work]
    return tuple(sorted((own, *tasks), key=_order_line))


def list_settlements(dossier: Dossier) -> tuple[Settlement, ...]:
    """Return the units for which a dossier counts as settled: its one-stop unit and the agency that settled it, as they
    were then; none before its outcome. A dossier whose due time was moved by an apology missed the promised time."""
    clock = dossier.clock
    if not dossier.outcome or clock is None or clock.ended_at is None:
        return ()
    on_time = clock.ended_at <= clock.due_at and not clock.reappointed_by
    month = f"{clock.ended_at.astimezone(VIETNAM):%Y-%m}"
    return tuple(Settlement(unit, month, on_time) for unit in sorted(list_units_then(dossier, clock.ended_at)))


def list_months(settled: Settled, today: date) -> dict[str, Share]:
    """Return the last months up to the day's own, oldest first, each with the number settled, 0 included."""
    shares = dict.fromkeys(list_past_months(today), Share())
    for each, n in settled.items():
        if each.month in shares:
            share = shares[each.month]
            shares[each.month] = Share(share.settled + n, share.on_time + (n if each.on_time else 0))
    return shares


def list_past_months(today: date) -> list[str]:
    """Return the last months (YYYY-MM) up to the day's own, oldest first."""
    last = f"{today:%Y-%m}"
    return [_write_month(_number_month(last) - back) for back in reversed(range(MONTHS))]


def list_months_between(first: str, last: str) -> list[str]:
    """Return the months (YYYY-MM) from one to another, both included, oldest first; none where they are the wrong way
    round. Raise ValueError for a text that is no month."""
    return [_write_month(number) for number in range(_number_month(first), _number_month(last) + 1)]


def _number_month(month: str) -> int:
    day = date.fromisoformat(f"{month}-01")
    return day.year * 12 + day.month - 1


def _write_month(number: int) -> str:
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def find_due_date(due_at: datetime | None) -> date | None:
    """Return the due day in Vietnam."""
    return due_at.astimezone(VIETNAM).date() if due_at else None


def count_moves(before: Iterable[BoardLine], after: Iterable[BoardLine]) -> dict[BoardLine, int]:
    """Return the change of each line's count (negative: subtract); unchanged lines are left out."""
    return dict(sorted(subtract_counts(before, after).items(), key=lambda item: _order_line(item[0])))


def compare_settlements(before: CountedDossier, after: CountedDossier) -> dict[Settlement, int]:
    """Return the same change for each unit's settlements."""
    return subtract_counts(before.settled or (), after.settled or ())


def compare_ratings(before: CountedDossier, after: CountedDossier) -> dict[RatingLine, int]:
    """Return the same change for each line of the dossier's rating."""
    return subtract_counts(before.rated, after.rated)


def subtract_counts(before: Iterable[_T], after: Iterable[_T]) -> dict[_T, int]:
    """Return by how much the number of each differs (negative: fewer after); equal ones are left out."""
    change = Counter(after)
    change.subtract(Counter(before))
    return {each: n for each, n in change.items() if n}


def find_drift(counted: Mapping[_T, int], found: Mapping[_T, int]) -> dict[_T, tuple[int, int]]:
    """Return the lines on which a count and what is found differ, with both numbers."""
    pairs = {line: (counted.get(line, 0), found.get(line, 0)) for line in dict.fromkeys((*counted, *found))}
    return {line: pair for line, pair in pairs.items() if pair[0] != pair[1]}


def classify_due_date(due: date | None, today: date) -> When:
    """Return the position of a due date relative to a day. Work due on the day itself is not overdue yet."""
    if due is None:
        return When.UNDATED
    if due < today:
        return When.OVERDUE
    return When.TODAY if due == today else When.LATER


def limit_due_dates(chosen: When | None, on: date | None, today: date) -> DueWindow:
    """Return the due dates that both a choice and a date allow; a missing one allows every date."""
    tomorrow = today + timedelta(days=1)
    spans = {
        When.OVERDUE: DueWindow(None, today, True),
        When.TODAY: DueWindow(today, tomorrow, True),
        When.LATER: DueWindow(tomorrow, None, True),
        When.UNDATED: DueWindow(None, None, False),
    }
    span = spans[chosen] if chosen else DueWindow()
    if on is None:
        return span
    if span.dated is False:
        return DueWindow(on, on, True)
    after = on + timedelta(days=1)
    return DueWindow(max(on, span.since or on), min(after, span.until or after), True)


def build_board(counts: Counts, today: date) -> Board:
    """Return a unit's board from the counts of its lines."""
    states: dict[str, WorkCount] = {}
    procedures: dict[str, WorkCount] = {}
    dates: Counter[date] = Counter()
    total, undated = WorkCount(), 0
    for line, n in sorted(counts.items(), key=lambda item: _order_line(item[0])):
        stands = classify_due_date(line.due, today)
        total = _add_to_tally(total, n, stands)
        states[line.state] = _add_to_tally(states.get(line.state, WorkCount()), n, stands)
        procedures[line.procedure] = _add_to_tally(procedures.get(line.procedure, WorkCount()), n, stands)
        if line.due is None:
            undated += n
        else:
            dates[line.due] += n
    return Board(total, states, procedures, dict(sorted(dates.items())), undated)


def _add_to_tally(tally: WorkCount, number: int, stands: When) -> WorkCount:
    return WorkCount(
        tally.open + number,
        tally.overdue + (number if stands is When.OVERDUE else 0),
        tally.today + (number if stands is When.TODAY else 0),
    )


def _order_line(line: BoardLine) -> tuple[str, str, str, str]:
    """Sort key: lines without a due date first."""
    return line.unit, line.due.isoformat() if line.due else "", line.state, line.procedure
