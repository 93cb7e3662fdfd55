"""What a story is told with: the stack, the people at it, and the checks that are noted as they hold."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from chalicelib.domain.worktime import VIETNAM
from chalicelib.repositories.catalogue import CatalogueFiles
from infra.local.person import Person, UnexpectedAnswerError, send
from infra.local.seed import Place, place
from infra.local.stack import LocalStack
from infra.verify_ledger import check


@dataclass
class Telling:
    """One telling of a story: the stack, the people at it, and what was seen so far."""

    stack: LocalStack
    seen: list[str] = field(default_factory=list)

    def person(self, username: str) -> Person:
        """A demo person."""
        return Person(self.stack, username)

    def place(self, on: date) -> Place:
        """The units at which the demo people work on that day's map of the province."""
        return place(CatalogueFiles().agencies(self.stack.province), on)

    def clock(self, local: str | None) -> None:
        """Move the stack's legal time to a moment of Vietnamese time; None sets real time."""
        wanted = datetime.fromisoformat(local).replace(tzinfo=VIETNAM).timestamp() if local else time.time()
        self.stack.set_clock_offset(round(wanted - time.time()))

    def same(self, what: str, found: object, expected: object) -> None:
        """Note a check; raise when it fails."""
        if found != expected:
            raise UnexpectedAnswerError(f"{what}: expected {expected!r}, found {found!r}")
        self.seen.append(f"{what}: {found}")


def proven(telling: Telling, dossier: str) -> Mapping[str, Any]:
    """The dossier's exported ledger, verified offline; raises with every problem found."""
    export: Mapping[str, Any] = telling.person("citizen1").get(f"/api/dossiers/{dossier}/ledger")
    telling.same("problems in the exported ledger", check(export).problems, [])
    return export


def pay_online(telling: Telling, citizen: Person, dossier: str) -> None:
    """Pay everything open through the gateway."""
    owed = [each["id"] for each in citizen.get(f"/api/dossiers/{dossier}")["obligations"]]
    intent = citizen.ask("POST", f"/api/dossiers/{dossier}/payments", {"obligations": owed}, expect=201).body
    answers = gateway_pays(telling, intent["ref"], "ok")
    telling.same("the gateway's callback is answered", answers[0]["status"], 200)
    states = {each["state"] for each in citizen.get(f"/api/dossiers/{dossier}")["obligations"]}
    telling.same("paid online", states, {"settled"})


def gateway_pays(telling: Telling, ref: str, mode: str) -> list[dict[str, Any]]:
    """Make the stand-in gateway call back in a given way; the answers that our API gave it."""
    if telling.stack.gateway is None:
        raise ValueError("the stack is not served")
    reply = send(f"{telling.stack.gateway.url}/intents/{ref}/pay?mode={mode}", "POST", b"", {})
    if reply.status != 200:
        raise UnexpectedAnswerError(f"the gateway answered {reply.status}: {reply.body}")
    deliveries: list[dict[str, Any]] = reply.body["deliveries"]
    return deliveries


def has_result(telling: Telling, citizen: Person, dossier: str, result: str) -> None:
    """The citizen downloads exactly the file that the agency filed as the result."""
    link = citizen.get(f"/api/dossiers/{dossier}/papers/{result}/link")["url"]
    facts = citizen.get(f"/api/dossiers/{dossier}/ledger")["facts"]
    filed = next(fact for fact in facts if fact["kind"] == "resolved")["data"]["manifest"][0]
    raw = send(link, "GET", None, {}).raw
    telling.same("the result's SHA-256 is the ledger's", hashlib.sha256(raw).hexdigest(), filed["sha256"])


def hour(moment: str) -> str:
    """The Vietnamese time of day of an instant, as HH:MM."""
    return datetime.fromisoformat(moment).astimezone(VIETNAM).strftime("%H:%M")
