"""Forward: the filing belongs to another unit's agency; paper and data go to that one-stop unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib.domain.dossier.intake import PAPER_CHANNELS, count_late_minutes
from chalicelib.domain.flow.transitions import Step
from chalicelib.domain.ledger import payloads
from chalicelib.domain.shared.errors import FieldError, Invalid
from chalicelib.domain.shared.serialization import pack_value
from chalicelib.domain.time import deadlines
from chalicelib.steps.dossier.command import CommandResult, run_step
from chalicelib.steps.dossier.context import Command, Decision, Dependencies, StepContext
from chalicelib.steps.dossier.guards import build_text_part, list_cites
from chalicelib.steps.filing.provisional_due_date import calculate_provisional_due

if TYPE_CHECKING:
    from chalicelib.domain.ledger.payload_types.filing import Forwarded
    from chalicelib.models.reception import ForwardBody


def forward_dossier(deps: Dependencies, command: Command[ForwardBody]) -> CommandResult:
    """Hand the checked filing to the unit it belongs to (NĐ 61/2018 18.3; NĐ 309/2026 8). That unit receives it and
    starts the settlement time by the law of the day; this one stays the applicant's counter."""
    return run_step(deps, command, Step.FORWARD, decide_forwarding)


def decide_forwarding(context: StepContext[ForwardBody]) -> Decision:
    """Name the unit; paper is sent by the cut-off of the day, and lateness is recorded."""
    unit = context.body.unit or _find_wanted(context)
    _require_other(context, unit)
    procedure = context.deps.reference.find_procedure(context.dossier.procedure)
    context.deps.reference.find_competent(procedure, unit, context.now)
    rule = context.find_rule("transfer.other_authority_cut_off")
    calendar = context.deps.reference.find_calendar(context.dossier.one_stop)
    due_at, basis = context.dossier.filed_at, [rule]
    if context.dossier.channel in PAPER_CHANNELS:
        cut_off, after = rule.to_time(), context.find_rule("transfer.paper_after_cut_off")
        basis += [after] if deadlines.is_after_cut_off(due_at, cut_off) else []
        due_at = deadlines.calculate_paper_transfer_due(calendar, due_at, cut_off, after.find_text() or "")
    elif context.dossier.reception:
        due_at = context.dossier.reception.due_at
    foreseen, starts = calculate_provisional_due(
        context.deps.reference, procedure, unit, context.dossier.channel, context.dates, context.now
    )
    data: Forwarded = {
        "unit": unit, "from": context.dossier.one_stop, "due_at": pack_value(due_at),
        "late_minutes": count_late_minutes(calendar, due_at, context.now), "foreseen_due_at": pack_value(foreseen),
    }  # fmt: skip
    return Decision(
        (
            payloads.FORWARDED.build(
                data,
                build_text_part(context, "note", context.body.note),
                list_cites(*basis, *([starts] if starts.value else [])),
            ),
        )
    )


def _find_wanted(context: StepContext[object]) -> str:
    """Return the unit for which it was filed, or the one that has its work now; empty for none."""
    wanted = context.dossier.intake.for_unit
    return context.deps.reference.find_heir(wanted, context.now) if wanted else ""


def _require_other(context: StepContext[object], unit: str) -> None:
    if not unit or unit == context.dossier.one_stop:
        vi, en = "Chọn Bộ phận Một cửa khác để chuyển đến.", "Choose another one-stop unit to forward to."
        raise Invalid(fields=(FieldError("/unit", "own_unit", vi, en),))
