"""Reverse a payment: cash booked wrongly is undone. One person proposes, another decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib.domain.flow.transitions import RequestKind, Step
from chalicelib.domain.payments import allocation, fee_errors, fees
from chalicelib.domain.shared.serialization import pack_value
from chalicelib.steps.dossier.command import CommandResult, run_step
from chalicelib.steps.dossier.context import Command, Decision, Dependencies, StepContext
from chalicelib.steps.dossier.guards import build_text_part
from chalicelib.steps.dossier.items import TransactionItem
from chalicelib.steps.dossier.proposals import open_request
from chalicelib.steps.payments import payment_items
from chalicelib.steps.payments.pay import list_receipt_items

if TYPE_CHECKING:
    from chalicelib.domain.ledger.payload_types.approvals import Proposal
    from chalicelib.models.payments import ReverseBody


def reverse_payment(deps: Dependencies, command: Command[ReverseBody]) -> CommandResult:
    """Propose to reverse the receipt of this number; its obligations stay paid until somebody else agrees."""
    keys = list_receipt_items(command, command.body.receipt_number)
    return run_step(deps, command, Step.REVERSE_PAYMENT, decide_reversal, extra=keys)


def decide_reversal(context: StepContext[ReverseBody]) -> Decision:
    """Open the request, with the transaction as it was recorded: the cashier who took the money may not decide."""
    kept = context.loaded.extra.get(
        TransactionItem(allocation.name_counter(context.unit), context.body.receipt_number),
    )
    taken = payment_items.unpack_transaction(kept) if kept else None
    if taken is None or not fees.select_paid_by(context.dossier.obligations, taken.ref):
        raise fee_errors.NotReversible()
    if not taken.cashier:
        raise allocation.NotCash()
    about: Proposal = {"transaction": pack_value(taken)}
    return Decision(
        (open_request(context, RequestKind.REVERSAL, about, build_text_part(context, "reason", context.body.reason)),)
    )
