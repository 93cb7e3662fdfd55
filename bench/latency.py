"""The overhead of our own work for a command: its time against the same raw requests sent by a bare client.

    python -m bench latency

Each command runs in this process against an engine on this machine, once by itself and once, on another dossier,
behind its route; so do the pages that people open most. What was asked of the store is noted, and then asked again,
byte for byte in the same shape, by a client without model, rules or checks. The ratio is our overhead; the processor
time of this thread without the raw requests' own is what we add ourselves.
"""

from __future__ import annotations

import itertools
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from bench.behind_routes import Behind, start_application
from bench.cost import JOURNEY, list_commands, list_steps_after_submit
from bench.dynamodb_local import start_dynamodb_local
from bench.recorder import Act, RequestRecorder, repeat_requests
from bench.table import create_table_on
from chalicelib.domain.accounts.roles import Actor
from chalicelib.repositories.dossier.dossiers import DossierTable
from infra.local.cloud import LocalCloud
from tests.api.conftest import KeyServer
from tests.contract.journey import CERTIFICATE, CITIZEN, CLERK, HEAD_OF_DESK, UNIT, JourneyCommand, World


@dataclass(frozen=True, slots=True)
class Rounds:
    """The number of journeys, and the number of repetitions of everything else."""

    journeys: int
    others: int


QUICK, FULL = Rounds(journeys=40, others=3), Rounds(journeys=40, others=15)
RATIO, OWN_MS, JOURNEY_MS = 2.0, 3.0, 27.0
FIVE = ("submit", "receive", "transfer", "resolve", "give_back")
"""The five writes of a journey without money."""
OTHERS = {name: make for name, make in list_commands().items() if name not in JOURNEY}
UNROUTED = {"news of money"}
"""Its route takes the gateway's own bytes and signature."""
READ: Mapping[str, tuple[Actor, Mapping[str, str]]] = {
    "/api/dossiers/{dossier_id}": (CITIZEN, {}),
    "/api/dossiers/{dossier_id}/timeline": (CITIZEN, {}),
    "/api/dossiers/{dossier_id}/deadline": (CITIZEN, {}),
    "/api/dossiers/{dossier_id}/papers": (CITIZEN, {}),
    "/api/dossiers/{dossier_id}/ledger": (HEAD_OF_DESK, {}),
    "/api/worklist": (CLERK, {"unit": UNIT, "state": "returned", "limit": "20"}),
    "/api/worklist/counts": (CLERK, {"unit": UNIT}),
    "/api/approvals": (HEAD_OF_DESK, {"unit": UNIT}),
    "/api/me/dossiers": (CITIZEN, {"limit": "20"}),
    "/api/me/drafts": (CITIZEN, {"limit": "20"}),
}
"""The most opened pages, by role: pages of a dossier and lists."""
Taken = tuple[float, float, float]
"""Milliseconds of an act, of its requests alone, and of our own processor time."""


@dataclass(frozen=True, slots=True)
class Latency:
    """Medians of a step in milliseconds: the command, the bare requests, and our own processor time."""

    command_ms: float
    raw_ms: float
    own_ms: float
    p95_ms: float

    @property
    def ratio(self) -> float:
        """The command against the bare requests."""
        return self.command_ms / self.raw_ms


@dataclass(frozen=True, slots=True)
class LatencyFigures:
    """Commands alone, and commands and reading behind their routes."""

    alone: Mapping[str, Latency]
    routed: Mapping[str, Latency]


def measure_latency(environment: Mapping[str, str], rounds: Rounds) -> LatencyFigures:
    """Measure every command, those of a journey that pays cash first, and what is read of a dossier and in lists."""
    with (
        create_table_on(environment) as bare,
        RequestRecorder().listen_to_clients() as recorder,
        closing(KeyServer()) as keys,
        start_application(keys) as behind,
    ):
        taking = Taking(DossierTable(), behind, recorder, bare)
        for number in range(rounds.journeys):
            taking.take_journey(number)
        for number in range(rounds.others):
            taking.take_others(number)
        return taking.calculate_found()


@dataclass
class Taking:
    """Takes steps and opens pages, and keeps what each took."""

    store: DossierTable
    behind: Behind
    recorder: RequestRecorder
    bare: Any
    alone: dict[str, list[Taken]] = field(default_factory=lambda: defaultdict(list))
    routed: dict[str, list[Taken]] = field(default_factory=lambda: defaultdict(list))
    turn: itertools.count[int] = field(default_factory=itertools.count)

    def take_journey(self, number: int) -> None:
        """The six steps of a dossier as commands, and those of another behind their routes; that one is read then."""
        world = self._create_world(f"lat{number:06d}")
        for name, act in _list_journey(world):
            self.alone[name].append(self._take_once(partial(act.on, world.deps)))
        for name, command in _list_journey(self._create_world(f"via{number:06d}")):
            self.routed[name].append(self._take_once(self.behind.build_command_call(command)))
        for path, (actor, query) in READ.items():
            page = self.behind.build_reading_call(actor, path, command.command.dossier_id, query)
            self.routed[f"GET {path}"].append(self._take_once(page))

    def take_others(self, number: int) -> None:
        """Every other command, on dossiers of its own."""
        for place, (name, make) in enumerate(OTHERS.items()):
            world = self._create_world(f"a{number:03d}{place:05d}")
            command = make(world)
            self.alone[name].append(self._take_once(partial(command.on, world.deps)))
            if name not in UNROUTED:
                self.routed[name].append(
                    self._take_once(
                        self.behind.build_command_call(make(self._create_world(f"r{number:03d}{place:05d}")))
                    )
                )

    def calculate_found(self) -> LatencyFigures:
        """Return medians."""
        return LatencyFigures(
            *({name: _calculate_medians(runs) for name, runs in each.items()} for each in (self.alone, self.routed))
        )

    def _create_world(self, name: str) -> World:
        return World(name, self.store)

    def _take_once(self, act: Act) -> Taken:
        command, ours, noted = self.recorder.record_during(act)
        began, cpu = time.perf_counter(), time.thread_time()
        repeat_requests(self.bare, noted, next(self.turn))
        raw, theirs = time.perf_counter() - began, time.thread_time() - cpu
        return command * 1000, raw * 1000, (ours - theirs) * 1000


def _list_journey(world: World) -> Iterator[tuple[str, JourneyCommand]]:
    """Yield the six steps of a dossier, each made ready when the one before was taken."""
    filing = world.filing(CERTIFICATE)
    yield "submit", filing
    for name, ready in list_steps_after_submit(world, filing.command.dossier_id).items():
        yield name, ready()


def _calculate_medians(runs: Sequence[Taken]) -> Latency:
    command, raw, own = (statistics.median(each[n] for each in runs) for n in range(3))
    return Latency(command, raw, own, sorted(each[0] for each in runs)[int(len(runs) * 0.95)])


@contextmanager
def start_ministack() -> Any:
    """The local cloud, as an engine."""
    with tempfile.TemporaryDirectory() as state, LocalCloud(Path(state)) as cloud:
        yield cloud.build_environment()


ENGINES: dict[str, Callable[[], AbstractContextManager[Any]]] = {
    "local cloud": start_ministack,
    "DynamoDB Local": start_dynamodb_local,
}


def write_lines(found: LatencyFigures) -> list[str]:
    """Return a table for reading: in each row what was done alone, where it can be, and behind its route."""
    heads = f"{'bare':>6} {'ratio':>5} {'own':>5} {'p95':>6}"
    names = dict.fromkeys((*found.alone, *found.routed))
    return [
        f"{'':40} {'alone':>6} {heads}   {'route':>6} {heads}",
        *(
            f"{name:40} {_write_figures(found.alone.get(name))}   {_write_figures(found.routed.get(name))}"
            for name in names
        ),
        f"five writes behind their routes {total_five_writes(found):7.2f} ms of our own time, bound {JOURNEY_MS:g}",
    ]


def _write_figures(each: Latency | None) -> str:
    if each is None:
        return " " * 32
    return f"{each.command_ms:6.2f} {each.raw_ms:6.2f} {each.ratio:5.2f} {each.own_ms:5.2f} {each.p95_ms:6.2f}"


def total_five_writes(found: LatencyFigures) -> float:
    """Our own processor time for the five writes of a journey, behind their routes, in milliseconds."""
    return sum(found.routed[name].own_ms for name in FIVE)


def list_missed(found: LatencyFigures) -> list[str]:
    """Return commands beyond their bounds."""
    over = [name for name, each in found.alone.items() if each.ratio > RATIO or each.own_ms > OWN_MS]
    return over + (["five writes"] if total_five_writes(found) > JOURNEY_MS else [])
