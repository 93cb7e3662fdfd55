"""Exemption: claimed with proof, decided by an officer, and the group never in the ledger."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import pytest

from chalicelib.domain.dossier.obligations import ExemptionState, ObligationState
from chalicelib.domain.payments.allocation import Reason
from chalicelib.domain.payments.fee_errors import ExemptionNotPending
from chalicelib.domain.shared.errors import Forbidden, NotFound
from chalicelib.steps.payments import confirm_exemption, request_payment
from chalicelib.steps.reception import receive
from chalicelib.steps.settlement import transfer
from tests.contract.journey import CASE, CASHIER, CERTIFICATE, CLERK
from tests.support.payment_builders import Till, open_till


@pytest.fixture
def own_till(request: pytest.FixtureRequest) -> Iterator[Till]:
    with open_till(hashlib.sha256(request.node.nodeid.encode()).hexdigest()[:12]) as made:
        yield made


def file_claimed(own_till: Till) -> str:
    number = own_till.claiming(CERTIFICATE, "poor_household")
    return own_till.then(receive.receive_dossier, CLERK, number, deferral="other_way_agreed")


def decide_claim(
    own_till: Till, number: str, outcome: str = "confirmed", name: str = "F01", reason: str | None = None
) -> None:
    body = {"obligation": name, "outcome": outcome, "reason": reason}
    own_till.then(confirm_exemption.confirm_exemption, CLERK, number, **body)


def test_a_confirmed_claim_ends_the_debt(own_till):
    number = file_claimed(own_till)
    assert own_till.obligation(number).exemption.state is ExemptionState.CLAIMED
    assert own_till.obligation(number).outstanding == 15_000
    decide_claim(own_till, number)
    after = own_till.obligation(number)
    assert (after.state, after.exemption.decided_by) == (ObligationState.EXEMPTED, CLERK.sub)
    assert own_till.kinds(number)[-1] == "exemption_decided"
    own_till.whole(number)


def test_a_rejected_claim_leaves_it_with_a_reason_kept_apart(own_till):
    number = file_claimed(own_till)
    decide_claim(own_till, number, "rejected", reason="Giấy đã hết hạn")
    assert own_till.obligation(number).state is ObligationState.OPEN
    assert "hết hạn" not in str([fact.body for fact in own_till.store.load_ledger(number)])
    assert "Giấy đã hết hạn" in [part.value for part in own_till.store.load_parts(number).values()]
    with pytest.raises(ExemptionNotPending):
        decide_claim(own_till, number)


def test_without_a_claim_there_is_nothing_to_decide(own_till):
    number = own_till.received(CERTIFICATE)
    with pytest.raises(ExemptionNotPending):
        decide_claim(own_till, number)
    with pytest.raises(NotFound):
        decide_claim(own_till, number, name="F09")


def test_only_the_desk_decides(own_till):
    number = file_claimed(own_till)
    body = {"obligation": "F01", "outcome": "confirmed", "reason": None}
    with pytest.raises(Forbidden):
        own_till.then(confirm_exemption.confirm_exemption, CASHIER, number, **body)


@pytest.mark.clause("VL-16.2")
def test_an_exemption_frees_a_dossier_that_waits_for_nothing_else(own_till):
    number = own_till.then(transfer.transfer_dossier, CLERK, file_claimed(own_till))
    demand = {"obligations": ["F01"], "fee_lines": [], "reason": None}
    own_till.then(request_payment.request_payment, CASE, number, **demand)
    decide_claim(own_till, number)
    assert own_till.whole(number).state == "processing"


@pytest.mark.clause("VL-16.2")
def test_a_rejected_claim_keeps_it_waiting(own_till):
    number = own_till.then(transfer.transfer_dossier, CLERK, file_claimed(own_till))
    demand = {"obligations": ["F01"], "fee_lines": [], "reason": None}
    own_till.then(request_payment.request_payment, CASE, number, **demand)
    decide_claim(own_till, number, "rejected", reason="Không thuộc diện")
    assert own_till.whole(number).state == "payment_requested"


def test_online_money_for_an_exempted_sum_waits_for_a_person(own_till):
    number = file_claimed(own_till)
    made = own_till.intend(number)
    decide_claim(own_till, number)
    assert own_till.report(own_till.callback(made)).reason is Reason.OBLIGATION_NOT_OPEN
