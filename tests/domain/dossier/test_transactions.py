"""What a gateway reports is read without loss: money, a failure, or something that only a person can read."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.dossier.transactions import (
    MAX_AMOUNT,
    EndedAs,
    FailedAttempt,
    Intent,
    Transaction,
    read_attempt,
    read_callback,
)
from chalicelib.domain.payments import allocation
from chalicelib.domain.payments.allocation import Reason, Resolution
from chalicelib.domain.shared.serialization import pack_value, unpack_value
from tests.domain.payments.intents import (
    CASH,
    INTENT,
    NOW,
    PAID,
    find_reason,
    read_raw,
    write_body,
)


def test_a_genuine_callback_reads_as_its_transaction():
    callback = read_raw(write_body())
    assert callback.readable
    assert replace(callback.transaction, evidence="") == PAID
    assert len(callback.transaction.evidence) == 64
    assert callback.transaction.ref == "gw:T1"


@pytest.mark.parametrize(
    "unreadable",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b'"paid"',
        b"\xff\xfe{}",
        b"[" * 100_000,
        b'{"amount":' + b"9" * 5_000 + b"}",
        write_body(amount="100000"),
        write_body(amount=100_000.0),
        write_body(amount=True),
        write_body(amount=0),
        write_body(amount=-1),
        write_body(amount=MAX_AMOUNT + 1),
        write_body(status="pending"),
        write_body(status="failed", intent=None),
        write_body(currency="vnd"),
        write_body(currency=None),
        write_body(paid_at="2026-03-02T15:33:00"),
        write_body(paid_at="0001-01-01T00:00:00+14:00"),
        write_body(paid_at=1_772_440_380),
        write_body(paid_at="soon"),
        write_body(transaction=""),
        write_body(transaction="x" * 129),
        write_body(transaction="T#1"),
        write_body(intent=None),
        write_body(intent=["int-1"]),
    ],
)
def test_a_genuine_callback_that_cannot_be_read_is_kept_for_a_person(unreadable):
    callback = read_raw(unreadable)
    assert not callback.readable
    assert (callback.transaction.amount, callback.transaction.paid_at) == (0, NOW)
    assert callback.transaction.ref == read_raw(unreadable).transaction.ref
    assert find_reason(callback) is Reason.UNREADABLE


@pytest.mark.parametrize("status", EndedAs)
@pytest.mark.parametrize("amount", [100_000, 0, None])
def test_a_genuine_failure_is_no_money_and_nothing_to_reconcile(status, amount):
    failed = FailedAttempt("gw", "T1", "int-1", status)
    assert read_callback(write_body(status=status.value, amount=amount), "gw", NOW) == failed
    assert read_attempt(json.loads(write_body(status=status.value, amount=amount)), "gw") == failed


@given(st.binary(max_size=200))
def test_no_bytes_at_all_make_reading_fail(raw):
    news = read_callback(raw, "gw", NOW)
    assert (news.provider if isinstance(news, FailedAttempt) else news.transaction.provider) == "gw"


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@given(
    member=st.sampled_from(["transaction", "intent", "amount", "currency", "status", "paid_at"]),
    value=json_values,
)
def test_no_value_in_any_member_makes_reading_fail_or_settle_other_money(member, value):
    callback = read_callback(write_body(**{member: value}), "gw", NOW)
    if isinstance(callback, FailedAttempt):
        assert (member, value) in {("status", "failed"), ("status", "cancelled")}
    elif find_reason(callback) is None:
        assert callback.transaction.amount == INTENT.amount
        assert callback.transaction.intent_ref == INTENT.ref


def test_a_queried_transaction_is_the_one_a_callback_reports():
    queried = read_attempt(json.loads(write_body()), "gw")
    assert isinstance(queried, Transaction)
    assert allocation.is_repeat(queried, read_raw(write_body()).transaction)


@pytest.mark.parametrize("entry", [{}, [], None, "paid", {"transaction": "T1"}])
def test_a_listed_entry_that_is_no_transaction_is_said_to_be_none(entry):
    with pytest.raises(ValueError, match="not a transaction"):
        read_attempt(entry, "gw")


def test_every_value_survives_storing():
    task = allocation.ReconciliationTask("gw:T1", Reason.LATE, NOW, "dossier-1")
    closed = allocation.close_task(task, Resolution.NO_MONEY, "officer-1", NOW)
    kept = ((Transaction, PAID), (Transaction, CASH), (Intent, INTENT), (allocation.ReconciliationTask, closed))
    for kind, value in kept:
        assert unpack_value(kind, pack_value(value)) == value
