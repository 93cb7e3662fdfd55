"""Cash at the counter: exact, once, under one receipt; and what a demand for payment does."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.catalogue.tariff import UnknownFeeLine
from chalicelib.domain.dossier.obligations import Due, Method, ObligationState
from chalicelib.domain.payments.fee_errors import AmountMismatch, ObligationNotOpen
from chalicelib.domain.shared.errors import Forbidden, Invalid, KeyReused, NotFound, WrongMoment
from chalicelib.steps.dossier.context import Command
from chalicelib.steps.payments import acknowledge_payment, pay, request_payment
from chalicelib.steps.reception import receive, refuse
from chalicelib.steps.settlement import request_supplement, transfer
from tests.contract.journey import (
    CASE,
    CASHIER,
    CERTIFICATE,
    CLERK,
    LINKED,
    REAL,
    approve_number,
)
from tests.support.commands import change_body
from tests.support.payment_builders import TWO_FEES, Till, open_till, require_acknowledgement
from tests.support.people import build_actor


@pytest.fixture
def own_till(request: pytest.FixtureRequest) -> Iterator[Till]:
    with open_till(hashlib.sha256(request.node.nodeid.encode()).hexdigest()[:12]) as made:
        yield made


def build_cash(
    own_till: Till, number: str, *names: str, amount: int = 15_000, receipt: str = "BL-0001"
) -> Command[Any]:
    body = {"obligations": list(names or ("F01",)), "amount": amount, "receipt_number": receipt}
    return own_till.ask("pay", CASHIER, number, body, own_till.load(number).version)


def request_payment_of(own_till: Till, number: str, *names: str, lines: tuple[str, ...] = ()) -> str:
    body = {"obligations": list(names), "fee_lines": list(lines), "reason": "Thu trước khi cấp"}
    case = build_actor(Role.CASE_OFFICER, own_till.load(number).agency, "case-1")
    return own_till.then(request_payment.request_payment, case, number, **body)


@pytest.mark.clause("HUE-15.1", "QN-27.3")
def test_cash_settles_exactly_what_it_names(own_till):
    number = own_till.received(CERTIFICATE)
    answer = pay.pay_at_counter(own_till.deps, build_cash(own_till, number))
    paid = own_till.obligation(number)
    assert (paid.state, paid.method, paid.paid_amount) == (ObligationState.SETTLED, Method.CASH, 15_000)
    assert answer.dossier == own_till.whole(number)
    assert own_till.kinds(number)[-2:] == ["payment_recorded", "paid"]
    recorded, settled = own_till.store.load_ledger(number)[-2:]
    assert recorded.actor["sub"] == settled.actor["sub"] == CASHIER.sub
    assert settled.data["settles"] == ["F01"]
    assert recorded.data["transaction"] == paid.transactions[-1]
    assert "to" not in settled.data


def test_any_other_amount_is_refused_and_nothing_is_written(own_till):
    number = own_till.received(CERTIFICATE)
    for amount in (14_999, 15_001):
        with pytest.raises(AmountMismatch):
            pay.pay_at_counter(own_till.deps, build_cash(own_till, number, amount=amount))
    assert own_till.obligation(number).state is ObligationState.OPEN
    assert "paid" not in own_till.kinds(number)
    pay.pay_at_counter(own_till.deps, build_cash(own_till, number))
    with pytest.raises(ObligationNotOpen):
        pay.pay_at_counter(own_till.deps, build_cash(own_till, number, receipt="BL-0002"))


def test_a_receipt_counts_once_across_all_dossiers(own_till):
    first, second = own_till.received(CERTIFICATE), own_till.received(CERTIFICATE)
    pay.pay_at_counter(own_till.deps, build_cash(own_till, first))
    with pytest.raises(pay.ReceiptUsed):
        pay.pay_at_counter(own_till.deps, build_cash(own_till, second))
    assert own_till.obligation(second).state is ObligationState.OPEN


def test_the_same_key_takes_the_money_once(own_till):
    number = own_till.received(CERTIFICATE)
    command = build_cash(own_till, number)
    first, again = pay.pay_at_counter(own_till.deps, command), pay.pay_at_counter(own_till.deps, command)
    assert (again.dossier, again.repeated) == (first.dossier, True)
    assert own_till.kinds(number).count("paid") == 1
    other = change_body(command, amount=1)
    with pytest.raises(KeyReused):
        pay.pay_at_counter(own_till.deps, other)


def test_only_a_cashier_of_the_receiving_unit_takes_cash(own_till):
    number = own_till.received(CERTIFICATE)
    body = {"obligations": ["F01"], "amount": 15_000, "receipt_number": "BL-0001"}
    with pytest.raises(Forbidden):
        pay.pay_at_counter(own_till.deps, own_till.ask("pay", CLERK, number, body, own_till.load(number).version))
    elsewhere = build_actor(Role.CASHIER, "HUE-N19789-1C", "cashier-9")
    with pytest.raises(NotFound):
        pay.pay_at_counter(own_till.deps, own_till.ask("pay", elsewhere, number, body, own_till.load(number).version))


def test_a_fee_is_paid_from_the_filing_on_and_not_after_the_end(own_till):
    assert (
        pay.pay_at_counter(own_till.deps, build_cash(own_till, own_till.submitted(CERTIFICATE))).dossier.state
        == "submitted"
    )
    ended = own_till.then(
        refuse.refuse_dossier, CLERK, own_till.submitted(CERTIFICATE), ground="not_conforming", reason="Sai mẫu"
    )
    with pytest.raises(WrongMoment):
        pay.pay_at_counter(own_till.deps, build_cash(own_till, ended))
    with pytest.raises(NotFound):
        pay.pay_at_counter(own_till.deps, build_cash(own_till, own_till.closed()))


def test_a_fee_can_be_paid_while_a_supplement_is_awaited(own_till):
    number = own_till.processing(CERTIFICATE)
    key = next(
        each.key for each in own_till.deps.reference.find_procedure(CERTIFICATE).components if each.need == "required"
    )
    words = {"components": [key], "form_fields": [], "guidance": "Chụp lại"}
    own_till.then(request_supplement.request_supplement, CASE, number, **words)
    own_till.then(approve_number(1), CLERK, number, reason=None)
    assert pay.pay_at_counter(own_till.deps, build_cash(own_till, number)).dossier.state == "supplement_requested"


@pytest.mark.clause("VL-16.2")
def test_a_demand_blocks_until_all_of_it_is_paid(own_till):
    number = request_payment_of(own_till, own_till.processing(TWO_FEES), "F01", lines=("appraisal",))
    held = own_till.whole(number)
    assert held.state == "payment_requested"
    assert [(one.id, one.amount, one.blocking) for one in held.obligations] == [
        ("F01", 50_000, True), ("F02", 100_000, True),
    ]  # fmt: skip
    assert (
        pay.pay_at_counter(own_till.deps, build_cash(own_till, number, "F01", amount=50_000)).dossier.state
        == "payment_requested"
    )
    last = build_cash(own_till, number, "F02", amount=100_000, receipt="BL-0002")
    assert pay.pay_at_counter(own_till.deps, last).dossier.state == "processing"
    assert own_till.whole(number).state == "processing"


def test_a_demand_names_something_owed_and_asks_no_sum_twice(own_till):
    number = own_till.processing(TWO_FEES)
    with pytest.raises(Invalid):
        request_payment_of(own_till, number)
    with pytest.raises(NotFound):
        request_payment_of(own_till, number, "F07")
    with pytest.raises(UnknownFeeLine):
        request_payment_of(own_till, number, lines=("no_such_line",))
    request_payment_of(own_till, number, lines=("certificate",))
    assert [one.id for one in own_till.load(number).obligations] == ["F01"]


def test_a_demand_for_what_is_paid_is_refused(own_till):
    number = own_till.processing(CERTIFICATE)
    own_till.versions[number] = pay.pay_at_counter(own_till.deps, build_cash(own_till, number)).dossier.version
    with pytest.raises(ObligationNotOpen):
        request_payment_of(own_till, number, "F01")
    assert own_till.load(number).state == "processing"


def test_a_demanded_fee_due_at_handover_falls_due_now(own_till):
    number = request_payment_of(own_till, own_till.processing(LINKED), "F01")
    assert own_till.obligation(number).due in (Due.RECEPTION, Due.PROCESSING)


@pytest.mark.clause("VL-16.2")
def test_bank_money_frees_the_next_step_only_once_it_is_acknowledged(own_till):
    number = request_payment_of(own_till, own_till.processing(CERTIFICATE), "F01")
    desk = require_acknowledgement(own_till.deps)
    own_till.report(own_till.callback(own_till.intend(number)), desk)
    assert own_till.obligation(number).state is ObligationState.SETTLED
    assert own_till.load(number).state == "payment_requested"
    body = {"obligation": "F01", "voucher": "CT-77", "credited_at": REAL}
    command = own_till.ask("acknowledge_payment", CASHIER, number, body, own_till.load(number).version)
    acknowledge_payment.acknowledge_payment(desk, command)
    assert own_till.whole(number).state == "processing"
    assert own_till.obligation(number).voucher == "CT-77"
    assert own_till.store.load_ledger(number)[-1].law[0]["param"] == "payment.blocks_next_step"


@pytest.mark.clause("VL-16.2")
def test_cash_needs_no_acknowledgement(own_till):
    number = request_payment_of(own_till, own_till.processing(CERTIFICATE), "F01")
    assert (
        pay.pay_at_counter(require_acknowledgement(own_till.deps), build_cash(own_till, number)).dossier.state
        == "processing"
    )


def test_only_a_paid_obligation_is_acknowledged_and_not_from_the_future(own_till):
    number = own_till.received(CERTIFICATE)
    body = {"obligation": "F01", "voucher": "CT-77", "credited_at": REAL}
    acknowledge = acknowledge_payment.acknowledge_payment
    with pytest.raises(Invalid, match="invalid") as refused:
        acknowledge(
            own_till.deps, own_till.ask("acknowledge_payment", CASHIER, number, body, own_till.load(number).version)
        )
    assert refused.value.fields[0].code == "not_paid"
    own_till.report(own_till.callback(own_till.intend(number)))
    ahead = {**body, "credited_at": own_till.now.replace(year=2030)}
    with pytest.raises(Invalid) as refused:
        acknowledge(
            own_till.deps, own_till.ask("acknowledge_payment", CASHIER, number, ahead, own_till.load(number).version)
        )
    assert refused.value.fields[0].code == "in_future"


def test_money_is_separated_from_legal_time(own_till):
    own_till.now = own_till.now.replace(year=2027, month=1, day=11)
    number = own_till.submitted(CERTIFICATE)
    own_till.then(receive.receive_dossier, CLERK, number, deferral="other_way_agreed")
    own_till.then(transfer.transfer_dossier, CLERK, number)
    pay.pay_at_counter(own_till.deps, build_cash(own_till, number))
    recorded = own_till.store.load_ledger(number)[-2]
    assert recorded.data["paid_at"].startswith("2026-11-23")
    assert recorded.occurred_at.year == 2027
