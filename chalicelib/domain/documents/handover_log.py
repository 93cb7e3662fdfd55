"""The hand-overs of a dossier as the control slip lists them: giver, receiver, time, and the state then."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.dossier.fold import fold
from chalicelib.domain.ledger.chain import Fact


@dataclass(frozen=True, slots=True)
class Move:
    """One hand-over. A unit is named by its id; the filer has none."""

    giver: str
    taker: str
    result: str
    at: datetime


def moves(facts: Sequence[Fact]) -> tuple[Move, ...]:
    """Return every hand-over in a ledger, in order."""
    found: list[Move] = []
    for n, fact in enumerate(facts):
        if fact.kind in _MOVES and n:
            told = _MOVES[fact.kind](fold(facts[:n]), fact)
            found.extend(Move(giver, taker, result, fact.occurred_at) for giver, taker, result in told)
    return tuple(found)


Told = tuple[tuple[str, str, str], ...]


def _standing(at: datetime, due: datetime | None) -> str:
    if due is None:
        return ""
    if at > due:
        return "Quá hạn"
    return "Đúng hạn" if at.astimezone(due.tzinfo).date() == due.date() else "Trước hạn"


def _moved_in(d: Dossier, f: Fact) -> Told:
    return (("", d.one_stop, "Tiếp nhận"),)


def _moved_over(d: Dossier, f: Fact) -> Told:
    return ((d.one_stop, f.data["unit"], "Chuyển nơi tiếp nhận"),)


def _moved_on(d: Dossier, f: Fact) -> Told:
    return tuple((d.one_stop, task["unit"], "Chuyển xử lý") for task in f.data["tasks"] if not task.get("waits"))


def _moved_back(d: Dossier, f: Fact) -> Told:
    """Return the hand-over of a finished share, back to the lead, or on paper to the next agency."""
    task, following = d.task(f.data["n"]), f.data.get("passed_to_unit")
    if task and following:
        return ((task.unit, following, "Chuyển tiếp" if task.lead else _standing(f.occurred_at, task.due_at)),)
    return ((task.unit, d.agency, _standing(f.occurred_at, task.due_at)),) if task else ()


def _moved_out(d: Dossier, f: Fact) -> Told:
    taker = f.data.get("goes_to") or d.one_stop
    return ((d.agency, taker, _standing(f.occurred_at, d.clock.due_at if d.clock else None)),)


def _handed(d: Dossier, f: Fact) -> Told:
    return ((d.one_stop, "", "Trả kết quả" if d.outcome == "granted" else "Trả hồ sơ"),)


_MOVES: Mapping[str, Callable[[Dossier, Fact], Told]] = {
    "forwarded": _moved_over,
    "received": _moved_in,
    "transferred": _moved_on,
    "task_finished": _moved_back,
    "resolved": _moved_out,
    "stopped": _moved_out,
    "given_back": _handed,
}
