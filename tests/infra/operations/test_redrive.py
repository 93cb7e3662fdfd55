"""Dead letters go back: word for word, in their order, and the stream's by sweeping their days."""

from __future__ import annotations

import json
import uuid
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import boto3
import pytest

from infra.operations import redrive
from infra.operations.redrive import (
    QUEUES,
    RedriveRefused,
    RedriveReport,
    list_letter_days,
    main,
    move_letters,
    sweep_stream,
)
from tests.infra.templates import MAIN
from tests.support.fakes.made_up_aws import start_mock_aws

LETTER: dict[str, Any] = {
    "requestContext": {"requestId": "1", "condition": "RetryAttemptsExhausted", "approximateInvokeCount": 11},
    "responseContext": {"statusCode": 200, "executedVersion": "$LATEST", "functionError": None},
    "version": "1.0",
    "timestamp": "2026-11-27T06:00:00.000Z",
    "DDBStreamBatchInfo": {
        "shardId": "shardId-00000001",
        "startSequenceNumber": "100000000000000000001",
        "endSequenceNumber": "100000000000000000001",
        "approximateArrivalOfFirstRecord": "2026-11-27T00:00:03Z",
        "approximateArrivalOfLastRecord": "2026-11-27T00:00:03Z",
        "batchSize": 1,
        "streamArn": "arn:aws:dynamodb:ap-southeast-1:000000000000:table/motcua-hue-prod/stream/2026",
    },
}


@pytest.fixture
def sqs(monkeypatch) -> Iterator[Any]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "ap-southeast-1")
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    monkeypatch.setattr(redrive, "_WAIT", 0)
    with start_mock_aws():
        yield boto3.client("sqs")


def create_queue(sqs: Any, *, fifo: bool = False) -> str:
    name = f"q-{uuid.uuid4().hex}{'.fifo' if fifo else ''}"
    return str(sqs.create_queue(QueueName=name, Attributes={"FifoQueue": "true"} if fifo else {})["QueueUrl"])


def list_bodies(sqs: Any, url: str) -> list[str]:
    found: list[str] = []
    while batch := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        found += [one["Body"] for one in batch]
        for one in batch:
            sqs.delete_message(QueueUrl=url, ReceiptHandle=one["ReceiptHandle"])
    return found


def test_every_queue_of_facts_and_the_stream_can_be_redriven():
    for name in QUEUES:
        assert f"{name.title()}DeadLettersUrl" in MAIN["Outputs"]
        assert name == "stream" or f"{name.title()}QueueUrl" in MAIN["Outputs"]


def test_letters_go_back_word_for_word(sqs, capsys):
    dead, alive = create_queue(sqs), create_queue(sqs)
    for n in range(12):
        sqs.send_message(QueueUrl=dead, MessageBody=f'{{"n":{n}}}')
    assert move_letters(sqs, dead, alive) == RedriveReport(12)
    assert sorted(list_bodies(sqs, alive)) == sorted(f'{{"n":{n}}}' for n in range(12))
    assert list_bodies(sqs, dead) == []
    assert capsys.readouterr().out.count("moved") == 12
    assert move_letters(sqs, dead, alive) == RedriveReport(0)


def test_letters_of_an_ordered_queue_go_back_in_the_order_of_their_dossier(sqs):
    dead, alive = create_queue(sqs, fifo=True), create_queue(sqs, fifo=True)
    for n in range(6):
        place = {"MessageGroupId": f"dossier-{n % 2}", "MessageDeduplicationId": f"dossier-{n % 2}#{n:08d}"}
        # The queue still knows the key of the first sending, and would swallow a second one under it.
        sqs.send_message(QueueUrl=alive, MessageBody=f"{n}", **place)
        sqs.send_message(QueueUrl=dead, MessageBody=f"{n}", **place)
    list_bodies(sqs, alive)
    assert move_letters(sqs, dead, alive) == RedriveReport(6)
    groups: dict[int, list[str]] = defaultdict(list)
    for body in list_bodies(sqs, alive):
        groups[int(body) % 2].append(body)
    assert dict(groups) == {0: ["0", "2", "4"], 1: ["1", "3", "5"]}


def test_a_run_that_was_cut_short_sends_an_ordered_letter_once(sqs, monkeypatch):
    dead, alive = create_queue(sqs, fifo=True), create_queue(sqs, fifo=True)
    sqs.send_message(QueueUrl=dead, MessageBody="a", MessageGroupId="d", MessageDeduplicationId="d#1")

    def raise_interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as cut:
        cut.setattr(redrive, "_remove_letter", raise_interrupt)
        cut.setattr(redrive, "_HELD", 0)
        with pytest.raises(KeyboardInterrupt):
            move_letters(sqs, dead, alive)
    assert move_letters(sqs, dead, alive) == RedriveReport(1)
    assert list_bodies(sqs, alive) == ["a"]


def test_a_letter_of_the_stream_names_the_days_in_which_its_facts_were_recorded():
    assert list(list_letter_days(LETTER)) == ["2026-11-26", "2026-11-27"]
    batch = LETTER["DDBStreamBatchInfo"] | {
        "approximateArrivalOfFirstRecord": "2026-11-27T10:00:00Z",
        "approximateArrivalOfLastRecord": "2026-11-29T10:00:00Z",
    }
    assert list(list_letter_days({"DDBStreamBatchInfo": batch})) == ["2026-11-27", "2026-11-28", "2026-11-29"]


class Sweeper:
    """An account whose sweeper gives the configured answer."""

    def __init__(self, sqs: Any, *answers: dict[str, Any], error: bool = False) -> None:
        self.sqs, self.answers, self.error = sqs, list(answers), error
        self.asked: list[dict[str, Any]] = []

    def client(self, service: str) -> Any:
        """The queues are real, the rest is this object."""
        return self.sqs if service == "sqs" else self

    def describe_stack_resource(self, StackName: str, LogicalResourceId: str) -> dict[str, Any]:  # noqa: N803
        """The function's name."""
        return {"StackResourceDetail": {"PhysicalResourceId": f"{StackName}-{LogicalResourceId}"}}

    def invoke(self, FunctionName: str, Payload: bytes) -> dict[str, Any]:  # noqa: N803
        """The next answer."""
        self.asked.append(json.loads(Payload) | {"function": FunctionName})
        body = json.dumps(self.answers.pop(0)).encode()
        told: dict[str, Any] = {"Payload": _Body(body)}
        return told | ({"FunctionError": "Unhandled"} if self.error else {})


class _Body:
    def __init__(self, content: bytes) -> None:
        self.content = content

    def read(self) -> bytes:
        """All of it."""
        return self.content


def test_the_streams_letters_are_removed_once_their_days_are_swept(sqs):
    dead = create_queue(sqs)
    for _ in range(2):
        sqs.send_message(QueueUrl=dead, MessageBody=json.dumps(LETTER))
    account = Sweeper(
        sqs,
        {"sent": 2000, "finished": False, "failed": []},
        {"sent": 7, "finished": True, "failed": []},
    )
    assert sweep_stream(account, "stack", dead) == RedriveReport(2, 2007)
    assert account.asked == [{"days": ["2026-11-26", "2026-11-27"], "function": "stack-SweepFacts"}] * 2
    assert list_bodies(sqs, dead) == []
    assert sweep_stream(account, "stack", dead) == RedriveReport(0, 0)


@pytest.mark.parametrize(
    ("answer", "error"),
    [({"sent": 1, "finished": True, "failed": ["d"]}, False), ({"errorType": "ClientError"}, True)],
)
def test_what_still_does_not_leave_keeps_its_letter(sqs, answer, error):
    dead = create_queue(sqs)
    sqs.send_message(QueueUrl=dead, MessageBody=json.dumps(LETTER))
    with pytest.raises(RedriveRefused):
        sweep_stream(Sweeper(sqs, answer, error=error), "stack", dead)
    assert list_bodies(sqs, dead) == [json.dumps(LETTER)]


def test_an_unknown_queue_is_refused():
    with pytest.raises(SystemExit):
        main(["letters", "--stack", "x"])
