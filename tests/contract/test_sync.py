"""Thousands of facts through the sync: every fault of the portal, workers killed anywhere, on the real engine."""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pytest

from chalicelib.domain.dossier.fold import fold_facts
from chalicelib.domain.ledger.chain import Fact
from chalicelib.domain.ledger.verification import verify_ledger
from chalicelib.repositories.portal.sync import SyncTable
from chalicelib.steps.portal.sweep_sync import sweep_sync
from chalicelib.steps.portal.sync_national import SyncOutcome
from infra.local.stand_ins.portal import CallFault, PortalStandIn
from tests.contract.engine import choose_size, empty_store
from tests.contract.engines import DYNAMODB, RIVALS
from tests.support.sync_builders import (
    Fate,
    Killed,
    SimulatedClock,
    build_worker,
    chain_under_other_id,
    list_expected,
    list_tales,
    put_ledger,
    start_portal,
)

pytestmark = [pytest.mark.cloud, pytest.mark.engine(DYNAMODB, RIVALS)]
FACTS = choose_size(500, 10_000)
SEED = 20261127


@pytest.fixture
def standing(engine: str) -> Iterator[PortalStandIn]:
    """A stand-in portal, and an empty table."""
    empty_store()
    with start_portal() as running:
        yield running


@dataclass
class Crowd:
    """Many ledgers and the news of their facts, in the order of each dossier."""

    ledgers: dict[str, tuple[Fact, ...]] = field(default_factory=dict)
    news: dict[str, deque[int]] = field(default_factory=dict)

    @classmethod
    def find_ledger(cls, facts: int) -> Crowd:
        """Ledgers with so many facts together, laid down in the table."""
        crowd, number, kinds = cls(), 0, list_tales()
        while sum(map(len, crowd.ledgers.values())) < facts:
            case = kinds[number % len(kinds)]
            ledger = chain_under_other_id(case, number)
            put_ledger(ledger, case.store.load_parts(case.id))
            crowd.ledgers[ledger[0].dossier_id] = ledger
            crowd.news[ledger[0].dossier_id] = deque(fact.seq for fact in ledger)
            number += 1
        return crowd

    def list_waiting(self) -> list[str]:
        """Dossiers with news that nobody has taken yet."""
        return [each for each, news in self.news.items() if news]


@dataclass
class Run:
    """The queue, the worker and the schedule, in simulated time."""

    crowd: Crowd
    there: PortalStandIn
    fate: Fate
    clock: SimulatedClock = field(default_factory=SimulatedClock)
    chance: random.Random = field(default_factory=lambda: random.Random(SEED))  # noqa: S311
    swept: int = 0

    def __post_init__(self) -> None:
        self.worker = build_worker(self.there.url, self.clock, self.fate)

    def to_the_end(self, rounds: int = 4000) -> None:
        """Bring every news, sometimes twice, and sweep each minute, until nothing waits."""
        for turn in range(rounds):
            if turn % 10 == 0:
                self.sweep()
            waiting = self.crowd.list_waiting()
            if not waiting and not self.worker.positions.list_due(self.clock.now.replace(year=2099), 1):
                return
            for dossier_id in self.chance.sample(waiting, min(6, len(waiting))):
                self.bring(dossier_id)
            self.clock.on(seconds=6)
        raise AssertionError("it does not come to an end")

    def bring(self, dossier_id: str) -> None:
        """The first news of a dossier; it stays in the queue when the worker dies or may not have the dossier."""
        news = self.crowd.news[dossier_id]
        try:
            done = self.worker.send_missing(dossier_id, upto=news[0])
        except Killed:
            return
        if done.outcome is not SyncOutcome.HELD and self.chance.random() > 0.05:  # else it comes once more
            news.popleft()
        while done.outcome is SyncOutcome.SYNCED and len(news) > 1 and self.chance.random() < 0.7:
            news.popleft()  # lost on its way, although the ledger has it

    def sweep(self) -> None:
        """The schedule: what was at work at the portal has long ended by then."""
        self.there.settle()
        self.swept += 1
        try:
            swept = sweep_sync(self.worker, self.clock.now.replace(year=2099), _raise_fault)
        except Killed:
            return
        assert swept.failed == 0


def _raise_fault(fault: Exception) -> None:
    raise fault


def check_equal(there: PortalStandIn, ledgers: Sequence[tuple[Fact, ...]]) -> None:
    """The portal holds each ledger's packages once and in order, and each dossier in the state of its ledger."""
    parts = {case.id[6:]: case.store.load_parts(case.id) for case in list_tales()}
    for facts in ledgers:
        dossier = fold_facts(facts)
        assert there.store.list_packages(dossier.id) == list_expected(facts, parts[dossier.id[6:]])
        held = there.store.find_dossier(dossier.code or dossier.receipt_no)
        assert held is not None
        assert held["TrangThai"] == dossier.national_code


def log_whole(dossier_id: str) -> None:
    """The message log is a whole chain, as the offline verifier sees it, and its head waits to be signed."""
    place, log = SyncTable().look(dossier_id)[0], SyncTable().list_messages(dossier_id)
    assert verify_ledger(place.log_id, [each.body for each in log], head=place.head, length=place.length) == []
    assert log[-1].hash == place.head


@pytest.mark.parametrize("idempotent", [True, False], ids=["idempotent", "counts whatever comes"])
def test_nothing_is_lost_nothing_counts_twice_and_order_is_kept(standing, idempotent):
    """A fifth of all calls is faulted in every way and the worker dies now and then, at any write or call."""
    there = standing.behaviour
    there.rate, there.idempotent = 0.2, idempotent
    if not idempotent:  # a network that repeats calls to such a portal defeats every sender
        there.kinds = tuple(kind for kind in CallFault if kind is not CallFault.TWICE)
    crowd, fate = Crowd.find_ledger(FACTS // 2), Fate(0.02)
    run = Run(crowd, standing, fate)
    run.to_the_end()
    check_equal(standing, list(crowd.ledgers.values()))
    assert set(standing.met) == set(there.kinds), "some fault was never met"
    assert fate.deaths > 3
    for dossier_id in list(crowd.ledgers)[:10]:
        log_whole(dossier_id)
    assert SyncTable().list_parked(10, None) == ([], None)


def test_a_portal_that_is_down_for_an_hour_is_caught_up_with_by_itself(standing):
    crowd = Crowd.find_ledger(choose_size(40, 400))
    run = Run(crowd, standing, Fate())
    standing.behaviour.down = True
    for _ in range(60):
        for dossier_id in crowd.list_waiting():
            run.bring(dossier_id)
        run.sweep()
        run.clock.on(minutes=1)
    assert crowd.list_waiting() == [], "no message waits for the portal"
    assert all(standing.store.list_packages(dossier_id) == [] for dossier_id in crowd.ledgers)
    standing.behaviour.down = False
    run.to_the_end()
    check_equal(standing, list(crowd.ledgers.values()))


def test_a_record_that_cannot_be_sent_parks_its_dossier_and_no_other(standing):
    standing.behaviour.refuses = frozenset({"1.001612"})
    crowd = Crowd.find_ledger(choose_size(40, 400))
    run = Run(crowd, standing, Fate())
    run.to_the_end()
    refused = [each for each, ledger in crowd.ledgers.items() if ledger[0].data["procedure"] == "1.001612"]
    parked, _ = SyncTable().list_parked(100, None)
    assert sorted(parked) == sorted(refused)[:100]
    assert {place.parked for place in SyncTable().load_positions(parked).values()} == {"portal_procedure_unknown"}
    check_equal(standing, [ledger for each, ledger in crowd.ledgers.items() if each not in refused])
    standing.behaviour.refuses = frozenset()
    for dossier_id in refused:  # the dead letter put back is the news of the parked fact
        assert run.worker.send_missing(dossier_id, upto=1).outcome is SyncOutcome.SYNCED
    check_equal(standing, list(crowd.ledgers.values()))
