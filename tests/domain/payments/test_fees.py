"""Obligations: what is owed, who may exempt, and that money never splits, doubles or goes below zero."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.dossier.obligations import (
    Due,
    FeeLine,
    Method,
    ObligationState,
    Payment,
    RefundCause,
)
from chalicelib.domain.payments import fee_errors, fees
from chalicelib.domain.shared.errors import Invalid, NotFound
from tests.domain.payments.obligations import (
    AT_END,
    AT_INTAKE,
    AT_WORK,
    CLAIM,
    FREE,
    NOW,
    build_obligations_of,
    settle_one,
)


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


def test_settling_records_amount_transaction_and_method():
    settled = settle_one(build_obligations_of(AT_INTAKE)[0], "gw:77", Method.ONLINE)
    assert (settled.state, settled.paid_amount, settled.outstanding) == (ObligationState.SETTLED, 100_000, 0)
    assert (settled.transactions, settled.method) == (("gw:77",), Method.ONLINE)


def test_settling_twice_is_refused():
    settled = settle_one(build_obligations_of(AT_INTAKE)[0])
    with pytest.raises(fee_errors.ObligationNotOpen) as refused:
        settle_one(settled, "gw:2")
    assert refused.value.text_vi.endswith("đã nộp.")
    assert refused.value.text_en.endswith("paid.")


@given(st.integers(-(10**9), 10**9).filter(lambda amount: amount != 100_000))
def test_any_other_amount_is_refused(amount):
    with pytest.raises(fee_errors.AmountMismatch) as refused:
        fees.settle_obligation(build_obligations_of(AT_INTAKE)[0], Payment("gw:1", amount, Method.ONLINE))
    assert refused.value.facts == {"given": amount, "due": 100_000}


def test_one_payment_settles_several_debts_or_none():
    owed = build_obligations_of(AT_INTAKE, AT_WORK, AT_END)
    both = fees.settle_together(owed, ["F01", "F03"], Payment("gw:1", 108_000, Method.ONLINE))
    assert [one.state.value for one in both] == ["settled", "open", "settled"]
    with pytest.raises(fee_errors.ObligationNotOpen):
        fees.settle_together(both, ["F02", "F03"], Payment("gw:2", 258_000, Method.ONLINE))


def test_naming_a_debt_twice_does_not_pay_it_twice():
    owed = build_obligations_of(AT_INTAKE)
    with pytest.raises(fee_errors.AmountMismatch):
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
    assert [one.id for one in fees.select_open_by(owed, moment)] == waiting
    with pytest.raises(fee_errors.ObligationsOpen) as refused:
        fees.refuse_while_open(owed, moment)
    assert refused.value.facts["count"] == len(waiting)


def test_amounts_are_written_as_each_language_parts_thousands():
    refused = fee_errors.AmountMismatch(given=1_250_000, due=15_000)
    assert refused.text_vi == "Số tiền 1.250.000 đồng khác số phải nộp 15.000 đồng."
    assert refused.text_en == "The amount of 1,250,000 đồng is not the 15,000 đồng that is due."


def test_nothing_waits_once_paid_exempted_or_cancelled():
    intake, end = build_obligations_of(AT_INTAKE, AT_END, claim=CLAIM)
    (gone,) = fees.cancel_open(build_obligations_of(AT_WORK))
    done = (settle_one(intake), fees.confirm_exemption(end, "officer-1"), gone)
    assert fees.select_open_by(done, Due.HANDOVER) == ()
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
    with pytest.raises(fee_errors.NotReversible):
        undo(settled, "counter:8", "r:1")
    with pytest.raises(fee_errors.NotReversible):
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
    with pytest.raises(fee_errors.NotReversible):
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


@pytest.mark.parametrize("amount", [-1, 1.5, True])
def test_a_fee_line_is_a_whole_sum_from_zero_up(amount):
    with pytest.raises(ValueError, match=r"negative|đồng"):
        FeeLine("x", "x", "x", amount)
