"""Assign: a superior gives the unit's share of a dossier to an officer of the unit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chalicelib.domain.errors import FieldError, Invalid
from chalicelib.domain.flow import Step
from chalicelib.domain.ledger import NewFact
from chalicelib.domain.roles import Role
from chalicelib.steps.act import Answer, Ask, Decision, Desk, Moment, take
from chalicelib.steps.rules import part


def assign(desk: Desk, ask: Ask) -> Answer:
    """Name the officer who handles the unit's share (NĐ 61/2018 19.1; HUE-6.5). Every change stays on record;
    whoever has the role may still step in."""
    return take(desk, ask, Step.ASSIGN, decide, extra=[rights_of(ask.body["officer"])])


def decide(m: Moment) -> Decision:
    """Record who has it now, and who had it before."""
    task = next(each for each in m.dossier.tasks if each.unit == m.unit and each.done_at is None)
    officer = m.body["officer"]
    require_case_officer(m, officer)
    data = {"n": task.n, "unit": task.unit, "officer": officer, "before": task.holder}
    return Decision((NewFact("assigned", data, part(m, "note")),))


def rights_of(sub: str) -> tuple[str, str]:
    """Where the officer's rights are recorded."""
    return f"OFFICER#{sub}", "RIGHTS"


def require_case_officer(m: Moment, officer: str) -> None:
    """Only somebody who handles cases in this unit today can be given one, and not their own."""
    held = m.loaded.extra.get("|".join(rights_of(officer)), {}).get("assignments", ())
    own = officer in {m.dossier.owner, m.dossier.filer}
    if own or not any(_handles_cases(right, m.unit, m.now) for right in held):
        vi = "Chọn một công chức thụ lý đang làm việc tại đơn vị, không phải chủ hồ sơ."
        en = "Choose a case officer who works in this unit now and is not the applicant."
        raise Invalid(fields=(FieldError("/officer", "not_a_case_officer", vi, en),))


def _handles_cases(right: Mapping[str, Any], unit: str, now: datetime) -> bool:
    since, until = right["valid_from"], right["valid_until"]
    holds = datetime.fromisoformat(since) <= now and (until is None or now < datetime.fromisoformat(until))
    return holds and (right["role"], right["unit"]) == (Role.CASE_OFFICER.value, unit)
