"""Genuine payment callbacks: recorded once in every state, settling only what they match."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.dossier.obligations import Method, ObligationState
from chalicelib.domain.dossier.transactions import Callback, EndedAs, FailedAttempt, Transaction, read_callback
from chalicelib.domain.payments.allocation import INTENT_LIFE, Effect, Reason
from chalicelib.domain.payments.fee_errors import ObligationNotOpen
from chalicelib.domain.shared.errors import Busy
from chalicelib.steps.dossier.items import TransactionItem
from chalicelib.steps.dossier.ports import Conflict
from chalicelib.steps.handover import give_back, withdraw
from chalicelib.steps.payments import pay, payment_items, request_payment
from chalicelib.steps.payments.record_payment import Recorded
from chalicelib.steps.settlement import call_original, resolve, transfer
from tests.contract.journey import CASE, CASHIER, CERTIFICATE, CITIZEN, CLERK, HEAD, REAL, UNIT
from tests.support.payment_builders import RivalStore, Till, open_till


@pytest.fixture
def own_till(request: pytest.FixtureRequest) -> Iterator[Till]:
    with open_till(hashlib.sha256(request.node.nodeid.encode()).hexdigest()[:12]) as made:
        yield made


def pay_cash(own_till: Till, number: str, receipt: str = "BL-0001") -> None:
    body = {"obligations": ["F01"], "amount": 15_000, "receipt_number": receipt}
    own_till.then(pay.pay_at_counter, CASHIER, number, **body)


@pytest.mark.clause("HUE-15.2", "VL-16.1", "QN-12.1", "QN-27.3", "LC-7.3")
def test_exact_money_settles_and_the_system_records_it(own_till):
    number = own_till.received(CERTIFICATE)
    before = own_till.load(number)
    assert own_till.report(own_till.callback(own_till.intend(number))) == Recorded(Effect.SETTLED)
    after = own_till.whole(number)
    paid = own_till.obligation(number)
    assert (paid.state, paid.method, paid.transactions) == (ObligationState.SETTLED, Method.ONLINE, ("gw:T1",))
    assert (after.version, after.length) == (before.version, before.length + 2)
    assert [fact.actor for fact in own_till.store.load_ledger(number)[-2:]] == [{"sub": "system"}, {"sub": "system"}]
    kept = own_till.item(TransactionItem("gw", "T1"))
    assert kept is not None
    assert kept["dossier_id"] == number
    assert own_till.tasks(UNIT) == []


def test_an_officer_who_read_the_dossier_before_is_not_stale(own_till):
    number = own_till.received(CERTIFICATE)
    made, command = own_till.intend(number), own_till.take(transfer.transfer_dossier, CLERK, number)
    own_till.report(own_till.callback(made))
    command.on(own_till.deps)
    assert own_till.whole(number).state == "processing"


@pytest.mark.parametrize("ended_as", EndedAs)
def test_a_failed_attempt_is_noted_for_the_payer_and_is_nobody_s_task(own_till, ended_as):
    number = own_till.received(CERTIFICATE)
    made, before = own_till.intend(number), own_till.load(number)
    for _ in range(2):
        assert own_till.report(own_till.failed(made, ended_as=ended_as)) == Recorded(Effect.NOT_PAID)
    after = own_till.whole(number)
    assert (after.version, after.length, own_till.kinds(number)[-1]) == (
        before.version,
        before.length + 1,
        "payment_failed",
    )
    assert (after.failed_payments["F01"].intent, after.failed_payments["F01"].ended_as) == (made.intent.ref, ended_as)
    assert (own_till.tasks(UNIT), own_till.tasks("province")) == ([], [])
    assert own_till.obligation(number).state is ObligationState.OPEN
    assert own_till.item(TransactionItem("gw", "T1")) is None


def test_after_a_failed_attempt_a_new_one_is_made_and_settles(own_till):
    number = own_till.received(CERTIFICATE)
    first = own_till.intend(number)
    own_till.report(own_till.failed(first))
    second = own_till.intend(number, key="again-123")
    assert second.intent.ref != first.intent.ref
    assert own_till.report(own_till.callback(second, "T2")) == Recorded(Effect.SETTLED)
    assert own_till.whole(number).failed_payments == {}


def test_the_page_of_a_failed_attempt_paid_after_all_settles(own_till):
    number = own_till.received(CERTIFICATE)
    made = own_till.intend(number)
    own_till.report(own_till.failed(made))
    assert own_till.report(own_till.callback(made)) == Recorded(Effect.SETTLED)
    assert own_till.report(own_till.failed(made, "T2")) == Recorded(Effect.NOT_PAID)
    assert own_till.kinds(number)[-3:] == ["payment_failed", "payment_recorded", "paid"]


def test_a_payment_that_is_then_called_failed_is_for_a_person(own_till):
    number = own_till.received(CERTIFICATE)
    made = own_till.intend(number)
    own_till.report(own_till.callback(made))
    for _ in range(2):
        assert own_till.report(own_till.failed(made)) == Recorded(Effect.RECONCILE, Reason.CONFLICT)
    (task,) = own_till.tasks(UNIT)
    assert (task.task.reason, task.task.dossier_id) == (Reason.CONFLICT, number)


def test_a_failed_attempt_at_an_intent_of_nobody_leaves_nothing(own_till):
    number = own_till.received(CERTIFICATE)
    ours = FailedAttempt("gw", "U1", payment_items.derive_intent_ref(number, "made up"), EndedAs.FAILED)
    before = own_till.load(number)
    assert own_till.report(ours) == Recorded(Effect.NOT_PAID)
    assert (own_till.load(number), own_till.tasks("province")) == (before, [])


def test_the_same_news_twice_is_recorded_once(own_till):
    number = own_till.received(CERTIFICATE)
    callback = own_till.callback(own_till.intend(number))
    own_till.report(callback)
    length = own_till.load(number).length
    resent = replace(callback, transaction=replace(callback.transaction, evidence="f" * 64))
    assert own_till.report(resent) == Recorded(Effect.REPEATED)
    assert own_till.load(number).length == length


def test_the_same_id_with_other_money_is_for_a_person_once(own_till):
    number = own_till.received(CERTIFICATE)
    made = own_till.intend(number)
    own_till.report(own_till.callback(made))
    for _ in range(2):
        assert own_till.report(own_till.callback(made, amount=1)) == Recorded(Effect.RECONCILE, Reason.CONFLICT)
    (task,) = own_till.tasks(UNIT)
    assert (task.task.reason, task.money.amount, task.task.dossier_id) == (Reason.CONFLICT, 1, number)
    assert own_till.obligation(number).state is ObligationState.SETTLED


def test_the_law_waits_for_payment_and_continues_by_itself(own_till):
    number = own_till.processing(CERTIFICATE)
    demand = {"obligations": ["F01"], "fee_lines": [], "reason": None}
    own_till.then(request_payment.request_payment, CASE, number, **demand)
    own_till.then(withdraw.withdraw_dossier, CITIZEN, number, reason=None)
    version = own_till.load(number).version
    own_till.report(own_till.callback(own_till.intend(number)))
    after = own_till.whole(number)
    assert (after.state, after.version, after.requests) == ("processing", version, ())
    assert own_till.kinds(number)[-3:] == ["payment_recorded", "paid", "request_cancelled"]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"amount": 14_000}, Reason.OTHER_AMOUNT),
        ({"amount": 15_001}, Reason.OTHER_AMOUNT),
        ({"currency": "USD"}, Reason.OTHER_CURRENCY),
        ({"paid_at": REAL + INTENT_LIFE + timedelta(seconds=1)}, Reason.LATE),
    ],
)
def test_money_that_does_not_match_is_kept_for_the_unit(own_till, changes, reason):
    number = own_till.received(CERTIFICATE)
    made = own_till.intend(number)
    assert own_till.report(own_till.callback(made, **changes)) == Recorded(Effect.RECONCILE, reason)
    (task,) = own_till.tasks(UNIT)
    assert (task.task.reason, task.task.dossier_id, task.unit) == (reason, number, UNIT)
    assert own_till.obligation(number).state is ObligationState.OPEN
    assert own_till.kinds(number)[-1] == "payment_recorded"
    assert own_till.whole(number).state == "received"


def test_a_second_payment_waits_for_a_person(own_till):
    number = own_till.received(CERTIFICATE)
    made = own_till.intend(number)
    own_till.report(own_till.callback(made))
    assert own_till.report(own_till.callback(made, provider_txn_id="T2")) == Recorded(Effect.RECONCILE, Reason.SECOND)
    assert own_till.obligation(number).transactions == ("gw:T1",)


def test_exact_money_after_a_wrong_amount_still_settles(own_till):
    number = own_till.received(CERTIFICATE)
    made = own_till.intend(number)
    own_till.report(own_till.callback(made, amount=1))
    assert own_till.report(own_till.callback(made, provider_txn_id="T2")) == Recorded(Effect.SETTLED)


def test_money_for_a_closed_dossier_is_recorded_and_waits(own_till):
    number = own_till.processing(CERTIFICATE)
    made = own_till.intend(number)
    pay_cash(own_till, number)
    result = own_till.result(number)
    own_till.then(resolve.resolve_dossier, HEAD, number, outcome="granted", result=result)
    own_till.then(call_original.compare_original, CLERK, number, differing=[])
    own_till.then(give_back.give_back, CLERK, number, way="online")
    own_till.then(give_back.close_dossier, CLERK, number)
    assert own_till.report(own_till.callback(made)) == Recorded(Effect.RECONCILE, Reason.CLOSED_DOSSIER)
    assert own_till.whole(number).state == "closed"
    assert [task.task.reason for task in own_till.tasks(UNIT)] == [Reason.CLOSED_DOSSIER]


def test_an_intent_we_do_not_know_is_the_province_s_even_if_it_names_a_dossier(own_till):
    number = own_till.received(CERTIFICATE)
    before = own_till.load(number)
    ours = payment_items.derive_intent_ref(number, "made up")
    for count, ref in enumerate((ours, "unknown-1234")):
        told = Transaction("gw", f"U{count}", 15_000, REAL, Method.ONLINE, ref)
        assert own_till.report(Callback(told)) == Recorded(Effect.RECONCILE, Reason.UNKNOWN_INTENT)
    assert own_till.load(number) == before
    assert {task.task.dossier_id for task in own_till.tasks("province")} == {""}
    assert len(own_till.tasks("province")) == 2


def test_what_cannot_be_read_is_kept_once_by_its_bytes(own_till):
    for _ in range(2):
        own_till.report(read_callback(b'{"status": "?"}', "gw", REAL))
    (task,) = own_till.tasks("province")
    assert (task.task.reason, task.money.amount) == (Reason.UNREADABLE, 0)


def test_cash_wins_the_race_and_the_online_money_waits(own_till):
    number = own_till.received(CERTIFICATE)
    callback = own_till.callback(own_till.intend(number))
    racing = RivalStore(own_till.store, lambda: pay_cash(own_till, number))
    assert own_till.report(callback, own_till.desk_of(racing)) == Recorded(Effect.RECONCILE, Reason.SECOND)
    assert racing.saves == 2
    assert own_till.obligation(number).method is Method.CASH
    assert own_till.kinds(number).count("paid") == 1
    own_till.whole(number)


def test_online_money_wins_the_race_and_the_cashier_is_refused(own_till):
    number = own_till.received(CERTIFICATE)
    callback = own_till.callback(own_till.intend(number))
    racing = RivalStore(own_till.store, lambda: own_till.report(callback))
    body = {"obligations": ["F01"], "amount": 15_000, "receipt_number": "BL-0001"}
    command = own_till.ask("pay", CASHIER, number, body, own_till.load(number).version)
    with pytest.raises(ObligationNotOpen):
        pay.pay_at_counter(own_till.desk_of(racing), command)
    assert own_till.obligation(number).method is Method.ONLINE
    assert own_till.kinds(number).count("paid") == 1
    assert own_till.item(TransactionItem(f"counter-{UNIT}", "BL-0001")) is None


def test_two_deliveries_at_once_settle_once(own_till):
    number = own_till.received(CERTIFICATE)
    callback = own_till.callback(own_till.intend(number))
    racing = RivalStore(own_till.store, lambda: own_till.report(callback))
    assert own_till.report(callback, own_till.desk_of(racing)) == Recorded(Effect.REPEATED)
    assert own_till.kinds(number).count("payment_recorded") == 1


def test_a_store_that_always_conflicts_asks_the_gateway_to_resend(own_till):
    callback = own_till.callback(own_till.intend(own_till.received(CERTIFICATE)))

    class NeverRecords:
        """A store that always loses."""

        def load(self, *args, **named):
            return own_till.store.load(*args, **named)

        def save(self, change, *, now):
            raise Conflict

    with pytest.raises(Busy):
        own_till.report(callback, own_till.desk_of(NeverRecords()))
    assert own_till.item(TransactionItem("gw", "T1")) is None
    assert own_till.report(callback) == Recorded(Effect.SETTLED)
