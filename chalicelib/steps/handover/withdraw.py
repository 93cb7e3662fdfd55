"""Withdraw: before reception it takes effect at once; after it, the one-stop unit or the agency confirms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib.domain.flow.transitions import RequestKind, Step
from chalicelib.domain.ledger import payloads
from chalicelib.domain.payments import fees
from chalicelib.domain.shared.serialization import pack_value
from chalicelib.domain.time import clocks
from chalicelib.steps.dossier.command import CommandResult, run_step
from chalicelib.steps.dossier.context import Command, Decision, Dependencies, StepContext
from chalicelib.steps.dossier.guards import build_text_part, list_cites
from chalicelib.steps.dossier.proposals import open_request

if TYPE_CHECKING:
    from chalicelib.domain.ledger.payload_types.ending import Withdrawn
    from chalicelib.models.steps import WithdrawBody


def withdraw_dossier(deps: Dependencies, command: Command[WithdrawBody]) -> CommandResult:
    """Take one's own dossier back (QN-13.4), as long as no result is signed."""
    return run_step(deps, command, Step.WITHDRAW, decide_withdrawal)


def decide_withdrawal(context: StepContext[WithdrawBody]) -> Decision:
    """Withdraw now, or request it, as the row says."""
    rule = context.find_rule("withdrawal.until")
    if context.row.request is not None:
        return Decision(
            (
                open_request(
                    context, RequestKind.WITHDRAWAL, {}, build_text_part(context, "reason", context.body.reason), rule
                ),
            )
        )
    reception = context.dossier.reception
    running = reception is not None and reception.ended_at is None
    data: Withdrawn = {
        "to": "withdrawn",
        "reception": pack_value(clocks.end_clock(reception, context.now))
        if reception and running
        else pack_value(reception),
        "obligations": pack_value(fees.cancel_open(context.dossier.obligations)),
    }
    reason = build_text_part(context, "reason", context.body.reason)
    return Decision((payloads.WITHDRAWN.build(data, reason, list_cites(rule)),))
