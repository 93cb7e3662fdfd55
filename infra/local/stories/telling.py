"""The context of a running story: the stack, the people at it, and the checks that passed."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from botocore.exceptions import ReadTimeoutError

from chalicelib.domain.shared.timezone import VIETNAM
from infra.local.person import ApiPerson, HttpReply, UnexpectedAnswerError, repeat, send_request
from infra.local.seed import Workplaces, find_place
from infra.local.stack import LocalStack
from infra.local.stories.people import FORM_2, MARITAL, MARITAL_APPLICANT
from infra.operations.verify_ledger import check_export
from infra.paths import ROOT

PATIENCE_S = 180.0
"""Seconds of retries on a loaded machine."""
OUT_OF_TIME = "timed out"
"""The error text of a function that timed out."""
SHORTLY = 600
"""Seconds by which a story may begin late: moving the clock restarts every function."""


@dataclass
class Scenario:
    """One run of a story: the stack, the people at it, and the results so far."""

    stack: LocalStack
    seen: list[str] = field(default_factory=list)

    def find_person(self, username: str) -> ApiPerson:
        """Return a demo person."""
        return ApiPerson(self.stack, username, patience=PATIENCE_S)

    def stranger(self, token: str | None = None) -> ApiPerson:
        """Return a person without sign-in, or with a forged token."""
        return ApiPerson(self.stack, token=token, patience=PATIENCE_S)

    def find_place(self, on: date) -> Workplaces:
        """Return the units at which the demo people work on that day's map of the province."""
        return find_place(self.stack.agencies, on)

    def set_clock(self, local: str | None) -> None:
        """Move the stack's legal time to a moment of Vietnamese time, or leave it where it is shortly after that
        moment; None sets real time."""
        wanted = datetime.fromisoformat(local).replace(tzinfo=VIETNAM).timestamp() if local else time.time()
        offset = round(wanted - time.time())
        known = self.stack.clock_offset
        if known is None or not 0 <= known - offset < SHORTLY:
            self.stack.set_clock_offset(offset)

    def read_timeline(self, dossier: str) -> list[dict[str, Any]]:
        """Return a dossier's timeline, as the desk sees it."""
        items: list[dict[str, Any]] = self.find_person("desk1").get(f"/api/dossiers/{dossier}/timeline")["items"]
        return items

    def check_article(self, dossier: str, kind: str, article: str) -> None:
        """Note that the latest fact of a kind rests on an article; raise when it does not name it."""
        facts = self.read_timeline(dossier)
        law = [fact["law"] for fact in facts if fact["kind"] == kind][-1]
        found = [str(cite["article"]) for cite in law if str(cite["article"]).startswith(article)]
        self.check_equal(f"“{kind}” rests on {article}", bool(found), True)

    def check_refusal(self, what: str, reply: HttpReply, code: str) -> None:
        """Note that something was refused by its code; raise when it was not."""
        self.check_equal(what, reply.code if reply.status >= 400 else f"taken: {reply.status}", code)

    def run_function(self, function: str) -> None:
        """Call a scheduled function as its schedule does; raises when it fails."""
        names, logical = self.stack.aws.client("cloudformation"), function.title().replace("_", "")
        found = names.describe_stack_resource(StackName=self.stack.name, LogicalResourceId=logical)
        name, event = (
            found["StackResourceDetail"]["PhysicalResourceId"],
            (ROOT / "events" / f"{function}.json").read_bytes(),
        )
        until = time.monotonic() + PATIENCE_S
        while (said := self._invoke(name, event)) is not None:
            # A scheduled function may run twice; one that ran out of time on a loaded machine is called again.
            if OUT_OF_TIME not in said or time.monotonic() > until:
                raise UnexpectedAnswerError(f"{function} failed: {said[:300]}")
        self.stack.observe("event", function)

    def _invoke(self, name: str, event: bytes) -> str | None:
        """Call a function; return its error, or None."""
        try:
            answer = self.stack.aws.client("lambda").invoke(FunctionName=name, Payload=event)
        except ReadTimeoutError:
            return OUT_OF_TIME
        return answer["Payload"].read().decode(errors="replace").lower() if "FunctionError" in answer else None

    def check_equal(self, what: str, found: object, expected: object) -> None:
        """Note a check; raise when it fails."""
        if found != expected:
            raise UnexpectedAnswerError(f"{what}: expected {expected!r}, found {found!r}")
        self.seen.append(f"{what}: {found}")


def verify_ledger(telling: Scenario, dossier: str) -> Mapping[str, Any]:
    """Return the dossier's exported ledger, verified offline; raises with every problem found."""
    export: Mapping[str, Any] = telling.find_person("desk1").get(f"/api/dossiers/{dossier}/ledger")
    telling.check_equal("problems in the exported ledger", check_export(export).problems, [])
    return export


def pay_online(telling: Scenario, citizen: ApiPerson, dossier: str) -> None:
    """Pay everything open through the gateway."""
    owed = [each["id"] for each in citizen.get(f"/api/dossiers/{dossier}")["obligations"]]
    intent = citizen.ask("POST", f"/api/dossiers/{dossier}/payments", {"obligations": owed}, expect=201).body
    answers = make_gateway_pay(telling, intent["ref"], "ok")
    telling.check_equal("the gateway's callback is answered", answers[0]["status"], 200)
    states = {each["state"] for each in citizen.get(f"/api/dossiers/{dossier}")["obligations"]}
    telling.check_equal("paid online", states, {"settled"})


def make_gateway_pay(telling: Scenario, ref: str, mode: str) -> list[dict[str, Any]]:
    """Make the stand-in gateway call back in a given way; return our API's answers."""
    if telling.stack.gateway is None:
        raise ValueError("the stack is not served")
    reply = send_request(f"{telling.stack.gateway.url}/intents/{ref}/pay?mode={mode}", "POST", b"", {}, PATIENCE_S)
    if reply.status != 200:
        raise UnexpectedAnswerError(f"the gateway answered {reply.status}: {reply.body}")
    deliveries: list[dict[str, Any]] = reply.body["deliveries"]
    return deliveries


def file_marital(telling: Scenario, unit: str) -> str:
    """File a marital-status certificate at our own portal for the first citizen, with its form; return the dossier."""
    citizen = telling.find_person("citizen1")
    typed = {"answers": MARITAL, "applicant": MARITAL_APPLICANT}
    dossier = citizen.draft("1.004873", unit, "own_portal", typed)
    citizen.submit(dossier, [citizen.upload(dossier, "component", FORM_2)])
    return dossier


def has_result(telling: Scenario, citizen: ApiPerson, dossier: str, result: str) -> None:
    """Check that the citizen downloads exactly the file that the agency filed as the result."""
    link = citizen.get(f"/api/dossiers/{dossier}/papers/{result}/link")["url"]
    facts = citizen.get(f"/api/dossiers/{dossier}/ledger")["facts"]
    filed = next(fact for fact in facts if fact["kind"] == "resolved")["data"]["manifest"][0]
    raw = read_file(link)
    telling.check_equal("the result's SHA-256 is the ledger's", hashlib.sha256(raw).hexdigest(), filed["sha256"])


def read_file(link: str) -> bytes:
    """Return the file that a link of the file store leads to."""
    return repeat(lambda: send_request(link, "GET", None, {}), PATIENCE_S).raw


def write_time_between(earlier: str, later: str) -> str:
    """Return the time from one instant to another, as H:MM:SS."""
    return str(datetime.fromisoformat(later) - datetime.fromisoformat(earlier))
