"""What each command and the six-step journey cost at the store: `python -m bench.cost`.

Counted at the client and priced by formula, so the figures are the same on every machine. `budgets.toml` holds what
each may cost; a test fails with the command and the item that grew.
"""

from __future__ import annotations

import hashlib
import sys
import tempfile
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.meter import Meter, Request, metered
from bench.table import table_on, table_schema
from chalicelib.repositories.dossiers import DossierTable
from chalicelib.repositories.tables import Row
from chalicelib.steps import give_back, receive, resolve, transfer
from infra.local.cloud import LocalCloud
from tests.contract import commands
from tests.contract.journey import CERTIFICATE, CLERK, HEAD, Command, World

BUDGETS = Path(__file__).with_name("budgets.toml")
JOURNEY_REQUESTS, JOURNEY_WRITE_UNITS = 14, 75
"""What the six steps of a dossier that pays cash may cost together."""
JOURNEY = ("submit", "receive", "transfer", "pay", "resolve", "give_back")
"""The six step words, with cash."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one command asked of the store. `items` are write units by kind of item and index; bytes are written."""

    requests: int
    read_units: float
    write_units: int
    bytes: int
    items: Mapping[str, int]
    reported: float

    @classmethod
    def of(cls, requests: Sequence[Request]) -> Cost:
        """Sum of some requests."""
        items: Counter[str] = Counter()
        for written in (each for request in requests for each in request.written):
            for place, units in written.units.items():
                items[written.what if place == "table" else f"{written.what} in index {place}"] += units
        return cls(
            len(requests),
            sum(request.read_units for request in requests),
            sum(items.values()),
            sum(each.bytes for request in requests for each in request.written),
            dict(sorted(items.items())),
            sum(request.reported or 0 for request in requests if request.written),
        )


def all_commands() -> Mapping[str, Callable[[World], Command]]:
    """Every command, by the name under which it is budgeted."""
    return {**commands.DRAFTS, **commands.STEPS, **commands.MONEY}


@dataclass
class Bench:
    """A desk at the table with the meter on. Names are fixed, so that sizes are the same in every run."""

    store: DossierTable
    meter: Meter

    def command(self, name: str, make: Callable[[World], Command]) -> Cost:
        """The cost of one command alone, on a dossier made ready for it."""
        world = World(f"bench-{hashlib.sha256(name.encode()).hexdigest()[:9]}", self.store)
        made = make(world)
        return self._cost(lambda: made.on(world.desk))

    def journey(self) -> Mapping[str, Cost]:
        """The cost of each of the six steps of one dossier that pays cash."""
        world = World("bench-journey--", self.store)
        filing = world.filing(CERTIFICATE)
        costs = {"submit": self._cost(lambda: filing.on(world.desk))}
        for name, ready in after_submit(world, filing.ask.dossier_id).items():
            command = ready()
            costs[name] = self._cost(lambda command=command: command.on(world.desk))  # type: ignore[misc]
        return costs

    def _cost(self, act: Callable[[], Any]) -> Cost:
        began = len(self.meter.requests)
        act()
        return Cost.of(self.meter.requests[began:])


def after_submit(world: World, number: str) -> Mapping[str, Callable[[], Command]]:
    """The other five steps of the journey, each made ready when its turn has come."""
    return {
        "receive": lambda: world.take(receive.receive, CLERK, number),
        "transfer": lambda: world.take(transfer.transfer, CLERK, number),
        "pay": lambda: commands.paying(world, number),
        "resolve": lambda: world.take(resolve.resolve, HEAD, number, outcome="granted", result=world.result(number)),
        "give_back": lambda: world.take(give_back.give_back, CLERK, number, way="online"),
    }


@contextmanager
def bench_on(environment: Mapping[str, str]) -> Iterator[Bench]:
    """The desk, the table and the meter on the engine that the environment names."""
    with table_on(environment) as client:
        store = DossierTable()
        clients = [store._connection.client, Row._get_connection().connection.client]
        with metered(clients, Meter(table_schema())) as meter:
            yield Bench(store, meter)
        del client


def measured(environment: Mapping[str, str]) -> tuple[dict[str, Cost], dict[str, Cost]]:
    """Costs of every command, and of the journey's steps."""
    with bench_on(environment) as bench:
        each = {name: bench.command(name, make) for name, make in all_commands().items()}
        return each, dict(bench.journey())


def budgets() -> dict[str, Any]:
    """What each command may cost."""
    return tomllib.loads(BUDGETS.read_text())


def exceeded(name: str, cost: Cost, budget: Mapping[str, Any]) -> Iterator[str]:
    """Where a cost is above its budget, item by item, in words."""
    for what in ("requests", "read_units", "write_units"):
        if getattr(cost, what) > budget[what]:
            yield f"{name}: {what} are {getattr(cost, what):g}, the budget allows {budget[what]:g}"
    for item, units in cost.items.items():
        if units > budget["items"].get(item, 0):
            yield f"{name}: {item} takes {units} write units, the budget allows {budget['items'].get(item, 0)}"


def as_budgets(each: Mapping[str, Cost], journey: Mapping[str, Cost]) -> str:
    """The present costs in the form of the budget file."""
    parts = [*(("command", *pair) for pair in each.items()), *(("journey", *pair) for pair in journey.items())]
    return "\n".join(_budget(f'{group}."{name}"', cost) for group, name, cost in parts)


def _budget(title: str, cost: Cost) -> str:
    items = ", ".join(f'"{item}" = {units}' for item, units in cost.items.items())
    return (
        f"[{title}]\nrequests = {cost.requests}\nread_units = {cost.read_units:g}\n"
        f"write_units = {cost.write_units}\nitems = {{ {items} }}\n"
    )


def lines(costs: Mapping[str, Cost]) -> Iterable[str]:
    """A table for reading."""
    yield f"{'':28} {'requests':>8} {'read u.':>8} {'write u.':>8} {'bytes':>8}"
    for name, cost in costs.items():
        yield f"{name:28} {cost.requests:8} {cost.read_units:8g} {cost.write_units:8} {cost.bytes:8}"
    total = [sum(getattr(cost, what) for cost in costs.values()) for what in ("requests", "read_units", "write_units")]
    yield f"{'together':28} {total[0]:8} {total[1]:8g} {total[2]:8}"


def main() -> None:
    """Print the costs; `--budgets` prints them as a budget file instead."""
    with tempfile.TemporaryDirectory() as state, LocalCloud(Path(state)) as cloud:
        each, journey = measured(cloud.environment())
    if "--budgets" in sys.argv:
        print(as_budgets(each, journey))
        return
    print("\n".join([*lines(each), "", *lines(journey)]))
    print("reported by the engine:", {n: c.reported for n, c in journey.items()})


if __name__ == "__main__":
    main()
