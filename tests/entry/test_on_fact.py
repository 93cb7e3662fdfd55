"""The stream's one consumer: record by record to the queues, failures answered, nobody named."""

from __future__ import annotations

import base64
import itertools
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import boto3
import pytest
from moto import mock_aws

from chalicelib import wiring, wiring_facts
from chalicelib.domain.fanout import ORDERED, Audience, audiences
from chalicelib.domain.ledger import canonical
from chalicelib.handlers.on_fact import on_fact
from chalicelib.repositories.marks import SentMarkTable
from chalicelib.repositories.papers import paper_row
from chalicelib.repositories.squeeze import squeeze
from chalicelib.repositories.tables import Row
from chalicelib.settings import FACT_QUEUES
from chalicelib.wiring_facts import fact_text
from tests.builders import Case

ROOT = Path(__file__).parents[2]
REGION: Final = "ap-southeast-1"
SAMPLE: dict[str, Any] = json.loads((ROOT / "events" / "on_fact.facts.json").read_text())


class Queues:
    """The deployment's queues, by audience."""

    def __init__(self) -> None:
        self.sqs = boto3.client("sqs")
        self.urls = {audience: self._made(audience) for audience in Audience}

    def _made(self, audience: Audience) -> str:
        fifo = audience in ORDERED
        name = f"{audience.value}{'.fifo' if fifo else ''}"
        return str(self.sqs.create_queue(QueueName=name, Attributes={"FifoQueue": "true"} if fifo else {})["QueueUrl"])

    def bodies(self, audience: Audience) -> list[str]:
        """Everything that waits."""
        found: list[str] = []
        while batch := self.sqs.receive_message(
            QueueUrl=self.urls[audience], MaxNumberOfMessages=10, AttributeNames=["All"], MessageAttributeNames=["All"]
        ).get("Messages"):
            assert all("MessageAttributes" not in one for one in batch)
            found += [one["Body"] for one in batch]
            for one in batch:
                self.sqs.delete_message(QueueUrl=self.urls[audience], ReceiptHandle=one["ReceiptHandle"])
        return found


@pytest.fixture
def queues(monkeypatch) -> Iterator[Queues]:
    """A deployment without network: table, queues, and settings of a local stage."""
    for name, value in {
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": REGION,
        "TABLE_NAME": Row.Meta.table_name,
        "PROVINCE": "hue",
        "STAGE": "test",
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    with mock_aws():
        forget()
        Row.create_table(billing_mode="PAY_PER_REQUEST", wait=True)
        made = Queues()
        for name, audience in zip(FACT_QUEUES, Audience, strict=True):
            monkeypatch.setenv(name, made.urls[audience])
        yield made
    forget()


def forget() -> None:
    for each in (wiring.settings, wiring_facts.fan_out):
        each.cache_clear()


def record(case: Case, seq: int) -> dict[str, Any]:
    """The stream's record of one fact, after the sample event."""
    brought: dict[str, Any] = json.loads(json.dumps(SAMPLE["Records"][0]))
    at = brought["dynamodb"]
    for keys in (at["Keys"], at["NewImage"]):
        keys["pk"]["S"], keys["sk"]["S"] = f"D#{case.id}", f"FACT#{seq:08d}"
    at["NewImage"]["packed"]["B"] = packed(body(case, seq))
    at["SequenceNumber"] = f"{case.id}-{seq}"
    return brought


def body(case: Case, seq: int) -> str:
    return canonical(case.facts[seq - 1].body).decode()


def packed(text: str) -> str:
    return base64.b64encode(squeeze(text)).decode()


def failed(answer: dict[str, Any]) -> list[str]:
    return [one["itemIdentifier"] for one in answer["batchItemFailures"]]


@pytest.fixture
def first(queues) -> Case:
    made = Case().processing()
    for paper in made.store.load(made.id, papers=list(made.dossier.papers)).papers.values():
        paper_row(paper).save()
    return made


def test_the_sample_goes_to_every_queue_that_wants_it_word_for_word(queues):
    assert failed(on_fact(SAMPLE, None)) == []
    text = fact_text(SAMPLE["Records"][0]["dynamodb"]["NewImage"]["packed"]["B"])
    wanted = audiences(json.loads(text)["kind"])
    assert {audience: queues.bodies(audience) for audience in Audience} == {
        audience: [text] * (audience in wanted) for audience in Audience
    }


def test_the_facts_of_a_dossier_reach_their_queues_and_the_mark_follows(queues, first, capsys):
    assert failed(on_fact({"Records": [record(first, n) for n in (1, 2, 3)]}, None)) == []
    for audience in Audience:
        wanted = [n for n in (1, 2, 3) if audience in audiences(first.facts[n - 1].kind)]
        assert queues.bodies(audience) == [body(first, n) for n in wanted]
    assert SentMarkTable().of([first.id])[first.id] == 3
    rows = list(Row.query(f"D#{first.id}", Row.sk.startswith("PAPER#")))
    assert rows
    assert {row.expires_at for row in rows} == {None}
    assert "Hoa" not in capsys.readouterr().out


def test_facts_of_one_command_that_come_out_of_order_leave_in_order(queues, first):
    on_fact({"Records": [record(first, n) for n in (3, 1, 2)]}, None)
    assert queues.bodies(Audience.SYNC) == [body(first, n) for n in (1, 2, 3)]


def test_a_poisoned_record_holds_back_its_own_dossier_and_the_rest_of_the_batch_leaves(queues, capsys):
    cases = [Case().processing(), Case("1.004873", numbers=itertools.count(100)).processing()]
    poisoned = record(cases[0], 2)
    poisoned["dynamodb"]["NewImage"]["packed"]["B"] = packed('{"kind":"received","name":"Trần Thị Hoa"}')
    records = [record(cases[0], 1), record(cases[1], 1), poisoned, record(cases[1], 2), record(cases[0], 3)]
    assert failed(on_fact({"Records": records}, None)) == [f"{cases[0].id}-2", f"{cases[0].id}-3"]
    left = queues.bodies(Audience.SYNC)
    assert Counter(left) == Counter([body(cases[0], 1), body(cases[1], 1), body(cases[1], 2)])
    assert SentMarkTable().of([cases[0].id])[cases[0].id] == 1
    logged = capsys.readouterr().out
    assert "fact_not_sent" in logged
    assert "FactsNotSent" in logged
    assert "Hoa" not in logged


def test_a_row_without_a_body_and_an_unknown_kind_are_failures_that_are_seen(queues, first):
    empty, strange = record(first, 1), record(first, 1)
    del empty["dynamodb"]["NewImage"]["packed"]
    assert failed(on_fact({"Records": [empty]}, None)) == [f"{first.id}-1"]
    text = body(first, 1).replace('"kind":"submitted"', '"kind":"teleported"')
    strange["dynamodb"]["NewImage"]["packed"]["B"] = packed(text)
    assert failed(on_fact({"Records": [strange]}, None)) == [f"{first.id}-1"]
    assert queues.bodies(Audience.COUNTERS) == []


def test_a_batch_that_comes_again_is_sent_again_and_a_queue_that_keeps_order_takes_it_once(queues, first):
    for _ in range(2):
        on_fact({"Records": [record(first, 1)]}, None)
    assert queues.bodies(Audience.COUNTERS) == [body(first, 1)] * 2
    assert queues.bodies(Audience.SYNC) == [body(first, 1)]


def test_with_a_queue_gone_every_fact_is_answered_as_failed(queues, first):
    queues.sqs.delete_queue(QueueUrl=queues.urls[Audience.SYNC])
    assert failed(on_fact({"Records": [record(first, 1)]}, None)) == [f"{first.id}-1"]
    assert SentMarkTable().of([first.id])[first.id] == 0


def test_a_filed_paper_whose_row_is_gone_is_counted_and_stops_nothing(queues, capsys):
    case = Case().file()
    assert failed(on_fact({"Records": [record(case, 1)]}, None)) == []
    assert "FiledPapersGone" in capsys.readouterr().out
