"""Cash at the counter: exact, once, under one receipt; and what a demand for payment does."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import pytest

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.catalogue.tariff import UnknownFeeLine
from chalicelib.domain.dossier.obligations import Due, Method, ObligationState
from chalicelib.domain.payments.fees import AmountMismatch, ObligationNotOpen
from chalicelib.domain.shared.errors import Forbidden, Invalid, KeyReused, NotFound, WrongMoment
from chalicelib.steps.dossier.context import Ask
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
    approved,
    officer,
)
from tests.support.payment_builders import TWO_FEES, Till, gated, till


@pytest.fixture
def w(request: pytest.FixtureRequest) -> Iterator[Till]:
    with till(hashlib.sha256(request.node.nodeid.encode()).hexdigest()[:12]) as made:
        yield made


def cash(w: Till, number: str, *names: str, amount: int = 15_000, receipt: str = "BL-0001") -> Ask:
    body = {"obligations": list(names or ("F01",)), "amount": amount, "receipt_number": receipt}
    return w.ask("pay", CASHIER, number, body, w.load(number).version)


def demanded(w: Till, number: str, *names: str, lines: tuple[str, ...] = ()) -> str:
    body = {"obligations": list(names), "fee_lines": list(lines), "reason": "Thu trước khi cấp"}
    case = officer("case-1", Role.CASE_OFFICER, w.load(number).agency)
    return w.then(request_payment.request_payment, case, number, **body)


@pytest.mark.clause("HUE-15.1", "QN-27.3")
def test_cash_settles_exactly_what_it_names(w):
    number = w.received(CERTIFICATE)
    answer = pay.pay(w.desk, cash(w, number))
    paid = w.obligation(number)
    assert (paid.state, paid.method, paid.paid_amount) == (ObligationState.SETTLED, Method.CASH, 15_000)
    assert answer.dossier == w.whole(number)
    assert w.kinds(number)[-2:] == ["payment_recorded", "paid"]
    recorded, settled = w.store.ledger(number)[-2:]
    assert recorded.actor["sub"] == settled.actor["sub"] == CASHIER.sub
    assert settled.data["settles"] == ["F01"]
    assert recorded.data["transaction"] == paid.transactions[-1]
    assert "to" not in settled.data


def test_any_other_amount_is_refused_and_nothing_is_written(w):
    number = w.received(CERTIFICATE)
    for amount in (14_999, 15_001):
        with pytest.raises(AmountMismatch):
            pay.pay(w.desk, cash(w, number, amount=amount))
    assert w.obligation(number).state is ObligationState.OPEN
    assert "paid" not in w.kinds(number)
    pay.pay(w.desk, cash(w, number))
    with pytest.raises(ObligationNotOpen):
        pay.pay(w.desk, cash(w, number, receipt="BL-0002"))


def test_a_receipt_counts_once_whatever_the_dossier(w):
    first, second = w.received(CERTIFICATE), w.received(CERTIFICATE)
    pay.pay(w.desk, cash(w, first))
    with pytest.raises(pay.ReceiptUsed):
        pay.pay(w.desk, cash(w, second))
    assert w.obligation(second).state is ObligationState.OPEN


def test_the_same_key_takes_the_money_once(w):
    number = w.received(CERTIFICATE)
    ask = cash(w, number)
    first, again = pay.pay(w.desk, ask), pay.pay(w.desk, ask)
    assert (again.dossier, again.repeated) == (first.dossier, True)
    assert w.kinds(number).count("paid") == 1
    other = Ask(ask.step, number, CASHIER, w.now, REAL, ask.key, ask.version, {**ask.body, "amount": 1})
    with pytest.raises(KeyReused):
        pay.pay(w.desk, other)


def test_only_a_cashier_of_the_receiving_unit_takes_cash(w):
    number = w.received(CERTIFICATE)
    body = {"obligations": ["F01"], "amount": 15_000, "receipt_number": "BL-0001"}
    with pytest.raises(Forbidden):
        pay.pay(w.desk, w.ask("pay", CLERK, number, body, w.load(number).version))
    elsewhere = officer("cashier-9", Role.CASHIER, "HUE-N19789-1C")
    with pytest.raises(NotFound):
        pay.pay(w.desk, w.ask("pay", elsewhere, number, body, w.load(number).version))


def test_a_fee_is_paid_from_the_filing_on_and_not_after_the_end(w):
    assert pay.pay(w.desk, cash(w, w.submitted(CERTIFICATE))).dossier.state == "submitted"
    ended = w.then(refuse.refuse, CLERK, w.submitted(CERTIFICATE), ground="not_conforming", reason="Sai mẫu")
    with pytest.raises(WrongMoment):
        pay.pay(w.desk, cash(w, ended))
    with pytest.raises(NotFound):
        pay.pay(w.desk, cash(w, w.closed()))


def test_a_fee_can_be_paid_while_a_supplement_is_awaited(w):
    number = w.processing(CERTIFICATE)
    key = next(each.key for each in w.desk.reference.procedure(CERTIFICATE).components if each.need == "required")
    words = {"components": [key], "form_fields": [], "guidance": "Chụp lại"}
    w.then(request_supplement.request_supplement, CASE, number, **words)
    w.then(approved(1), CLERK, number, reason=None)
    assert pay.pay(w.desk, cash(w, number)).dossier.state == "supplement_requested"


@pytest.mark.clause("VL-16.2")
def test_a_demand_blocks_until_all_of_it_is_paid(w):
    number = demanded(w, w.processing(TWO_FEES), "F01", lines=("appraisal",))
    held = w.whole(number)
    assert held.state == "payment_requested"
    assert [(one.id, one.amount, one.blocking) for one in held.obligations] == [
        ("F01", 50_000, True), ("F02", 100_000, True),
    ]  # fmt: skip
    assert pay.pay(w.desk, cash(w, number, "F01", amount=50_000)).dossier.state == "payment_requested"
    last = cash(w, number, "F02", amount=100_000, receipt="BL-0002")
    assert pay.pay(w.desk, last).dossier.state == "processing"
    assert w.whole(number).state == "processing"


def test_a_demand_names_something_owed_and_asks_no_sum_twice(w):
    number = w.processing(TWO_FEES)
    with pytest.raises(Invalid):
        demanded(w, number)
    with pytest.raises(NotFound):
        demanded(w, number, "F07")
    with pytest.raises(UnknownFeeLine):
        demanded(w, number, lines=("no_such_line",))
    demanded(w, number, lines=("certificate",))
    assert [one.id for one in w.load(number).obligations] == ["F01"]


def test_a_demand_for_what_is_paid_is_refused(w):
    number = w.processing(CERTIFICATE)
    w.versions[number] = pay.pay(w.desk, cash(w, number)).dossier.version
    with pytest.raises(ObligationNotOpen):
        demanded(w, number, "F01")
    assert w.load(number).state == "processing"


def test_a_demanded_fee_due_at_handover_falls_due_now(w):
    number = demanded(w, w.processing(LINKED), "F01")
    assert w.obligation(number).due in (Due.RECEPTION, Due.PROCESSING)


@pytest.mark.clause("VL-16.2")
def test_bank_money_frees_the_next_step_only_once_it_is_acknowledged(w):
    number = demanded(w, w.processing(CERTIFICATE), "F01")
    desk = gated(w.desk)
    w.report(w.callback(w.intend(number)), desk)
    assert w.obligation(number).state is ObligationState.SETTLED
    assert w.load(number).state == "payment_requested"
    body = {"obligation": "F01", "voucher": "CT-77", "credited_at": REAL}
    ask = w.ask("acknowledge_payment", CASHIER, number, body, w.load(number).version)
    acknowledge_payment.acknowledge_payment(desk, ask)
    assert w.whole(number).state == "processing"
    assert w.obligation(number).voucher == "CT-77"
    assert w.store.ledger(number)[-1].law[0]["param"] == "payment.blocks_next_step"


@pytest.mark.clause("VL-16.2")
def test_cash_needs_no_acknowledgement(w):
    number = demanded(w, w.processing(CERTIFICATE), "F01")
    assert pay.pay(gated(w.desk), cash(w, number)).dossier.state == "processing"


def test_only_a_paid_obligation_is_acknowledged_and_not_from_the_future(w):
    number = w.received(CERTIFICATE)
    body = {"obligation": "F01", "voucher": "CT-77", "credited_at": REAL}
    acknowledge = acknowledge_payment.acknowledge_payment
    with pytest.raises(Invalid, match="invalid") as refused:
        acknowledge(w.desk, w.ask("acknowledge_payment", CASHIER, number, body, w.load(number).version))
    assert refused.value.fields[0].code == "not_paid"
    w.report(w.callback(w.intend(number)))
    ahead = {**body, "credited_at": w.now.replace(year=2030)}
    with pytest.raises(Invalid) as refused:
        acknowledge(w.desk, w.ask("acknowledge_payment", CASHIER, number, ahead, w.load(number).version))
    assert refused.value.fields[0].code == "in_future"


def test_money_is_told_apart_from_legal_time(w):
    w.now = w.now.replace(year=2027, month=1, day=11)
    number = w.submitted(CERTIFICATE)
    w.then(receive.receive, CLERK, number, deferral="other_way_agreed")
    w.then(transfer.transfer, CLERK, number)
    pay.pay(w.desk, cash(w, number))
    recorded = w.store.ledger(number)[-2]
    assert recorded.data["paid_at"].startswith("2026-11-23")
    assert recorded.occurred_at.year == 2027
