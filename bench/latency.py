"""What our own work adds to a command: its time against the same raw requests sent by a bare client.

    python -m bench latency

Each command runs in this process against an engine on this machine, once by itself and once, on another dossier,
behind its route. What it asked of the store is noted, and then asked again, byte for byte in the same shape, by a
client without model, rules or checks. The ratio is our overhead; the processor time of this thread without the raw
requests' own is what we add ourselves.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any
from unittest import mock

from botocore.client import BaseClient

from bench.behind_routes import application
from bench.cost import JOURNEY, after_submit
from bench.dynamodb_local import dynamodb_local
from bench.table import NAME, table_on
from chalicelib.repositories.dossiers import DossierTable
from infra.local.cloud import LocalCloud
from tests.api.conftest import KeyServer
from tests.contract.journey import CERTIFICATE, Command, World

ROUNDS = 40
RATIO, OWN_MS, JOURNEY_MS = 2.0, 3.0, 27.0
FIVE = ("submit", "receive", "transfer", "resolve", "give_back")
"""The five writes of a journey without money."""
Request = tuple[str, dict[str, Any]]
Act = Callable[[], Any]


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
class Step:
    """A step as a command alone, and behind its route."""

    alone: Latency
    routed: Latency


@dataclass
class Recorder:
    """Notes the requests that clients make while it is on."""

    noted: list[Request] = field(default_factory=list)
    on: bool = False

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Hear every client of this process."""
        real = BaseClient._make_api_call  # type: ignore[attr-defined]

        def call(client: BaseClient, name: str, asked: dict[str, Any]) -> Any:
            if self.on:
                self.noted.append((name, asked))
            return real(client, name, asked)

        with mock.patch.object(BaseClient, "_make_api_call", call):
            yield

    def during(self, act: Act) -> tuple[float, float, list[Request]]:
        """Seconds that the act took, of the clock and of this thread's processor, and what it asked for."""
        self.noted, self.on = [], True
        began, cpu = time.perf_counter(), time.thread_time()
        act()
        taken = time.perf_counter() - began, time.thread_time() - cpu
        self.on = False
        return *taken, self.noted


def again(client: Any, noted: list[tuple[str, dict[str, Any]]], number: int) -> None:
    """The same requests on keys that nobody used, without conditions: the same items, the same sizes."""
    for name, params in noted:
        if name == "TransactWriteItems":
            items = [_moved(entry, number) for entry in params["TransactItems"]]
            client.transact_write_items(TransactItems=items)
        elif name == "BatchGetItem":
            client.batch_get_item(RequestItems=params["RequestItems"])
        elif name == "UpdateItem":
            client.update_item(**{key: value for key, value in params.items() if key != "ConditionExpression"})
        else:
            raise ValueError(f"{name} is not a request of a command")


def _moved(entry: Mapping[str, Any], number: int) -> dict[str, Any]:
    ((kind, about),) = entry.items()
    held = about["Item"] if kind == "Put" else about["Key"]
    moved = {**held, "pk": {"S": f"RAW#{number:06d}#{held['pk']['S']}"[:120]}}
    return {kind: {"TableName": NAME, "Item" if kind == "Put" else "Key": moved}}


def measured(environment: Mapping[str, str]) -> dict[str, Step]:
    """Every step of the journey that pays cash."""
    alone: dict[str, list[tuple[float, float, float]]] = {name: [] for name in JOURNEY}
    routed: dict[str, list[tuple[float, float, float]]] = {name: [] for name in JOURNEY}
    recorder = Recorder()
    with (
        table_on(environment) as bare,
        recorder.listening(),
        closing(KeyServer()) as keys,
        application(keys) as behind,
    ):
        store = DossierTable()
        for number in range(ROUNDS):
            world, other = World(f"lat{number:06d}", store), World(f"via{number:06d}", store)
            for name, command in _journey(world):
                alone[name].append(_once(partial(command.on, world.desk), recorder, bare, number))
            for name, command in _journey(other):
                routed[name].append(_once(behind(command), recorder, bare, number))
    return {name: Step(_median(alone[name]), _median(routed[name])) for name in JOURNEY}


def _journey(world: World) -> Iterator[tuple[str, Command]]:
    """The six steps of a dossier, each made ready when the one before was taken."""
    filing = world.filing(CERTIFICATE)
    yield "submit", filing
    for name, ready in after_submit(world, filing.ask.dossier_id).items():
        yield name, ready()


def _once(act: Act, recorder: Recorder, bare: Any, number: int) -> tuple[float, float, float]:
    command, ours, noted = recorder.during(act)
    began, cpu = time.perf_counter(), time.thread_time()
    again(bare, noted, number)
    raw, theirs = time.perf_counter() - began, time.thread_time() - cpu
    return command * 1000, raw * 1000, (ours - theirs) * 1000


def _median(runs: list[tuple[float, float, float]]) -> Latency:
    command, raw, own = (statistics.median(each[n] for each in runs) for n in range(3))
    return Latency(command, raw, own, statistics.quantiles([each[0] for each in runs], n=20)[-1])


@contextmanager
def ministack() -> Any:
    """The local cloud, as an engine."""
    with tempfile.TemporaryDirectory() as state, LocalCloud(Path(state)) as cloud:
        yield cloud.environment()


ENGINES: dict[str, Callable[[], AbstractContextManager[Any]]] = {
    "local cloud": ministack,
    "DynamoDB Local": dynamodb_local,
}


def lines(found: Mapping[str, Step]) -> list[str]:
    """A table for reading."""
    rows = [_line(name, each.alone) for name, each in found.items()]
    rows += [_line(f"route of {name}", each.routed) for name, each in found.items()]
    return [*rows, f"five writes behind their routes {five(found):7.2f} ms of our own time, bound {JOURNEY_MS:g}"]


def _line(name: str, each: Latency) -> str:
    return (
        f"{name:20} {each.command_ms:7.2f} ms, bare {each.raw_ms:7.2f} ms, ratio {each.ratio:4.2f}, "
        f"own {each.own_ms:5.2f} ms, p95 {each.p95_ms:7.2f} ms"
    )


def five(found: Mapping[str, Step]) -> float:
    """Our own processor time for the five writes of a journey, behind their routes, in milliseconds."""
    return sum(found[name].routed.own_ms for name in FIVE)


def missed(found: Mapping[str, Step]) -> list[str]:
    """Steps beyond their bounds."""
    over = [name for name, each in found.items() if each.alone.ratio > RATIO or each.alone.own_ms > OWN_MS]
    return over + (["five writes"] if five(found) > JOURNEY_MS else [])
