"""Moves dead letters back to their queue once the cause is fixed, and prints the result.

    python -m infra.operations.redrive notices --stack motcua-prod-CODE      (or sync, counters, slips, finds, stream)

Letters of a queue go back word for word; where the queue keeps order, a dossier's letters go back in theirs, one after
another. Letters of the stream name places in it, not facts, and the stream forgets after a day: the days that they
speak of are swept instead (`sweep_facts`), which sends the facts not sent yet. A letter is removed only after that.
May be stopped and run again at any moment: consumers know a fact by its id.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

from chalicelib.domain.ledger.fact_registry import Consumer
from infra.aws.clients import Aws
from infra.aws.deploy import read_outputs
from infra.local.cloud import LocalCloud

STREAM = "stream"
QUEUES = (*(audience.value for audience in Consumer), STREAM)
_A_DAY = timedelta(days=1)
_WAIT = 1
_HELD = 60
_HELD_FOR_SWEEP = 900
"""Seconds for which a received letter is invisible to others."""


class LettersAccount(Protocol):
    """Provides clients of an account's services."""

    def client(self, service: str) -> Any:
        """Return a client of `service`."""


class RedriveRefused(RuntimeError):
    """The letters stay where they are; the message says why."""


@dataclass(frozen=True)
class RedriveReport:
    """The result: letters removed from the dead letters, and facts sent again by the sweeper."""

    letters: int
    facts: int = 0


def redrive_queue(aws: Aws, stack: str, queue: str) -> RedriveReport:
    """Move the dead letters of a queue (or of the stream) of a stack. Raises RedriveRefused."""
    found = read_outputs(aws, stack)
    name = queue.title()
    if queue == STREAM:
        return sweep_stream(aws, stack, found["StreamDeadLettersUrl"])
    return move_letters(aws.client("sqs"), found[f"{name}DeadLettersUrl"], found[f"{name}QueueUrl"])


def move_letters(sqs: Any, dead: str, alive: str) -> RedriveReport:
    """Move every letter that is in the queue now."""
    moved: Counter[str] = Counter()
    for letter in _receive_letters(sqs, dead, _HELD):
        sqs.send_message(QueueUrl=alive, MessageBody=letter["Body"], **_build_group_key(letter))
        _remove_letter(sqs, dead, letter)
        group = letter["Attributes"].get("MessageGroupId", "")
        moved[group] += 1
        print(f"  moved {letter['MessageId']}" + (f" of {group}, its letter {moved[group]}" if group else ""))
    return RedriveReport(moved.total())


def sweep_stream(aws: LettersAccount, stack: str, dead: str) -> RedriveReport:
    """Sweep the days of the stream's letters, then remove them. Raises RedriveRefused when facts still do not leave."""
    sqs = aws.client("sqs")
    letters = list(_receive_letters(sqs, dead, _HELD_FOR_SWEEP))
    days = sorted({day for letter in letters for day in list_letter_days(json.loads(letter["Body"]))})
    try:
        sent = _sweep_days(aws, stack, days) if days else 0
    except RedriveRefused:
        for letter in letters:
            sqs.change_message_visibility(QueueUrl=dead, ReceiptHandle=letter["ReceiptHandle"], VisibilityTimeout=0)
        raise
    for letter in letters:
        _remove_letter(sqs, dead, letter)
    return RedriveReport(len(letters), sent)


def list_letter_days(letter: dict[str, Any]) -> Iterator[str]:
    """Yield the days (UTC) on which the records of a stream's letter can have been written.

    A record reaches the stream moments after it was written, so the day before belongs to it just after midnight.
    """
    batch = letter["DDBStreamBatchInfo"]
    first, last = (
        datetime.fromisoformat(batch[f"approximateArrivalOf{end}Record"]).astimezone(UTC) for end in ("First", "Last")
    )
    day = (first - timedelta(hours=1)).date()
    while day <= last.date():
        yield day.isoformat()
        day += _A_DAY


def _sweep_days(aws: LettersAccount, stack: str, days: list[str]) -> int:
    """Return facts sent by as many sweeps of the days as it takes."""
    resource = {"StackName": stack, "LogicalResourceId": "SweepFacts"}
    found = aws.client("cloudformation").describe_stack_resource(**resource)["StackResourceDetail"]
    function, sent = str(found["PhysicalResourceId"]), 0
    while True:
        event = json.dumps({"days": days}).encode()
        answer = aws.client("lambda").invoke(FunctionName=function, Payload=event)
        done: dict[str, Any] = json.loads(answer["Payload"].read())
        if "FunctionError" in answer:
            raise RedriveRefused(f"sweep_facts ended with {done.get('errorType', 'an error')}; see its log")
        sent += int(done["sent"])
        print(f"  swept {', '.join(days)}: {done['sent']} facts sent")
        if done["failed"]:
            raise RedriveRefused(f"facts of {', '.join(done['failed'])} still do not leave; their letters stay")
        if done["finished"]:
            return sent


def _receive_letters(sqs: Any, dead: str, held: int) -> Iterator[dict[str, Any]]:
    """Yield every letter, one at a time: the next letter of a group comes only after the previous one is removed."""
    asked = {"QueueUrl": dead, "MaxNumberOfMessages": 1, "WaitTimeSeconds": _WAIT, "VisibilityTimeout": held}
    while batch := sqs.receive_message(**asked, AttributeNames=["All"]).get("Messages"):
        yield from batch


def _build_group_key(letter: dict[str, Any]) -> dict[str, str]:
    """Group and key of a letter of an ordered queue. The key is new, since the queue may remember the first one, and
    follows from the letter, since a run that was cut short may send it again."""
    given = letter["Attributes"]
    if "MessageGroupId" not in given:
        return {}
    key = f"{given['MessageDeduplicationId'][:80]}.{letter['MessageId']}"
    return {"MessageGroupId": given["MessageGroupId"], "MessageDeduplicationId": key}


def _remove_letter(sqs: Any, dead: str, letter: dict[str, Any]) -> None:
    sqs.delete_message(QueueUrl=dead, ReceiptHandle=letter["ReceiptHandle"])


def main(argv: list[str]) -> int:
    """Redrive as the arguments say; 0 when no letter is left, 1 with the reason on stderr."""
    parser = argparse.ArgumentParser(prog="python -m infra.operations.redrive")
    parser.add_argument("queue", choices=QUEUES)
    parser.add_argument("--stack", required=True)
    parser.add_argument("--cloud-port", type=int, default=0, help="of a running local cloud; without it, AWS")
    chosen = parser.parse_args(argv)
    aws = LocalCloud(Path(), chosen.cloud_port).provide_account() if chosen.cloud_port else Aws.from_environment()
    try:
        done = redrive_queue(aws, chosen.stack, chosen.queue)
    except RedriveRefused as refused:
        print(refused, file=sys.stderr)
        return 1
    swept = f", {done.facts} facts sent" if chosen.queue == STREAM else ""
    print(f"{chosen.queue}: {done.letters} letters{swept}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
