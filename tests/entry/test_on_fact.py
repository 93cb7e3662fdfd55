"""The stream's one consumer: record by record to the queues, failures answered, nobody named."""

from __future__ import annotations

import base64
import itertools
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from botocore.client import BaseClient

from chalicelib.domain.ledger.chain import encode_canonical
from chalicelib.domain.ledger.fact_registry import Consumer
from chalicelib.domain.ledger.routing import list_audiences
from chalicelib.handlers.ledger.on_fact import on_fact
from chalicelib.repositories.dynamodb.compression import compress_text
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.repositories.ledger.outbox_positions import SentMarkTable
from chalicelib.repositories.papers.paper_items import build_paper_row
from chalicelib.wiring import facts as wiring_facts
from chalicelib.wiring.facts import decode_fact_text
from tests.entry.deployment import Queues, open_deployment
from tests.support.builders import Case

ROOT = Path(__file__).parents[2]
SAMPLE: dict[str, Any] = json.loads((ROOT / "events" / "on_fact.facts.json").read_text())


@pytest.fixture
def queues(monkeypatch) -> Iterator[Queues]:
    with open_deployment(monkeypatch, wiring_facts.provide_fan_out) as made:
        yield made


def build_record(case: Case, seq: int) -> dict[str, Any]:
    """The stream's record of one fact, after the sample event."""
    brought: dict[str, Any] = json.loads(json.dumps(SAMPLE["Records"][0]))
    at = brought["dynamodb"]
    for keys in (at["Keys"], at["NewImage"]):
        keys["pk"]["S"], keys["sk"]["S"] = f"D#{case.id}", f"FACT#{seq:08d}"
    at["NewImage"]["packed"]["B"] = pack_text(write_body(case, seq))
    at["SequenceNumber"] = f"{case.id}-{seq}"
    return brought


def write_body(case: Case, seq: int) -> str:
    return encode_canonical(case.facts[seq - 1].body).decode()


def pack_text(text: str) -> str:
    return base64.b64encode(compress_text(text)).decode()


def list_failed(answer: Mapping[str, Any]) -> list[str]:
    return [one["itemIdentifier"] for one in answer["batchItemFailures"]]


@pytest.fixture
def first(queues) -> Case:
    made = Case().processing()
    for paper in made.store.load(made.id, papers=list(made.dossier.papers)).papers.values():
        build_paper_row(paper).save()
    return made


def test_the_sample_goes_to_every_queue_that_wants_it_word_for_word(queues):
    assert list_failed(on_fact(SAMPLE, None)) == []
    text = decode_fact_text(SAMPLE["Records"][0]["dynamodb"]["NewImage"]["packed"]["B"])
    wanted = list_audiences(json.loads(text)["kind"])
    assert {audience: queues.bodies(audience) for audience in Consumer} == {
        audience: [text] * (audience in wanted) for audience in Consumer
    }


def test_the_facts_of_a_dossier_reach_their_queues_and_the_mark_follows(queues, first, capsys):
    assert list_failed(on_fact({"Records": [build_record(first, n) for n in (1, 2, 3)]}, None)) == []
    for audience in Consumer:
        wanted = [n for n in (1, 2, 3) if audience in list_audiences(first.facts[n - 1].kind)]
        assert queues.bodies(audience) == [write_body(first, n) for n in wanted]
    assert SentMarkTable().read_marks([first.id])[first.id] == 3
    rows = list(TableItem.query(f"D#{first.id}", TableItem.sk.startswith("PAPER#")))
    assert rows
    assert {row.expires_at for row in rows} == {None}
    assert "Hoa" not in capsys.readouterr().out


def test_facts_of_one_command_that_come_out_of_order_leave_in_order(queues, first):
    on_fact({"Records": [build_record(first, n) for n in (3, 1, 2)]}, None)
    assert queues.bodies(Consumer.SYNC) == [write_body(first, n) for n in (1, 2, 3)]


def test_a_poisoned_record_holds_back_its_own_dossier_and_the_rest_of_the_batch_leaves(queues, capsys):
    cases = [Case().processing(), Case("1.004873", numbers=itertools.count(100)).processing()]
    poisoned = build_record(cases[0], 2)
    poisoned["dynamodb"]["NewImage"]["packed"]["B"] = pack_text('{"kind":"received","name":"Trần Thị Hoa"}')
    records = [
        build_record(cases[0], 1),
        build_record(cases[1], 1),
        poisoned,
        build_record(cases[1], 2),
        build_record(cases[0], 3),
    ]
    assert list_failed(on_fact({"Records": records}, None)) == [f"{cases[0].id}-2", f"{cases[0].id}-3"]
    left = queues.bodies(Consumer.SYNC)
    assert Counter(left) == Counter([write_body(cases[0], 1), write_body(cases[1], 1), write_body(cases[1], 2)])
    assert SentMarkTable().read_marks([cases[0].id])[cases[0].id] == 1
    logged = capsys.readouterr().out
    assert "fact_not_sent" in logged
    assert "FactsNotSent" in logged
    assert "Hoa" not in logged


def test_a_row_without_a_body_and_an_unknown_kind_are_failures_that_are_seen(queues, first):
    empty, strange = build_record(first, 1), build_record(first, 1)
    del empty["dynamodb"]["NewImage"]["packed"]
    assert list_failed(on_fact({"Records": [empty]}, None)) == [f"{first.id}-1"]
    text = write_body(first, 1).replace('"kind":"submitted"', '"kind":"teleported"')
    strange["dynamodb"]["NewImage"]["packed"]["B"] = pack_text(text)
    assert list_failed(on_fact({"Records": [strange]}, None)) == [f"{first.id}-1"]
    assert queues.bodies(Consumer.COUNTERS) == []


def test_a_body_that_cannot_be_unpacked_fails_in_its_own_place(queues, first):
    broken = build_record(first, 2)
    broken["dynamodb"]["NewImage"]["packed"]["B"] = base64.b64encode(b"\x01garbage").decode()
    answer = on_fact({"Records": [build_record(first, 1), broken, build_record(first, 3)]}, None)
    assert list_failed(answer) == [f"{first.id}-2", f"{first.id}-3"]
    assert queues.bodies(Consumer.SYNC) == [write_body(first, 1)]


def test_a_batch_that_comes_again_is_sent_again_and_a_queue_that_keeps_order_takes_it_once(queues, first):
    for _ in range(2):
        on_fact({"Records": [build_record(first, 1)]}, None)
    assert queues.bodies(Consumer.COUNTERS) == [write_body(first, 1)] * 2
    assert queues.bodies(Consumer.SYNC) == [write_body(first, 1)]


def test_with_a_queue_gone_every_fact_is_answered_as_failed(queues, first):
    queues.sqs.delete_queue(QueueUrl=queues.urls[Consumer.SYNC])
    assert list_failed(on_fact({"Records": [build_record(first, 1)]}, None)) == [f"{first.id}-1"]
    assert SentMarkTable().read_marks([first.id])[first.id] == 0


def test_more_facts_than_a_request_holds_leave_in_order_ten_at_a_time(queues, monkeypatch):
    cases = [Case(numbers=itertools.count(100 * n)).processing() for n in range(1, 6)]
    calls, make = Counter[str](), BaseClient._make_api_call  # type: ignore[attr-defined]

    def note_call(client: BaseClient, name: str, asked: dict[str, Any]) -> Any:
        calls[name] += 1
        return make(client, name, asked)

    monkeypatch.setattr(BaseClient, "_make_api_call", note_call)
    records = [build_record(case, n) for n in (1, 2, 3) for case in cases]
    assert list_failed(on_fact({"Records": records}, None)) == []
    wanted = {
        a: [(c, n) for c in cases for n in (1, 2, 3) if a in list_audiences(c.facts[n - 1].kind)] for a in Consumer
    }
    assert calls["SendMessageBatch"] == sum(-(-len(each) // 10) for each in wanted.values())
    for audience, sent in wanted.items():
        assert Counter(queues.bodies(audience)) == Counter(write_body(case, n) for case, n in sent)


def test_a_queue_that_takes_half_of_a_batch_gets_the_other_half_again(queues, monkeypatch):
    """The answer names the refused entries; nothing is lost, and only what was refused comes twice elsewhere."""
    cases = [Case(numbers=itertools.count(100 * n)).file() for n in range(1, 5)]
    make = BaseClient._make_api_call  # type: ignore[attr-defined]

    def refuse_half(client: BaseClient, name: str, asked: dict[str, Any]) -> Any:
        if name != "SendMessageBatch" or asked["QueueUrl"] != queues.urls[Consumer.COUNTERS]:
            return make(client, name, asked)
        taken = [each for n, each in enumerate(asked["Entries"]) if n % 2 == 0]
        answer = make(client, name, {**asked, "Entries": taken})
        lost = [each["Id"] for each in asked["Entries"] if each not in taken]
        return {**answer, "Failed": [{"Id": each, "Code": "InternalError", "SenderFault": False} for each in lost]}

    ordered = sorted(cases, key=lambda case: case.id)
    records = [build_record(case, 1) for case in ordered]
    with monkeypatch.context() as broken:
        broken.setattr(BaseClient, "_make_api_call", refuse_half)
        answer = on_fact({"Records": records}, None)
    assert list_failed(answer) == [f"{case.id}-1" for case in ordered[1::2]]
    assert SentMarkTable().read_marks([case.id for case in ordered]) == {
        case.id: 1 - n % 2 for n, case in enumerate(ordered)
    }
    again = [each for each in records if each["dynamodb"]["SequenceNumber"] in list_failed(answer)]
    assert list_failed(on_fact({"Records": again}, None)) == []
    bodies = {case.id: write_body(case, 1) for case in ordered}
    assert Counter(queues.bodies(Consumer.COUNTERS)) == Counter(bodies.values())
    assert Counter(queues.bodies(Consumer.SYNC)) == Counter(bodies.values())


def test_a_filed_paper_whose_row_is_gone_is_counted_and_stops_nothing(queues, capsys):
    case = Case().file()
    assert list_failed(on_fact({"Records": [build_record(case, 1)]}, None)) == []
    assert "FiledPapersGone" in capsys.readouterr().out
