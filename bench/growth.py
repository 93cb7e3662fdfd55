"""Compares the cost of people's actions with a thousand and with a million dossiers: `python -m bench growth`.

One engine grows from size to size. Requests and units per operation must be the same at every size; latency is
reported. Units are those of the formula.
"""

from __future__ import annotations

import multiprocessing
import statistics
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bench.cost import Bench, open_bench
from bench.dynamodb_local import start_dynamodb_local
from bench.growth_data import (
    PROBE_PERSON,
    PROBE_UNIT,
    Board,
    DossierTemplate,
    ProvinceGenerator,
    list_board_rows,
    write_put,
)
from bench.loading import send_batches
from bench.table import NAME
from bench.watching import Watching
from chalicelib.domain.flow.transitions import State
from chalicelib.repositories.dynamodb.lists import TableLists
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.repositories.papers.paper_items import read_paper
from chalicelib.repositories.search.lookups import LookupTable
from chalicelib.repositories.supervision.boards import BoardTable
from chalicelib.steps.reception import receive, refuse
from chalicelib.steps.search import public_status
from tests.contract.commands import LEDGER_COMMANDS
from tests.contract.journey import CLERK, REAL, World

SIZES = {"small": (1_000, 10_000), "full": (1_000, 100_000, 1_000_000)}
LOADERS = 2
ROUNDS = 15
PAGE, DEEP = 10, 50
LATE = 5
"""The number of late filings in a run of the watch with alerts."""


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
        """The figures that must not grow."""
        return self.requests, self.read_units, self.write_units


def write_lines(found: Mapping[str, Mapping[int, Figure]]) -> list[str]:
    """Return a table for reading."""
    return [
        f"{name:30} {size:>9,} {f.requests:4} requests {f.read_units:6g} RU {f.write_units:4} WU "
        f"{f.p50_ms:7.1f} ms {f.p95_ms:7.1f} ms"
        for name, figures in found.items() for size, f in figures.items()
    ]  # fmt: skip


def list_growing(found: Mapping[str, Mapping[int, Figure]]) -> list[str]:
    """Return operations that ask more of the store at one size than at another."""
    return [name for name, figures in found.items() if len({f.cost for f in figures.values()}) > 1]


def measure_growth(sizes: tuple[int, ...]) -> Mapping[str, Mapping[int, Figure]]:
    """Return figures of every operation at every size."""
    found: dict[str, dict[int, Figure]] = {}
    with start_dynamodb_local() as environment, open_bench(environment) as bench:
        province, board = ProvinceGenerator(_build_templates(World("growth", bench.store)), REAL), Board()
        send_batches(environment, NAME, map(write_put, province.list_probes(board)))
        for turn, (there, size) in enumerate(zip((0, *sizes), sizes, strict=False), start=1):
            began = time.monotonic()
            rows = _load_dossiers(province, range(there, size), board, environment)
            took = time.monotonic() - began
            print(f"{size:,} dossiers: {rows:,} rows more in {took:.0f} s", flush=True)
            # The watch looks at weeks before anything else was filed, in each turn at an earlier one.
            watched = REAL - timedelta(weeks=turn)
            for name, operation in _list_operations(World(f"probe{turn}", bench.store), province, watched).items():
                found.setdefault(name, {})[size] = measure_figure(bench, operation)
    return found


def _build_templates(world: World) -> dict[State, DossierTemplate]:
    """Return one dossier in each state, brought there by the real steps."""
    ready: dict[State, Callable[[], str]] = {
        State.SUBMITTED: world.submitted,
        State.RECEIVED: world.received,
        State.PROCESSING: world.processing,
        State.SUPPLEMENT_REQUESTED: lambda: world.asked("appraisal"),
        State.RESOLVED: world.resolved,
        State.CLOSED: world.closed,
        State.RETURNED: lambda: str(LEDGER_COMMANDS["close"](world).command.dossier_id),
        State.NOT_RECEIVED: lambda: world.then(
            refuse.refuse_dossier, CLERK, world.submitted(), ground="not_conforming", reason="Sai mẫu"
        ),
    }
    return {state: _build_template(world, make()) for state, make in ready.items()}


def _build_template(world: World, number: str) -> DossierTemplate:
    papers = [read_paper(row) for row in TableItem.query(f"D#{number}", TableItem.sk.startswith("PAPER#"))]
    return DossierTemplate(world.load(number), world.store.load_ledger(number), papers)


def _load_dossiers(province: ProvinceGenerator, numbers: range, board: Board, environment: Mapping[str, str]) -> int:
    """Load these dossiers from some processes, then the boards on which they stand; return the number of rows."""
    step = -(-len(numbers) // LOADERS)
    parts = [numbers[part * step : (part + 1) * step] for part in range(LOADERS)]
    with ProcessPoolExecutor(LOADERS, mp_context=multiprocessing.get_context("spawn")) as pool:
        jobs = [pool.submit(_load_part, province, part, dict(environment)) for part in parts]
        done = [job.result() for job in jobs]
    for _, counted in done:
        board.update(counted)
    return sum(rows for rows, _ in done) + send_batches(environment, NAME, map(write_put, list_board_rows(board)))


def _load_part(province: ProvinceGenerator, numbers: range, environment: Mapping[str, str]) -> tuple[int, Board]:
    board = Board()
    return send_batches(environment, NAME, province.list_puts(numbers, board)), board


Operation = Callable[[], Callable[[], Any]]
"""Prepares, then returns the operation itself."""


def _list_operations(world: World, province: ProvinceGenerator, watched: datetime) -> Mapping[str, Operation]:
    """Return the measured operations."""
    lists, filed = TableLists(), province.templates[State.SUBMITTED].dossier

    def open_deep_page() -> Callable[[], Any]:
        cursor = None
        for _ in range(DEEP - 1):
            cursor = lists.list_work(PROBE_UNIT, State.SUBMITTED, PAGE, cursor).cursor
        return lambda: lists.list_work(PROBE_UNIT, State.SUBMITTED, PAGE, cursor)

    def prepare_receipt() -> Callable[[], Any]:
        command = world.take(receive.receive_dossier, CLERK, world.submitted())
        return lambda: command.on(world.deps)

    def prepare_look_up() -> Callable[[], Any]:
        code = world.load(world.received()).code
        desk = public_status.LookupDependencies(LookupTable(), world.deps.reference, lambda *_: "H57.106.01")
        return lambda: public_status.look_up_code(desk, code, world.now)

    return {
        "worklist, first page": lambda: lambda: lists.list_work(PROBE_UNIT, State.SUBMITTED, PAGE, None),
        "worklist, 50th page": open_deep_page,
        "my dossiers": lambda: lambda: lists.list_owned(PROBE_PERSON, 20, None),
        "receive": prepare_receipt,
        "look up a code": prepare_look_up,
        "board of a unit": lambda: lambda: BoardTable().read_counts(PROBE_UNIT),
        "deadline watch, nothing due": Watching(world, filed, watched, 0).prepare_run,
        f"deadline watch, {LATE} late": Watching(world, filed, watched + timedelta(days=1), LATE).prepare_run,
    }


def measure_figure(bench: Bench, operation: Operation) -> Figure:
    """Return the figures of an operation, which is prepared before each round."""
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
