"""The sender's queue: facts to notify again, requested codes, and news of accounts. Its messages hold ids, never an
address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from botocore.config import Config

from chalicelib.domain.ledger.routing import convert_fact
from chalicelib.domain.notices.contacts import Holder
from chalicelib.domain.notices.messages import (
    AccountNews,
    CodeMessage,
    News,
    write_account_news,
    write_code_message,
)
from chalicelib.domain.notices.notice_rules import Channel
from chalicelib.repositories.aws import sdk
from chalicelib.repositories.dynamodb import keys, rows
from chalicelib.repositories.dynamodb.keys import build_partition
from chalicelib.repositories.dynamodb.table import TableItem

if TYPE_CHECKING:
    from mypy_boto3_sqs.client import SQSClient

PATIENCE = Config(connect_timeout=2, read_timeout=5, retries={"mode": "standard", "total_max_attempts": 3})


class NoticeQueue:
    """The `AccountNewsQueue` port, and the requeueing of facts whose notices wait."""

    def __init__(self, client: SQSClient, url: str) -> None:
        self._client = client
        self._url = url

    @classmethod
    def connect_to(cls, url: str) -> NoticeQueue:
        """Return the queue, with a client of its own."""
        return cls(sdk.create_client("sqs", config=PATIENCE), url)

    def ask(self, holder: Holder, channel: Channel) -> None:
        """Request that the pending code is generated and sent."""
        body = write_code_message(CodeMessage(holder, channel))
        self._client.send_message(QueueUrl=self._url, MessageBody=body)

    def announce(self, holder: Holder, news: News) -> None:
        """Request that the holder's contacts are sent the news."""
        body = write_account_news(AccountNews(holder, news))
        self._client.send_message(QueueUrl=self._url, MessageBody=body)

    def resend_fact(self, dossier_id: str, seq: int) -> None:
        """Send a fact's stored body once more. Raise DoesNotExist for a missing fact."""
        row = TableItem.get(build_partition(dossier_id), keys.FACT(seq), consistent_read=True)
        self._client.send_message(QueueUrl=self._url, MessageBody=convert_fact(rows.read_fact(row)).body)
