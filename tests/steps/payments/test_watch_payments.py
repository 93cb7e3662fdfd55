"""The schedule: payments without a callback are found; unpaid attempts end."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from chalicelib.domain.dossier.obligations import ObligationState
from chalicelib.domain.dossier.transactions import IntentState
from chalicelib.domain.payments.allocation import GRACE, INTENT_LIFE, Reason
from chalicelib.steps.dossier.items import IntentItem
from chalicelib.steps.payments import payment_items
from chalicelib.steps.payments.watch_payments import GIVE_UP_AFTER, PaymentRunReport, watch_payments
from tests.contract.journey import CERTIFICATE, REAL, UNIT
from tests.support.payment_builders import FakeAnswer, Till, open_till

SOON, OVER = REAL + timedelta(minutes=3), REAL + INTENT_LIFE + GRACE


@pytest.fixture
def own_till(request: pytest.FixtureRequest) -> Iterator[Till]:
    with open_till(hashlib.sha256(request.node.nodeid.encode()).hexdigest()[:12]) as made:
        yield made


def run_watch(own_till: Till, at: datetime = SOON) -> PaymentRunReport:
    return watch_payments(own_till.deps, own_till.gateway, own_till.lists, own_till.now, at)


def read_state(own_till: Till, ref: str) -> IntentState:
    body = own_till.item(IntentItem(ref))
    assert body is not None
    return payment_items.unpack_announced(body).intent.state


def test_a_failure_that_was_never_reported_is_recorded_once_and_then_ends(own_till):
    number = own_till.received(CERTIFICATE)
    made = own_till.intend(number)
    own_till.gateway.answers[made.intent.ref] = FakeAnswer(failed=(own_till.failed(made),))
    for _ in range(2):
        assert run_watch(own_till) == PaymentRunReport(asked=1)
    assert (own_till.kinds(number)[-2:].count("payment_failed"), read_state(own_till, made.intent.ref)) == (
        1,
        IntentState.DECLINED,
    )
    assert run_watch(own_till, OVER) == PaymentRunReport(asked=1, ended=1)
    assert (read_state(own_till, made.intent.ref), own_till.tasks(UNIT)) == (IntentState.EXPIRED, [])


def test_money_that_was_never_reported_is_found_and_settles(own_till):
    number = own_till.received(CERTIFICATE)
    made = own_till.intend(number)
    own_till.gateway.answers[made.intent.ref] = FakeAnswer((own_till.callback(made).transaction,))
    assert run_watch(own_till, REAL + timedelta(minutes=1)) == PaymentRunReport()
    assert run_watch(own_till) == PaymentRunReport(asked=1, settled=1)
    assert own_till.obligation(number).state is ObligationState.SETTLED
    assert run_watch(own_till) == PaymentRunReport()
    assert own_till.report(own_till.callback(made)).effect == "repeated"


def test_a_payer_charged_twice_is_found_with_both(own_till):
    number = own_till.received(CERTIFICATE)
    made = own_till.intend(number)
    both = (own_till.callback(made).transaction, own_till.callback(made, "T2").transaction)
    own_till.gateway.answers[made.intent.ref] = FakeAnswer(both)
    assert run_watch(own_till) == PaymentRunReport(asked=1, settled=1, reconcile=1)
    assert [task.task.reason for task in own_till.tasks(UNIT)] == [Reason.SECOND]


@pytest.mark.parametrize(("known", "after"), [(True, IntentState.EXPIRED), (False, IntentState.FAILED)])
def test_an_intent_without_money_ends_after_its_grace(own_till, known, after):
    number = own_till.received(CERTIFICATE)
    ref = own_till.intend(number).intent.ref
    if not known:
        own_till.gateway.announced.clear()
    assert run_watch(own_till) == PaymentRunReport(asked=1)
    assert read_state(own_till, ref) is IntentState.CREATED
    assert run_watch(own_till, OVER) == PaymentRunReport(asked=1, ended=1)
    assert read_state(own_till, ref) is after
    assert run_watch(own_till, OVER) == PaymentRunReport()


def test_money_reported_after_the_end_is_late(own_till):
    number = own_till.received(CERTIFICATE)
    made = own_till.intend(number)
    run_watch(own_till, OVER)
    assert own_till.report(own_till.callback(made)).reason is Reason.LATE
    assert own_till.obligation(number).state is ObligationState.OPEN


def test_entries_that_cannot_be_read_are_counted_and_given_to_a_person_once(own_till):
    number = own_till.received(CERTIFICATE)
    made = own_till.intend(number)
    own_till.gateway.answers[made.intent.ref] = FakeAnswer(unreadable=2)
    assert run_watch(own_till) == PaymentRunReport(asked=1, reconcile=1, unreadable=2)
    assert [task.task.reason for task in own_till.tasks(UNIT)] == [Reason.UNREADABLE]
    assert run_watch(own_till) == PaymentRunReport()


def test_a_gateway_that_is_down_is_left_alone_and_asked_again(own_till):
    for _ in range(GIVE_UP_AFTER + 1):
        own_till.intend(own_till.received(CERTIFICATE))
    own_till.gateway.down = True
    assert run_watch(own_till) == PaymentRunReport(failed=GIVE_UP_AFTER)
    own_till.gateway.down = False
    assert run_watch(own_till) == PaymentRunReport(asked=GIVE_UP_AFTER + 1)
