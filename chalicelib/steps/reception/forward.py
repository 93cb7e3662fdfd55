"""Forward: the filing belongs to another unit's agency; paper and data go to that one-stop unit."""

from __future__ import annotations

from datetime import time
from typing import Any

from chalicelib.domain.dossier.intake import PAPER_CHANNELS, late_minutes
from chalicelib.domain.flow.transitions import Step
from chalicelib.domain.ledger.chain import NewFact
from chalicelib.domain.shared.errors import FieldError, Invalid
from chalicelib.domain.shared.serialization import pack
from chalicelib.domain.time import deadlines
from chalicelib.steps.dossier.command import Answer, take
from chalicelib.steps.dossier.context import Ask, Decision, Desk, Moment
from chalicelib.steps.dossier.guards import cited, part
from chalicelib.steps.filing.provisional_due_date import foreseen_due


def forward(desk: Desk, ask: Ask) -> Answer:
    """Hand the checked filing to the unit it belongs to (NĐ 61/2018 18.3; NĐ 309/2026 8). That unit receives it and
    starts the settlement time by the law of the day; this one stays the applicant's counter."""
    return take(desk, ask, Step.FORWARD, decide)


def decide(m: Moment) -> Decision:
    """Name the unit; paper is sent by the cut-off of the day, and lateness is recorded."""
    unit = m.body.get("unit") or m.dossier.intake.for_unit
    _require_other(m, unit)
    procedure = m.desk.reference.procedure(m.dossier.procedure)
    m.desk.reference.competent(procedure, unit, m.now)
    rule = m.rule("transfer.other_authority_cut_off")
    calendar = m.desk.reference.calendar(m.dossier.one_stop)
    due_at, basis = m.dossier.filed_at, [rule]
    if m.dossier.channel in PAPER_CHANNELS:
        cut_off, after = time.fromisoformat(rule.value), m.rule("transfer.paper_after_cut_off")
        basis += [after] if deadlines.is_after_cut_off(due_at, cut_off) else []
        due_at = deadlines.transfer_due(calendar, due_at, cut_off, after.value or "")
    elif m.dossier.reception:
        due_at = m.dossier.reception.due_at
    foreseen, starts = foreseen_due(m.desk.reference, procedure, unit, m.dossier.channel, m.dates, m.now)
    data: dict[str, Any] = {
        "unit": unit, "from": m.dossier.one_stop, "due_at": pack(due_at),
        "late_minutes": late_minutes(calendar, due_at, m.now), "foreseen_due_at": pack(foreseen),
    }  # fmt: skip
    return Decision((NewFact("forwarded", data, part(m, "note"), cited(*basis, *([starts] if starts.value else []))),))


def _require_other(m: Moment, unit: str) -> None:
    if not unit or unit == m.dossier.one_stop:
        vi, en = "Chọn Bộ phận Một cửa khác để chuyển đến.", "Choose another one-stop unit to forward to."
        raise Invalid(fields=(FieldError("/unit", "own_unit", vi, en),))
