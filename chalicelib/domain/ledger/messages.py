"""Messages of the queues and events of functions, typed: each has one parser, used where it arrives.

A queue delivers batches, and a batch is answered with the messages that failed. The body of a fact's message is the
stored body of the fact. Events without records are sent by hand or by an upgrade of the stores.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple, TypedDict

Event = Mapping[str, Any]
"""An event as it arrives, before it is parsed."""

FIRST_TRY = "1"


class ItemFailure(TypedDict):
    """A message or record that is to be retried."""

    itemIdentifier: str


class BatchResult(TypedDict):
    """The answer to a batch: everything that is not named here was processed."""

    batchItemFailures: list[ItemFailure]


class QueueMessage(NamedTuple):
    """A message of a queue, and how often it was delivered."""

    id: str
    body: str
    tries: int


class FactMessage(NamedTuple):
    """The place and kind of the fact that a message brings."""

    dossier_id: str
    seq: int
    kind: str


class StreamRecord(NamedTuple):
    """A new fact in the table's stream: its place by the item's keys, which hold for any body, and the packed body."""

    number: str
    dossier_id: str
    seq: int
    packed: str


class DossierEvent(NamedTuple):
    """An event about one dossier, or about several for an upgrade of the stores; None where it names none."""

    dossier_id: str | None = None
    dossier_ids: tuple[str, ...] | None = None


class SweepEvent(NamedTuple):
    """A sweep of one dossier's facts after a number, or of given days (UTC); None of both for a scheduled run."""

    dossier_id: str | None = None
    after: int = 0
    days: tuple[date, ...] | None = None


class RecountEvent(NamedTuple):
    """A recount: whether differences are repaired, of which unit alone, of which ledgers, or of all matters from their
    facts."""

    repair: bool = False
    unit: str = ""
    dossier_ids: tuple[str, ...] | None = None
    matters: bool = False


def is_batch(event: Event) -> bool:
    """Return whether an event brings messages of a queue."""
    return "Records" in event


def handle_batch(event: Event, handle: Callable[[QueueMessage], bool]) -> BatchResult:
    """Handle each message of a batch; `handle` returns whether it was processed. Return those to retry."""
    messages = [_parse_message(record) for record in event["Records"]]
    return answer_failures(message.id for message in messages if not handle(message))


def answer_failures(identifiers: Iterable[str]) -> BatchResult:
    """Return the answer that names the messages or records to retry."""
    return {"batchItemFailures": [{"itemIdentifier": each} for each in identifiers]}


def parse_fact_message(body: str) -> FactMessage:
    """Return what a message of a fact names. Raise ValueError, TypeError or KeyError for any other message."""
    fact = json.loads(body)
    return FactMessage(str(fact["dossier"]), int(fact["seq"]), str(fact["kind"]))


def parse_stream_record(record: Event, parse_place: Callable[[str, str], tuple[str, int]]) -> StreamRecord:
    """Return a record of the stream; `parse_place` reads dossier and number from the item's keys. The packed body is
    empty where the item holds none."""
    change = record["dynamodb"]
    keys, held = change["Keys"], change["NewImage"].get("packed", {})
    dossier_id, seq = parse_place(keys["pk"]["S"], keys["sk"]["S"])
    return StreamRecord(change["SequenceNumber"], dossier_id, seq, held.get("B", ""))


def parse_dossier_event(event: Event) -> DossierEvent:
    """Return the dossiers that an event names."""
    return DossierEvent(event.get("dossier_id"), _parse_dossier_ids(event))


def parse_sweep_event(event: Event) -> SweepEvent:
    """Return what to sweep. Raise ValueError for a day that is none."""
    days = tuple(date.fromisoformat(day) for day in event["days"]) if "days" in event else None
    return SweepEvent(event.get("dossier_id"), int(event.get("after", 0)), days)


def parse_recount_event(event: Event) -> RecountEvent:
    """Return what to recount."""
    named = _parse_dossier_ids(event)
    return RecountEvent(event.get("repair") is True, event.get("unit", ""), named, event.get("matters") is True)


def _parse_dossier_ids(event: Event) -> tuple[str, ...] | None:
    return tuple(event["dossier_ids"]) if "dossier_ids" in event else None


def _parse_message(record: Event) -> QueueMessage:
    tries = int(record.get("attributes", {}).get("ApproximateReceiveCount", FIRST_TRY))
    return QueueMessage(record["messageId"], record.get("body", ""), tries)
