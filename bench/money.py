"""What a thousand dossiers cost, from counted requests and a dated list of prices (`prices.toml`)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bench.cost import Cost

PRICES = tomllib.loads(Path(__file__).with_name("prices.toml").read_text())
MEMORY_GB, CALL_MS = 1.0, 60.0
"""What a function is given, and a cautious time for a call: ten times what the local stack shows."""
DOSSIERS = 1_000


@dataclass(frozen=True, slots=True)
class Bill:
    """US dollars for a thousand dossiers by what is paid for, and the sum in đồng. Drafts, files and consumers of
    facts are not in it."""

    usd: Mapping[str, float]
    dong: int
    prices_as_of: str
    prices_checked: bool


def bill(journey: Mapping[str, Cost]) -> Bill:
    """The six steps, a thousand times."""
    million = {name: price / 1_000_000 * DOSSIERS for name, price in PRICES["usd_per_million"].items()}
    calls = len(journey)
    usd = {
        "store, writes": million["write_units"] * sum(cost.write_units for cost in journey.values()),
        "store, reads": million["read_units"] * sum(cost.read_units for cost in journey.values()),
        "API": million["api_requests"] * calls,
        "functions, calls": million["function_calls"] * calls,
        "functions, time": PRICES["usd"]["gigabyte_second"] * MEMORY_GB * CALL_MS / 1000 * calls * DOSSIERS,
    }
    dong = round(sum(usd.values()) * PRICES["dong_per_usd"])
    return Bill(usd, dong, str(PRICES["as_of"]), PRICES["checked"])


def lines(found: Bill) -> list[str]:
    """A table for reading."""
    unchecked = "" if found.prices_checked else ", not checked against a price page"
    return [
        *(f"{name:20} {usd:8.4f} USD" for name, usd in found.usd.items()),
        f"a thousand dossiers: {sum(found.usd.values()):.4f} USD, {found.dong:,} đồng "
        f"(prices of {found.prices_as_of}{unchecked})",
    ]
