"""Reversal: two people, cash only, and never the one who took the money deciding."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import pytest

from chalicelib.domain.accounts.roles import Actor, Role
from chalicelib.domain.dossier.obligations import ObligationState
from chalicelib.domain.flow.transitions import RequestKind
from chalicelib.domain.payments.fee_errors import NotReversible
from chalicelib.domain.shared.errors import Forbidden, OwnProposal
from chalicelib.steps.dossier.items import TransactionItem
from chalicelib.steps.dossier.proposals import RequestPending
from chalicelib.steps.payments import pay, reverse_payment
from tests.contract.journey import (
    CASHIER,
    CASHIER_2,
    CERTIFICATE,
    CITIZEN,
    HEAD_OF_DESK,
    UNIT,
    approve_number,
    decline_number,
)
from tests.support.payment_builders import Till, open_till
from tests.support.people import build_actor


@pytest.fixture
def own_till(request: pytest.FixtureRequest) -> Iterator[Till]:
    with open_till(hashlib.sha256(request.node.nodeid.encode()).hexdigest()[:12]) as made:
        yield made


def pay_by_receipt(own_till: Till, receipt: str = "BL-0001") -> str:
    number = own_till.received(CERTIFICATE)
    body = {"obligations": ["F01"], "amount": 15_000, "receipt_number": receipt}
    return own_till.then(pay.pay_at_counter, CASHIER, number, **body)


def propose_reversal(own_till: Till, number: str, by: Actor = CASHIER, receipt: str = "BL-0001") -> str:
    words = {"receipt_number": receipt, "reason": "Thu nhầm hồ sơ"}
    return own_till.then(reverse_payment.reverse_payment, by, number, **words)


def test_a_proposal_moves_nothing(own_till):
    number = propose_reversal(own_till, pay_by_receipt(own_till))
    (request,) = own_till.whole(number).requests
    assert request.kind is RequestKind.REVERSAL
    assert own_till.obligation(number).state is ObligationState.SETTLED
    assert "Thu nhầm" not in str([fact.body for fact in own_till.store.load_ledger(number)])
    with pytest.raises(RequestPending):
        propose_reversal(own_till, number)


def test_a_second_person_reverses_and_the_sum_is_owed_again(own_till):
    number = propose_reversal(own_till, pay_by_receipt(own_till))
    own_till.then(approve_number(1), HEAD_OF_DESK, number, reason=None)
    owed = own_till.obligation(number)
    assert (owed.state, owed.paid_amount, owed.method) == (ObligationState.OPEN, 0, None)
    assert owed.transactions == (f"counter-{UNIT}:BL-0001", "R1")
    assert own_till.whole(number).requests == ()
    assert own_till.kinds(number)[-1] == "payment_reversed"
    assert own_till.item(TransactionItem(f"counter-{UNIT}", "BL-0001")) is not None


def test_the_sum_can_be_paid_again_but_not_under_the_old_receipt(own_till):
    number = propose_reversal(own_till, pay_by_receipt(own_till))
    own_till.then(approve_number(1), HEAD_OF_DESK, number, reason=None)
    again = {"obligations": ["F01"], "amount": 15_000}
    with pytest.raises(pay.ReceiptUsed):
        own_till.then(pay.pay_at_counter, CASHIER, number, **again, receipt_number="BL-0001")
    own_till.then(pay.pay_at_counter, CASHIER, number, **again, receipt_number="BL-0002")
    assert own_till.obligation(number).state is ObligationState.SETTLED


def test_the_proposer_does_not_decide(own_till):
    number = propose_reversal(own_till, pay_by_receipt(own_till))
    with pytest.raises(OwnProposal):
        own_till.then(approve_number(1), CASHIER, number, reason=None)


def test_who_took_the_money_does_not_decide_another_s_proposal(own_till):
    number = propose_reversal(own_till, pay_by_receipt(own_till), by=CASHIER_2)
    with pytest.raises(Forbidden):
        own_till.then(approve_number(1), CASHIER, number, reason=None)
    assert own_till.obligation(number).state is ObligationState.SETTLED
    own_till.then(approve_number(1), build_actor(Role.CASHIER, UNIT, "cashier-3"), number, reason=None)
    assert own_till.obligation(number).state is ObligationState.OPEN


def test_a_declined_proposal_leaves_the_payment(own_till):
    number = propose_reversal(own_till, pay_by_receipt(own_till))
    own_till.then(decline_number(1), HEAD_OF_DESK, number, reason="Thu đúng")
    assert own_till.obligation(number).state is ObligationState.SETTLED
    assert own_till.whole(number).requests == ()


def test_only_a_receipt_that_pays_something_here_can_be_reversed(own_till):
    first, second = pay_by_receipt(own_till), pay_by_receipt(own_till, "BL-0002")
    for number, receipt in ((first, "BL-0009"), (first, "BL-0002"), (second, "BL-0001")):
        with pytest.raises(NotReversible):
            propose_reversal(own_till, number, receipt=receipt)


def test_only_a_cashier_proposes(own_till):
    number = pay_by_receipt(own_till)
    for actor in (HEAD_OF_DESK, CITIZEN):
        with pytest.raises(Forbidden):
            propose_reversal(own_till, number, by=actor)
