"""Settlement by payments: a genuine callback is never lost, counted twice or guessed about."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.dossier.obligations import Due, Method, ObligationState, Payment
from chalicelib.domain.dossier.transactions import (
    Acknowledgement,
    IntentState,
)
from chalicelib.domain.flow.transitions import State, Step, find_transition
from chalicelib.domain.payments import allocation, fee_errors, fees
from chalicelib.domain.payments.allocation import Reason, Resolution, Settles, match_callback
from chalicelib.domain.shared.errors import Forbidden, Invalid, NotFound, OwnProposal
from tests.domain.payments.intents import (
    CASH,
    INTENT,
    NOW,
    OWED,
    PAID,
    build_callback,
    find_reason,
    read_raw,
    write_body,
)


@pytest.mark.clause("VL-16.1", "HUE-15.2", "QN-12.1")
@pytest.mark.parametrize("state", [s for s in State if find_transition(s, Step.PAY, "online")])
def test_an_exact_match_settles_wherever_the_flow_takes_payments(state):
    assert match_callback(build_callback(), INTENT, state, OWED) == Settles(("F01",))


@pytest.mark.parametrize("state", [None, *(s for s in State if not find_transition(s, Step.PAY, "online"))])
def test_elsewhere_the_dossier_is_closed_to_money(state):
    assert find_reason(state=state) is Reason.CLOSED_DOSSIER


def test_one_intent_settles_all_it_names():
    both = allocation.open_intent("int-1", "dossier-1", OWED, ["F01", "F02"], NOW)
    assert both.amount == 108_000
    outcome = match_callback(build_callback(amount=108_000), both, State.RECEIVED, OWED)
    assert outcome == Settles(("F01", "F02"))


def test_what_match_allows_the_obligations_accept():
    outcome = match_callback(build_callback(), INTENT, State.RECEIVED, OWED)
    assert isinstance(outcome, Settles)
    after = fees.settle_together(OWED, outcome.obligation_ids, PAID.to_payment())
    assert fees.total_due(after) == 8_000
    assert find_reason(build_callback(provider_txn_id="T2"), owed=after) is Reason.SECOND


@pytest.mark.parametrize("amount", [1, 99_999, 100_001, 108_000])
def test_another_amount_is_reconciled(amount):
    assert find_reason(build_callback(amount=amount)) is Reason.OTHER_AMOUNT


def test_an_exact_payment_after_a_wrong_one_still_settles():
    assert find_reason(intent=allocation.mark_answered(INTENT)) is None


def test_the_last_second_of_the_intent_is_in_time_and_the_next_is_late():
    assert find_reason(build_callback(paid_at=INTENT.expires_at)) is None
    assert find_reason(build_callback(paid_at=INTENT.expires_at + timedelta(seconds=1))) is Reason.LATE


@pytest.mark.parametrize("ended", [IntentState.EXPIRED, IntentState.FAILED])
def test_money_for_an_intent_that_has_ended_is_late(ended):
    assert find_reason(intent=replace(INTENT, state=ended)) is Reason.LATE


@pytest.mark.parametrize("intent", [None, replace(INTENT, ref="int-2")])
def test_money_for_no_known_intent_is_reconciled(intent):
    assert find_reason(intent=intent) is Reason.UNKNOWN_INTENT


def test_another_currency_is_reconciled():
    assert find_reason(build_callback(currency="USD")) is Reason.OTHER_CURRENCY


def test_cash_that_came_first_makes_the_online_money_a_second_payment():
    after = fees.settle_together(OWED, ["F01"], CASH.to_payment())
    assert find_reason(owed=after) is Reason.SECOND


@pytest.mark.parametrize("owed", [fees.cancel_open(OWED), OWED[1:], ()])
def test_an_obligation_cancelled_or_gone_is_not_settled(owed):
    assert find_reason(owed=owed) is Reason.OBLIGATION_NOT_OPEN


def test_an_obligation_that_became_another_sum_is_not_settled():
    assert find_reason(owed=(replace(OWED[0], amount=90_000),)) is Reason.OTHER_AMOUNT


def test_a_declined_intent_may_still_be_paid_and_is_asked_about_until_it_is_over():
    declined = allocation.mark_declined(INTENT)
    assert find_reason(intent=declined) is None
    assert allocation.needs_query(declined, NOW + allocation.QUERY_AFTER)
    assert (
        allocation.apply_query_answer(declined, True, INTENT.expires_at + allocation.GRACE).state is IntentState.EXPIRED
    )


def test_a_redelivery_repeats_and_a_changed_one_does_not():
    first = read_raw(write_body()).transaction
    assert allocation.is_repeat(first, read_raw(write_body(sent=2)).transaction)
    assert not allocation.is_repeat(first, read_raw(write_body(amount=1)).transaction)


def test_an_intent_names_open_obligations_only():
    settled = fees.settle_together(OWED, ["F01"], Payment("counter:1", 100_000, Method.CASH))
    with pytest.raises(fee_errors.ObligationNotOpen):
        allocation.open_intent("int-2", "dossier-1", settled, ["F01", "F02"], NOW)
    with pytest.raises(NotFound):
        allocation.open_intent("int-2", "dossier-1", OWED, ["F09"], NOW)


@pytest.mark.parametrize(("minutes", "asked"), [(0, False), (1.99, False), (2, True), (600, True)])
def test_an_unanswered_intent_is_asked_about_after_a_while(minutes, asked):
    assert allocation.needs_query(INTENT, NOW + timedelta(minutes=minutes)) is asked


def test_an_answered_or_ended_intent_is_asked_about_no_more():
    for state in (IntentState.ANSWERED, IntentState.EXPIRED, IntentState.FAILED):
        assert not allocation.needs_query(replace(INTENT, state=state), NOW + timedelta(days=1))


@pytest.mark.parametrize(
    ("known", "minutes", "state"),
    [
        (True, 39, IntentState.CREATED),
        (True, 40, IntentState.EXPIRED),
        (False, 39, IntentState.CREATED),
        (False, 40, IntentState.FAILED),
    ],
)
def test_an_intent_without_money_ends_only_after_its_life_and_the_grace(known, minutes, state):
    assert allocation.apply_query_answer(INTENT, known, NOW + timedelta(minutes=minutes)).state is state


def test_an_answered_intent_does_not_expire():
    answered = allocation.mark_answered(INTENT)
    assert allocation.apply_query_answer(answered, True, NOW + timedelta(days=1)) == answered


@pytest.mark.clause("HUE-15.1")
def test_cash_is_named_by_unit_and_receipt_and_remembers_its_cashier():
    assert (CASH.ref, CASH.cashier, CASH.method) == ("counter-unit-1:BL-0007", "cashier-1", Method.CASH)


@pytest.mark.parametrize("number", ["", " BL1", "bl-1", "BL 1", "BL#1", "B" * 33, "BL1\n"])
def test_a_receipt_number_that_is_none_is_refused_by_name(number):
    with pytest.raises(Invalid) as refused:
        allocation.build_cash_transaction(number, "unit-1", "cashier-1", 100_000, NOW)
    assert [error.path for error in refused.value.fields] == ["/receipt_number"]


def test_a_reversal_by_two_people_reopens_everything_the_receipt_paid():
    receipt = allocation.build_cash_transaction("BL-1", "unit-1", "cashier-1", 108_000, NOW)
    owed = fees.settle_together(OWED, ["F01", "F02"], receipt.to_payment())
    after = allocation.reverse_cash(owed, receipt, "cashier-1", "head-1", "reversal-1")
    assert fees.total_due(after) == 108_000
    assert {one.transactions for one in after} == {(receipt.ref, "reversal-1")}
    with pytest.raises(fee_errors.NotReversible):
        allocation.reverse_cash(after, receipt, "cashier-1", "head-1", "reversal-2")


@pytest.mark.parametrize(
    ("proposer", "approver", "refusal"),
    [
        ("cashier-1", "cashier-1", OwnProposal),
        ("cashier-2", "cashier-2", OwnProposal),
        ("cashier-2", "cashier-1", Forbidden),
    ],
)
def test_nobody_approves_their_own_reversal_or_that_of_money_they_took(proposer, approver, refusal):
    with pytest.raises(refusal):
        allocation.check_reversal(CASH, proposer, approver)


def test_online_money_is_not_reversed_at_the_counter():
    with pytest.raises(allocation.NotCash):
        allocation.check_reversal(PAID, "cashier-1", "head-1")


@pytest.mark.clause("VL-16.2")
def test_the_acknowledgement_is_a_fact_of_its_own_and_unlocks_what_the_money_paid():
    blocking = tuple(replace(one, blocking=True) for one in OWED[:1])
    paid = fees.settle_together(blocking, ["F01"], PAID.to_payment())
    assert fees.select_blockers(paid, Due.HANDOVER, credit_needed=True) == paid
    known = allocation.acknowledge_payment(paid, Acknowledgement(PAID.ref, "voucher-1", NOW))
    assert fees.select_blockers(known, Due.HANDOVER, credit_needed=True) == ()
    assert known[0].state is ObligationState.SETTLED


def test_an_acknowledgement_of_money_that_paid_nothing_is_not_found():
    with pytest.raises(NotFound):
        allocation.acknowledge_payment(OWED, Acknowledgement("gw:T9", "voucher-1", NOW))


def test_the_same_trouble_is_the_same_task_and_another_is_another():
    task = allocation.ReconciliationTask("gw:T1", Reason.LATE, NOW, "dossier-1")
    assert task.id == allocation.ReconciliationTask("gw:T1", Reason.LATE, NOW + timedelta(1)).id
    assert task.id != allocation.ReconciliationTask("gw:T1", Reason.CONFLICT, NOW).id


def test_a_reconciliation_ends_once():
    task = allocation.ReconciliationTask("gw:T1", Reason.LATE, NOW, "dossier-1")
    closed = allocation.close_task(task, Resolution.REFUNDED, "officer-1", NOW)
    assert (closed.resolution, closed.closed_by, closed.closed_at) == (Resolution.REFUNDED, "officer-1", NOW)
    with pytest.raises(allocation.TaskClosed):
        allocation.close_task(closed, Resolution.APPLIED, "officer-2", NOW)
