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
from chalicelib.domain.payments.fees import AmountMismatch, ObligationNotOpen
from chalicelib.domain.shared.errors import Forbidden, Invalid, KeyReused, NotFound, Stale
from chalicelib.steps.dossier.context import Ask
from chalicelib.steps.payments import pay, reconcile
from tests.contract.journey import CASHIER, CERTIFICATE, CITIZEN, CLERK, HEAD_OF_DESK, OFFICE, REAL, UNIT
from tests.support.payment_builders import Till, till


@pytest.fixture
def w(request: pytest.FixtureRequest) -> Iterator[Till]:
    with till(hashlib.sha256(request.node.nodeid.encode()).hexdigest()[:12]) as made:
        yield made


def late(w: Till, txn: str = "T1", amount: int = 15_000) -> str:
    number = w.received(CERTIFICATE)
    made = w.intend(number)
    w.report(w.callback(made, txn, paid_at=REAL + INTENT_LIFE + timedelta(minutes=1), amount=amount))
    return number


def listed(
    w: Till, actor: Actor, unit: str = UNIT, limit: int = 50, cursor: str | None = None, *, ended: bool = False
) -> Any:
    ask = w.ask("reconciliation", actor, "")
    return reconcile.list_tasks(w.desk, w.lists, ask, unit, limit, cursor, ended=ended)


def closing(w: Till, task_id: str, actor: Actor = CASHIER, version: int = 1, number: str = "", **body: Any) -> Ask:
    said = {"resolution": "refunded", "note": "Hoàn lại", "dossier_id": number or None, "obligations": [], **body}
    return w.ask(f"close_reconciliation-{task_id}", actor, number, said, version)


def test_a_unit_s_people_and_the_province_see_its_queue(w):
    number = late(w)
    for actor in (CASHIER, HEAD_OF_DESK, OFFICE):
        (task,), further = listed(w, actor)
        assert (task.task.dossier_id, task.version, further) == (number, 1, None)
    for actor, unit in ((CLERK, UNIT), (CITIZEN, UNIT), (CASHIER, "HUE-N19789-1C"), (CASHIER, "province")):
        with pytest.raises(NotFound):
            listed(w, actor, unit)
    assert listed(w, OFFICE, "province") == ([], None)


def test_the_queue_has_pages(w):
    for count in range(3):
        late(w, f"T{count}")
    first, further = listed(w, CASHIER, limit=2)
    rest, end = listed(w, CASHIER, limit=2, cursor=further)
    assert (len(first), len(rest), end) == (2, 1, None)
    assert len({one.task.id for one in (*first, *rest)}) == 3


def test_what_people_ended_is_listed_apart_the_last_one_first(w):
    for count in range(2):
        late(w, f"T{count}")
    (first, second), _ = listed(w, CASHIER)
    for minutes, task in enumerate((first, second)):
        ask = replace(closing(w, task.task.id), real_now=REAL + timedelta(hours=1, minutes=minutes))
        reconcile.close_task(w.desk, ask, task.task.id)
    assert listed(w, CASHIER) == ([], None)
    found, further = listed(w, CASHIER, limit=1, ended=True)
    older, _ = listed(w, CASHIER, limit=1, cursor=further, ended=True)
    assert [one.task.id for one in (*found, *older)] == [second.task.id, first.task.id]
    with pytest.raises(NotFound):
        listed(w, CLERK, ended=True)


def test_it_ends_once(w):
    late(w)
    (task,), _ = listed(w, CASHIER)
    ask = closing(w, task.task.id)
    ended = reconcile.close_task(w.desk, ask, task.task.id)
    assert (ended.task.resolution, ended.task.closed_by, ended.version) == ("refunded", CASHIER.sub, 2)
    assert reconcile.close_task(w.desk, ask, task.task.id) == ended
    assert listed(w, CASHIER) == ([], None)
    with pytest.raises(Stale):
        reconcile.close_task(w.desk, closing(w, task.task.id), task.task.id)
    with pytest.raises(TaskClosed):
        reconcile.close_task(w.desk, closing(w, task.task.id, version=2), task.task.id)
    other = Ask(ask.step, "", CASHIER, w.now, REAL, ask.key, 1, {**ask.body, "note": "Khác"})
    with pytest.raises(KeyReused):
        reconcile.close_task(w.desk, other, task.task.id)


def test_strangers_do_not_find_it(w):
    late(w)
    (task,), _ = listed(w, CASHIER)
    for actor in (CLERK, CITIZEN):
        with pytest.raises(NotFound):
            reconcile.close_task(w.desk, closing(w, task.task.id, actor), task.task.id)
    with pytest.raises(NotFound):
        reconcile.close_task(w.desk, closing(w, "0" * 26), "0" * 26)


def test_late_money_may_be_applied_to_what_is_still_owed(w):
    number = late(w)
    (task,), _ = listed(w, CASHIER)
    ask = closing(w, task.task.id, number=number, resolution="applied", obligations=["F01"])
    ended = reconcile.close_task(w.desk, ask, task.task.id)
    assert ended.task.resolution == "applied"
    paid = w.obligation(number)
    assert (paid.state, paid.method, paid.transactions) == (ObligationState.SETTLED, Method.ONLINE, ("gw:T1",))
    assert w.whole(number)
    assert w.store.ledger(number)[-1].actor["sub"] == CASHIER.sub
    assert reconcile.close_task(w.desk, ask, task.task.id) == ended


def test_applied_is_exact_the_dossier_s_own_and_by_a_cashier(w):
    number = late(w, amount=20_000)
    (task,), _ = listed(w, CASHIER)
    applied: dict[str, Any] = {"resolution": "applied", "obligations": ["F01"]}
    with pytest.raises(AmountMismatch):
        reconcile.close_task(w.desk, closing(w, task.task.id, number=number, **applied), task.task.id)
    other = w.received(CERTIFICATE)
    for named in (other, ""):
        with pytest.raises(Invalid):
            reconcile.close_task(w.desk, closing(w, task.task.id, number=named, **applied), task.task.id)
    by_head = closing(w, task.task.id, HEAD_OF_DESK, number=number, **applied)
    with pytest.raises(Forbidden):
        reconcile.close_task(w.desk, by_head, task.task.id)
    assert w.obligation(number).state is ObligationState.OPEN
    assert len(listed(w, CASHIER)[0]) == 1


def test_money_of_nobody_known_is_never_applied(w):
    w.report(Callback(Transaction("gw", "U1", 15_000, REAL, Method.ONLINE, "unknown-1")))
    (task,), _ = listed(w, OFFICE, "province")
    with pytest.raises(Invalid) as refused:
        reconcile.close_task(w.desk, closing(w, task.task.id, OFFICE, resolution="applied"), task.task.id)
    assert refused.value.fields[0].code == "not_applicable"


def test_a_sum_paid_meanwhile_is_not_paid_twice(w):
    number = late(w)
    (task,), _ = listed(w, CASHIER)
    body = {"obligations": ["F01"], "amount": 15_000, "receipt_number": "BL-0001"}
    w.then(pay.pay, CASHIER, number, **body)
    ask = closing(w, task.task.id, number=number, resolution="applied", obligations=["F01"])
    with pytest.raises(ObligationNotOpen):
        reconcile.close_task(w.desk, ask, task.task.id)
    assert w.kinds(number).count("paid") == 1
