"""The queues of facts on SQS."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from botocore.config import Config

from chalicelib.domain.ledger.fact_registry import Consumer
from chalicelib.domain.ledger.routing import ORDERED, StoredFact
from chalicelib.repositories.aws import sdk

if TYPE_CHECKING:
    from mypy_boto3_sqs.client import SQSClient

_PATIENCE = Config(connect_timeout=2, read_timeout=5, retries={"mode": "standard", "total_max_attempts": 3})


class SqsFactQueues:
    """The `FactQueues` port. A message is only the body: no attribute repeats its content."""

    def __init__(self, client: SQSClient, urls: Mapping[Consumer, str]) -> None:
        self._client = client
        self._urls = urls

    @classmethod
    def connect_to(cls, urls: Mapping[Consumer, str]) -> SqsFactQueues:
        """Return the queues, with a client of their own."""
        return cls(sdk.create_client("sqs", config=_PATIENCE), urls)

    def send(self, audience: Consumer, fact: StoredFact, fact_id: str) -> None:
        """Send one message; where the queue keeps order, in the dossier's group."""
        place: Any = {}
        if audience in ORDERED:
            place = {"MessageGroupId": fact.dossier_id, "MessageDeduplicationId": fact_id}
        self._client.send_message(QueueUrl=self._urls[audience], MessageBody=fact.body, **place)
