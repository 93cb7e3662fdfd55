"""Recompute a due time once the calendar of its year is decided: a recorded fact, never a silent change."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.flow.transitions import State
from chalicelib.domain.ledger.chain import NewFact
from chalicelib.domain.shared.serialization import pack
from chalicelib.domain.time.clocks import Clock, Effect
from chalicelib.domain.time.recalculation import recounted
from chalicelib.steps.dossier.guards import cited
from chalicelib.steps.dossier.ports import Reference
from chalicelib.steps.dossier.task_due_dates import dues_moved


def recomputed(reference: Reference, d: Dossier) -> tuple[NewFact, ...]:
    """Return the fact to record for the dossier's running clock; none when it was not provisional, or still is and did
    not change."""
    was = d.reception if d.state is State.SUBMITTED else d.clock
    if was is None or was.waiting_since is not None:
        return ()
    now = _counted_anew(reference, d, was)
    if now == was:
        return ()
    now = replace(now, digest=reference.law_digest)
    name, moved = ("reception", {}) if d.state is State.SUBMITTED else ("clock", dues_moved(reference, d, now))
    data: dict[str, Any] = {
        name: pack(now), "deadline": "reception" if name == "reception" else "resolution", "was": pack(was.due_at),
        "audience": [{"role": Role.APPLICANT.value, "unit": ""}, _desk(d, name)], **moved,
    }  # fmt: skip
    return (NewFact("due_recomputed", data, law=cited(_rule(reference, d, "counting.day_method")), by_system=True),)


def _counted_anew(reference: Reference, d: Dossier, clock: Clock) -> Clock:
    within = d.state is not State.SUBMITTED and _rule(reference, d, "reception.within_total").value
    return recounted(
        reference.calendar(d.one_stop), clock,
        pauses=_rule(reference, d, "supplement.appraisal_effect").value == Effect.PAUSE,
        promised=d.reappointed > 0,
        total_since=d.reception.started_at if within and d.reception is not None else None,
    )  # fmt: skip


def _rule(reference: Reference, d: Dossier, param: str) -> Any:
    return reference.rule(param, d.dates())


def _desk(d: Dossier, name: str) -> dict[str, str]:
    if name == "reception" or not d.agency:
        return {"role": Role.ONE_STOP_OFFICER.value, "unit": d.one_stop}
    return {"role": Role.CASE_OFFICER.value, "unit": d.agency}
