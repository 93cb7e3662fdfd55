"""The price of a thousand dossiers, from counted requests and a dated list of prices (`prices.toml`)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bench.cost import Cost

PRICES = tomllib.loads(Path(__file__).with_name("prices.toml").read_text())
DOSSIERS = 1_000
MEMORY_GB = 1.0
PROCESSOR = 1024 / 1769
"""A function's share of a processor with that memory: its own work takes so much longer than on a whole one."""
WAIT_MS = 5.0
"""A cautious time for each request to another service, during which a function is paid for."""
ROUTE_MS = 4.0
"""Processor time of a route apart from its command: sign-in, body, answer, log line (`bench.latency` measures it)."""
SAVES, PAPERS = 3, 2
"""How often a draft is saved, and how many files a dossier has: one filed, one its result."""
RECEIVED = 2
"""Requests by which a message is taken from its queue and deleted, when it comes alone."""
WATCH_RUNS = 30 * 24 * 4
"""Runs of the deadline watch in a month."""

PAID: Mapping[str, str] = {
    "s3 PutObject": "file_writes", "s3 PutObjectTagging": "file_writes", "s3 GetObject": "file_reads",
    "s3 HeadObject": "file_reads", "s3 GetObjectTagging": "file_reads", "sqs SendMessageBatch": "queue_requests",
    "sesv2 SendEmail": "mails",
}  # fmt: skip
UNPAID = frozenset({"sns Publish"})
"""Text messages."""
NAMES: Mapping[str, str] = {
    "write_units": "table, writes", "read_units": "table, reads", "api_requests": "API",
    "function_calls": "functions, calls", "function_time": "functions, time", "queue_requests": "queues",
    "file_writes": "files, writes", "file_reads": "files, reads", "mails": "mails",
}  # fmt: skip
ON_PAPERS = frozenset({"on_paper_uploaded", "inspect_paper", "a paper is filed"})
WATCH = "watch_deadlines"


@dataclass(frozen=True, slots=True)
class Bill:
    """US dollars by what is paid for, and the sum in đồng; `call_ms` is what a function call takes on average."""

    usd: Mapping[str, float]
    dong: int
    call_ms: float


@dataclass(frozen=True, slots=True)
class Bills:
    """A thousand dossiers by part, a month of watching for the whole province, and the prices' date."""

    thousand: Mapping[str, Bill]
    month: Bill
    prices_as_of: str
    prices_checked: bool


def calculate_bills(commands: Mapping[str, Cost], journey: Mapping[str, Cost], consumers: Mapping[str, Cost]) -> Bills:
    """Compute the bills from the requests of each command, each step of the journey and each consumer."""
    drafts = [commands["create_draft"], *[commands["save_draft"]] * SAVES, *[commands["add_paper"]] * PAPERS]
    papers = [consumers[name] for name in sorted(ON_PAPERS)] * PAPERS
    facts = {name: each for name, each in consumers.items() if name not in ON_PAPERS and not name.startswith(WATCH)}
    taken = RECEIVED * sum(each.calls for name, each in facts.items() if name != "on_fact")
    return Bills(
        {
            "six steps": _calculate_bill(_total_used(journey.values(), route=True)),
            "drafts and papers": _calculate_bill(
                _total_names(_total_used(drafts, route=True), _total_used(papers), {"file_writes": PAPERS})
            ),
            "consumers of facts": _calculate_bill(_total_names(_total_used(facts.values()), {"queue_requests": taken})),
        },
        _calculate_bill(_total_used([consumers[f"{WATCH}, 0 late"]]), WATCH_RUNS),
        str(PRICES["as_of"]),
        PRICES["checked"],
    )


Used = Mapping[str, float]
"""Used amounts by the names of the price file."""


def _total_used(costs: Iterable[Cost], *, route: bool = False) -> Used:
    """Return the usage of function calls; a route adds the API and its own work."""
    return _total_names(
        *(_calculate_used(each, ROUTE_MS if route else 0, each.calls if route else 0) for each in costs)
    )


def _calculate_used(each: Cost, more_ms: float, api_requests: int) -> Used:
    waits = WAIT_MS * (each.requests + sum(each.others.values()))
    used = {
        "function_time": (each.cpu_ms + more_ms * each.calls) / PROCESSOR + waits, "function_calls": each.calls,
        "api_requests": api_requests, "write_units": each.write_units, "read_units": each.read_units,
    }  # fmt: skip
    return _total_names(used, *({PAID[name]: count} for name, count in each.others.items() if name not in UNPAID))


def _total_names(*given: Used) -> Used:
    names = dict.fromkeys(name for used in given for name in used)
    return {name: sum(used.get(name, 0) for used in given) for name in names}


def _calculate_bill(used: Used, times: int = DOSSIERS) -> Bill:
    prices = {**PRICES["usd_per_million"], "function_time": PRICES["usd"]["gigabyte_second"] * MEMORY_GB * 1000}
    usd = {NAMES[name]: prices[name] * amount * times / 1_000_000 for name, amount in used.items() if amount}
    return Bill(usd, round(sum(usd.values()) * PRICES["dong_per_usd"]), used["function_time"] / used["function_calls"])


def write_lines(found: Bills) -> list[str]:
    """Return a table for reading."""
    unchecked = "" if found.prices_checked else ", not read from the provider's own page"
    made = [f"a thousand dossiers (prices of {found.prices_as_of}{unchecked})"]
    for name, bill in found.thousand.items():
        made += _write_bill_lines(name, bill)
    usd = sum(sum(bill.usd.values()) for bill in found.thousand.values())
    made.append(f"{'together':20} {usd:8.4f} USD {sum(bill.dong for bill in found.thousand.values()):9,} đồng")
    return [*made, *_write_bill_lines("a month's watching", found.month)]


def _write_bill_lines(name: str, bill: Bill) -> list[str]:
    each = ", ".join(f"{what} {usd:.4f}" for what, usd in bill.usd.items())
    total = f"{name:20} {sum(bill.usd.values()):8.4f} USD {bill.dong:9,} đồng, {bill.call_ms:.0f} ms a call"
    return [total, f"{'':20} {each}"]
