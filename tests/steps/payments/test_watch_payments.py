"""The schedule: payments without a callback are found; unpaid attempts end."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from chalicelib.domain.dossier.obligations import ObligationState
from chalicelib.domain.dossier.transactions import IntentState
from chalicelib.domain.payments.allocation import GRACE, INTENT_LIFE, Reason
from chalicelib.steps.payments import payment_items
from chalicelib.steps.payments.watch_payments import GIVE_UP_AFTER, Watched, watch_payments
from tests.contract.journey import CERTIFICATE, REAL, UNIT
from tests.support.payment_builders import FakeAnswer, Till, till

SOON, OVER = REAL + timedelta(minutes=3), REAL + INTENT_LIFE + GRACE


@pytest.fixture
def w(request: pytest.FixtureRequest) -> Iterator[Till]:
    with till(hashlib.sha256(request.node.nodeid.encode()).hexdigest()[:12]) as made:
        yield made


def run(w: Till, at: datetime = SOON) -> Watched:
    return watch_payments(w.desk, w.gateway, w.lists, w.now, at)


def state(w: Till, ref: str) -> IntentState:
    body = w.item(payment_items.intent_key(ref))
    assert body is not None
    return payment_items.announced_of(body).intent.state


def test_a_failure_that_nobody_told_of_is_noted_once_and_then_ends(w):
    number = w.received(CERTIFICATE)
    made = w.intend(number)
    w.gateway.answers[made.intent.ref] = FakeAnswer(failed=(w.failed(made),))
    for _ in range(2):
        assert run(w) == Watched(asked=1)
    assert (w.kinds(number)[-2:].count("payment_failed"), state(w, made.intent.ref)) == (1, IntentState.DECLINED)
    assert run(w, OVER) == Watched(asked=1, ended=1)
    assert (state(w, made.intent.ref), w.tasks(UNIT)) == (IntentState.EXPIRED, [])


def test_money_that_nobody_told_of_is_found_and_settles(w):
    number = w.received(CERTIFICATE)
    made = w.intend(number)
    w.gateway.answers[made.intent.ref] = FakeAnswer((w.callback(made).transaction,))
    assert run(w, REAL + timedelta(minutes=1)) == Watched()
    assert run(w) == Watched(asked=1, settled=1)
    assert w.obligation(number).state is ObligationState.SETTLED
    assert run(w) == Watched()
    assert w.report(w.callback(made)).effect == "repeated"


def test_a_payer_charged_twice_is_found_with_both(w):
    number = w.received(CERTIFICATE)
    made = w.intend(number)
    both = (w.callback(made).transaction, w.callback(made, "T2").transaction)
    w.gateway.answers[made.intent.ref] = FakeAnswer(both)
    assert run(w) == Watched(asked=1, settled=1, reconcile=1)
    assert [task.task.reason for task in w.tasks(UNIT)] == [Reason.SECOND]


@pytest.mark.parametrize(("known", "after"), [(True, IntentState.EXPIRED), (False, IntentState.FAILED)])
def test_an_intent_without_money_ends_after_its_grace(w, known, after):
    number = w.received(CERTIFICATE)
    ref = w.intend(number).intent.ref
    if not known:
        w.gateway.announced.clear()
    assert run(w) == Watched(asked=1)
    assert state(w, ref) is IntentState.CREATED
    assert run(w, OVER) == Watched(asked=1, ended=1)
    assert state(w, ref) is after
    assert run(w, OVER) == Watched()


def test_money_told_after_the_end_is_late(w):
    number = w.received(CERTIFICATE)
    made = w.intend(number)
    run(w, OVER)
    assert w.report(w.callback(made)).reason is Reason.LATE
    assert w.obligation(number).state is ObligationState.OPEN


def test_entries_that_cannot_be_read_are_counted_and_given_to_a_person_once(w):
    number = w.received(CERTIFICATE)
    made = w.intend(number)
    w.gateway.answers[made.intent.ref] = FakeAnswer(unreadable=2)
    assert run(w) == Watched(asked=1, reconcile=1, unreadable=2)
    assert [task.task.reason for task in w.tasks(UNIT)] == [Reason.UNREADABLE]
    assert run(w) == Watched()


def test_a_gateway_that_is_down_is_left_alone_and_asked_again(w):
    for _ in range(GIVE_UP_AFTER + 1):
        w.intend(w.received(CERTIFICATE))
    w.gateway.down = True
    assert run(w) == Watched(failed=GIVE_UP_AFTER)
    w.gateway.down = False
    assert run(w) == Watched(asked=GIVE_UP_AFTER + 1)
