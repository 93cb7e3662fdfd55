"""What commands, the journey's steps, matters and the consumers of facts may cost: `budgets.toml`, compared by a test.

python -m bench.budgets      the present costs in the form of that file
"""

from __future__ import annotations

import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from bench import consumers, cost, matters
from bench.cost import Cost
from infra.local.cloud import LocalCloud

BUDGETS = Path(__file__).with_name("budgets.toml")
Costs = Mapping[str, Mapping[str, Cost]]
"""Costs by group (command, journey, matter, consumer) and name."""


def measure_costs(cloud: LocalCloud) -> Costs:
    """Everything that has a budget, on a local cloud."""
    commands, journey = cost.measure_costs(cloud.build_environment())
    return {
        "command": commands, "journey": journey, "matter": matters.measure_costs(cloud.build_environment()),
        "consumer": consumers.measure_consumers(cloud),
    }  # fmt: skip


def read_budgets() -> dict[str, Any]:
    """What each may cost."""
    return tomllib.loads(BUDGETS.read_text())


def list_differences(name: str, found: Cost, budget: Mapping[str, Any]) -> Iterator[str]:
    """Yield a sentence for each item whose cost differs from its budget. A budget with room to spare would let the cost
    grow unseen, so a budget that is too high is reported as well."""
    for what in ("requests", "read_units", "write_units"):
        if getattr(found, what) != budget[what]:
            yield f"{name}: {what} are {getattr(found, what):g}, the budget says {budget[what]:g}"
    for item, units, allowed in _list_unlike(found.items, budget["items"]):
        yield f"{name}: {item} takes {units} write units, the budget says {allowed}"
    for request, count, allowed in _list_unlike(found.others, budget.get("others", {})):
        yield f"{name}: {request} is asked {count} times, the budget says {allowed}"


def _list_unlike(found: Mapping[str, int], budget: Mapping[str, int]) -> Iterator[tuple[str, int, int]]:
    for each in {**found, **budget}:
        if found.get(each, 0) != budget.get(each, 0):
            yield each, found.get(each, 0), budget.get(each, 0)


def write_budgets(costs: Costs) -> str:
    """Return costs in the form of the budget file."""
    return "\n".join(
        _write_budget(f'{group}."{name}"', each) for group, by in costs.items() for name, each in by.items()
    )


def _write_budget(title: str, found: Cost) -> str:
    return (
        f"[{title}]\nrequests = {found.requests}\nread_units = {found.read_units:g}\n"
        f"write_units = {found.write_units}\nitems = {_write_table(found.items)}\n"
        + (f"others = {_write_table(found.others)}\n" if found.others else "")
    )


def _write_table(counts: Mapping[str, int]) -> str:
    return f"{{ {', '.join(f'{chr(34)}{name}{chr(34)} = {count}' for name, count in counts.items())} }}"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as state, LocalCloud(Path(state)) as running:
        print(write_budgets(measure_costs(running)))
