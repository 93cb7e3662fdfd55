"""Pay: a cashier's record settles obligations: cash at the counter under the number of its receipt, other money under
the number of its voucher."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.flow.transitions import Step
from chalicelib.domain.payments import allocation
from chalicelib.domain.payments.payment_ways import METHOD, Way, require_open
from chalicelib.domain.shared.errors import Kind, Refusal
from chalicelib.steps.dossier.command import Answer, take
from chalicelib.steps.dossier.context import Ask, Decision, Desk, Moment
from chalicelib.steps.dossier.guards import cited
from chalicelib.steps.dossier.payment_ways import find_open_ways
from chalicelib.steps.payments import payment_items


class ReceiptUsed(Refusal):
    """A receipt is given for one payment; its number counts once, also after a reversal."""

    code = "receipt_used"
    kind = Kind.WRONG_MOMENT
    vi = "Số biên lai này đã dùng cho một lần thu khác."
    en = "This receipt number was already used for another payment."


def pay(desk: Desk, ask: Ask) -> Answer:
    """Record money for exactly what the named obligations owe (HUE-15.1, HUE-15.3, HUE-15.4; NĐ 61/2018 22)."""
    return take(desk, ask, Step.PAY, decide, case="cash", extra=receipt_keys(ask, ask.body["receipt_number"]))


def decide(m: Moment) -> Decision:
    """The transaction and the settled obligations are two facts of one act. The law of the dossier must allow the way
    of paying."""
    number, amount, way = m.body["receipt_number"], m.body["amount"], Way(m.body.get("way") or Way.COUNTER)
    open_ways, basis = find_open_ways(m.desk.reference, m.dossier, m.now)
    require_open(way, open_ways)
    at = m.line.at if m.line else m.ask.real_now
    taken = allocation.cash(number, m.unit, m.ask.actor.sub, amount, at, METHOD[way])
    if payment_items.item(m.loaded, payment_items.transaction_key(taken.provider, number)):
        raise ReceiptUsed()
    paid = payment_items.settled(m.desk, m.dossier, m.now, taken, m.body["obligations"], by_system=False)
    paid = replace(paid, data={**paid.data, "way": way.value}, law=(*paid.law, *cited(*basis)))
    if m.unit != m.dossier.one_stop:
        # Another centre accepts the money for the unit that received the dossier (HUE-15.1).
        paid = replace(paid, law=(*paid.law, *cited(m.rule("payment.counters"))))
    kept = payment_items.transaction_put(taken, m.dossier, m.unit, m.ask.real_now)
    return Decision((payment_items.recorded(taken, by_system=False), paid), extras=(kept,))


def receipt_keys(ask: Ask, number: str) -> list[payment_items.Key]:
    """Return the possible keys of a receipt of this number: one for each counter of the cashier."""
    counters = sorted({a.unit for a in ask.actor.assignments if a.role is Role.CASHIER and a.holds(ask.now)})
    return [payment_items.transaction_key(allocation.counter(unit), number) for unit in counters]
