"""Where facts are sent and what consumers remember of them, built once per process."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from chalicelib import wiring
from chalicelib.domain.fanout import Audience
from chalicelib.settings import FACT_QUEUES
from chalicelib.steps.fan_out import FanOut

if TYPE_CHECKING:
    from chalicelib.repositories.marks import HandledTable


@cache
def fan_out() -> FanOut:
    """Sends facts to this deployment's queues."""
    from chalicelib.repositories.fact_queues import SqsFactQueues
    from chalicelib.repositories.marks import FiledPaperTable, SentMarkTable

    chosen = wiring.settings(FACT_QUEUES)
    urls = {audience: str(getattr(chosen, f"{audience.value}_queue_url")) for audience in Audience}
    return FanOut(SqsFactQueues.of(urls), SentMarkTable(), FiledPaperTable())


@cache
def handled() -> HandledTable:
    """Facts that consumers are done with."""
    from chalicelib.repositories.marks import HandledTable

    return HandledTable()
