"""Genuine payment callbacks: recorded once in every state, settling only what they match."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.dossier.obligations import Method, ObligationState
from chalicelib.domain.dossier.transactions import Callback, EndedAs, FailedAttempt, Transaction, read_callback
from chalicelib.domain.payments.allocation import INTENT_LIFE, Reason
from chalicelib.domain.payments.fees import ObligationNotOpen
from chalicelib.domain.shared.errors import Busy
from chalicelib.steps.dossier.ports import Conflict
from chalicelib.steps.handover import give_back, withdraw
from chalicelib.steps.payments import pay, payment_items, request_payment
from chalicelib.steps.payments.record_payment import Effect, Recorded
from chalicelib.steps.settlement import call_original, resolve, transfer
from tests.contract.journey import CASE, CASHIER, CERTIFICATE, CITIZEN, CLERK, HEAD, REAL, UNIT
from tests.support.payment_builders import Rival, Till, till


@pytest.fixture
def w(request: pytest.FixtureRequest) -> Iterator[Till]:
    with till(hashlib.sha256(request.node.nodeid.encode()).hexdigest()[:12]) as made:
        yield made


def cash(w: Till, number: str, receipt: str = "BL-0001") -> None:
    body = {"obligations": ["F01"], "amount": 15_000, "receipt_number": receipt}
    w.then(pay.pay, CASHIER, number, **body)


@pytest.mark.clause("HUE-15.2", "VL-16.1", "QN-12.1", "QN-27.3", "LC-7.3")
def test_exact_money_settles_and_the_system_records_it(w):
    number = w.received(CERTIFICATE)
    before = w.load(number)
    assert w.report(w.callback(w.intend(number))) == Recorded(Effect.SETTLED)
    after = w.whole(number)
    paid = w.obligation(number)
    assert (paid.state, paid.method, paid.transactions) == (ObligationState.SETTLED, Method.ONLINE, ("gw:T1",))
    assert (after.version, after.length) == (before.version, before.length + 2)
    assert [fact.actor for fact in w.store.ledger(number)[-2:]] == [{"sub": "system"}, {"sub": "system"}]
    kept = w.item(payment_items.transaction_key("gw", "T1"))
    assert kept is not None
    assert kept["dossier_id"] == number
    assert w.tasks(UNIT) == []


def test_an_officer_who_read_the_dossier_before_is_not_stale(w):
    number = w.received(CERTIFICATE)
    made, ask = w.intend(number), w.take(transfer.transfer, CLERK, number)
    w.report(w.callback(made))
    ask.on(w.desk)
    assert w.whole(number).state == "processing"


@pytest.mark.parametrize("ended_as", EndedAs)
def test_a_failed_attempt_is_noted_for_the_payer_and_is_nobody_s_task(w, ended_as):
    number = w.received(CERTIFICATE)
    made, before = w.intend(number), w.load(number)
    for _ in range(2):
        assert w.report(w.failed(made, ended_as=ended_as)) == Recorded(Effect.NOT_PAID)
    after = w.whole(number)
    assert (after.version, after.length, w.kinds(number)[-1]) == (before.version, before.length + 1, "payment_failed")
    assert (after.failed_payments["F01"].intent, after.failed_payments["F01"].ended_as) == (made.intent.ref, ended_as)
    assert (w.tasks(UNIT), w.tasks("province")) == ([], [])
    assert w.obligation(number).state is ObligationState.OPEN
    assert w.item(payment_items.transaction_key("gw", "T1")) is None


def test_after_a_failed_attempt_a_new_one_is_made_and_settles(w):
    number = w.received(CERTIFICATE)
    first = w.intend(number)
    w.report(w.failed(first))
    second = w.intend(number, key="again-123")
    assert second.intent.ref != first.intent.ref
    assert w.report(w.callback(second, "T2")) == Recorded(Effect.SETTLED)
    assert w.whole(number).failed_payments == {}


def test_the_page_of_a_failed_attempt_paid_after_all_settles(w):
    number = w.received(CERTIFICATE)
    made = w.intend(number)
    w.report(w.failed(made))
    assert w.report(w.callback(made)) == Recorded(Effect.SETTLED)
    assert w.report(w.failed(made, "T2")) == Recorded(Effect.NOT_PAID)
    assert w.kinds(number)[-3:] == ["payment_failed", "payment_recorded", "paid"]


def test_a_payment_that_is_then_called_failed_is_for_a_person(w):
    number = w.received(CERTIFICATE)
    made = w.intend(number)
    w.report(w.callback(made))
    for _ in range(2):
        assert w.report(w.failed(made)) == Recorded(Effect.RECONCILE, Reason.CONFLICT)
    (task,) = w.tasks(UNIT)
    assert (task.task.reason, task.task.dossier_id) == (Reason.CONFLICT, number)


def test_a_failed_attempt_at_an_intent_of_nobody_leaves_nothing(w):
    number = w.received(CERTIFICATE)
    ours = FailedAttempt("gw", "U1", payment_items.intent_ref(number, "made up"), EndedAs.FAILED)
    before = w.load(number)
    assert w.report(ours) == Recorded(Effect.NOT_PAID)
    assert (w.load(number), w.tasks("province")) == (before, [])


def test_the_same_news_twice_is_recorded_once(w):
    number = w.received(CERTIFICATE)
    callback = w.callback(w.intend(number))
    w.report(callback)
    length = w.load(number).length
    resent = replace(callback, transaction=replace(callback.transaction, evidence="f" * 64))
    assert w.report(resent) == Recorded(Effect.REPEATED)
    assert w.load(number).length == length


def test_the_same_id_with_other_money_is_for_a_person_once(w):
    number = w.received(CERTIFICATE)
    made = w.intend(number)
    w.report(w.callback(made))
    for _ in range(2):
        assert w.report(w.callback(made, amount=1)) == Recorded(Effect.RECONCILE, Reason.CONFLICT)
    (task,) = w.tasks(UNIT)
    assert (task.task.reason, task.money.amount, task.task.dossier_id) == (Reason.CONFLICT, 1, number)
    assert w.obligation(number).state is ObligationState.SETTLED


def test_the_law_waits_for_payment_and_goes_on_by_itself(w):
    number = w.processing(CERTIFICATE)
    demand = {"obligations": ["F01"], "fee_lines": [], "reason": None}
    w.then(request_payment.request_payment, CASE, number, **demand)
    w.then(withdraw.withdraw, CITIZEN, number, reason=None)
    version = w.load(number).version
    w.report(w.callback(w.intend(number)))
    after = w.whole(number)
    assert (after.state, after.version, after.requests) == ("processing", version, ())
    assert w.kinds(number)[-3:] == ["payment_recorded", "paid", "request_cancelled"]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"amount": 14_000}, Reason.OTHER_AMOUNT),
        ({"amount": 15_001}, Reason.OTHER_AMOUNT),
        ({"currency": "USD"}, Reason.OTHER_CURRENCY),
        ({"paid_at": REAL + INTENT_LIFE + timedelta(seconds=1)}, Reason.LATE),
    ],
)
def test_money_that_does_not_match_is_kept_for_the_unit(w, changes, reason):
    number = w.received(CERTIFICATE)
    made = w.intend(number)
    assert w.report(w.callback(made, **changes)) == Recorded(Effect.RECONCILE, reason)
    (task,) = w.tasks(UNIT)
    assert (task.task.reason, task.task.dossier_id, task.unit) == (reason, number, UNIT)
    assert w.obligation(number).state is ObligationState.OPEN
    assert w.kinds(number)[-1] == "payment_recorded"
    assert w.whole(number).state == "received"


def test_a_second_payment_waits_for_a_person(w):
    number = w.received(CERTIFICATE)
    made = w.intend(number)
    w.report(w.callback(made))
    assert w.report(w.callback(made, provider_txn_id="T2")) == Recorded(Effect.RECONCILE, Reason.SECOND)
    assert w.obligation(number).transactions == ("gw:T1",)


def test_exact_money_after_a_wrong_amount_still_settles(w):
    number = w.received(CERTIFICATE)
    made = w.intend(number)
    w.report(w.callback(made, amount=1))
    assert w.report(w.callback(made, provider_txn_id="T2")) == Recorded(Effect.SETTLED)


def test_money_for_a_closed_dossier_is_recorded_and_waits(w):
    number = w.processing(CERTIFICATE)
    made = w.intend(number)
    cash(w, number)
    result = w.result(number)
    w.then(resolve.resolve, HEAD, number, outcome="granted", result=result)
    w.then(call_original.compare, CLERK, number, differing=[])
    w.then(give_back.give_back, CLERK, number, way="online")
    w.then(give_back.close, CLERK, number)
    assert w.report(w.callback(made)) == Recorded(Effect.RECONCILE, Reason.CLOSED_DOSSIER)
    assert w.whole(number).state == "closed"
    assert [task.task.reason for task in w.tasks(UNIT)] == [Reason.CLOSED_DOSSIER]


def test_an_intent_we_do_not_know_is_the_province_s_even_if_it_names_a_dossier(w):
    number = w.received(CERTIFICATE)
    before = w.load(number)
    ours = payment_items.intent_ref(number, "made up")
    for count, ref in enumerate((ours, "unknown-1234")):
        told = Transaction("gw", f"U{count}", 15_000, REAL, Method.ONLINE, ref)
        assert w.report(Callback(told)) == Recorded(Effect.RECONCILE, Reason.UNKNOWN_INTENT)
    assert w.load(number) == before
    assert {task.task.dossier_id for task in w.tasks("province")} == {""}
    assert len(w.tasks("province")) == 2


def test_what_cannot_be_read_is_kept_once_by_its_bytes(w):
    for _ in range(2):
        w.report(read_callback(b'{"status": "?"}', "gw", REAL))
    (task,) = w.tasks("province")
    assert (task.task.reason, task.money.amount) == (Reason.UNREADABLE, 0)


def test_cash_wins_the_race_and_the_online_money_waits(w):
    number = w.received(CERTIFICATE)
    callback = w.callback(w.intend(number))
    racing = Rival(w.store, lambda: cash(w, number))
    assert w.report(callback, w.desk_of(racing)) == Recorded(Effect.RECONCILE, Reason.SECOND)
    assert racing.saves == 2
    assert w.obligation(number).method is Method.CASH
    assert w.kinds(number).count("paid") == 1
    w.whole(number)


def test_online_money_wins_the_race_and_the_cashier_is_told(w):
    number = w.received(CERTIFICATE)
    callback = w.callback(w.intend(number))
    racing = Rival(w.store, lambda: w.report(callback))
    body = {"obligations": ["F01"], "amount": 15_000, "receipt_number": "BL-0001"}
    ask = w.ask("pay", CASHIER, number, body, w.load(number).version)
    with pytest.raises(ObligationNotOpen):
        pay.pay(w.desk_of(racing), ask)
    assert w.obligation(number).method is Method.ONLINE
    assert w.kinds(number).count("paid") == 1
    assert w.item(payment_items.transaction_key(f"counter-{UNIT}", "BL-0001")) is None


def test_two_deliveries_at_once_settle_once(w):
    number = w.received(CERTIFICATE)
    callback = w.callback(w.intend(number))
    racing = Rival(w.store, lambda: w.report(callback))
    assert w.report(callback, w.desk_of(racing)) == Recorded(Effect.REPEATED)
    assert w.kinds(number).count("payment_recorded") == 1


def test_a_store_that_never_lets_through_asks_the_gateway_to_tell_again(w):
    callback = w.callback(w.intend(w.received(CERTIFICATE)))

    class Never:
        """A store that always loses."""

        def load(self, *args, **named):
            return w.store.load(*args, **named)

        def save(self, change, *, now):
            raise Conflict

    with pytest.raises(Busy):
        w.report(callback, w.desk_of(Never()))
    assert w.item(payment_items.transaction_key("gw", "T1")) is None
    assert w.report(callback) == Recorded(Effect.SETTLED)
