"""Queues of facts and consumers' records, built once per process."""

from __future__ import annotations

import base64
from functools import cache
from typing import TYPE_CHECKING

from chalicelib.domain.ledger.fact_registry import Consumer
from chalicelib.settings import FACT_QUEUES
from chalicelib.steps.ledger.fan_out import FanOut
from chalicelib.wiring import core as wiring

if TYPE_CHECKING:
    from chalicelib.repositories.ledger.processed_facts import HandledTable
    from chalicelib.steps.ledger.sweep_facts import Report, Sweeping


@cache
def provide_fan_out() -> FanOut:
    """Return the sender of facts to this deployment's queues."""
    from chalicelib.repositories.ledger.fact_queues import SqsFactQueues
    from chalicelib.repositories.ledger.outbox_positions import FiledPaperTable, SentMarkTable

    chosen = wiring.provide_settings(FACT_QUEUES)
    urls = {audience: str(getattr(chosen, f"{audience.value}_queue_url")) for audience in Consumer}
    return FanOut(SqsFactQueues.connect_to(urls), SentMarkTable(), FiledPaperTable())


def decode_fact_text(packed: str) -> str:
    """Return the text of a fact from its row's compressed body as the stream writes it (base64). Raise ValueError."""
    from chalicelib.repositories.dynamodb.compression import decompress_text

    return decompress_text(base64.b64decode(packed, validate=True))


def parse_fact_place(pk: str, sk: str) -> tuple[str, int]:
    """Return dossier and number of the fact with these keys."""
    from chalicelib.repositories.dynamodb import keys

    return keys.parse_fact_place(pk, sk)


@cache
def provide_sweeping(report: Report) -> Sweeping:
    """Return the sweeper of facts of this deployment that were never sent."""
    from chalicelib.repositories.ledger.head_signer import GrownHeads
    from chalicelib.repositories.ledger.outbox_positions import SentMarkTable
    from chalicelib.repositories.ledger.sweep_state import FactLogTable, SweepTable
    from chalicelib.steps.ledger.sweep_facts import Sweeping

    return Sweeping(GrownHeads(), SentMarkTable(), FactLogTable(), SweepTable("facts"), provide_fan_out(), report)


@cache
def provide_handled() -> HandledTable:
    """Return the records of facts that consumers have processed."""
    from chalicelib.repositories.ledger.processed_facts import HandledTable

    return HandledTable()
