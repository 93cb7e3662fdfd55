"""Exemption: claimed with proof, decided by an officer, and the group never in the ledger."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import pytest

from chalicelib.domain.dossier.obligations import ExemptionState, ObligationState
from chalicelib.domain.payments.allocation import Reason
from chalicelib.domain.payments.fees import ExemptionNotPending
from chalicelib.domain.shared.errors import Forbidden, NotFound
from chalicelib.steps.payments import confirm_exemption, request_payment
from chalicelib.steps.reception import receive
from chalicelib.steps.settlement import transfer
from tests.contract.journey import CASE, CASHIER, CERTIFICATE, CLERK
from tests.support.payment_builders import Till, till


@pytest.fixture
def w(request: pytest.FixtureRequest) -> Iterator[Till]:
    with till(hashlib.sha256(request.node.nodeid.encode()).hexdigest()[:12]) as made:
        yield made


def claimed(w: Till) -> str:
    number = w.claiming(CERTIFICATE, "poor_household")
    return w.then(receive.receive, CLERK, number, deferral="other_way_agreed")


def decide(w: Till, number: str, outcome: str = "confirmed", name: str = "F01", reason: str | None = None) -> None:
    body = {"obligation": name, "outcome": outcome, "reason": reason}
    w.then(confirm_exemption.confirm_exemption, CLERK, number, **body)


def test_a_confirmed_claim_ends_the_debt(w):
    number = claimed(w)
    assert w.obligation(number).exemption.state is ExemptionState.CLAIMED
    assert w.obligation(number).outstanding == 15_000
    decide(w, number)
    after = w.obligation(number)
    assert (after.state, after.exemption.decided_by) == (ObligationState.EXEMPTED, CLERK.sub)
    assert w.kinds(number)[-1] == "exemption_decided"
    w.whole(number)


def test_a_rejected_claim_leaves_it_with_a_reason_kept_apart(w):
    number = claimed(w)
    decide(w, number, "rejected", reason="Giấy đã hết hạn")
    assert w.obligation(number).state is ObligationState.OPEN
    assert "hết hạn" not in str([fact.body for fact in w.store.ledger(number)])
    assert "Giấy đã hết hạn" in [part.value for part in w.store.parts(number).values()]
    with pytest.raises(ExemptionNotPending):
        decide(w, number)


def test_without_a_claim_there_is_nothing_to_decide(w):
    number = w.received(CERTIFICATE)
    with pytest.raises(ExemptionNotPending):
        decide(w, number)
    with pytest.raises(NotFound):
        decide(w, number, name="F09")


def test_only_the_desk_decides(w):
    number = claimed(w)
    body = {"obligation": "F01", "outcome": "confirmed", "reason": None}
    with pytest.raises(Forbidden):
        w.then(confirm_exemption.confirm_exemption, CASHIER, number, **body)


@pytest.mark.clause("VL-16.2")
def test_an_exemption_frees_a_dossier_that_waits_for_nothing_else(w):
    number = w.then(transfer.transfer, CLERK, claimed(w))
    demand = {"obligations": ["F01"], "fee_lines": [], "reason": None}
    w.then(request_payment.request_payment, CASE, number, **demand)
    decide(w, number)
    assert w.whole(number).state == "processing"


@pytest.mark.clause("VL-16.2")
def test_a_rejected_claim_keeps_it_waiting(w):
    number = w.then(transfer.transfer, CLERK, claimed(w))
    demand = {"obligations": ["F01"], "fee_lines": [], "reason": None}
    w.then(request_payment.request_payment, CASE, number, **demand)
    decide(w, number, "rejected", reason="Không thuộc diện")
    assert w.whole(number).state == "payment_requested"


def test_online_money_for_an_exempted_sum_waits_for_a_person(w):
    number = claimed(w)
    made = w.intend(number)
    decide(w, number)
    assert w.report(w.callback(made)).reason is Reason.OBLIGATION_NOT_OPEN
