"""Dossiers with money to pay, the people around the counter, and a gateway that records its calls."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from chalicelib.domain.accounts.roles import Actor
from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.dossier.fold import fold_facts
from chalicelib.domain.dossier.obligations import Method, Obligation
from chalicelib.domain.dossier.transactions import Callback, EndedAs, FailedAttempt, Transaction
from chalicelib.domain.law.case_dates import CaseDates
from chalicelib.domain.law.rulings import Ruling
from chalicelib.domain.ledger.verification import verify_ledger
from chalicelib.domain.payments.allocation import GatewayUnavailable
from chalicelib.repositories.catalogue.reference import ProvinceReference
from chalicelib.repositories.dynamodb.index_queries import PaymentLists
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.steps.dossier.context import Dependencies
from chalicelib.steps.dossier.items import ItemName, OpenReconciliations, ReconciliationItem
from chalicelib.steps.dossier.ports import Change, Loaded
from chalicelib.steps.payments import pay_online, payment_items
from chalicelib.steps.payments.payment_items import Announced
from chalicelib.steps.payments.record_payment import Recorded, record_payment
from tests.contract.journey import CITIZEN, MORNING, REAL, World
from tests.support.fakes.made_up_aws import start_mock_aws
from tests.support.running.quick_table import replace_engine

TWO_FEES = "1.012783"
"""A procedure with a fee of 50 000 đồng, and one of 100 000 that is raised on request."""

SITE = "https://mot-cua.example.test"


@dataclass
class FakeGateway:
    """The gateway's side: what was announced, and what it will answer to a query."""

    provider: str = "gw"
    announced: dict[str, int] = field(default_factory=dict)
    answers: dict[str, Any] = field(default_factory=dict)
    down: bool = False

    def create_intent(self, ref: str, amount: int, return_url: str, expires_at: datetime) -> FakePage:
        """Remember the intent."""
        self._reach()
        assert return_url.startswith(SITE)
        self.announced[ref] = amount
        return FakePage(f"https://pay.example.test/{ref}")

    def query(self, ref: str) -> Any:
        """Return the entry in `answers`; None for an unknown intent."""
        self._reach()
        return self.answers.get(ref, FakeAnswer() if ref in self.announced else None)

    def _reach(self) -> None:
        if self.down:
            raise GatewayUnavailable(reason="connection", retry_after=60)


@dataclass(frozen=True)
class FakePage:
    """The page on which an intent is paid."""

    url: str


@dataclass(frozen=True)
class FakeAnswer:
    """The gateway's data of an intent."""

    transactions: tuple[Transaction, ...] = ()
    unreadable: int = 0
    failed: tuple[FailedAttempt, ...] = ()


class Gated(ProvinceReference):
    """A province where money must be confirmed before the next step (VL-16.2)."""

    def find_rule(self, param: str, dates: CaseDates, **scope: str) -> Ruling:
        """The rule, with that one switched on."""
        found = super().find_rule(param, dates, **scope)
        return replace(found, value=True) if param == "payment.blocks_next_step" else found


class RivalStore:
    """A store in which somebody else acts between the first load and its save."""

    def __init__(self, store: Any, act: Callable[[], object]) -> None:
        self._store, self._act, self.saves = store, act, 0

    def load(self, dossier_id: str, **named: Any) -> Loaded:
        """Load as always."""
        loaded: Loaded = self._store.load(dossier_id, **named)
        return loaded

    def save(self, change: Change, *, now: datetime) -> None:
        """Save, after the rival has."""
        self.saves += 1
        if self.saves == 1:
            self._act()
        self._store.save(change, now=now)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)


@dataclass
class Till(World):
    """The world with a gateway and people who pay."""

    gateway: FakeGateway = field(default_factory=FakeGateway)
    lists: PaymentLists = field(default_factory=PaymentLists)

    def obligation(self, number: str, name: str = "F01") -> Obligation:
        """An obligation as stored."""
        return next(each for each in self.load(number).obligations if each.id == name)

    def intend(self, number: str, *names: str, by: Actor = CITIZEN, at: datetime = REAL, key: str = "") -> Announced:
        """Announce a payment of obligations."""
        command = self.ask("pay_online", by, number, {"obligations": list(names or ("F01",))})
        command = replace(command, real_now=at, key=key or command.key)
        return pay_online.pay_online(self.deps, command, pay_online.GatewayClient(self.gateway, SITE))

    def callback(self, made: Announced, txn: str = "T1", **changes: Any) -> Callback:
        """Return the gateway's report of a payment of that intent."""
        paid = Transaction("gw", txn, made.intent.amount, REAL + timedelta(minutes=1), Method.ONLINE, made.intent.ref)
        return Callback(replace(paid, **changes))

    def failed(self, made: Announced, txn: str = "T1", ended_as: EndedAs = EndedAs.FAILED) -> FailedAttempt:
        """Return the gateway's report of a failed attempt to pay that intent."""
        return FailedAttempt("gw", txn, made.intent.ref, ended_as)

    def report(self, callback: Callback | FailedAttempt, deps: Dependencies | None = None) -> Recorded:
        """Record it as if its signature had verified."""
        return record_payment(deps or self.deps, callback, self.now, REAL + timedelta(minutes=2))

    def item(self, key: ItemName) -> Mapping[str, Any] | None:
        """Any item as stored."""
        return self.store.load("", extra=[key]).extra.get(key)

    def tasks(self, unit: str) -> list[payment_items.OpenReconciliation]:
        """A unit's open reconciliations."""
        ids, _ = self.lists.list_queued([OpenReconciliations(unit)], 50, None)
        bodies = [self.item(ReconciliationItem(each)) for each in ids]
        return [payment_items.unpack_waiting(body) for body in bodies if body]

    def claiming(self, procedure: str, group: str, by: Actor = CITIZEN) -> str:
        """A filed dossier whose filer claims to pay nothing."""
        filed = self.filing(procedure, by, group)
        filed.on(self.deps)
        return filed.command.dossier_id

    def whole(self, number: str) -> Dossier:
        """The stored dossier, once it is sure that its ledger is whole and replays to it."""
        stored, facts = self.load(number), self.store.load_ledger(number)
        assert fold_facts(facts) == stored
        assert verify_ledger(number, [fact.body for fact in facts], head=stored.head, length=stored.length) == []
        return stored

    def kinds(self, number: str) -> list[str]:
        """The kinds of facts of a dossier, in order."""
        return [fact.kind for fact in self.store.load_ledger(number)]


@contextmanager
def open_till(name: str) -> Iterator[Till]:
    """A world of its own on an empty in-process table."""
    with pytest.MonkeyPatch.context() as patch, start_mock_aws():
        for key in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            patch.setenv(key, "test")
        patch.setenv("AWS_DEFAULT_REGION", "ap-southeast-1")
        patch.delenv("AWS_ENDPOINT_URL", raising=False)
        replace_engine(patch)
        TableItem.create_table(billing_mode="PAY_PER_REQUEST", wait=True)
        yield Till(name, now=MORNING)


def require_acknowledgement(deps: Dependencies) -> Dependencies:
    """The same desk in a province where bank money must be acknowledged before the next step."""
    found = deps.reference
    assert isinstance(found, ProvinceReference)
    strict = Gated(found.province, found._files, found._rules, found._check)
    return replace(deps, reference=strict)
