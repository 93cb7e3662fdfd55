"""Receive: the filing is complete; it gets its dossier code, its receipt and its appointment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from chalicelib.domain.catalogue.procedures import Procedure
from chalicelib.domain.dossier import codes
from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.dossier.intake import PAPER_CHANNELS, FiledElsewhere
from chalicelib.domain.dossier.obligations import Due, Obligations
from chalicelib.domain.dossier.refiled_dossier import require_whole
from chalicelib.domain.flow.transitions import Step
from chalicelib.domain.law.rulings import Ruling
from chalicelib.domain.ledger import payloads
from chalicelib.domain.payments import fees
from chalicelib.domain.shared.errors import FieldError, Invalid
from chalicelib.domain.shared.serialization import pack_value
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.domain.time import clocks
from chalicelib.steps.dossier.by_law import cite_on_refusal
from chalicelib.steps.dossier.command import CommandResult, run_step
from chalicelib.steps.dossier.context import Command, Decision, Dependencies, StepContext
from chalicelib.steps.dossier.guards import (
    build_text_part,
    find_receipt_outside,
    list_cites,
    require_listed,
)
from chalicelib.steps.dossier.items import CodeItem
from chalicelib.steps.dossier.ports import Codes, ExtraPut
from chalicelib.steps.dossier.settlement_time import find_settlement_time
from chalicelib.steps.payments import payment_items
from chalicelib.steps.reception import paper_register
from chalicelib.steps.reception.settlement_clock import find_transfer_due, list_counting_rules, start_clock

if TYPE_CHECKING:
    from chalicelib.domain.ledger.payload_types.filing import Received
    from chalicelib.models.reception import ReceiveBody


def receive_dossier(deps: Dependencies, command: Command[ReceiveBody]) -> CommandResult:
    """Accept the filing (NĐ 61/2018 17; QN-11.3). The settlement clock starts with this act."""
    return run_step(
        replace(deps, codes=ReservedNumber(deps.codes)),
        command,
        Step.RECEIVE,
        decide_reception,
        extra=paper_register.list_needed(command.body),
    )


@dataclass
class ReservedNumber:
    """Reserves one number per command, reused when the command is retried."""

    codes: Codes
    drawn: dict[str, int] = field(default_factory=dict)

    def draw_next(self, series: str) -> int:
        """Return the reserved number, or the next of the series."""
        if series not in self.drawn:
            self.drawn[series] = self.codes.draw_next(series)
        return self.drawn[series]

    def list_unused(self, series: str, reserved: range) -> tuple[int, ...]:
        """Return numbers given but unused."""
        return self.codes.list_unused(series, reserved)

    def list_used(self, series: str, numbers: range) -> tuple[int, ...]:
        """Return numbers that dossiers have."""
        return self.codes.list_used(series, numbers)

    def list_given(self, series: str) -> Sequence[str]:
        """Return the dossiers of a series."""
        return self.codes.list_given(series)


def decide_reception(context: StepContext[ReceiveBody]) -> Decision:
    """Start the clock, make the obligations, take the next code of the unit's day."""
    require_here(context)
    require_whole(context.dossier)
    context = replace(context, receiving=True)
    procedure = context.deps.reference.find_procedure(context.dossier.procedure)
    agency = context.deps.reference.find_competent(procedure, context.dossier.one_stop, context.now)
    limit, shorter = find_settlement_time(context.deps.reference, procedure, context.dossier.channel, context.dates)
    issued, pattern = context.find_rule("code.issued_at"), context.find_rule("code.pattern")
    starts = (*shorter, *list_counting_rules(context, limit))
    clock = start_clock(context, procedure, limit, starts)
    outside = find_receipt_outside(context, limit, clock.counting, clock.started_at)
    owed, money_rules = build_reception_charges(context, procedure)
    intake, rules = build_intake(context, procedure)
    # Last, because a number is lost when a check refuses after it was taken.
    written = context.body.paper_register
    code = (
        paper_register.require_free_code(context, context.line, written.code, str(pattern.value))
        if context.line and written
        else draw_code(context, str(pattern.value))
    )
    data: Received = {
        "to": "received",
        "code": code,
        "agency": agency,
        "immediate": procedure.immediate,
        "reception": pack_value(clocks.end_clock(context.dossier.reception, context.now))
        if context.dossier.reception
        else None,
        "clock": pack_value(clock),
        "obligations": pack_value(owed),
        "receipt": intake["receipt"],
        "intake": intake,
    }
    if put_off := [one for one in owed if one.deferred]:
        data["deferral"], data["to_pay"] = put_off[0].deferred, fees.total_due(put_off)
    if outside:
        data["off_hours"] = outside.value
    law = list_cites(issued, pattern, *starts, *rules, *money_rules)
    reason = build_text_part(context, "originals_reason", context.body.originals_reason)
    fact = payloads.RECEIVED.build(data, reason, law)
    return Decision((fact,), extras=(build_code_item(code, context.dossier.id),))


def require_here(context: StepContext[object]) -> None:
    """Refuse to receive a filing for another unit: it is forwarded there first (NĐ 61/2018 18.3)."""
    wanted, find_heir = context.dossier.intake.for_unit, context.deps.reference.find_heir
    if wanted and find_heir(wanted, context.now) != find_heir(context.dossier.one_stop, context.now):
        raise FiledElsewhere(unit=context.deps.reference.find_unit_words(wanted))


def build_intake(context: StepContext[ReceiveBody], procedure: Procedure) -> tuple[dict[str, Any], tuple[Ruling, ...]]:
    """Return the data of reception: whether there is a receipt, originals left here, and when the dossier must be
    passed on."""
    receipt, rules = decide_receipt(context, procedure)
    originals = list(dict.fromkeys(context.body.originals))
    require_listed(procedure, originals, "originals")
    rules += require_no_paper_awaited(context, originals)
    intake: dict[str, Any] = {"receipt": receipt, "originals": originals}
    if not procedure.immediate:
        due_at, transfer_rules = find_transfer_due(context)
        intake["transfer_due_at"] = pack_value(due_at)
        rules += transfer_rules
    return intake, rules


NO_WAITING, PREFERRED = "no_waiting", "preferred"
"""Values of the rule `paper.e_dossier_first` about paper together with an electronic dossier."""


def require_no_paper_awaited(context: StepContext[ReceiveBody], originals: list[str]) -> tuple[Ruling, ...]:
    """Refuse paper together with an electronic dossier before the handover where the law forbids waiting for paper
    (QN-7.2), and without a recorded reason where it prefers the electronic dossier (VL-13.2)."""
    if not originals or context.dossier.channel in PAPER_CHANNELS:
        return ()
    rule = context.find_rule("paper.e_dossier_first")
    if rule.value == NO_WAITING:
        vi, en = "Hồ sơ điện tử không chờ bản giấy.", "An electronic dossier does not wait for paper."
        with cite_on_refusal(rule):
            raise Invalid(fields=(FieldError("/originals", "paper_awaited", vi, en),))
    if rule.value == PREFERRED and not context.body.originals_reason:
        vi = "Ưu tiên xử lý trên hồ sơ điện tử; ghi lý do phải giữ bản giấy."
        en = "The electronic dossier has priority; state why paper is kept."
        with cite_on_refusal(rule):
            raise Invalid(fields=(FieldError("/originals_reason", "paper_unexplained", vi, en),))
    return (rule,) if rule.value else ()


def decide_receipt(context: StepContext[ReceiveBody], procedure: Procedure) -> tuple[bool, tuple[Ruling, ...]]:
    """Return whether form 01 is made: an immediate settlement needs none unless asked for (NĐ 61/2018 17.4)."""
    if not procedure.immediate:
        return True, ()
    rule = context.find_rule("receipt.immediate_procedure")
    return rule.value != "on_request" or context.body.receipt_wanted, (rule,)


def draw_code(context: StepContext[object], pattern: str) -> str:
    """Return the next dossier code in the regime's pattern, from the unit's counter of the day."""
    day = context.now.astimezone(VIETNAM).date()
    unit = context.deps.reference.find_unit_code(context.dossier.one_stop, codes.read_unit_form(pattern))
    series = codes.build_series(pattern, unit, day)
    codes.require_form(pattern, series, unit or "", context.find_rule("code.regex").find_text())
    number = context.deps.codes.draw_next(series)
    return codes.build_code(pattern, unit, day, number, paper_register.list_reserved_numbers(context))


def build_code_item(code: str, dossier_id: str) -> ExtraPut:
    """Return the code's own item: the look-up by code, and the guard that none is given twice."""
    series, number = codes.split_code(code)
    return ExtraPut(CodeItem(series, number), {"dossier": dossier_id})


def build_reception_charges(
    context: StepContext[ReceiveBody], procedure: Procedure
) -> tuple[Obligations, tuple[Ruling, ...]]:
    """Return the obligations after reception, and their rules. Sums due at reception are paid by then, or deferred
    until the handover on a ground of the law (QN-12.2; NĐ 61/2018 22)."""
    if not context.dossier.obligations:
        # Filed under a version that made them at reception: nobody could pay before.
        on = payment_items.build_filing_day(context.deps.reference, context.dossier.one_stop, context.dossier.filed_at)
        return payment_items.build_filing_obligations(
            procedure,
            context.dossier.channel,
            {},
            context.dossier.claim,
            _find_claimant(context.dossier),
            context.now,
            on,
        ), ()
    moment, ground = context.find_rule("payment.moment"), context.body.deferral
    basis = (moment,) if moment.value else ()
    if moment.value == BEFORE_RECEPTION:
        require_paid_before(context, moment)
        return context.dossier.obligations, basis
    if not ground or not fees.select_open_by(context.dossier.obligations, Due.RECEPTION):
        # A ground for a sum that was paid meanwhile is unnecessary, but no reason to refuse.
        with cite_on_refusal(*basis):
            fees.refuse_while_open(context.dossier.obligations, Due.RECEPTION)
        return context.dossier.obligations, basis
    rule = context.find_rule("payment.deferral")
    if ground not in rule.list_words():
        vi, en = "Chọn một căn cứ của quy định hiện hành.", "Choose a ground of the rules in force."
        with cite_on_refusal(rule):
            raise Invalid(fields=(FieldError("/deferral", "ground_unknown", vi, en),))
    return fees.apply_deferral(context.dossier.obligations, ground), (*basis, rule)


BEFORE_RECEPTION = "before_reception"
"""The value of `payment.moment` by which all sums are paid before the dossier is received."""


def require_paid_before(context: StepContext[object], moment: Ruling) -> None:
    """Refuse to receive a dossier that still owes money, even money due later elsewhere; nothing can be deferred.
    Raises ObligationsOpen."""
    with cite_on_refusal(moment):
        fees.refuse_while_open(context.dossier.obligations, Due.HANDOVER)


def _find_claimant(dossier: Dossier) -> str:
    return dossier.owner or dossier.filer
