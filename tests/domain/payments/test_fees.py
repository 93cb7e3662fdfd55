"""Obligations: what is owed, who may exempt, and that money never splits, doubles or goes below zero."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from chalicelib.domain.dossier.obligations import (
    Due,
    ExemptionClaim,
    ExemptionState,
    FeeLine,
    Method,
    Obligation,
    Obligations,
    ObligationState,
    Payment,
    RefundCause,
)
from chalicelib.domain.payments import fees
from chalicelib.domain.shared.errors import Invalid, NotFound, OwnProposal, Refusal
from chalicelib.domain.shared.serialization import pack_value, unpack_value

NOW = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
AT_INTAKE = FeeLine("le_phi", "Lệ phí", "Fee", 100_000, Due.RECEPTION)
AT_WORK = FeeLine("tham_dinh", "Phí thẩm định", "Appraisal", 250_000, Due.PROCESSING, blocking=True)
AT_END = FeeLine("ban_sao", "Bản sao", "Copies", 8_000, Due.HANDOVER, exemption_groups=("ho_ngheo",))
FREE = FeeLine("dung_han", "Đăng ký đúng hạn", "Registered in time", 0)
CLAIM = ExemptionClaim("ho_ngheo", "paper-1", "citizen-1")


def build_obligations_of(*lines: FeeLine, claim: ExemptionClaim | None = None) -> Obligations:
    return fees.build_obligations(lines, claim, NOW)


def settle_one(obligation: Obligation, ref: str = "gw:1", method: Method = Method.CASH) -> Obligation:
    return fees.settle_obligation(obligation, Payment(ref, obligation.amount, method))


def test_each_line_with_money_makes_one_obligation_and_a_free_line_none():
    made_now = build_obligations_of(AT_INTAKE, FREE, AT_WORK)
    assert [(one.id, one.fee_key, one.amount) for one in made_now] == [
        ("F01", "le_phi", 100_000),
        ("F02", "tham_dinh", 250_000),
    ]
    assert fees.total_due(made_now) == 350_000


def test_later_obligations_get_ids_of_their_own():
    later = fees.build_obligations([AT_END], None, NOW, existing=2)
    assert [one.id for one in later] == ["F03"]


def test_a_claim_reaches_only_the_lines_that_offer_its_group():
    intake, end = build_obligations_of(AT_INTAKE, AT_END, claim=CLAIM)
    assert intake.exemption.state is ExemptionState.NONE
    assert end.exemption.state is ExemptionState.CLAIMED
    assert end.outstanding == 8_000


def test_a_claim_that_no_line_offers_is_refused_and_names_the_field():
    with pytest.raises(fees.ExemptionNotOffered) as refused:
        build_obligations_of(AT_INTAKE, claim=CLAIM)
    assert [error.path for error in refused.value.fields] == ["/exemption/group"]


def test_a_claim_on_a_free_procedure_changes_nothing():
    assert build_obligations_of(FREE, claim=CLAIM) == ()


def test_a_claim_without_proof_is_refused():
    with pytest.raises(fees.ExemptionProofMissing) as refused:
        build_obligations_of(AT_END, claim=ExemptionClaim("ho_ngheo", "", "citizen-1"))
    assert [error.path for error in refused.value.fields] == ["/exemption/paper_id"]


def test_the_group_claimed_stays_out_of_what_the_ledger_holds():
    assert "ho_ngheo" not in str(pack_value(build_obligations_of(AT_END, claim=CLAIM)))


def test_an_officer_confirms_and_the_debt_ends():
    (one,) = build_obligations_of(AT_END, claim=CLAIM)
    exempted = fees.confirm_exemption(one, "officer-1")
    assert (exempted.state, exempted.outstanding) == (ObligationState.EXEMPTED, 0)
    assert exempted.exemption.decided_by == "officer-1"
    assert fees.select_refundable((exempted,)) == ()


def test_an_officer_rejects_and_the_debt_stays_and_may_be_claimed_again():
    (one,) = build_obligations_of(AT_END, claim=CLAIM)
    rejected = fees.reject_exemption(one, "officer-1")
    assert (rejected.state, rejected.outstanding) == (ObligationState.OPEN, 8_000)
    again = fees.claim_exemption(rejected, AT_END, ExemptionClaim("ho_ngheo", "paper-2", "citizen-1"))
    assert again.exemption.paper_id == "paper-2"
    assert again.exemption.decided_by == ""


@pytest.mark.parametrize("decide", [fees.confirm_exemption, fees.reject_exemption])
def test_the_claimant_never_decides_their_own_claim(decide):
    (one,) = build_obligations_of(AT_END, claim=CLAIM)
    with pytest.raises(OwnProposal):
        decide(one, CLAIM.by)


@pytest.mark.parametrize("decide", [fees.confirm_exemption, fees.reject_exemption])
def test_only_an_undecided_claim_is_decided(decide):
    (unclaimed,) = build_obligations_of(AT_END)
    (claimed,) = build_obligations_of(AT_END, claim=CLAIM)
    for one in (unclaimed, fees.confirm_exemption(claimed, "officer-1")):
        with pytest.raises(fees.ExemptionNotPending):
            decide(one, "officer-2")


def test_a_pending_or_confirmed_claim_is_not_claimed_again():
    (one,) = build_obligations_of(AT_END, claim=CLAIM)
    with pytest.raises(fees.ExemptionNotPending):
        fees.claim_exemption(one, AT_END, CLAIM)


def test_a_settled_debt_is_not_claimed_away():
    with pytest.raises(fees.ObligationNotOpen):
        fees.claim_exemption(settle_one(build_obligations_of(AT_END)[0]), AT_END, CLAIM)


def test_a_claim_on_a_cancelled_debt_is_not_decided():
    cancelled = fees.cancel_open(build_obligations_of(AT_END, claim=CLAIM))
    with pytest.raises(fees.ObligationNotOpen):
        fees.confirm_exemption(cancelled[0], "officer-1")


def test_who_paid_without_waiting_gets_the_money_back_once_the_claim_is_confirmed():
    settled = settle_one(build_obligations_of(AT_END, claim=CLAIM)[0])
    assert fees.select_refundable((settled,)) == ()
    confirmed = fees.confirm_exemption(settled, "officer-1")
    assert confirmed.state is ObligationState.SETTLED
    assert fees.select_refundable((confirmed,)) == (confirmed,)


def test_settling_records_amount_transaction_and_method():
    settled = settle_one(build_obligations_of(AT_INTAKE)[0], "gw:77", Method.ONLINE)
    assert (settled.state, settled.paid_amount, settled.outstanding) == (ObligationState.SETTLED, 100_000, 0)
    assert (settled.transactions, settled.method) == (("gw:77",), Method.ONLINE)


def test_settling_twice_is_refused():
    settled = settle_one(build_obligations_of(AT_INTAKE)[0])
    with pytest.raises(fees.ObligationNotOpen) as refused:
        settle_one(settled, "gw:2")
    assert refused.value.text_vi.endswith("đã nộp.")
    assert refused.value.text_en.endswith("paid.")


@given(st.integers(-(10**9), 10**9).filter(lambda amount: amount != 100_000))
def test_any_other_amount_is_refused(amount):
    with pytest.raises(fees.AmountMismatch) as refused:
        fees.settle_obligation(build_obligations_of(AT_INTAKE)[0], Payment("gw:1", amount, Method.ONLINE))
    assert refused.value.facts == {"given": amount, "due": 100_000}


def test_one_payment_settles_several_debts_or_none():
    owed = build_obligations_of(AT_INTAKE, AT_WORK, AT_END)
    both = fees.settle_together(owed, ["F01", "F03"], Payment("gw:1", 108_000, Method.ONLINE))
    assert [one.state.value for one in both] == ["settled", "open", "settled"]
    with pytest.raises(fees.ObligationNotOpen):
        fees.settle_together(both, ["F02", "F03"], Payment("gw:2", 258_000, Method.ONLINE))


def test_naming_a_debt_twice_does_not_pay_it_twice():
    owed = build_obligations_of(AT_INTAKE)
    with pytest.raises(fees.AmountMismatch):
        fees.settle_together(owed, ["F01", "F01"], Payment("gw:1", 200_000, Method.CASH))


def test_naming_an_unknown_debt_or_none_is_refused():
    with pytest.raises(NotFound):
        fees.select_obligations(build_obligations_of(AT_INTAKE), ["F09"])
    with pytest.raises(Invalid) as refused:
        fees.select_obligations(build_obligations_of(AT_INTAKE), [])
    assert [error.path for error in refused.value.fields] == ["/obligations"]


@pytest.mark.clause("QN-12.2")
@pytest.mark.parametrize(
    ("moment", "waiting"),
    [(Due.RECEPTION, ["F01"]), (Due.PROCESSING, ["F01", "F02"]), (Due.HANDOVER, ["F01", "F02", "F03"])],
)
def test_each_moment_waits_for_what_falls_due_by_then(moment, waiting):
    owed = build_obligations_of(AT_INTAKE, AT_WORK, AT_END)
    assert [one.id for one in fees.open_by(owed, moment)] == waiting
    with pytest.raises(fees.ObligationsOpen) as refused:
        fees.refuse_while_open(owed, moment)
    assert refused.value.facts["count"] == len(waiting)


def test_amounts_are_written_as_each_language_parts_thousands():
    refused = fees.AmountMismatch(given=1_250_000, due=15_000)
    assert refused.text_vi == "Số tiền 1.250.000 đồng khác số phải nộp 15.000 đồng."
    assert refused.text_en == "The amount of 1,250,000 đồng is not the 15,000 đồng that is due."


def test_nothing_waits_once_paid_exempted_or_cancelled():
    intake, end = build_obligations_of(AT_INTAKE, AT_END, claim=CLAIM)
    (gone,) = fees.cancel_open(build_obligations_of(AT_WORK))
    done = (settle_one(intake), fees.confirm_exemption(end, "officer-1"), gone)
    assert fees.open_by(done, Due.HANDOVER) == ()
    fees.refuse_while_open(done, Due.HANDOVER)


def test_only_a_blocking_fee_blocks_the_next_step():
    owed = build_obligations_of(AT_INTAKE, AT_WORK, AT_END)
    assert [one.id for one in fees.select_blockers(owed, Due.HANDOVER, credit_needed=False)] == ["F02"]
    assert fees.select_blockers(owed, Due.RECEPTION, credit_needed=False) == ()
    assert fees.select_blockers(fees.cancel_open(owed), Due.HANDOVER, credit_needed=True) == ()


@pytest.mark.clause("VL-16.2")
@pytest.mark.parametrize(
    ("method", "credit_needed", "blocked"),
    [
        (Method.ONLINE, True, True),
        (Method.TRANSFER, True, True),
        (Method.ONLINE, False, False),
        (Method.CASH, True, False),
        (Method.POST, True, False),
    ],
)
def test_bank_money_unlocks_only_with_the_budget_credit_where_the_law_asks_for_it(method, credit_needed, blocked):
    settled = (settle_one(build_obligations_of(AT_WORK)[0], method=method),)
    assert bool(fees.select_blockers(settled, Due.HANDOVER, credit_needed=credit_needed)) is blocked


def test_a_reversed_payment_is_owed_again_and_leaves_its_trail():
    back = fees.reverse_payment(settle_one(build_obligations_of(AT_INTAKE)[0], "counter:7"), "counter:7", "reversal:7")
    assert (back.state, back.paid_amount, back.outstanding) == (ObligationState.OPEN, 0, 100_000)
    assert back.transactions == ("counter:7", "reversal:7")
    assert settle_one(back, "counter:8").transactions[-1] == "counter:8"


@pytest.mark.parametrize("undo", [fees.reverse_payment, fees.refund_payment])
def test_only_the_payment_that_settled_is_taken_back_and_once(undo):
    settled = settle_one(build_obligations_of(AT_INTAKE)[0], "counter:7")
    with pytest.raises(fees.NotReversible):
        undo(settled, "counter:8", "r:1")
    with pytest.raises(fees.NotReversible):
        undo(undo(settled, "counter:7", "r:1"), "counter:7", "r:2")


@pytest.mark.parametrize("undo", [fees.reverse_payment, fees.refund_payment])
def test_a_payment_taken_back_leaves_neither_method_nor_voucher(undo):
    settled = replace(settle_one(build_obligations_of(AT_WORK)[0], "gw:1", Method.ONLINE), voucher="voucher-1")
    back = undo(settled, "gw:1", "r:1")
    assert (back.method, back.voucher) == (None, None)


def test_an_older_payment_is_not_taken_back_in_place_of_the_present_one():
    reversed_once = fees.reverse_payment(
        settle_one(build_obligations_of(AT_INTAKE)[0], "counter:7"), "counter:7", "r:1"
    )
    settled_anew = settle_one(reversed_once, "counter:8")
    assert fees.select_paid_by((settled_anew,), "counter:7") == ()
    with pytest.raises(fees.NotReversible):
        fees.reverse_payment(settled_anew, "counter:7", "r:2")


@pytest.mark.clause("QN-13.4#1", "QN-13.4#2")
@pytest.mark.parametrize(
    ("cause", "considered"),
    [
        (RefundCause.WITHDRAWN, 1),
        (RefundCause.AGENCY_CANNOT, 1),
        (RefundCause.RESULT_UNWANTED, 0),
        (None, 0),
    ],
)
def test_refund_is_considered_on_withdrawal_or_inability_and_not_for_an_unwanted_result(cause, considered):
    intake, end = build_obligations_of(AT_INTAKE, AT_END)
    dossier = fees.cancel_open((settle_one(intake), end))
    assert [one.state.value for one in dossier] == ["settled", "cancelled"]
    assert len(fees.select_refundable(dossier, cause)) == considered


def test_a_refund_ends_the_debt():
    gone = fees.refund_payment(settle_one(build_obligations_of(AT_INTAKE)[0], "gw:1"), "gw:1", "refund:1")
    assert (gone.state, gone.paid_amount, gone.outstanding) == (ObligationState.CANCELLED, 0, 0)


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


@pytest.mark.parametrize("amount", [-1, 1.5, True])
def test_a_fee_line_is_a_whole_sum_from_zero_up(amount):
    with pytest.raises(ValueError, match=r"negative|đồng"):
        FeeLine("x", "x", "x", amount)


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
