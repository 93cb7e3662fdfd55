"""Rehearses the replacement of every key on a throw-away local cloud, as `docs/operate.md` says (Keys and secrets).

    python -m infra.local.rotation_rehearsal        (make rotation-drill)

Each step is followed by its check, which is printed. Next to the old key the new one is valid, and nobody is locked
out; after its removal the old key's signatures are invalid. A function reads a secret again after five minutes: here
its processes are started afresh instead. Keys that the provider holds (data, sign-in) rotate there; the edge's secret
needs the real edge.
"""

from __future__ import annotations

import json
import secrets
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from chalicelib.domain.payments import gateway_signature
from chalicelib.domain.portal.portal_signature import HEADER as PORTAL_HEADER
from chalicelib.domain.search import sms
from chalicelib.domain.search.status_links import sign_token
from chalicelib.domain.shared.hmac_signature import sign_body
from chalicelib.repositories.aws.secrets import CURRENT, parse_links
from infra.aws.first_deployment import report_steps
from infra.aws.journey import JourneyStep
from infra.local.cloud import LocalCloud
from infra.local.person import ApiPerson, HttpReply, send_request
from infra.local.ports import find_free_port
from infra.local.seed import TODAY
from infra.local.serve import serve_stack
from infra.local.sign_in import choose_person
from infra.local.stack import LocalStack
from infra.local.stories.hue_lookup import hue_lookup
from infra.local.stories.telling import Scenario
from infra.operations.invoke import invoke_function

NEW = "z9"
"""The name of a new key: it sorts last, so that it signs where the last key does."""
OK, ENDED, GONE = 200, 401, 404
Secret = dict[str, Any]


@dataclass
class SessionPage:
    """A browser's page: it keeps the newest cookie of the session route."""

    stack: LocalStack
    jar: dict[str, str] = field(default_factory=dict)

    def ask_session_route(self, path: str, body: Mapping[str, Any]) -> HttpReply:
        """Make a call about the session."""
        named = {"Origin": self.stack.origin, "Motcua-Session": "page", "Content-Type": "application/json"}
        if self.jar:
            named["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.jar.items())
        reply = send_request(f"{self.stack.origin}/api/session{path}", "POST", json.dumps(body).encode(), named)
        name, _, value = reply.headers.get("set-cookie", "").partition(";")[0].partition("=")
        self.jar = {each: kept for each, kept in {**self.jar, name: value}.items() if each and kept}
        return reply

    def sign_in(self, username: str) -> int:
        """Sign a citizen in; return the status of the last answer."""
        return self._begin(username).status

    def fetch_token(self, username: str) -> str:
        """Sign a citizen in; return the token for calls."""
        return str(self._begin(username).body["access_token"])

    def _begin(self, username: str) -> HttpReply:
        begun = self.ask_session_route("/begin", {"shared": False})
        return self.ask_session_route("", choose_person(begun.body["url"], username))

    def renew_token(self) -> int:
        """Ask for a new token, as a page does every few minutes; return the answer's status."""
        return self.ask_session_route("/token", {}).status


@dataclass(frozen=True)
class Rotation:
    """A served stack whose keys are replaced one after the other."""

    stack: LocalStack

    def replace_all(self) -> Iterator[JourneyStep]:
        """Replace every key; yield each with its result."""
        dossier = str(hue_lookup.run_story(Scenario(self.stack)))
        yield from self.replace_session_keys()
        yield from self.replace_link_keys(dossier)
        yield from self.replace_shared_key("gateway", "GatewaySecretArn", "keys", self.call_as_gateway)
        yield from self.replace_shared_key("message provider", "SmsSecretArn", "keys", self.call_as_provider)
        yield from self.replace_shared_key("portal", "PortalSecretArn", "portal", self.call_as_portal)
        yield from self.replace_search_key(dossier)

    def replace_session_keys(self) -> Iterator[JourneyStep]:
        """Check that sessions continue under the new key, and move to it with their next token; the rest end with the
        old one."""
        before, after = SessionPage(self.stack), SessionPage(self.stack)
        begun = before.sign_in("citizen1")
        old = self.add_name("SessionSecretArn")
        seen = (begun, before.renew_token(), after.sign_in("citizen2"))
        yield _build_step("session keys: with both, sessions go on and begin", seen, (201, OK, 201))
        self.change_secret("SessionSecretArn", lambda held: held.pop(old))
        left = (after.renew_token(), before.renew_token())
        yield _build_step("session keys: without the old one, what stood under it ends", left, (OK, ENDED))

    def replace_link_keys(self, dossier: str) -> Iterator[JourneyStep]:
        """Check that old slips stay valid next to the new key, and are revoked with the old one."""
        before = sign_token(dossier, parse_links(json.dumps(self.read_secret("LinkSecretArn"))))
        old = self.add_name("LinkSecretArn")
        after = sign_token(dossier, parse_links(json.dumps(self.read_secret("LinkSecretArn"))))
        seen = (self.look_up(before), self.look_up(after))
        yield _build_step("link keys: with both, slips of before and after open", seen, (OK, OK))
        self.change_secret("LinkSecretArn", lambda held: held.pop(old))
        seen = (self.look_up(before), self.look_up(after))
        yield _build_step("link keys: without the old one, slips of before do not", seen, (GONE, OK))

    def replace_shared_key(
        self, name: str, secret: str, place: str, call: Callable[[str, str], str]
    ) -> Iterator[JourneyStep]:
        """Replace a key with which another side signs its calls; `call` returns the result of one."""
        ((old, key),) = self.read_secret(secret)[place].items()
        fresh = secrets.token_hex(32)
        unknown = call(NEW, fresh)
        self.change_secret(secret, lambda held: held[place].update({NEW: fresh}))
        good = call(old, key)
        seen = (unknown, good, call(NEW, fresh))
        well = seen == (unknown, good, good) and unknown != good
        yield JourneyStep(f"{name}'s keys: with both, calls by either are taken", well, f"answered {seen}")
        self.change_secret(secret, lambda held: held[place].pop(old))
        left = (call(old, key), call(NEW, fresh))
        well = left == (unknown, good)
        yield JourneyStep(f"{name}'s keys: without the old one, its calls are refused", well, f"answered {left}")

    def replace_search_key(self, dossier: str) -> Iterator[JourneyStep]:
        """Replace the search key after a leak: entries under the old key are never found, and are made again."""
        desk = ApiPerson(self.stack, "desk1")
        parts = {each["name"]: each["value"] for each in desk.get(f"/api/dossiers/{dossier}")["parts"]}
        unit = Scenario(self.stack).find_place(TODAY).one_stop
        asked = {"unit": unit, "by": "phone", "text": parts["applicant"]["phone"], "purpose": "phone_question"}

        def count_found() -> int:
            items = desk.ask("POST", "/api/search", asked, expect=OK).body["items"]
            return sum(each["dossier_id"] == dossier for each in items)

        before = count_found()
        self.change_secret("FindSecretArn", lambda held: held.update(key=secrets.token_hex(32)))
        without = count_found()
        invoke_function(self.stack.aws, self.stack.name, "index_finds", json.dumps({"dossier_id": dossier}))
        seen = (before, without, count_found())
        yield _build_step("search key: found, then not, and again when its entries are made", seen, (1, 0, 1))

    def look_up(self, link: str) -> int:
        """Return the answer to the holder of a slip's link."""
        return ApiPerson(self.stack).ask("POST", "/api/lookup", {"link": link}).status

    def call_as_gateway(self, kid: str, key: str) -> str:
        """Send a callback for an unknown payment: accepted when its signature is valid."""
        told = {"transaction": f"SI{secrets.token_hex(8)}", "intent": f"unknown-{secrets.token_hex(4)}", "amount": 1000,
                "currency": "VND", "status": "paid", "paid_at": datetime.now(UTC).isoformat()}  # fmt: skip
        return self._send_signed("/api/payments/callback", gateway_signature.HEADER, told, kid, key)

    def call_as_provider(self, kid: str, key: str) -> str:
        """Send a text message of nobody's dossier."""
        told = {"id": secrets.token_hex(8), "from": f"+849{secrets.randbelow(10**8):08d}", "text": "hs H00-000000-0000"}
        return self._send_signed("/api/sms", sms.HEADER, told, kid, key)

    def call_as_portal(self, kid: str, key: str) -> str:
        """Send an empty filing: refused for its missing fields, after its signature was accepted."""
        return self._send_signed("/api/national/filings", PORTAL_HEADER, {"MaHoSo": secrets.token_hex(8)}, kid, key)

    def _send_signed(self, path: str, header: str, told: Mapping[str, Any], kid: str, key: str) -> str:
        raw = json.dumps(told).encode()
        named = {header: sign_body(raw, bytes.fromhex(key), kid, datetime.now(UTC)), "Content-Type": "application/json"}
        reply = send_request(f"{self.stack.origin}{path}", "POST", raw, named)
        return "taken" if reply.status == OK else reply.code

    def add_name(self, secret: str) -> str:
        """Put a new key next to the old one and let it sign; return the old key's name."""
        old = str(self.read_secret(secret)[CURRENT])
        self.change_secret(secret, lambda held: held.update({NEW: secrets.token_hex(32), CURRENT: NEW}))
        return old

    def read_secret(self, secret: str) -> Secret:
        """Return the content of a secret."""
        manager = self.stack.aws.client("secretsmanager")
        held: Secret = json.loads(manager.get_secret_value(SecretId=self.stack.outputs[secret])["SecretString"])
        return held

    def change_secret(self, secret: str, how: Callable[[Secret], object]) -> None:
        """Change a secret, and restart the processes that cache it."""
        held = self.read_secret(secret)
        how(held)
        manager = self.stack.aws.client("secretsmanager")
        manager.put_secret_value(SecretId=self.stack.outputs[secret], SecretString=json.dumps(held))
        for function in ("APIHandler", "IndexFinds"):
            self._restart_function(function)

    def _restart_function(self, function: str) -> None:
        resource, client = (
            {"StackName": self.stack.name, "LogicalResourceId": function},
            self.stack.aws.client("lambda"),
        )
        found = self.stack.aws.client("cloudformation").describe_stack_resource(**resource)["StackResourceDetail"]
        name = found["PhysicalResourceId"]
        # Setting the memory size, even to its present value, restarts every process.
        size = client.get_function_configuration(FunctionName=name)["MemorySize"]
        client.update_function_configuration(FunctionName=name, MemorySize=size)


def _build_step(what: str, seen: tuple[int, ...], wanted: tuple[int, ...]) -> JourneyStep:
    return JourneyStep(what, seen == wanted, f"answered {seen}" + ("" if seen == wanted else f", not {wanted}"))


def run_rehearsal(state: Path) -> bool:
    """Replace every key of a separate stack; return whether every check passed."""
    with LocalCloud(state) as cloud:
        stack = LocalStack(cloud, hue_lookup.province, find_free_port())
        with serve_stack(stack, find_free_port()):
            return report_steps(Rotation(stack).replace_all())


def main() -> int:
    """Rehearse; return 0 when all checks passed, 1 otherwise."""
    with tempfile.TemporaryDirectory() as state:
        return 0 if run_rehearsal(Path(state)) else 1


if __name__ == "__main__":
    sys.exit(main())
