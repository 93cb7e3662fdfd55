"""The price of a thousand dossiers: every counted request has one."""

from __future__ import annotations

from bench.budgets import read_budgets
from bench.cost import Cost
from bench.money import PAID, PRICES, RECEIVED, UNPAID, calculate_bills

CONSUMERS = read_budgets()["consumer"]


def test_every_request_to_another_service_is_priced_or_named_as_unpaid() -> None:
    asked = {name for consumer in CONSUMERS.values() for name in consumer.get("others", {})}
    assert {name for name in asked if name not in PAID} == UNPAID
    assert set(PAID.values()) <= set(PRICES["usd_per_million"])


def test_a_batch_of_messages_is_paid_as_one_request() -> None:
    sent = {"on_fact": Cost(calls=1, others={"sqs SendMessageBatch": 26}), "send_notice": Cost(calls=6)}
    watch, nothing = {"watch_deadlines, 0 late": Cost(calls=1)}, Cost(calls=1)
    papers = dict.fromkeys(("on_paper_uploaded", "inspect_paper", "a paper is filed"), nothing)
    commands = dict.fromkeys(("create_draft", "save_draft", "add_paper"), nothing)
    bill = calculate_bills(commands, {"submit": nothing}, {**sent, **papers, **watch}).thousand["consumers of facts"]
    requests = 1_000 * (26 + RECEIVED * 6)
    assert bill.usd["queues"] == requests * PRICES["usd_per_million"]["queue_requests"] / 1_000_000
