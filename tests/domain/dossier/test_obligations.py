"""What an obligation keeps, and what its acts may do to it in any order."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from chalicelib.domain.dossier.obligations import (
    Due,
    Method,
    Obligation,
    Obligations,
    ObligationState,
    Payment,
)
from chalicelib.domain.payments import fees
from chalicelib.domain.shared.errors import Refusal
from chalicelib.domain.shared.serialization import pack_value, unpack_value
from tests.domain.payments.obligations import (
    AT_END,
    AT_INTAKE,
    AT_WORK,
    CLAIM,
    NOW,
    build_obligations_of,
    settle_one,
)


def test_an_obligation_survives_storing():
    (one,) = build_obligations_of(AT_END, claim=CLAIM)
    for stored in (one, settle_one(one), fees.confirm_exemption(one, "officer-1")):
        assert unpack_value(Obligation, pack_value(stored)) == stored


@pytest.mark.parametrize(
    "broken",
    [
        {"amount": 0},
        {"amount": -1},
        {"amount": 100.0},
        {"amount": True},
        {"paid_amount": 1},
        {"state": ObligationState.SETTLED},
    ],
)
def test_a_broken_record_is_not_read_as_other_money(broken):
    with pytest.raises(ValueError, match=r"F01|đồng"):
        Obligation(
            **({"id": "F01", "fee_key": "x", "amount": 5, "due": Due.RECEPTION} | broken),
            blocking=False,
            created_at=NOW,
        )


class DebtActs(RuleBasedStateMachine):
    """Random steps on one dossier's debts: refusals change nothing, successful steps add up."""

    def __init__(self) -> None:
        super().__init__()
        self.lines = (AT_INTAKE, AT_WORK, AT_END)
        self.owed = build_obligations_of(*self.lines)
        self.refs = count(1)
        self.received = 0

    def act(self, change: Callable[[], Obligations], money: int = 0) -> None:
        try:
            self.owed = change()
        except Refusal:
            return
        self.received += money

    def one(self, index: int) -> Obligation:
        return self.owed[index]

    def put(self, one: Obligation) -> Obligations:
        return fees.replace_obligations(self.owed, [one])

    @rule(
        ids=st.lists(st.sampled_from(["F01", "F02", "F03"]), max_size=3),
        off=st.sampled_from([0, 0, 0, -1, 1]),
    )
    def pay(self, ids, off):
        amount = sum(line.amount for n, line in enumerate(self.lines, 1) if f"F{n:02d}" in ids) + off
        payment = Payment(f"t{next(self.refs)}", amount, Method.CASH)
        self.act(lambda: fees.settle_together(self.owed, ids, payment), amount)

    @rule(
        index=st.integers(0, 2), undo=st.sampled_from([fees.reverse_payment, fees.refund_payment]), right=st.booleans()
    )
    def undo(self, index, undo, right):
        one = self.one(index)
        ref = one.transactions[-1] if one.transactions and right else "t0"
        self.act(lambda: self.put(undo(one, ref, f"t{next(self.refs)}")), -one.amount)

    @rule(index=st.integers(0, 2))
    def claim(self, index):
        self.act(lambda: self.put(fees.claim_exemption(self.one(index), self.lines[index], CLAIM)))

    @rule(index=st.integers(0, 2), decide=st.sampled_from([fees.confirm_exemption, fees.reject_exemption]))
    def decide(self, index, decide):
        self.act(lambda: self.put(decide(self.one(index), "officer-1")))

    @rule()
    def cancel(self):
        self.act(lambda: fees.cancel_open(self.owed))

    @invariant()
    def paid_is_what_came_in_and_never_more_than_due(self):
        assert all(0 <= one.paid_amount <= one.amount for one in self.owed)
        assert sum(one.paid_amount for one in self.owed) == self.received >= 0

    @invariant()
    def what_is_owed_and_paid_never_exceeds_the_fee(self):
        assert all(one.outstanding + one.paid_amount in (0, one.amount) for one in self.owed)

    @invariant()
    def storing_changes_nothing(self):
        assert unpack_value(Obligations, pack_value(self.owed)) == self.owed


TestMoney = DebtActs.TestCase
