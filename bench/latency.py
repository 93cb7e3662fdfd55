"""What our own work adds to a command: its time against the same raw requests sent by a bare client.

    python -m bench.latency

Each command runs in this process against an engine on this machine. What it asked of the store is noted, and then
asked again, byte for byte in the same shape, by a client without model, rules or checks. The ratio is our overhead;
the processor time of this thread without the raw requests' own is what we add ourselves.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.cost import JOURNEY, after_submit
from bench.dynamodb_local import NotHereError, dynamodb_local
from bench.table import NAME, table_on
from chalicelib.repositories.dossiers import DossierTable
from infra.local.cloud import LocalCloud
from tests.contract.journey import CERTIFICATE, World

ROUNDS = 40
RATIO, OWN_MS, JOURNEY_MS = 2.0, 3.0, 27.0


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


class Recorder:
    """Notes the requests of a store's client, and sends the like again."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self._noted: list[tuple[str, dict[str, Any]]] = []
        client.meta.events.register("provide-client-params.dynamodb.*", self._note, unique_id="recorder")

    def _note(self, params: dict[str, Any], model: Any, **_: Any) -> None:
        self._noted.append((model.name, dict(params)))

    def taken(self) -> list[tuple[str, dict[str, Any]]]:
        """What was asked since the last time."""
        noted, self._noted = self._noted, []
        return noted


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


def measured(environment: Mapping[str, str]) -> dict[str, Latency]:
    """Every step of the journey that pays cash."""
    with table_on(environment) as bare:
        store = DossierTable()
        recorder = Recorder(store._connection.client)
        found: dict[str, list[tuple[float, float, float]]] = {name: [] for name in JOURNEY}
        for number in range(ROUNDS):
            world = World(f"lat{number:06d}", store)
            filing = world.filing(CERTIFICATE)
            steps: dict[str, Callable[[], Any]] = {"submit": lambda filing=filing: filing}  # type: ignore[misc]
            steps |= after_submit(world, filing.ask.dossier_id)
            for name, ready in steps.items():
                found[name].append(_once(ready().on, world, recorder, bare, number))
        return {name: _median(runs) for name, runs in found.items()}


def _once(
    act: Callable[[Any], Any], world: World, recorder: Recorder, bare: Any, number: int
) -> tuple[float, float, float]:
    desk = world.desk
    recorder.taken()
    began, cpu = time.perf_counter(), time.thread_time()
    act(desk)
    command, ours = time.perf_counter() - began, time.thread_time() - cpu
    noted = recorder.taken()
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


def lines(found: Mapping[str, Latency]) -> list[str]:
    """A table for reading."""
    rows = [
        f"{name:10} {each.command_ms:7.2f} ms, bare {each.raw_ms:7.2f} ms, ratio {each.ratio:4.2f}, "
        f"own {each.own_ms:5.2f} ms, p95 {each.p95_ms:7.2f} ms"
        for name, each in found.items()
    ]
    return [*rows, f"journey    {sum(each.own_ms for each in found.values()):7.2f} ms of our own time"]


def missed(found: Mapping[str, Latency]) -> list[str]:
    """Steps beyond their bounds."""
    over = [name for name, each in found.items() if each.ratio > RATIO or each.own_ms > OWN_MS]
    own = sum(each.own_ms for each in found.values())
    return over + (["journey"] if own > JOURNEY_MS else [])


def main() -> int:
    """Print the figures of both engines; 1 when a bound is missed."""
    over = []
    for name, engine in ENGINES.items():
        try:
            with engine() as environment:
                found = measured(environment)
        except NotHereError as reason:
            print(f"{name}: {reason}")
            return 1
        print(f"{name}\n" + "\n".join(lines(found)))
        over += missed(found)
    return int(bool(over))


if __name__ == "__main__":
    sys.exit(main())
