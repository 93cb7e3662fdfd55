"""A command as its route gets it, and the stand-ins behind a route while only its command is measured."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.accounts.officers import Officer
from chalicelib.domain.accounts.roles import Actor
from chalicelib.wiring import core as wiring
from tests.contract.journey import REAL, JourneyCommand

PATHS = {
    "create_draft": ("POST", "/api/dossiers"),
    "save_draft": ("PUT", "/api/dossiers/{dossier_id}/draft"),
    "discard": ("DELETE", "/api/dossiers/{dossier_id}/draft"),
    "pay_online": ("POST", "/api/dossiers/{dossier_id}/payments"),
    "add_paper": ("POST", "/api/dossiers/{dossier_id}/papers"),
    "approve": ("POST", "/api/dossiers/{dossier_id}/requests/{number}/approve"),
    "send_back": ("POST", "/api/dossiers/{dossier_id}/requests/{number}/send_back"),
    "decline": ("POST", "/api/dossiers/{dossier_id}/requests/{number}/decline"),
}


@dataclass(frozen=True)
class StillClock:
    """A fixed clock; legal time is `at`."""

    simulated: bool = False
    at: datetime = REAL

    def real_now(self) -> datetime:
        return REAL

    def now(self) -> datetime:
        return self.at


def find_route(step: str) -> tuple[str, str]:
    """Method and path of a step's route."""
    return PATHS.get(step, ("POST", f"/api/dossiers/{{dossier_id}}/{step}"))


def appoint_actor(actor: Actor) -> None:
    """The actor's rights, on record and remembered: warm, as most requests find them."""
    known = wiring.provide_officers().load(actor.sub)
    if actor.assignments and not known.assignments:
        record = Officer(actor.sub, known.version + 1, "A", "B", "a@example.test", actor.assignments)
        wiring.provide_officers().save(record, "seed", "01", REAL)
    wiring.provide_officers().load_recent(actor.sub, REAL)


def build_headers(command: JourneyCommand, token: str) -> dict[str, str]:
    """The headers sent with the body."""
    ask = command.command
    sent = {"Authorization": f"Bearer {token}", "Idempotency-Key": ask.key}
    if ask.version is not None:
        sent["If-Match"] = f'"{ask.version}"'
    return sent if find_route(ask.step)[0] == "DELETE" else {**sent, "Content-Type": "application/json"}


def write_body(command: JourneyCommand) -> bytes:
    """The command's own words as JSON; nothing where the route takes none."""
    if find_route(command.command.step)[0] == "DELETE":
        return b""
    body = command.command.body
    return body.model_dump_json(exclude_unset=True).encode() if body is not None else b"{}"
