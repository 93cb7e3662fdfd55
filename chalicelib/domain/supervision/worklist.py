"""Order and filters of a worklist."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from chalicelib.domain.flow.transitions import State
from chalicelib.domain.shared.errors import Refusal, RefusalKind
from chalicelib.domain.shared.http_errors import build_bad_cursor
from chalicelib.domain.supervision.boards import DueWindow

MOST_SORTED = 2000
"""Most lines that are sorted in an order which no index keeps; a longer queue must be filtered first."""


class Sort(StrEnum):
    """The order of a worklist."""

    DUE = "due"
    RECEIVED = "received"
    PROCEDURE = "procedure"
    STATE = "state"
    HOLDER = "holder"


class QueueTooLong(Refusal):
    """The queue is too long to be sorted in an order that no index keeps."""

    code = "queue_too_long"
    kind = RefusalKind.WRONG_MOMENT
    vi = "Danh sách có hơn {most} hồ sơ nên chỉ xếp được theo hạn. Hãy lọc bớt rồi xếp lại."
    en = "The list has more than {most} dossiers and can be sorted by due date only. Filter it, then sort again."


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Filters of a queue: all given ones must match. `filed` is the day of filing, `held` whether an officer is in
    charge, `dossiers` those that a search has found."""

    due: DueWindow = field(default_factory=DueWindow)
    filed: DueWindow = field(default_factory=DueWindow)
    procedure: str | None = None
    channel: str | None = None
    holder: str | None = None
    held: bool | None = None
    dossiers: frozenset[str] | None = None


def sort_key(sort: Sort) -> Callable[[Mapping[str, Any]], tuple[Any, ...]]:
    """Return the sort key of a line in an order; lines without a value come last, equal ones by due date."""
    of_line: dict[Sort, Callable[[Mapping[str, Any]], Any]] = {
        Sort.DUE: lambda line: line["place"],
        Sort.RECEIVED: lambda line: line["filed_at"],
        Sort.PROCEDURE: lambda line: line["procedure"],
        Sort.STATE: lambda line: _STATES.get(str(line["state"])),
        Sort.HOLDER: lambda line: line["holder"],
    }

    def place_line(line: Mapping[str, Any]) -> tuple[Any, ...]:
        value = of_line[sort](line)
        return value is None, value, line["place"]

    return place_line


_STATES = {state.value: f"{n:02d}" for n, state in enumerate(State)}


def write_place(asked: str, number: int, last: Mapping[str, Any]) -> str:
    """Return a cursor after the `n`th line of a list that was requested as `asked`."""
    text = json.dumps({"of": asked, "n": number, "last": last["place"]}, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_place(cursor: str | None, asked: str, lines: Sequence[Mapping[str, Any]]) -> int:
    """Return where the next page begins: after the last line, or at its number when that line has moved. A cursor of
    another list, or a foreign one, is refused."""
    if cursor is None:
        return 0
    try:
        data = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        of, n, last = data["of"], int(data["n"]), data["last"]
    except (ValueError, KeyError, TypeError, RecursionError) as wrong:
        raise build_bad_cursor() from wrong
    if of != asked or n < 0:
        raise build_bad_cursor()
    behind = next((at + 1 for at, line in enumerate(lines) if line["place"] == last), None)
    return n if behind is None else behind


def cut_page(
    ordered: Sequence[Mapping[str, Any]], asked: str, limit: int, cursor: str | None
) -> tuple[Sequence[Mapping[str, Any]], str | None]:
    """Return one page of a whole list that was requested as `asked`, and the cursor of the next; none at its end."""
    first = read_place(cursor, asked, ordered)
    shown = ordered[first : first + limit]
    further = first + limit < len(ordered)
    return shown, write_place(asked, first + limit, shown[-1]) if further else None
