"""The hand-overs of a dossier as the control slip lists them: giver, receiver, time, and the state then."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.dossier.fold import fold_facts
from chalicelib.domain.dossier.work_items import Task
from chalicelib.domain.ledger import payloads
from chalicelib.domain.ledger.chain import Fact
from chalicelib.domain.ledger.fact_kinds import FactKind
from chalicelib.domain.shared.serialization import unpack_value


@dataclass(frozen=True, slots=True)
class Move:
    """One hand-over. A unit is named by its id; the filer has none."""

    giver: str
    taker: str
    result: str
    at: datetime


def list_moves(facts: Sequence[Fact]) -> tuple[Move, ...]:
    """Return every hand-over in a ledger, in order."""
    found: list[Move] = []
    for n, fact in enumerate(facts):
        if fact.kind in _MOVES and n:
            moves = _MOVES[fact.kind](fold_facts(facts[:n]), fact)
            found.extend(Move(giver, taker, result, fact.occurred_at) for giver, taker, result in moves)
    return tuple(found)


HandoverLegs = tuple[tuple[str, str, str], ...]


def _describe_standing(at: datetime, due: datetime | None) -> str:
    if due is None:
        return ""
    if at > due:
        return "Quá hạn"
    return "Đúng hạn" if at.astimezone(due.tzinfo).date() == due.date() else "Trước hạn"


def _describe_reception(dossier: Dossier, fact: Fact) -> HandoverLegs:
    return (("", dossier.one_stop, "Tiếp nhận"),)


def _describe_forwarding(dossier: Dossier, fact: Fact) -> HandoverLegs:
    return ((dossier.one_stop, payloads.FORWARDED.read(fact)["unit"], "Chuyển nơi tiếp nhận"),)


def _describe_transfer(dossier: Dossier, fact: Fact) -> HandoverLegs:
    tasks = unpack_value(tuple[Task, ...], payloads.TRANSFERRED.read(fact)["tasks"])
    return tuple((dossier.one_stop, task.unit, "Chuyển xử lý") for task in tasks if not task.waits)


def _describe_finished_share(dossier: Dossier, fact: Fact) -> HandoverLegs:
    """Return the hand-over of a finished share, back to the lead, or on paper to the next agency."""
    data = payloads.TASK_FINISHED.read(fact)
    task, following = dossier.find_task(data["n"]), data.get("passed_to_unit")
    if task and following:
        return (
            (task.unit, following, "Chuyển tiếp" if task.lead else _describe_standing(fact.occurred_at, task.due_at)),
        )
    return ((task.unit, dossier.agency, _describe_standing(fact.occurred_at, task.due_at)),) if task else ()


def _describe_outcome(dossier: Dossier, fact: Fact) -> HandoverLegs:
    taker = payloads.RESOLVED.read(fact).get("goes_to") or dossier.one_stop
    return (
        (dossier.agency, taker, _describe_standing(fact.occurred_at, dossier.clock.due_at if dossier.clock else None)),
    )


def _describe_handover(dossier: Dossier, fact: Fact) -> HandoverLegs:
    return ((dossier.one_stop, "", "Trả kết quả" if dossier.outcome == "granted" else "Trả hồ sơ"),)


_MOVES: Mapping[str, Callable[[Dossier, Fact], HandoverLegs]] = {
    FactKind.FORWARDED: _describe_forwarding,
    FactKind.RECEIVED: _describe_reception,
    FactKind.TRANSFERRED: _describe_transfer,
    FactKind.TASK_FINISHED: _describe_finished_share,
    FactKind.RESOLVED: _describe_outcome,
    FactKind.STOPPED: _describe_outcome,
    FactKind.GIVEN_BACK: _describe_handover,
}
