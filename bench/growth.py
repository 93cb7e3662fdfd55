"""Whether what a person does costs the same with a thousand dossiers and with a million: `python -m bench.growth`.

Requests and units per operation must be the same at every size; latency is reported. Units are those of the formula,
which agrees with this engine for reads (`make bench` prints both).
"""

from __future__ import annotations

import multiprocessing
import os
import statistics
import sys
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import Any

from bench.cost import Bench, bench_on
from bench.dynamodb_local import dynamodb_local
from bench.growth_data import PROBE_PERSON, PROBE_UNIT, Province, Template, batches
from bench.table import NAME
from chalicelib.domain.flow import State
from chalicelib.repositories.boards import BoardTable
from chalicelib.repositories.due_entries import DueTable
from chalicelib.repositories.find import LookupTable
from chalicelib.repositories.lists import TableLists
from chalicelib.repositories.papers import read_paper
from chalicelib.repositories.tables import Row
from chalicelib.steps import lookup, receive, refuse
from tests.contract import commands
from tests.contract.journey import CLERK, REAL, World

SIZES = {"small": (1_000, 10_000), "full": (1_000, 100_000, 1_000_000)}
LOADERS = 2
ROUNDS = 15
PAGE, DEEP = 10, 50


@dataclass(frozen=True, slots=True)
class Figure:
    """One operation at one size: requests, units and milliseconds (median, 95th percentile)."""

    requests: int
    read_units: float
    write_units: int
    p50_ms: float
    p95_ms: float

    @property
    def cost(self) -> tuple[float, ...]:
        """What must not grow."""
        return self.requests, self.read_units, self.write_units


def main(sizes: tuple[int, ...]) -> int:
    """Print the figures; 1 when something costs more at a larger size."""
    found = measured(sizes)
    print("\n".join(lines(found)))
    print(f"growing: {', '.join(growing(found)) or 'nothing'}")
    return int(bool(growing(found)))


def lines(found: Mapping[str, Mapping[int, Figure]]) -> list[str]:
    """A table for reading."""
    return [
        f"{name:24} {size:>9,} {f.requests:4} requests {f.read_units:6g} RU {f.write_units:4} WU "
        f"{f.p50_ms:7.1f} ms {f.p95_ms:7.1f} ms"
        for name, figures in found.items() for size, f in figures.items()
    ]  # fmt: skip


def growing(found: Mapping[str, Mapping[int, Figure]]) -> list[str]:
    """Operations that ask more of the store at one size than at another."""
    return [name for name, figures in found.items() if len({f.cost for f in figures.values()}) > 1]


def measured(sizes: tuple[int, ...]) -> Mapping[str, Mapping[int, Figure]]:
    """Figures of every operation at every size, on a fresh engine for each size."""
    found: dict[str, dict[int, Figure]] = {}
    for size in sizes:
        with dynamodb_local() as environment, bench_on(environment) as bench:
            province = Province(_templates(World("growth", bench.store)), REAL)
            began = time.monotonic()
            _load(province, size, environment)
            print(f"{size:,} dossiers loaded in {time.monotonic() - began:.0f} s", flush=True)
            for name, operation in _operations(World("probe", bench.store)).items():
                found.setdefault(name, {})[size] = _figure(bench, operation)
    return found


def _templates(world: World) -> dict[State, Template]:
    """One dossier in each state, brought there by the real steps."""
    ready: dict[State, Callable[[], str]] = {
        State.SUBMITTED: world.submitted,
        State.RECEIVED: world.received,
        State.PROCESSING: world.processing,
        State.SUPPLEMENT_REQUESTED: lambda: world.asked("appraisal"),
        State.RESOLVED: world.resolved,
        State.CLOSED: world.closed,
        State.RETURNED: lambda: str(commands.STEPS["close"](world).ask.dossier_id),
        State.NOT_RECEIVED: lambda: world.then(
            refuse.refuse, CLERK, world.submitted(), ground="not_conforming", reason="Sai mẫu"
        ),
    }
    return {state: _template(world, make()) for state, make in ready.items()}


def _template(world: World, number: str) -> Template:
    papers = [read_paper(row) for row in Row.query(f"D#{number}", Row.sk.startswith("PAPER#"))]
    return Template(world.load(number), world.store.ledger(number), papers)


def _load(province: Province, size: int, environment: Mapping[str, str]) -> None:
    """Write the rows from two processes; a request carries twenty-five."""
    _write(province.probes())
    spawned = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(LOADERS, mp_context=spawned) as pool:
        jobs = [pool.submit(_load_part, province, size, part, dict(environment)) for part in range(LOADERS)]
        for job in jobs:
            job.result()


def _load_part(province: Province, size: int, part: int, environment: dict[str, str]) -> None:
    os.environ.update(environment)
    Row.Meta.table_name = NAME
    _write(province.rows(size, part, LOADERS))


def _write(given: Any) -> None:
    for lot in batches(iter(given)):
        with Row.batch_write() as batch:
            for row in lot:
                batch.save(row)


def _operations(world: World) -> Mapping[str, Callable[[], Callable[[], Any]]]:
    """What is measured: each makes ready, then answers the act itself."""
    lists = TableLists()

    def deep() -> Callable[[], Any]:
        cursor = None
        for _ in range(DEEP - 1):
            cursor = lists.work(PROBE_UNIT, State.SUBMITTED, PAGE, cursor).cursor
        return lambda: lists.work(PROBE_UNIT, State.SUBMITTED, PAGE, cursor)

    def receipt() -> Callable[[], Any]:
        command = world.take(receive.receive, CLERK, world.submitted())
        return lambda: command.on(world.desk)

    def looked_up() -> Callable[[], Any]:
        code = world.load(world.received()).code
        desk = lookup.Desk(LookupTable(), world.desk.reference)
        return lambda: lookup.by_code(desk, code, world.now)

    return {
        "worklist, first page": lambda: lambda: lists.work(PROBE_UNIT, State.SUBMITTED, PAGE, None),
        "worklist, 50th page": deep,
        "my dossiers": lambda: lambda: lists.owned(PROBE_PERSON, 20, None),
        "receive": receipt,
        "look up a code": looked_up,
        "what is due now": lambda: lambda: DueTable().on(REAL.date(), REAL, 0),
        "board of a unit": lambda: lambda: BoardTable().counts(PROBE_UNIT),
    }


def _figure(bench: Bench, operation: Callable[[], Callable[[], Any]]) -> Figure:
    taken, costs = [], set()
    for _ in range(ROUNDS):
        act = operation()
        before = len(bench.meter.requests)
        began = time.perf_counter()
        act()
        taken.append((time.perf_counter() - began) * 1000)
        made = bench.meter.requests[before:]
        costs.add((len(made), sum(r.read_units for r in made), sum(r.write_units for r in made)))
    # Dossiers differ by a few bytes; the dearest counts.
    requests, reads, writes = max(costs)
    return Figure(requests, reads, writes, statistics.median(taken), sorted(taken)[int(ROUNDS * 0.95)])


if __name__ == "__main__":
    sys.exit(main(SIZES["full" if "--full" in sys.argv else "small"]))
