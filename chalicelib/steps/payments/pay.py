"""Pay: a cashier's record settles obligations: cash at the counter under the number of its receipt, other money under
the number of its voucher."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.flow.transitions import Step
from chalicelib.domain.payments import allocation
from chalicelib.domain.payments.payment_ways import METHOD, require_open
from chalicelib.domain.shared.errors import Refusal, RefusalKind
from chalicelib.steps.dossier.command import CommandResult, run_step
from chalicelib.steps.dossier.context import Command, Decision, Dependencies, StepContext
from chalicelib.steps.dossier.guards import list_cites
from chalicelib.steps.dossier.items import ItemName, TransactionItem
from chalicelib.steps.dossier.payment_ways import find_open_ways
from chalicelib.steps.payments import payment_items

if TYPE_CHECKING:
    from chalicelib.models.payments import CashBody


class ReceiptUsed(Refusal):
    """A receipt is given for one payment; its number counts once, also after a reversal."""

    code = "receipt_used"
    kind = RefusalKind.WRONG_MOMENT
    vi = "Số biên lai này đã dùng cho một lần thu khác."
    en = "This receipt number was already used for another payment."


def pay_at_counter(deps: Dependencies, command: Command[CashBody]) -> CommandResult:
    """Record money for exactly what the named obligations owe (HUE-15.1, HUE-15.3, HUE-15.4; NĐ 61/2018 22)."""
    return run_step(
        deps,
        command,
        Step.PAY,
        decide_payment,
        case="cash",
        extra=list_receipt_items(command, command.body.receipt_number),
    )


def decide_payment(context: StepContext[CashBody]) -> Decision:
    """The transaction and the settled obligations are two facts of one act. The law of the dossier must allow the way
    of paying."""
    number, amount, way = context.body.receipt_number, context.body.amount, context.body.way
    open_ways, basis = find_open_ways(context.deps.reference, context.dossier, context.now)
    require_open(way, open_ways)
    at = context.line.at if context.line else context.command.real_now
    taken = allocation.build_cash_transaction(number, context.unit, context.command.actor.sub, amount, at, METHOD[way])
    if context.loaded.extra.get(TransactionItem(taken.provider, number)):
        raise ReceiptUsed()
    paid = payment_items.build_paid_fact(
        context.deps, context.dossier, context.now, taken, context.body.obligations, by_system=False
    )
    paid = replace(paid, data={**paid.data, "way": way.value}, law=(*paid.law, *list_cites(*basis)))
    if context.unit != context.dossier.one_stop:
        # Another centre accepts the money for the unit that received the dossier (HUE-15.1).
        paid = replace(paid, law=(*paid.law, *list_cites(context.find_rule("payment.counters"))))
    kept = payment_items.build_transaction_item(taken, context.dossier, context.unit, context.command.real_now)
    return Decision((payment_items.build_recorded_fact(taken, by_system=False), paid), extras=(kept,))


def list_receipt_items(command: Command[object], number: str) -> list[ItemName]:
    """Return the possible keys of a receipt of this number: one for each counter of the cashier."""
    counters = sorted(
        {a.unit for a in command.actor.assignments if a.role is Role.CASHIER and a.is_in_force(command.now)}
    )
    return [TransactionItem(allocation.name_counter(unit), number) for unit in counters]
