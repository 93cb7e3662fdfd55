"""The stream stopped for thirty hours: the sweeper sends everything, once to each consumer, in order."""

from __future__ import annotations

import json
import uuid
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import boto3
import pytest

from chalicelib.domain.ledger.chain import Fact
from chalicelib.domain.ledger.fact_registry import Consumer
from chalicelib.domain.ledger.routing import ORDERED, StoredFact, convert_fact, list_audiences
from chalicelib.repositories.dossier.dossiers import DossierTable
from chalicelib.repositories.dynamodb.compression import decompress_text
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.repositories.ledger.fact_queues import SqsFactQueues
from chalicelib.repositories.ledger.head_signer import TableHeads
from chalicelib.repositories.ledger.outbox_positions import FiledPaperTable, SentMarkTable
from chalicelib.repositories.ledger.sweep_state import FactLogTable, SweepTable
from chalicelib.steps.dossier.ports import Change
from chalicelib.steps.ledger import sweep_facts
from chalicelib.steps.ledger.fan_out import FanOut, Sent
from chalicelib.steps.ledger.sweep_facts import FactSweepReport, Sweeping
from tests.contract.engine import Wire, choose_size, wire_store
from tests.contract.engines import DYNAMODB, QUEUES, RIVALS
from tests.support.builders import MONDAY_UTC, Case

pytestmark = [pytest.mark.cloud, pytest.mark.engine(DYNAMODB, QUEUES, RIVALS)]

OUTAGE = timedelta(hours=30)
RUN = timedelta(minutes=15)


@dataclass
class Sky:
    """A table without a stream, real queues, and a sweeper whose clock the test moves."""

    queues: SqsFactQueues
    urls: dict[Consumer, str]
    sqs: Any
    reports: list[tuple[str, Sent]] = field(default_factory=list)

    @property
    def sweeper(self) -> Sweeping:
        """The sweeper as wired, with a report that is kept."""
        out = FanOut(self.queues, SentMarkTable(), FiledPaperTable())
        return Sweeping(TableHeads(), SentMarkTable(), FactLogTable(), SweepTable("facts"), out, self._report)

    def _report(self, dossier_id: str, sent: Sent) -> None:
        self.reports.append((dossier_id, sent))

    def drained(self, audience: Consumer) -> dict[str, list[str]]:
        """Bodies by dossier, in the order in which they come; nothing is left."""
        found: dict[str, list[str]] = defaultdict(list)
        while batch := self.sqs.receive_message(QueueUrl=self.urls[audience], MaxNumberOfMessages=10).get("Messages"):
            for one in batch:
                found[json.loads(one["Body"])["dossier"]].append(one["Body"])
                self.sqs.delete_message(QueueUrl=self.urls[audience], ReceiptHandle=one["ReceiptHandle"])
        return dict(found)


@pytest.fixture
def sky(engine: str) -> Iterator[Sky]:
    """Empty queues on the engine that has the table."""
    sqs = boto3.client("sqs")
    urls: dict[Consumer, str] = {}
    for audience in Consumer:
        fifo = audience in ORDERED
        name = f"s-{uuid.uuid4().hex}{'.fifo' if fifo else ''}"
        urls[audience] = sqs.create_queue(QueueName=name, Attributes={"FifoQueue": "true"} if fifo else {})["QueueUrl"]
    for row in TableItem.query("SWEEP#facts"):
        row.delete()
    yield Sky(SqsFactQueues(sqs, urls), urls, sqs)
    for url in urls.values():
        sqs.delete_queue(QueueUrl=url)


def list_lives(number: int) -> list[tuple[str, tuple[Fact, ...], list[Change]]]:
    """Ledgers of dossiers from filing to closing, each with the transactions that recorded it."""
    made = Case().closed()
    found = []
    for n in range(number):
        dossier_id = f"{uuid.uuid4().hex[:22]}{n:04d}"
        facts = tuple(replace(fact, dossier_id=dossier_id) for fact in made.facts)
        after = replace(made.dossier, id=dossier_id)
        changes = [
            Change(after=replace(after, length=fact.seq), before=replace(after, length=fact.seq - 1) if n else None,
                   facts=(fact,))
            for n, fact in enumerate(facts)
        ]  # fmt: skip
        found.append((dossier_id, facts, changes))
    return found


def record_ledgers(dossiers: list[tuple[str, tuple[Fact, ...], list[Change]]]) -> dict[str, tuple[Fact, ...]]:
    """The ledgers, recorded one fact after another all through the thirty hours."""
    store, total = DossierTable(), sum(len(changes) for _, _, changes in dossiers)
    turns = max(len(changes) for _, _, changes in dossiers)
    done = 0
    for turn in range(turns):
        for _, _, changes in dossiers:
            if turn < len(changes):
                store.save(changes[turn], now=MONDAY_UTC + OUTAGE * done / total)
                done += 1
    return {dossier_id: facts for dossier_id, facts, _ in dossiers}


def list_expected(ledgers: dict[str, tuple[Fact, ...]], audience: Consumer) -> dict[str, list[str]]:
    """Return the messages that a queue must deliver."""
    wanted = {
        dossier_id: [convert_fact(fact).body for fact in facts if audience in list_audiences(fact.kind)]
        for dossier_id, facts in ledgers.items()
    }
    return {dossier_id: bodies for dossier_id, bodies in wanted.items() if bodies}


def run_until_finished(sky: Sky, begun: timedelta) -> list[FactSweepReport]:
    """Runs of the schedule from a moment on, until one finishes."""
    done: list[FactSweepReport] = []
    while not done or not done[-1].finished:
        now = MONDAY_UTC + begun + RUN * len(done)
        done.append(sky.sweeper(now, now))
    return done


def test_after_thirty_hours_without_a_stream_everything_is_restored(sky: Sky, monkeypatch: pytest.MonkeyPatch) -> None:
    ledgers = record_ledgers(list_lives(choose_size(8, 300)))
    total = sum(map(len, ledgers.values()))
    monkeypatch.setattr(sweep_facts, "MOST", min(sweep_facts.MOST, total // 2))
    done = run_until_finished(sky, OUTAGE + timedelta(hours=1))
    assert len(done) > 1
    assert sum(run.sent for run in done) == total
    assert SentMarkTable().read_marks(ledgers) == {dossier_id: len(facts) for dossier_id, facts in ledgers.items()}
    for audience in Consumer:
        found, wanted = sky.drained(audience), list_expected(ledgers, audience)
        if audience in ORDERED:
            assert found == wanted
        else:
            assert {k: sorted(v) for k, v in found.items()} == {k: sorted(v) for k, v in wanted.items()}
    assert [run.sent for run in run_until_finished(sky, OUTAGE + timedelta(hours=9))] == [0]


def test_a_quiet_run_reads_one_day_and_no_dossier_however_many_are_closed(sky: Sky) -> None:
    record_ledgers(list_lives(choose_size(3, 30)))
    begun = OUTAGE + timedelta(days=3)
    run_until_finished(sky, begun)
    store = DossierTable()
    with wire_store(store, Wire()) as wire:
        assert sky.sweeper(MONDAY_UTC + begun + RUN, MONDAY_UTC + begun + RUN).sent == 0
    assert (wire.reads, wire.transactions) == (2, 0)


def test_a_poisoned_ledger_is_kept_in_mind_while_the_others_are_restored(sky: Sky) -> None:
    ledgers = record_ledgers(list_lives(3))
    poisoned = next(iter(ledgers))
    row = TableItem.get(f"D#{poisoned}", "FACT#00000003")
    good = row.packed
    row.update(actions=[TableItem.packed.set(b"no fact")])
    begun = OUTAGE + timedelta(hours=1)
    (done,) = run_until_finished(sky, begun)
    assert done.failed == (poisoned,)
    assert SentMarkTable().read_marks([poisoned])[poisoned] == 2
    assert done.sent == sum(map(len, ledgers.values())) - len(ledgers[poisoned]) + 2
    # Days later its day is no longer looked at; the dossier itself is.
    (later,) = run_until_finished(sky, begun + timedelta(days=5))
    assert (later.sent, later.failed) == (0, (poisoned,))
    row.update(actions=[TableItem.packed.set(good)])
    (healed,) = run_until_finished(sky, begun + timedelta(days=6))
    assert (healed.sent, healed.failed) == (len(ledgers[poisoned]) - 2, ())
    assert sky.drained(Consumer.SYNC) == list_expected(ledgers, Consumer.SYNC)


def test_young_facts_are_left_to_the_stream_and_what_it_sent_is_not_sent_again(sky: Sky) -> None:
    ((_, facts, changes),) = list_lives(1)
    for change in changes:
        DossierTable().save(change, now=MONDAY_UTC)
    now = facts[-1].recorded_at + timedelta(minutes=5)
    assert sky.sweeper(now, MONDAY_UTC + timedelta(minutes=5)).sent == 0
    sky.sweeper.fan_out([convert_fact(fact) for fact in facts[:-1]])
    now += timedelta(minutes=10)
    assert sky.sweeper(now, MONDAY_UTC + timedelta(minutes=15)).sent == 1
    assert [len(found) for found in sky.drained(Consumer.COUNTERS).values()] == [len(facts)]


def test_by_hand_a_day_or_a_dossier_is_sent_again(sky: Sky) -> None:
    ledgers = record_ledgers(list_lives(2))
    one, facts = next(iter(ledgers.items()))
    assert sky.sweeper.resend_dossier(one, len(facts) - 1).sent == 1
    assert sky.drained(Consumer.COUNTERS) == {one: [convert_fact(facts[-1]).body]}
    later = MONDAY_UTC + timedelta(days=9)
    day = (MONDAY_UTC + OUTAGE).date()
    done = sky.sweeper.sweep_days([day], later)
    assert (done.sent, done.finished) == (sum(map(len, ledgers.values())), True)
    assert SweepTable("facts").load_last() is None
    assert sky.sweeper.resend_dossier(one, 0) == FactSweepReport(len(facts))


def test_what_is_stored_is_sent_word_for_word(sky: Sky) -> None:
    ledgers = record_ledgers(list_lives(1))
    (dossier_id,) = ledgers
    assert [each.body for each in FactLogTable().list_after(dossier_id, 0)] == [
        decompress_text(TableItem.get(f"D#{dossier_id}", f"FACT#{n:08d}").packed)
        for n in range(1, len(ledgers[dossier_id]) + 1)
    ]
    assert list(FactLogTable().list_after(dossier_id, 99)) == []
    assert isinstance(next(FactLogTable().list_after(dossier_id, 2)), StoredFact)
