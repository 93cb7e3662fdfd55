"""The queues of facts on SQS."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from botocore.config import Config

from chalicelib.domain.ledger.fact_registry import Consumer
from chalicelib.domain.ledger.routing import ORDERED, StoredFact
from chalicelib.repositories.aws import sdk

if TYPE_CHECKING:
    from mypy_boto3_sqs.client import SQSClient

_PATIENCE = Config(connect_timeout=2, read_timeout=5, retries={"mode": "standard", "total_max_attempts": 3})


MOST = 10
"""Messages of one request."""
MOST_BYTES = 200_000
"""Bytes of the bodies of one request: the service accepts 256 KiB."""


class SqsFactQueues:
    """The `FactQueues` port. A message is only the body: no attribute repeats its content."""

    def __init__(self, client: SQSClient, urls: Mapping[Consumer, str]) -> None:
        self._client = client
        self._urls = urls

    @classmethod
    def connect_to(cls, urls: Mapping[Consumer, str]) -> SqsFactQueues:
        """Return the queues, with a client of their own."""
        return cls(sdk.create_client("sqs", config=_PATIENCE), urls)

    def send(self, audience: Consumer, facts: Sequence[StoredFact]) -> Mapping[StoredFact, Exception]:
        """Send the bodies of facts in the given order, ten in a request; return those that may not have been sent.

        Where the queue keeps order, each is in its dossier's group, and a dossier's later facts are not sent in a
        further request after one that failed.
        """
        faults: dict[StoredFact, Exception] = {}
        held: dict[str, Exception] = {}
        for lot in _split_lots(facts):
            ready = [each for each in lot if audience not in ORDERED or each.dossier_id not in held]
            faults |= {each: held[each.dossier_id] for each in lot if each not in ready}
            failed = self._send_lot(audience, ready) if ready else {}
            held |= {each.dossier_id: fault for each, fault in failed.items()}
            faults |= failed
        return faults

    def _send_lot(self, audience: Consumer, lot: Sequence[StoredFact]) -> dict[StoredFact, Exception]:
        entries: Any = [_build_entry(audience, n, each) for n, each in enumerate(lot)]
        try:
            answer = self._client.send_message_batch(QueueUrl=self._urls[audience], Entries=entries)
        except Exception as fault:  # noqa: BLE001 - answered for each fact; the caller reports and retries
            return dict.fromkeys(lot, fault)
        refused = {int(each["Id"]): str(each.get("Code", "unknown")) for each in answer.get("Failed", ())}
        return {lot[n]: ConnectionError(f"the queue answered {code}") for n, code in refused.items()}


def _split_lots(facts: Sequence[StoredFact]) -> Iterator[list[StoredFact]]:
    lot: list[StoredFact] = []
    size = 0
    for each in facts:
        more = len(each.body.encode())
        if lot and (len(lot) == MOST or size + more > MOST_BYTES):
            yield lot
            lot, size = [], 0
        lot.append(each)
        size += more
    if lot:
        yield lot


def _build_entry(audience: Consumer, number: int, fact: StoredFact) -> dict[str, str]:
    entry = {"Id": str(number), "MessageBody": fact.body}
    if audience in ORDERED:
        entry |= {"MessageGroupId": fact.dossier_id, "MessageDeduplicationId": fact.id}
    return entry
