"""The guarantees of the stack's queues on an engine: created from the template's own properties, then tested."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import boto3
import pytest
from localstack_client.session import Session  # type: ignore[import-untyped]

from infra.aws.clients import REGION
from tests.contract.engines import QUEUES as QUEUE_ENGINE
from tests.contract.engines import name_engine, open_simple_engine, use_running
from tests.infra.templates import list_by_type

DECLARED = list_by_type("AWS::SQS::Queue")
QUEUES = [name for name in DECLARED if "RedrivePolicy" in DECLARED[name]]
pytestmark = pytest.mark.engine(QUEUE_ENGINE)


@dataclass(frozen=True)
class QueuePair:
    """A queue and its dead letters, as declared."""

    sqs: Any
    queue: str
    dead: str
    tries: int
    fifo: bool

    def send(self, body: str, group: str = "g", once: str = "") -> None:
        """Send a message; a group and a key of its own only where the queue keeps order."""
        ordered = {"MessageGroupId": group, "MessageDeduplicationId": once or uuid.uuid4().hex} if self.fifo else {}
        self.sqs.send_message(QueueUrl=self.queue, MessageBody=body, **ordered)

    def receive(self, url: str, **given: Any) -> list[Any]:
        """Messages that are there now."""
        answer = self.sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=1, **given)
        return list(answer.get("Messages", []))

    def take(self) -> str:
        """Receive one message, be done with it, and answer its body."""
        (message,) = self.sqs.receive_message(QueueUrl=self.queue, WaitTimeSeconds=1)["Messages"]
        self.sqs.delete_message(QueueUrl=self.queue, ReceiptHandle=message["ReceiptHandle"])
        return str(message["Body"])


@pytest.fixture
def sqs(request: pytest.FixtureRequest) -> Iterator[Any]:
    """A client of the chosen engine, else of the local cloud."""
    if name_engine("local-cloud") == "moto":
        with open_simple_engine(request):
            yield boto3.client("sqs")
        return
    with use_running(request) as engine:
        keys = engine.environment["AWS_ACCESS_KEY_ID"], engine.environment["AWS_SECRET_ACCESS_KEY"]
        yield Session(*keys, region_name=REGION).client("sqs", endpoint_url=engine.endpoint)


@pytest.fixture(params=QUEUES)
def pair(sqs: Any, request: pytest.FixtureRequest) -> Iterator[QueuePair]:
    """A queue of the template with its dead letters, empty."""
    with create_queue_pair(sqs, request.param) as both:
        yield both


@pytest.fixture
def ordered(sqs: Any) -> Iterator[QueuePair]:
    """The queue that keeps the order of a dossier's facts."""
    with create_queue_pair(sqs, "SyncQueue") as both:
        yield both


@contextmanager
def create_queue_pair(sqs: Any, name: str) -> Iterator[QueuePair]:
    """Make a queue and its dead letters as the template declares them, and delete both afterwards."""
    wanted = DECLARED[name]
    dead = _create_queue(sqs, DECLARED[wanted["RedrivePolicy"]["deadLetterTargetArn"]["Fn::GetAtt"][0]], {})
    arn = sqs.get_queue_attributes(QueueUrl=dead, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    tries = wanted["RedrivePolicy"]["maxReceiveCount"]
    redrive = {"RedrivePolicy": json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": tries})}
    queue = _create_queue(sqs, wanted, redrive)
    try:
        yield QueuePair(sqs, queue, dead, tries, bool(wanted.get("FifoQueue")))
    finally:
        for url in (queue, dead):
            sqs.delete_queue(QueueUrl=url)


def _create_queue(sqs: Any, properties: dict[str, Any], more: dict[str, str]) -> str:
    plain = {key: value for key, value in properties.items() if key != "RedrivePolicy"}
    attributes = {key: str(value).lower() for key, value in plain.items()}
    name = f"q-{uuid.uuid4().hex}{'.fifo' if properties.get('FifoQueue') else ''}"
    return str(sqs.create_queue(QueueName=name, Attributes=attributes | more)["QueueUrl"])


def test_a_message_stays_until_somebody_is_done_with_it(pair: QueuePair) -> None:
    pair.send("a")
    assert [message["Body"] for message in pair.receive(pair.queue, VisibilityTimeout=0)] == ["a"]
    assert pair.take() == "a"
    assert pair.receive(pair.queue) == []


def test_what_keeps_failing_ends_in_the_dead_letters_unchanged(pair: QueuePair) -> None:
    pair.send("poison")
    for _ in range(pair.tries):
        assert len(pair.receive(pair.queue, VisibilityTimeout=0)) == 1
    assert pair.receive(pair.queue, VisibilityTimeout=0) == []
    assert [message["Body"] for message in pair.receive(pair.dead)] == ["poison"]


def test_facts_of_one_dossier_come_in_their_order(ordered: QueuePair) -> None:
    for number in range(5):
        ordered.send(str(number), group="dossier")
    assert [ordered.take() for _ in range(5)] == list("01234")


def test_a_fact_in_work_holds_back_its_own_dossier_alone(ordered: QueuePair) -> None:
    for body, group in (("a1", "a"), ("a2", "a"), ("b1", "b")):
        ordered.send(body, group=group)
    first = ordered.sqs.receive_message(QueueUrl=ordered.queue, MaxNumberOfMessages=1)["Messages"]
    assert [message["Body"] for message in first] == ["a1"]
    assert [message["Body"] for message in ordered.receive(ordered.queue)] == ["b1"]


def test_a_fact_sent_twice_comes_once(ordered: QueuePair) -> None:
    for _ in range(2):
        ordered.send("fact", once="fact-id")
    assert ordered.take() == "fact"
    assert ordered.receive(ordered.queue) == []
