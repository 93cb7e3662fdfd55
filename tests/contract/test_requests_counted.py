"""What a command costs at the store, counted at the client: one read request and one transaction.

Receiving needs one request more, for the unit's counter of codes. Sign-in keys and officers' rights are
remembered for a while and therefore counted apart.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import pytest
from chalice.test import Client

from chalicelib import wiring, wiring_payments, wiring_steps
from chalicelib.domain.errors import Refusal
from chalicelib.domain.officers import Officer
from chalicelib.domain.roles import Role
from chalicelib.handlers._operations import OPERATIONS
from chalicelib.repositories.dossiers import DossierTable
from chalicelib.repositories.paper_store import PaperStore
from tests.contract import commands, journey
from tests.contract.commands import DRAFTS, MONEY, STEPS
from tests.contract.engine import Wire, wired
from tests.contract.journey import REAL, Command, World

COMMANDS = {**DRAFTS, **STEPS, **MONEY}
ROUTED = tuple(name for name in COMMANDS if name != "news of money")
"""The gateway's own route takes bytes and a signature; it is called in tests/api."""

COUNTER = ["UpdateItem"]
PATHS = {
    "create_draft": ("POST", "/api/dossiers"),
    "save_draft": ("PUT", "/api/dossiers/{dossier_id}/draft"),
    "discard": ("DELETE", "/api/dossiers/{dossier_id}/draft"),
    "add_paper": ("POST", "/api/dossiers/{dossier_id}/papers"),
    "approve": ("POST", "/api/dossiers/{dossier_id}/requests/{number}/approve"),
    "decline": ("POST", "/api/dossiers/{dossier_id}/requests/{number}/decline"),
}


def route(command: Command) -> tuple[str, str]:
    """Method and path of a command's route."""
    step = command.ask.step
    return PATHS.get(step, ("POST", f"/api/dossiers/{{dossier_id}}/{step}"))


@pytest.mark.cloud
@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_reads_once_and_writes_once(world: World, name: str) -> None:
    command = COMMANDS[name](world)
    with wired(world.store, Wire()) as wire:
        command.on(world.desk)
    assert (wire.reads, wire.transactions) == (1, 1)
    assert wire.others == (COUNTER if name == "receive" else [])


@pytest.mark.cloud
@pytest.mark.parametrize("name", STEPS)
def test_a_repeat_reads_once_and_writes_nothing(world: World, name: str) -> None:
    command = STEPS[name](world)
    command.on(world.desk)
    with wired(world.store, Wire()) as wire:
        command.on(world.desk)
    assert (wire.reads, len(wire.calls)) == (1, 1)


@pytest.mark.cloud
@pytest.mark.parametrize("name", [name for name in STEPS if name != "submit"])
def test_a_stale_or_foreign_command_reads_once_and_writes_nothing(world: World, name: str) -> None:
    command = STEPS[name](world)
    ask = command.ask
    stale = replace(ask, version=(ask.version or 0) + 1)
    foreign = replace(ask, actor=journey.officer("stranger", Role.CASE_OFFICER, journey.OTHER_UNIT))
    with wired(world.store, Wire()) as wire:
        for refused in (stale, foreign):
            with pytest.raises(Refusal):
                Command(command.step, refused).on(world.desk)
    assert (wire.reads, len(wire.calls)) == (2, 2)


@dataclass(frozen=True)
class StillClock:
    """A clock that stands still."""

    simulated: bool = False

    def real_now(self) -> datetime:
        return REAL

    def now(self) -> datetime:
        return REAL


class TokenIsName:
    """Sign-in apart: the token says who it is."""

    def verify(self, token: str, real_now: datetime) -> str:
        return token


@pytest.fixture(scope="module")
def routes(engine: str) -> Iterator[Client]:
    """The application over the engine, with sign-in, clock, e-form and file store out of the way."""
    from app import app

    named = {"TABLE_NAME": engine, "PROVINCE": "hue", "STAGE": "local", "PAPERS_BUCKET": "papers", "ISSUER": "i",
             "JWKS_URL": "http://127.0.0.1:1", "CLIENT_ID": "c"}  # fmt: skip
    with pytest.MonkeyPatch.context() as patch:
        for key, value in named.items():
            patch.setenv(key, value)
        forget()
        patch.setattr(wiring, "clock", StillClock)
        patch.setattr(wiring, "identity", TokenIsName)
        patch.setattr(wiring_steps, "check_form", lambda *_: ())
        patch.setattr(wiring_payments, "counter", commands.counter)
        patch.setattr(PaperStore, "keep", lambda *_: None)
        with Client(app) as client:
            yield client
    forget()


def forget() -> None:
    """Build every adapter anew at its next use."""
    for module in [found for name, found in sys.modules.items() if name.startswith("chalicelib.wiring")]:
        for made in list(vars(module).values()):
            if hasattr(made, "cache_clear"):
                made.cache_clear()


def appointed(command: Command) -> None:
    """The rights of the command's actor, on record and remembered: warm, as most requests find them."""
    actor = command.ask.actor
    known = wiring.officers().load(actor.sub)
    if actor.assignments and not known.assignments:
        record = Officer(actor.sub, known.version + 1, "A", "B", "a@example.test", actor.assignments)
        wiring.officers().save(record, "seed", "01", REAL)
    wiring.officers().assignments(actor.sub, REAL)


def sent(client: Client, command: Command) -> Any:
    """The command as its route gets it."""
    ask = command.ask
    method, path = route(command)
    headers = {"Authorization": f"Bearer {ask.actor.sub}", "Idempotency-Key": ask.key}
    if ask.version is not None:
        headers["If-Match"] = f'"{ask.version}"'
    body = b""
    if method != "DELETE":
        headers["Content-Type"], body = (
            "application/json",
            json.dumps(dict(ask.body), default=datetime.isoformat).encode(),
        )
    place = path.format(dossier_id=ask.dossier_id, number=1)
    return client.http.request(method, place, headers=headers, body=body)


@pytest.mark.cloud
@pytest.mark.parametrize("name", ROUTED)
def test_a_route_costs_what_its_command_costs(world: World, routes: Client, name: str) -> None:
    command = COMMANDS[name](world)
    appointed(command)
    store = wiring_steps.desk().dossiers
    assert isinstance(store, DossierTable)
    with wired(store, Wire()) as wire:
        answer = sent(routes, command)
    assert answer.status_code in (200, 201, 204), answer.body
    print(f"{' '.join(route(command)):62} {len(wire.calls)} requests: {', '.join(wire.calls)}")
    assert (wire.reads, wire.transactions) == (1, 1)
    assert wire.others == (COUNTER if name == "receive" else [])


@pytest.mark.cloud
def test_every_route_that_writes_to_a_dossier_is_counted(world: World) -> None:
    import app  # noqa: F401 - registers every operation

    writing = {(op.method, op.path) for op in OPERATIONS if op.path.startswith("/api/dossiers") and op.method != "GET"}
    assert writing == {route(COMMANDS[name](world)) for name in ROUTED}
