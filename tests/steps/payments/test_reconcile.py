"""Reconciliation: seen by those who end it, ended once, and applied only to exactly what is owed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.accounts.roles import Actor
from chalicelib.domain.dossier.obligations import Method, ObligationState
from chalicelib.domain.dossier.transactions import Callback, Transaction
from chalicelib.domain.payments.allocation import INTENT_LIFE, TaskClosed
from chalicelib.domain.payments.fee_errors import AmountMismatch, ObligationNotOpen
from chalicelib.domain.shared.errors import Forbidden, Invalid, KeyReused, NotFound, Stale
from chalicelib.steps.dossier.context import Command
from chalicelib.steps.payments import pay, reconcile
from tests.contract.journey import CASHIER, CERTIFICATE, CITIZEN, CLERK, HEAD_OF_DESK, OFFICE, REAL, UNIT
from tests.support.commands import change_body
from tests.support.payment_builders import Till, open_till


@pytest.fixture
def own_till(request: pytest.FixtureRequest) -> Iterator[Till]:
    with open_till(hashlib.sha256(request.node.nodeid.encode()).hexdigest()[:12]) as made:
        yield made


def receive_late_money(own_till: Till, txn: str = "T1", amount: int = 15_000) -> str:
    number = own_till.received(CERTIFICATE)
    made = own_till.intend(number)
    own_till.report(own_till.callback(made, txn, paid_at=REAL + INTENT_LIFE + timedelta(minutes=1), amount=amount))
    return number


def list_queue(
    own_till: Till, actor: Actor, unit: str = UNIT, limit: int = 50, cursor: str | None = None, *, ended: bool = False
) -> Any:
    command = own_till.ask("reconciliation", actor, "")
    return reconcile.list_tasks(own_till.deps, own_till.lists, command, unit, limit, cursor, ended=ended)


def build_closing(
    own_till: Till, task_id: str, actor: Actor = CASHIER, version: int = 1, number: str = "", **body: Any
) -> Command[Any]:
    said = {"resolution": "refunded", "note": "Hoàn lại", "dossier_id": number or None, "obligations": [], **body}
    return own_till.ask(f"close_reconciliation-{task_id}", actor, number, said, version)


def test_a_unit_s_people_and_the_province_see_its_queue(own_till):
    number = receive_late_money(own_till)
    for actor in (CASHIER, HEAD_OF_DESK, OFFICE):
        (task,), further = list_queue(own_till, actor)
        assert (task.task.dossier_id, task.version, further) == (number, 1, None)
    for actor, unit in ((CLERK, UNIT), (CITIZEN, UNIT), (CASHIER, "HUE-N19789-1C"), (CASHIER, "province")):
        with pytest.raises(NotFound):
            list_queue(own_till, actor, unit)
    assert list_queue(own_till, OFFICE, "province") == ([], None)


def test_the_queue_has_pages(own_till):
    for count in range(3):
        receive_late_money(own_till, f"T{count}")
    first, further = list_queue(own_till, CASHIER, limit=2)
    rest, end = list_queue(own_till, CASHIER, limit=2, cursor=further)
    assert (len(first), len(rest), end) == (2, 1, None)
    assert len({one.task.id for one in (*first, *rest)}) == 3


def test_what_people_ended_is_listed_apart_the_last_one_first(own_till):
    for count in range(2):
        receive_late_money(own_till, f"T{count}")
    (first, second), _ = list_queue(own_till, CASHIER)
    for minutes, task in enumerate((first, second)):
        command = replace(build_closing(own_till, task.task.id), real_now=REAL + timedelta(hours=1, minutes=minutes))
        reconcile.close_task(own_till.deps, command, task.task.id)
    assert list_queue(own_till, CASHIER) == ([], None)
    found, further = list_queue(own_till, CASHIER, limit=1, ended=True)
    older, _ = list_queue(own_till, CASHIER, limit=1, cursor=further, ended=True)
    assert [one.task.id for one in (*found, *older)] == [second.task.id, first.task.id]
    with pytest.raises(NotFound):
        list_queue(own_till, CLERK, ended=True)


def test_it_ends_once(own_till):
    receive_late_money(own_till)
    (task,), _ = list_queue(own_till, CASHIER)
    command = build_closing(own_till, task.task.id)
    ended = reconcile.close_task(own_till.deps, command, task.task.id)
    assert (ended.task.resolution, ended.task.closed_by, ended.version) == ("refunded", CASHIER.sub, 2)
    assert reconcile.close_task(own_till.deps, command, task.task.id) == ended
    assert list_queue(own_till, CASHIER) == ([], None)
    with pytest.raises(Stale):
        reconcile.close_task(own_till.deps, build_closing(own_till, task.task.id), task.task.id)
    with pytest.raises(TaskClosed):
        reconcile.close_task(own_till.deps, build_closing(own_till, task.task.id, version=2), task.task.id)
    other = change_body(command, note="Khác")
    with pytest.raises(KeyReused):
        reconcile.close_task(own_till.deps, other, task.task.id)


def test_strangers_do_not_find_it(own_till):
    receive_late_money(own_till)
    (task,), _ = list_queue(own_till, CASHIER)
    for actor in (CLERK, CITIZEN):
        with pytest.raises(NotFound):
            reconcile.close_task(own_till.deps, build_closing(own_till, task.task.id, actor), task.task.id)
    with pytest.raises(NotFound):
        reconcile.close_task(own_till.deps, build_closing(own_till, "0" * 26), "0" * 26)


def test_late_money_may_be_applied_to_what_is_still_owed(own_till):
    number = receive_late_money(own_till)
    (task,), _ = list_queue(own_till, CASHIER)
    command = build_closing(own_till, task.task.id, number=number, resolution="applied", obligations=["F01"])
    ended = reconcile.close_task(own_till.deps, command, task.task.id)
    assert ended.task.resolution == "applied"
    paid = own_till.obligation(number)
    assert (paid.state, paid.method, paid.transactions) == (ObligationState.SETTLED, Method.ONLINE, ("gw:T1",))
    assert own_till.whole(number)
    assert own_till.store.load_ledger(number)[-1].actor["sub"] == CASHIER.sub
    assert reconcile.close_task(own_till.deps, command, task.task.id) == ended


def test_applied_is_exact_the_dossier_s_own_and_by_a_cashier(own_till):
    number = receive_late_money(own_till, amount=20_000)
    (task,), _ = list_queue(own_till, CASHIER)
    applied: dict[str, Any] = {"resolution": "applied", "obligations": ["F01"]}
    with pytest.raises(AmountMismatch):
        reconcile.close_task(
            own_till.deps, build_closing(own_till, task.task.id, number=number, **applied), task.task.id
        )
    other = own_till.received(CERTIFICATE)
    for named in (other, ""):
        with pytest.raises(Invalid):
            reconcile.close_task(
                own_till.deps, build_closing(own_till, task.task.id, number=named, **applied), task.task.id
            )
    by_head = build_closing(own_till, task.task.id, HEAD_OF_DESK, number=number, **applied)
    with pytest.raises(Forbidden):
        reconcile.close_task(own_till.deps, by_head, task.task.id)
    assert own_till.obligation(number).state is ObligationState.OPEN
    assert len(list_queue(own_till, CASHIER)[0]) == 1


def test_money_of_nobody_known_is_never_applied(own_till):
    own_till.report(Callback(Transaction("gw", "U1", 15_000, REAL, Method.ONLINE, "unknown-1")))
    (task,), _ = list_queue(own_till, OFFICE, "province")
    with pytest.raises(Invalid) as refused:
        reconcile.close_task(
            own_till.deps, build_closing(own_till, task.task.id, OFFICE, resolution="applied"), task.task.id
        )
    assert refused.value.fields[0].code == "not_applicable"


def test_a_sum_paid_meanwhile_is_not_paid_twice(own_till):
    number = receive_late_money(own_till)
    (task,), _ = list_queue(own_till, CASHIER)
    body = {"obligations": ["F01"], "amount": 15_000, "receipt_number": "BL-0001"}
    own_till.then(pay.pay_at_counter, CASHIER, number, **body)
    command = build_closing(own_till, task.task.id, number=number, resolution="applied", obligations=["F01"])
    with pytest.raises(ObligationNotOpen):
        reconcile.close_task(own_till.deps, command, task.task.id)
    assert own_till.kinds(number).count("paid") == 1
