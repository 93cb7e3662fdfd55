"""Reversal: two people, cash only, and never the one who took the money deciding."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import pytest

from chalicelib.domain.accounts.roles import Actor, Role
from chalicelib.domain.dossier.obligations import ObligationState
from chalicelib.domain.flow.transitions import RequestKind
from chalicelib.domain.payments.fees import NotReversible
from chalicelib.domain.shared.errors import Forbidden, OwnProposal
from chalicelib.steps.dossier.proposals import RequestPending
from chalicelib.steps.payments import pay, payment_items, reverse_payment
from tests.contract.journey import (
    CASHIER,
    CASHIER_2,
    CERTIFICATE,
    CITIZEN,
    HEAD_OF_DESK,
    UNIT,
    approved,
    declined,
    officer,
)
from tests.support.payment_builders import Till, till


@pytest.fixture
def w(request: pytest.FixtureRequest) -> Iterator[Till]:
    with till(hashlib.sha256(request.node.nodeid.encode()).hexdigest()[:12]) as made:
        yield made


def paid(w: Till, receipt: str = "BL-0001") -> str:
    number = w.received(CERTIFICATE)
    body = {"obligations": ["F01"], "amount": 15_000, "receipt_number": receipt}
    return w.then(pay.pay, CASHIER, number, **body)


def proposed(w: Till, number: str, by: Actor = CASHIER, receipt: str = "BL-0001") -> str:
    words = {"receipt_number": receipt, "reason": "Thu nhầm hồ sơ"}
    return w.then(reverse_payment.reverse_payment, by, number, **words)


def test_a_proposal_moves_nothing(w):
    number = proposed(w, paid(w))
    (request,) = w.whole(number).requests
    assert request.kind is RequestKind.REVERSAL
    assert w.obligation(number).state is ObligationState.SETTLED
    assert "Thu nhầm" not in str([fact.body for fact in w.store.ledger(number)])
    with pytest.raises(RequestPending):
        proposed(w, number)


def test_a_second_person_reverses_and_the_sum_is_owed_again(w):
    number = proposed(w, paid(w))
    w.then(approved(1), HEAD_OF_DESK, number, reason=None)
    owed = w.obligation(number)
    assert (owed.state, owed.paid_amount, owed.method) == (ObligationState.OPEN, 0, None)
    assert owed.transactions == (f"counter-{UNIT}:BL-0001", "R1")
    assert w.whole(number).requests == ()
    assert w.kinds(number)[-1] == "payment_reversed"
    assert w.item(payment_items.transaction_key(f"counter-{UNIT}", "BL-0001")) is not None


def test_the_sum_can_be_paid_again_but_not_under_the_old_receipt(w):
    number = proposed(w, paid(w))
    w.then(approved(1), HEAD_OF_DESK, number, reason=None)
    again = {"obligations": ["F01"], "amount": 15_000}
    with pytest.raises(pay.ReceiptUsed):
        w.then(pay.pay, CASHIER, number, **again, receipt_number="BL-0001")
    w.then(pay.pay, CASHIER, number, **again, receipt_number="BL-0002")
    assert w.obligation(number).state is ObligationState.SETTLED


def test_the_proposer_does_not_decide(w):
    number = proposed(w, paid(w))
    with pytest.raises(OwnProposal):
        w.then(approved(1), CASHIER, number, reason=None)


def test_who_took_the_money_does_not_decide_another_s_proposal(w):
    number = proposed(w, paid(w), by=CASHIER_2)
    with pytest.raises(Forbidden):
        w.then(approved(1), CASHIER, number, reason=None)
    assert w.obligation(number).state is ObligationState.SETTLED
    w.then(approved(1), officer("cashier-3", Role.CASHIER, UNIT), number, reason=None)
    assert w.obligation(number).state is ObligationState.OPEN


def test_a_declined_proposal_leaves_the_payment(w):
    number = proposed(w, paid(w))
    w.then(declined(1), HEAD_OF_DESK, number, reason="Thu đúng")
    assert w.obligation(number).state is ObligationState.SETTLED
    assert w.whole(number).requests == ()


def test_only_a_receipt_that_pays_something_here_can_be_reversed(w):
    first, second = paid(w), paid(w, "BL-0002")
    for number, receipt in ((first, "BL-0009"), (first, "BL-0002"), (second, "BL-0001")):
        with pytest.raises(NotReversible):
            proposed(w, number, receipt=receipt)


def test_only_a_cashier_proposes(w):
    number = paid(w)
    for actor in (HEAD_OF_DESK, CITIZEN):
        with pytest.raises(Forbidden):
            proposed(w, number, by=actor)
