"""Intents: only open obligations, only the owner's, never two that ask for the same sum."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import timedelta

import pytest

from chalicelib.domain.accounts.roles import Actor, Role
from chalicelib.domain.payments.allocation import INTENT_LIFE, GatewayUnavailable
from chalicelib.domain.payments.fees import ObligationNotOpen
from chalicelib.domain.shared.errors import Busy, Forbidden, KeyReused, NotFound, WrongMoment
from chalicelib.steps.dossier.ports import Conflict
from chalicelib.steps.payments import pay, pay_online, payment_items, request_payment
from tests.contract.journey import CASHIER, CERTIFICATE, CITIZEN, CLERK, LINKED, REAL, officer
from tests.support.payment_builders import SITE, TWO_FEES, FakeGateway, Till, till


@pytest.fixture
def w(request: pytest.FixtureRequest) -> Iterator[Till]:
    with till(hashlib.sha256(request.node.nodeid.encode()).hexdigest()[:12]) as made:
        yield made


def two_owed(w: Till) -> str:
    number = w.processing(TWO_FEES)
    case = officer("case-1", Role.CASE_OFFICER, w.load(number).agency)
    body = {"obligations": ["F01"], "fee_lines": ["appraisal"], "reason": None}
    return w.then(request_payment.request_payment, case, number, **body)


def test_an_intent_asks_for_what_is_owed_and_names_its_dossier(w):
    number = two_owed(w)
    made = w.intend(number, "F01", "F02")
    assert made.intent.amount == 150_000
    assert made.intent.expires_at == REAL + INTENT_LIFE
    assert payment_items.dossier_of(made.intent.ref) == number
    assert w.gateway.announced == {made.intent.ref: 150_000}
    assert w.item(payment_items.intent_key(made.intent.ref)) is not None


def test_it_is_no_fact_and_makes_nobody_stale(w):
    number = w.received(LINKED)
    before = w.load(number)
    w.intend(number)
    assert w.load(number) == before


def test_the_same_obligations_give_the_same_live_intent(w):
    number = two_owed(w)
    first = w.intend(number, "F01", "F02")
    again = w.intend(number, "F02", "F01")
    assert again == first
    assert len(w.gateway.announced) == 1


def test_a_sum_is_in_one_live_intent_only(w):
    number = two_owed(w)
    first = w.intend(number, "F01")
    with pytest.raises(pay_online.IntentLive) as refused:
        w.intend(number, "F01", "F02")
    assert refused.value.facts == {"obligation": "F01", "minutes": 31}
    second = w.intend(number, "F02")
    assert {first.intent.amount, second.intent.amount} == {50_000, 100_000}
    later = w.intend(number, "F01", "F02", at=REAL + INTENT_LIFE)
    assert later.intent.amount == 150_000


def test_an_answered_intent_makes_room_for_another(w):
    number = w.received(LINKED)
    first = w.intend(number)
    w.report(w.callback(first, amount=1_000))
    second = w.intend(number)
    assert second.intent.ref != first.intent.ref


def test_the_same_key_gives_the_first_answer(w):
    number = two_owed(w)
    key = w.key()
    first = w.intend(number, "F01", key=key)
    w.report(w.callback(first))
    assert w.intend(number, "F01", key=key) == first
    with pytest.raises(KeyReused):
        w.intend(number, "F02", key=key)
    with pytest.raises(NotFound):
        w.intend(number, "F01", by=Actor("citizen-9"), key=key)


def test_only_the_owner_pays_online(w):
    number = w.received(LINKED)
    with pytest.raises(NotFound):
        w.intend(number, by=Actor("citizen-9"))
    with pytest.raises(Forbidden):
        w.intend(number, by=CLERK)
    assert w.gateway.announced == {}


def test_only_open_obligations_of_a_dossier_under_way(w):
    number = w.received(CERTIFICATE)
    body = {"obligations": ["F01"], "amount": 15_000, "receipt_number": "BL-0001"}
    w.then(pay.pay, CASHIER, number, **body)
    with pytest.raises(ObligationNotOpen):
        w.intend(number)
    with pytest.raises(NotFound):
        w.intend(number, "F09")
    assert w.intend(w.submitted(LINKED)).intent.amount == 100_000
    with pytest.raises(WrongMoment):
        w.intend(w.closed())


def test_without_the_gateway_nothing_is_kept_and_the_same_key_may_try_again(w):
    number, key = w.received(LINKED), w.key()
    w.gateway.down = True
    with pytest.raises(GatewayUnavailable):
        w.intend(number, key=key)
    assert w.item(payment_items.live_key(number)) is None
    w.gateway.down = False
    made = w.intend(number, key=key)
    assert list(w.gateway.announced) == [made.intent.ref]


def test_a_deployment_without_gateway_says_so(w):
    number = w.received(LINKED)
    ask = w.ask("pay_online", CITIZEN, number, {"obligations": ["F01"]})
    with pytest.raises(pay_online.OnlinePaymentOff):
        pay_online.pay_online(w.desk, ask, None)


def test_a_lost_race_announces_the_same_reference_again(w):
    number = w.received(LINKED)

    class Once:
        """A store whose first save loses a race."""

        lost = False

        def load(self, *args, **named):
            return w.store.load(*args, **named)

        def save(self, change, *, now):
            if not self.lost:
                self.lost = True
                raise Conflict
            w.store.save(change, now=now)

    ask = w.ask("pay_online", CITIZEN, number, {"obligations": ["F01"]})
    desk = w.desk_of(Once())
    made = pay_online.pay_online(desk, ask, pay_online.Counter(w.gateway, SITE))
    assert list(w.gateway.announced) == [made.intent.ref]


def test_a_store_that_never_lets_through_is_busy(w):
    number = w.received(LINKED)

    class Never:
        """A store that always loses."""

        def load(self, *args, **named):
            return w.store.load(*args, **named)

        def save(self, change, *, now):
            raise Conflict

    ask = w.ask("pay_online", CITIZEN, number, {"obligations": ["F01"]})
    counter = pay_online.Counter(FakeGateway(), SITE)
    with pytest.raises(Busy):
        pay_online.pay_online(w.desk_of(Never()), ask, counter)
    assert w.item(payment_items.live_key(number)) is None


def test_an_intent_waits_in_the_due_list_until_it_is_answered(w):
    made = w.intend(w.received(LINKED))
    shards = [payment_items.due_partition(number) for number in range(payment_items.INTENT_SHARDS)]
    assert w.lists.due(shards, REAL, 10) == []
    assert w.lists.due(shards, REAL + timedelta(minutes=2), 10) == [made.intent.ref]
    w.report(w.callback(made))
    assert w.lists.due(shards, REAL + timedelta(minutes=2), 10) == []
