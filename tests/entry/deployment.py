"""A deployment without network, for functions that send or take facts: table, queues, settings of a local stage."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

import boto3
import pytest

from chalicelib.domain.ledger.fact_registry import Consumer
from chalicelib.domain.ledger.routing import ORDERED
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.settings import FACT_QUEUES
from chalicelib.wiring import core as wiring
from tests.support.fakes.made_up_aws import start_mock_aws
from tests.support.local_stage import set_local_stage
from tests.support.running.quick_table import replace_engine


class Queues:
    """The deployment's queues, by audience."""

    def __init__(self) -> None:
        self.sqs = boto3.client("sqs")
        self.urls = {audience: self._made(audience) for audience in Consumer}

    def _made(self, audience: Consumer) -> str:
        fifo = audience in ORDERED
        name = f"{audience.value}{'.fifo' if fifo else ''}"
        return str(self.sqs.create_queue(QueueName=name, Attributes={"FifoQueue": "true"} if fifo else {})["QueueUrl"])

    def bodies(self, audience: Consumer) -> list[str]:
        """Return all waiting messages; no message carries anything except its body."""
        found: list[str] = []
        while batch := self.sqs.receive_message(
            QueueUrl=self.urls[audience], MaxNumberOfMessages=10, MessageAttributeNames=["All"]
        ).get("Messages"):
            assert all("MessageAttributes" not in one for one in batch)
            found += [one["Body"] for one in batch]
            for one in batch:
                self.sqs.delete_message(QueueUrl=self.urls[audience], ReceiptHandle=one["ReceiptHandle"])
        return found


@contextlib.contextmanager
def open_deployment(monkeypatch: pytest.MonkeyPatch, *made: Callable[..., Any]) -> Iterator[Queues]:
    """The deployment; `made` are the factories that must not remember another one."""
    set_local_stage(monkeypatch)
    replace_engine(monkeypatch)
    remembered: list[Any] = [wiring.provide_settings, wiring.provide_units, *made]
    with start_mock_aws():
        for each in remembered:
            each.cache_clear()
        TableItem.create_table(billing_mode="PAY_PER_REQUEST", wait=True)
        queues = Queues()
        for name, audience in zip(FACT_QUEUES, Consumer, strict=True):
            monkeypatch.setenv(name, queues.urls[audience])
        yield queues
    for each in remembered:
        each.cache_clear()
