"""The cost of each command and of the six-step journey at the store: `python -m bench cost`.

Counted at the client and priced by formula, so the figures are the same on every machine. Budgets: `bench.budgets`;
later costs of a fact: `bench.consumers`.
"""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from bench.meter import Meter, StoreRequest, attach_meter
from bench.table import create_table_on, read_table_schema
from chalicelib.domain.flow.transitions import State
from chalicelib.repositories.dossier.dossiers import DossierTable
from chalicelib.repositories.dynamodb.lists import TableLists
from chalicelib.steps.handover import give_back
from chalicelib.steps.reception import receive
from chalicelib.steps.settlement import resolve, transfer
from tests.contract.commands import LEDGER_COMMANDS
from tests.contract.draft_commands import DRAFTS
from tests.contract.journey import CERTIFICATE, CITIZEN, CLERK, HEAD, UNIT, JourneyCommand, World
from tests.contract.money_commands import MONEY, prepare_payment

JOURNEY_REQUESTS, JOURNEY_WRITE_UNITS = 14, 77
"""The most that the six steps of a dossier that pays cash may cost together."""
JOURNEY = ("submit", "pay", "receive", "transfer", "resolve", "give_back")
"""The six step words, with cash."""

VISIT = {
    "way": "counter", "receiver": {"full_name": "Trần Thị Hoa", "id_number": "046190000001"}, "receipt_shown": True,
    "announced_by": "sms",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cost:
    """The requests of one command to the store. `items` are write units by kind of item and index; bytes are written.

    `others` counts requests to other services, `cpu_ms` is processor time of this run and `calls` how often a
    function was called: neither is budgeted.
    """

    requests: int = 0
    read_units: float = 0
    write_units: int = 0
    bytes: int = 0
    items: Mapping[str, int] = field(default_factory=dict)
    reported: float = 0
    others: Mapping[str, int] = field(default_factory=dict)
    cpu_ms: float = 0
    calls: int = 0

    @classmethod
    def total_requests(cls, requests: Sequence[StoreRequest], others: Sequence[str] = (), cpu_ms: float = 0) -> Cost:
        """Return the sum of the requests of one call of a function."""
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
            dict(sorted(Counter(others).items())),
            cpu_ms,
            1,
        )

    def __add__(self, more: Cost) -> Cost:
        """Return both together."""
        return Cost(
            self.requests + more.requests,
            self.read_units + more.read_units,
            self.write_units + more.write_units,
            self.bytes + more.bytes,
            dict(sorted((Counter(self.items) + Counter(more.items)).items())),
            self.reported + more.reported,
            dict(sorted((Counter(self.others) + Counter(more.others)).items())),
            self.cpu_ms + more.cpu_ms,
            self.calls + more.calls,
        )

    def __sub__(self, part: Cost) -> Cost:
        """Return the cost without a part of it."""
        return Cost(
            self.requests - part.requests,
            self.read_units - part.read_units,
            self.write_units - part.write_units,
            self.bytes - part.bytes,
            dict(sorted((Counter(self.items) - Counter(part.items)).items())),
            self.reported - part.reported,
            dict(sorted((Counter(self.others) - Counter(part.others)).items())),
            self.cpu_ms - part.cpu_ms,
            self.calls - part.calls,
        )


def list_commands() -> Mapping[str, Callable[[World], JourneyCommand]]:
    """Return every command, by the name under which it is budgeted."""
    return {**DRAFTS, **LEDGER_COMMANDS, **MONEY}


@dataclass
class Bench:
    """A desk at the table with the meter on. Names are fixed, so that sizes are the same in every run."""

    store: DossierTable
    meter: Meter

    def measure_command(self, name: str, make: Callable[[World], JourneyCommand]) -> Cost:
        """Return the cost of one command alone, on a dossier made ready for it."""
        world = World(f"bench-{hashlib.sha256(name.encode()).hexdigest()[:9]}", self.store)
        made = make(world)
        return self.measure_act(lambda: made.on(world.deps))

    def measure_journey(self) -> Mapping[str, Cost]:
        """Return the cost of each of the six steps of one dossier that pays cash."""
        world = World("bench-journey--", self.store)
        filing = world.filing(CERTIFICATE)
        costs = {"submit": self.measure_act(lambda: filing.on(world.deps))}
        for name, ready in list_steps_after_submit(world, filing.command.dossier_id).items():
            command = ready()
            costs[name] = self.measure_act(lambda command=command: command.on(world.deps))  # type: ignore[misc]
        return costs

    def measure_act(self, act: Callable[[], Any]) -> Cost:
        """Measure the cost of all requests of the command."""
        requests, others, began = len(self.meter.requests), len(self.meter.others), _measure_processor()
        act()
        taken = (_measure_processor() - began) * 1000
        return Cost.total_requests(self.meter.requests[requests:], self.meter.others[others:], taken)


def _measure_processor() -> float:
    """Return processor time of this process and its children, in seconds."""
    return sum(os.times()[:4])


def list_steps_after_submit(world: World, number: str) -> Mapping[str, Callable[[], JourneyCommand]]:
    """Return the other five steps of the journey, each made ready when its turn has come."""
    return {
        "pay": lambda: prepare_payment(world, number),
        "receive": lambda: world.take(receive.receive_dossier, CLERK, number),
        "transfer": lambda: world.take(transfer.transfer_dossier, CLERK, number),
        "resolve": lambda: world.take(
            resolve.resolve_dossier, HEAD, number, outcome="granted", result=world.result(number)
        ),
        "give_back": lambda: world.take(give_back.give_back, CLERK, number, **VISIT, compared=["application_form"]),
    }


@contextmanager
def open_bench(environment: Mapping[str, str]) -> Iterator[Bench]:
    """The desk, the table and the meter on the engine that the environment names."""
    with create_table_on(environment), attach_meter(Meter(read_table_schema())) as meter:
        yield Bench(DossierTable(), meter)


def measure_costs(environment: Mapping[str, str]) -> tuple[dict[str, Cost], dict[str, Cost]]:
    """Return costs of every command, and of the journey's steps."""
    with open_bench(environment) as bench:
        bench.measure_command("warming", DRAFTS["create_draft"])
        each = {name: bench.measure_command(name, make) for name, make in list_commands().items()}
        return each, dict(bench.measure_journey())


def check_reads(environment: Mapping[str, str]) -> tuple[int, list[str]]:
    """Return how many reads of all commands, of lists and of a ledger were compared with what DynamoDB Local reports,
    and those that the formula prices otherwise. Named items that are not there are left out: AWS documents that they
    cost as the smallest, this engine charges nothing for them."""
    with open_bench(environment) as bench:
        for name, make in list_commands().items():
            bench.measure_command(name, make)
        world = World("bench-lists----", bench.store)
        bench.store.load_ledger(world.received())
        TableLists().list_work(UNIT, State.RECEIVED, 20, None)
        TableLists().list_owned(CITIZEN.sub, 20, None)
        reads = [each for each in bench.meter.requests if not each.written and each.reported is not None]
    told = [(each.name, each.read_units - each.absent, each.reported) for each in reads]
    unlike = {f"{name}: {units:g} by the formula, {said:g} reported" for name, units, said in told if units != said}
    return len(reads), sorted(unlike)


def write_lines(costs: Mapping[str, Cost]) -> Iterable[str]:
    """Yield a table for reading."""
    yield f"{'':28} {'requests':>8} {'read u.':>8} {'write u.':>8} {'bytes':>8}"
    for name, cost in costs.items():
        yield f"{name:28} {cost.requests:8} {cost.read_units:8g} {cost.write_units:8} {cost.bytes:8}"
    total = [sum(getattr(cost, what) for cost in costs.values()) for what in ("requests", "read_units", "write_units")]
    yield f"{'together':28} {total[0]:8} {total[1]:8g} {total[2]:8}"
