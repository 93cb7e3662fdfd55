"""Two commands that meet on one dossier: who sends them, and what may come of it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import pytest

from chalicelib.domain.shared.errors import Refusal
from chalicelib.repositories.dossier.dossiers import DossierTable
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.steps.dossier.context import Dependencies
from chalicelib.steps.dossier.ports import Loaded
from chalicelib.steps.handover import stop
from chalicelib.steps.reception import receive, refuse
from chalicelib.steps.settlement import consult, resolve, transfer
from tests.contract.engines import DYNAMODB, RIVALS
from tests.contract.journey import (
    CASE,
    CLERK,
    CLERK_2,
    HEAD,
    INSURANCE,
    JourneyCommand,
    World,
)

pytestmark = [pytest.mark.cloud, pytest.mark.engine(DYNAMODB, RIVALS)]


RESERVED = range(9001, 10000)
"""Left to the paper register of an outage, each day."""


Result = Any


@dataclass
class Workers:
    """Threads that each have a store of their own."""

    world: World
    count: int
    _own: threading.local = field(default_factory=threading.local)

    def deps(self) -> Dependencies:
        """This thread's desk."""
        if not hasattr(self._own, "store"):
            with _MAKING:
                self._own.store = DossierTable()
                assert self._own.store._connection.client
        return self.world.desk_of(self._own.store)

    def all(self, jobs: Sequence[Callable[[Dependencies], Result]]) -> list[Result]:
        """Do every job, as many at a time as there are workers; a refusal is a result."""
        assert TableItem._get_connection().connection.client

        def run_one(job: Callable[[Dependencies], Result]) -> Result:
            try:
                return job(self.deps())
            except Refusal as refused:
                return refused

        with ThreadPoolExecutor(self.count) as pool:
            return list(pool.map(run_one, jobs))


_MAKING = threading.Lock()


class Together(DossierTable):
    """A store whose next read waits for the other workers' reads, so that all decide on the same version."""

    rivals: threading.Barrier | None = None

    def load(self, dossier_id: str, **named: Any) -> Loaded:
        loaded = super().load(dossier_id, **named)
        rivals, self.rivals = self.rivals, None
        if rivals:
            rivals.wait(10)
        return loaded


def race_commands(world: World, stores: Sequence[Together], commands: Sequence[JourneyCommand]) -> list[Any]:
    """Take the commands so that all have read before any writes."""
    rivals = threading.Barrier(len(commands))
    for store in stores:
        store.rivals = rivals
    with ThreadPoolExecutor(len(commands)) as pool:
        return list(pool.map(try_command, commands, [world.desk_of(store) for store in stores]))


def try_command(command: JourneyCommand, deps: Dependencies) -> Any:
    """The answer, or the refusal."""
    try:
        return command.on(deps)
    except Refusal as refused:
        return refused


RACES: dict[str, Callable[[World], tuple[JourneyCommand, JourneyCommand]]] = {
    "received twice": lambda w: prepare_both(
        w, w.submitted(), (receive.receive_dossier, CLERK, {}), (receive.receive_dossier, CLERK_2, {})
    ),
    "received and refused": lambda w: prepare_both(
        w,
        w.submitted(),
        (receive.receive_dossier, CLERK, {}),
        (refuse.refuse_dossier, CLERK_2, {"ground": "not_conforming", "reason": "Sai mẫu"}),
    ),
    "transferred twice": lambda w: prepare_both(
        w, w.received(), (transfer.transfer_dossier, CLERK, {}), (transfer.transfer_dossier, CLERK_2, {})
    ),
    "stopped and denied": lambda w: prepare_both(
        w,
        w.processing(),
        (stop.stop_dossier, HEAD, {"ground": "other_law", "reason": "Căn cứ"}),
        (
            resolve.resolve_dossier,
            HEAD,
            {"outcome": "not_granted", "ground": "conditions_not_met", "reason": "Chưa đủ"},
        ),
    ),
}


def prepare_both(world: World, number: str, *steps: Any) -> tuple[JourneyCommand, JourneyCommand]:
    """Two commands decided on the same version."""
    one, other = (world.take(step, actor, number, **body) for step, actor, body in steps)
    return one, other


def prepare_desk_command(world: World, number: str, position_number: int) -> JourneyCommand:
    """One more consultation, decided on the version as it is now."""
    return world.take(
        consult.request_opinion, CASE, number, unit=INSURANCE, reply_days=2, questions=f"Câu {position_number}"
    )
