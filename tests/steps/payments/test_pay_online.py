"""Intents: only open obligations, only the owner's, never two that ask for the same sum."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import timedelta

import pytest

from chalicelib.domain.accounts.roles import Actor, Role
from chalicelib.domain.payments.allocation import INTENT_LIFE, GatewayUnavailable
from chalicelib.domain.payments.fee_errors import ObligationNotOpen
from chalicelib.domain.shared.errors import Busy, Forbidden, KeyReused, NotFound, WrongMoment
from chalicelib.steps.dossier.items import IntentItem, OpenIntentsItem, UnansweredIntents
from chalicelib.steps.dossier.ports import Conflict
from chalicelib.steps.payments import pay, pay_online, payment_items, request_payment
from tests.contract.journey import CASHIER, CERTIFICATE, CITIZEN, CLERK, LINKED, REAL
from tests.support.payment_builders import SITE, TWO_FEES, FakeGateway, Till, open_till
from tests.support.people import build_actor


@pytest.fixture
def own_till(request: pytest.FixtureRequest) -> Iterator[Till]:
    with open_till(hashlib.sha256(request.node.nodeid.encode()).hexdigest()[:12]) as made:
        yield made


def request_two(own_till: Till) -> str:
    number = own_till.processing(TWO_FEES)
    case = build_actor(Role.CASE_OFFICER, own_till.load(number).agency, "case-1")
    body = {"obligations": ["F01"], "fee_lines": ["appraisal"], "reason": None}
    return own_till.then(request_payment.request_payment, case, number, **body)


def test_an_intent_asks_for_what_is_owed_and_names_its_dossier(own_till):
    number = request_two(own_till)
    made = own_till.intend(number, "F01", "F02")
    assert made.intent.amount == 150_000
    assert made.intent.expires_at == REAL + INTENT_LIFE
    assert payment_items.parse_dossier_id(made.intent.ref) == number
    assert own_till.gateway.announced == {made.intent.ref: 150_000}
    assert own_till.item(IntentItem(made.intent.ref)) is not None


def test_it_is_no_fact_and_makes_nobody_stale(own_till):
    number = own_till.received(LINKED)
    before = own_till.load(number)
    own_till.intend(number)
    assert own_till.load(number) == before


def test_the_same_obligations_give_the_same_live_intent(own_till):
    number = request_two(own_till)
    first = own_till.intend(number, "F01", "F02")
    again = own_till.intend(number, "F02", "F01")
    assert again == first
    assert len(own_till.gateway.announced) == 1


def test_a_sum_is_in_one_live_intent_only(own_till):
    number = request_two(own_till)
    first = own_till.intend(number, "F01")
    with pytest.raises(pay_online.IntentLive) as refused:
        own_till.intend(number, "F01", "F02")
    assert refused.value.facts == {"obligation": "F01", "minutes": 31}
    second = own_till.intend(number, "F02")
    assert {first.intent.amount, second.intent.amount} == {50_000, 100_000}
    later = own_till.intend(number, "F01", "F02", at=REAL + INTENT_LIFE)
    assert later.intent.amount == 150_000


def test_an_answered_intent_makes_room_for_another(own_till):
    number = own_till.received(LINKED)
    first = own_till.intend(number)
    own_till.report(own_till.callback(first, amount=1_000))
    second = own_till.intend(number)
    assert second.intent.ref != first.intent.ref


def test_the_same_key_gives_the_first_answer(own_till):
    number = request_two(own_till)
    key = own_till.key()
    first = own_till.intend(number, "F01", key=key)
    own_till.report(own_till.callback(first))
    assert own_till.intend(number, "F01", key=key) == first
    with pytest.raises(KeyReused):
        own_till.intend(number, "F02", key=key)
    with pytest.raises(NotFound):
        own_till.intend(number, "F01", by=Actor("citizen-9"), key=key)


def test_only_the_owner_pays_online(own_till):
    number = own_till.received(LINKED)
    with pytest.raises(NotFound):
        own_till.intend(number, by=Actor("citizen-9"))
    with pytest.raises(Forbidden):
        own_till.intend(number, by=CLERK)
    assert own_till.gateway.announced == {}


def test_only_open_obligations_of_a_dossier_under_way(own_till):
    number = own_till.received(CERTIFICATE)
    body = {"obligations": ["F01"], "amount": 15_000, "receipt_number": "BL-0001"}
    own_till.then(pay.pay_at_counter, CASHIER, number, **body)
    with pytest.raises(ObligationNotOpen):
        own_till.intend(number)
    with pytest.raises(NotFound):
        own_till.intend(number, "F09")
    assert own_till.intend(own_till.submitted(LINKED)).intent.amount == 100_000
    with pytest.raises(WrongMoment):
        own_till.intend(own_till.closed())


def test_without_the_gateway_nothing_is_kept_and_the_same_key_may_try_again(own_till):
    number, key = own_till.received(LINKED), own_till.key()
    own_till.gateway.down = True
    with pytest.raises(GatewayUnavailable):
        own_till.intend(number, key=key)
    assert own_till.item(OpenIntentsItem(number)) is None
    own_till.gateway.down = False
    made = own_till.intend(number, key=key)
    assert list(own_till.gateway.announced) == [made.intent.ref]


def test_a_deployment_without_gateway_says_so(own_till):
    number = own_till.received(LINKED)
    command = own_till.ask("pay_online", CITIZEN, number, {"obligations": ["F01"]})
    with pytest.raises(pay_online.OnlinePaymentOff):
        pay_online.pay_online(own_till.deps, command, None)


def test_a_lost_race_announces_the_same_reference_again(own_till):
    number = own_till.received(LINKED)

    class LosesOnce:
        """A store whose first save loses a race."""

        lost = False

        def load(self, *args, **named):
            return own_till.store.load(*args, **named)

        def save(self, change, *, now):
            if not self.lost:
                self.lost = True
                raise Conflict
            own_till.store.save(change, now=now)

    command = own_till.ask("pay_online", CITIZEN, number, {"obligations": ["F01"]})
    desk = own_till.desk_of(LosesOnce())
    made = pay_online.pay_online(desk, command, pay_online.GatewayClient(own_till.gateway, SITE))
    assert list(own_till.gateway.announced) == [made.intent.ref]


def test_a_store_that_never_lets_through_is_busy(own_till):
    number = own_till.received(LINKED)

    class NeverSaves:
        """A store that always loses."""

        def load(self, *args, **named):
            return own_till.store.load(*args, **named)

        def save(self, change, *, now):
            raise Conflict

    command = own_till.ask("pay_online", CITIZEN, number, {"obligations": ["F01"]})
    counter = pay_online.GatewayClient(FakeGateway(), SITE)
    with pytest.raises(Busy):
        pay_online.pay_online(own_till.desk_of(NeverSaves()), command, counter)
    assert own_till.item(OpenIntentsItem(number)) is None


def test_an_intent_waits_in_the_due_list_until_it_is_answered(own_till):
    made = own_till.intend(own_till.received(LINKED))
    shards = [UnansweredIntents(number) for number in range(payment_items.INTENT_SHARDS)]
    assert own_till.lists.list_due(shards, REAL, 10) == []
    assert own_till.lists.list_due(shards, REAL + timedelta(minutes=2), 10) == [made.intent.ref]
    own_till.report(own_till.callback(made))
    assert own_till.lists.list_due(shards, REAL + timedelta(minutes=2), 10) == []
