"""The cost of a command at the store, counted at the client: one read request and one transaction.

Receiving needs one request more, for the unit's counter of codes. Sign-in keys, officers' rights and the tree of units
are remembered for a while and therefore counted apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import pytest
from chalice.test import Client

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.accounts.sign_in_methods import SignInMethod
from chalicelib.domain.flow.transitions import Step
from chalicelib.domain.shared.errors import Refusal
from chalicelib.handlers.http.operations import OPERATIONS
from chalicelib.repositories.accounts.identity import Verified
from chalicelib.repositories.dossier.dossiers import DossierTable
from chalicelib.repositories.papers.paper_store import PaperStore
from chalicelib.wiring import core as wiring
from chalicelib.wiring import payments as wiring_payments
from chalicelib.wiring import steps as wiring_steps
from tests.api.conftest import forget_adapters
from tests.contract import money_commands, routes
from tests.contract.commands import LEDGER_COMMANDS
from tests.contract.draft_commands import DRAFTS
from tests.contract.engine import Wire, wire_store
from tests.contract.engines import DYNAMODB, RIVALS
from tests.contract.journey import JourneyCommand, World
from tests.contract.money_commands import MONEY
from tests.support.people import build_actor

COMMANDS = {**DRAFTS, **LEDGER_COMMANDS, **MONEY}
ROUTED = tuple(name for name in COMMANDS if name != "news of money")
"""The gateway's own route takes bytes and a signature; it is called in tests/api."""

COUNTER = ["UpdateItem"]
KNOWN = {*routes.PATHS, *Step}
LOOK_AROUND = {("POST", "/api/dossiers/{dossier_id}/held"), ("POST", "/api/dossiers/{dossier_id}/join_account")}
"""Routes that first look through what was issued to the person, or names them: what they ask for depends on that."""
"""Names of commands that are the name of their step."""


@pytest.mark.cloud
@pytest.mark.engine(DYNAMODB, RIVALS)
def test_news_of_money_reads_once_and_writes_once(world: World) -> None:
    command = COMMANDS["news of money"](world)
    with wire_store(world.store, Wire()) as wire:
        command.on(world.deps)
    assert (wire.reads, wire.transactions, wire.others) == (1, 1, [])


@pytest.mark.cloud
@pytest.mark.engine(DYNAMODB, RIVALS)
@pytest.mark.parametrize("name", LEDGER_COMMANDS)
def test_what_changes_nothing_reads_once_and_writes_nothing(world: World, name: str) -> None:
    """A stranger's command, one decided on another version, and a repeat."""
    command = LEDGER_COMMANDS[name](world)
    ask = command.command
    foreign = replace(ask, actor=build_actor(Role.CASE_OFFICER, "HUE-N19753", "stranger"))
    refused = [foreign] if ask.version is None else [foreign, replace(ask, version=ask.version + 1)]
    with wire_store(world.store, Wire()) as wire:
        for each in refused:
            with pytest.raises(Refusal):
                JourneyCommand(command.step, each).on(world.deps)
    assert wire.calls == ["BatchGetItem"] * len(refused)
    command.on(world.deps)
    with wire_store(world.store, Wire()) as wire:
        command.on(world.deps)
    # A repeat reads the ledger too: it is answered with the dossier as it was then.
    assert wire.calls == ["BatchGetItem", "Query"]


@dataclass(frozen=True)
class TokenIsName:
    """Sign-in apart: the token says who it is, an officer or a citizen."""

    office: bool = False

    def verify(self, token: str, real_now: datetime) -> Verified:
        return Verified(token, real_now, self.office, SignInMethod.E_IDENTITY)


@pytest.fixture(scope="module")
def app(engine: str) -> Iterator[Client]:
    """The application over the engine, with sign-in, clock, e-form and file store out of the way."""
    from app import app as application

    named = {"TABLE_NAME": engine, "PROVINCE": "hue", "STAGE": "local", "PAPERS_BUCKET": "papers", "ISSUER": "i",
             "JWKS_URL": "http://127.0.0.1:1", "CLIENT_ID": "c", "OFFICE_ISSUER": "o",
             "OFFICE_JWKS_URL": "http://127.0.0.1:1", "OFFICE_CLIENT_ID": "c"}  # fmt: skip
    with pytest.MonkeyPatch.context() as patch:
        for key, value in named.items():
            patch.setenv(key, value)
        forget_adapters()
        patch.setattr(wiring, "provide_clock", routes.StillClock)
        patch.setattr(wiring, "provide_identities", TokenIsName)
        patch.setattr(wiring, "derive_purpose_key", lambda purpose, _: purpose.encode().ljust(32, b"."))
        patch.setattr(wiring_steps, "check_form", lambda *_: ())
        patch.setattr(wiring_payments, "provide_counter", money_commands.build_counter)
        patch.setattr(PaperStore, "keep", lambda *_: None)
        wiring.provide_agencies()
        with Client(application) as client:
            yield client
    forget_adapters()


def send_command(client: Client, command: JourneyCommand) -> Any:
    """The command as its route gets it."""
    method, path = routes.find_route(command.command.step)
    place = path.format(dossier_id=command.command.dossier_id, number=1)
    headers = routes.build_headers(command, command.command.actor.sub)
    return client.http.request(method, place, headers=headers, body=routes.write_body(command))


READS = {"send_back": 3, "approve the right procedure": 3}
"""The people who may answer remarks are read after the dossier is loaded (decision 0215). Data carried to the right
procedure are read after the dossier shows a pending refiling (0218)."""


@pytest.mark.cloud
@pytest.mark.engine(DYNAMODB, RIVALS)
@pytest.mark.parametrize("name", ROUTED)
def test_a_route_costs_what_its_command_costs(
    world: World, app: Client, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = COMMANDS[name](world)
    monkeypatch.setattr(wiring, "provide_clock", lambda: routes.StillClock(at=command.command.now))
    monkeypatch.setattr(
        wiring, "provide_identities", lambda: TokenIsName(office=bool(command.command.actor.assignments))
    )
    routes.appoint_actor(command.command.actor)
    store = wiring_steps.provide_dependencies().dossiers
    assert isinstance(store, DossierTable)
    with wire_store(store, Wire()) as wire:
        answer = send_command(app, command)
    assert answer.status_code in (200, 201, 204), answer.body
    print(f"{' '.join(routes.find_route(command.command.step)):62} {len(wire.calls)} requests: {', '.join(wire.calls)}")
    assert (wire.reads, wire.transactions) == (READS.get(name, 1), 1)
    assert wire.others == (COUNTER if name == "receive" else [])


@pytest.mark.cloud
@pytest.mark.engine(DYNAMODB, RIVALS)
def test_every_route_that_writes_to_a_dossier_is_counted(world: World) -> None:
    import app  # noqa: F401 - registers every operation

    acts = [op for op in OPERATIONS if op.keyed or op.versioned or op.step]
    writing = {(op.method, op.path) for op in acts if op.path.startswith("/api/dossiers")}
    steps = {name if name in KNOWN else COMMANDS[name](world).command.step for name in ROUTED}
    assert writing - LOOK_AROUND == {routes.find_route(step) for step in steps}
