"""Recompute a due time once the calendar of its year is decided: a recorded fact, never a silent change."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.flow.transitions import State
from chalicelib.domain.ledger import payloads
from chalicelib.domain.ledger.chain import NewFact
from chalicelib.domain.shared.serialization import pack_value
from chalicelib.domain.shared.timezone import write_stamp
from chalicelib.domain.time.clocks import Clock, SupplementEffect
from chalicelib.domain.time.recalculation import recalculate_clock
from chalicelib.steps.dossier.guards import list_cites
from chalicelib.steps.dossier.ports import Reference
from chalicelib.steps.dossier.task_due_dates import calculate_task_dues

if TYPE_CHECKING:
    from chalicelib.domain.law.rulings import Ruling
    from chalicelib.domain.ledger.payload_types.deadlines import DueRecomputed
    from chalicelib.domain.ledger.payload_types.stated import NamedDesk


def recalculate_due(reference: Reference, dossier: Dossier) -> tuple[NewFact, ...]:
    """Return the fact to record for the dossier's running clock; none when it was not provisional, or still is and did
    not change."""
    was = dossier.reception if dossier.state is State.SUBMITTED else dossier.clock
    if was is None or was.waiting_since is not None:
        return ()
    now = _recalculate_dossier_clock(reference, dossier, was)
    if now == was:
        return ()
    now = replace(now, digest=reference.law_digest)
    waits = dossier.state is State.SUBMITTED
    data: DueRecomputed = {
        "deadline": "reception" if waits else "resolution",
        "was": write_stamp(was.due_at),
        "audience": [{"role": Role.APPLICANT.value, "unit": ""}, _find_desk(dossier, waits)],
    }
    if waits:
        data["reception"] = pack_value(now)
    else:
        data["clock"] = pack_value(now)
        if dues := calculate_task_dues(reference, dossier, now):
            data["task_dues"] = dues["task_dues"]
    law = list_cites(_find_rule(reference, dossier, "counting.day_method"))
    return (payloads.DUE_RECOMPUTED.build(data, law=law, by_system=True),)


def _recalculate_dossier_clock(reference: Reference, dossier: Dossier, clock: Clock) -> Clock:
    within = dossier.state is not State.SUBMITTED and _find_rule(reference, dossier, "reception.within_total").value
    return recalculate_clock(
        reference.find_calendar(dossier.one_stop), clock,
        pauses=_find_rule(reference, dossier, "supplement.appraisal_effect").value == SupplementEffect.PAUSE,
        promised=dossier.reappointed > 0,
        total_since=dossier.reception.started_at if within and dossier.reception is not None else None,
    )  # fmt: skip


def _find_rule(reference: Reference, dossier: Dossier, param: str) -> Ruling:
    return reference.find_rule(param, dossier.build_dates())


def _find_desk(dossier: Dossier, waits: bool) -> NamedDesk:
    if waits or not dossier.agency:
        return {"role": Role.ONE_STOP_OFFICER.value, "unit": dossier.one_stop}
    return {"role": Role.CASE_OFFICER.value, "unit": dossier.agency}
