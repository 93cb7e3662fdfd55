"""A signed-in person at the API of a local stack, over HTTP alone, as used by the demo and the end-to-end tests."""

from __future__ import annotations

import hashlib
import http.client
import io
import json
import secrets
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pypdf import PdfWriter

from infra.local.stack import LocalStack

CHECK_SECONDS = 240.0
"""Seconds within which a machine that also runs all tests has checked a paper."""
UNAUTHENTICATED, STALE = 401, 412
ANSWER_S = 60.0
"""Timeout of an answer in seconds."""
UNANSWERED_PAUSE_S = 2.0
"""Seconds before a retry after a timeout, for which the edge gives no number of seconds."""
PAID_LATER = {"deferral": "other_way_agreed"}
"""A reception that defers a fee due at reception until the handover, on a legal ground."""


class UnexpectedAnswerError(AssertionError):
    """The API gave another answer than expected; the message holds both."""


@dataclass(frozen=True)
class HttpReply:
    """An HTTP answer: status, JSON body (or text) and headers in lower case."""

    status: int
    body: Any
    headers: Mapping[str, str]
    raw: bytes = b""

    @property
    def code(self) -> str:
        """The stable code of a problem."""
        return str(self.body["code"])


@dataclass
class ApiPerson:
    """Somebody at the API. `token` None means nobody signed in."""

    stack: LocalStack
    username: str | None = None
    token: str | None = None
    patience: float = 0.0
    """Seconds for which a call is repeated, under the same key, that the API was too busy to answer."""
    acting_for: str = ""
    """The authorisation under which the calls are made for another person."""

    def get(self, path: str, expect: int = 200) -> Any:
        """Return the body of a GET that must answer `expect`."""
        return self.ask("GET", path, expect=expect).body

    def step(self, dossier: str, step: str, body: Mapping[str, Any] | None = None, expect: int = 200) -> Any:
        """Take a step on the dossier's present version: read the version, then send the step."""
        return self.try_step(dossier, step, body, expect=expect).body

    def try_step(
        self, dossier: str, step: str, body: Mapping[str, Any] | None = None, expect: int | None = None
    ) -> HttpReply:
        """Send the same request and accept any answer."""
        version = self.get(f"/api/dossiers/{dossier}")["version"]
        return self.ask("POST", f"/api/dossiers/{dossier}/{step}", body or {}, version=version, expect=expect)

    def ask(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any] | None = None,
        *,
        version: int | None = None,
        key: str | None = None,
        expect: int | None = None,
    ) -> HttpReply:
        """Make one call. POST gets a fresh Idempotency-Key unless one is given. Raises UnexpectedAnswerError."""
        headers = {"Content-Type": "application/json"} if body is not None else {}
        if version is not None:
            headers["If-Match"] = f'"{version}"'
        if method == "POST":
            headers["Idempotency-Key"] = key or secrets.token_urlsafe(18)
        data = json.dumps(body, ensure_ascii=False).encode() if body is not None else None

        def once() -> HttpReply:
            reply = self.call(method, path, data, {**headers, **self._build_bearer()})
            if reply.status == UNAUTHENTICATED and self.username is not None:
                # The person has signed out at the pages meanwhile, which ends every token given before.
                self.stack.forget_token(self.username)
                reply = self.call(method, path, data, {**headers, **self._build_bearer()})
            return reply

        reply = repeat(once, self.patience, expect)
        if expect is not None and reply.status != expect:
            raise UnexpectedAnswerError(f"{method} {path}: expected {expect}, got {reply.status}: {reply.body}")
        return reply

    def _build_bearer(self) -> dict[str, str]:
        token = self.token if self.username is None else self.stack.fetch_token(self.username)
        named = {"Acting-For": self.acting_for} if self.acting_for else {}
        return {"Authorization": f"Bearer {token}", **named} if token else {}

    def call(self, method: str, path: str, data: bytes | None, headers: Mapping[str, str]) -> HttpReply:
        """Send one request, sent as it stands."""
        return send_request(self.stack.origin + path, method, data, headers)

    def draft(self, procedure: str, one_stop: str, channel: str, draft: Mapping[str, Any]) -> str:
        """Start a draft and fill it; return the dossier's id."""
        started = {"procedure": procedure, "one_stop": one_stop, "channel": channel}
        begun = self.ask("POST", "/api/dossiers", started, expect=201).body
        dossier = str(begun["id"])
        named = draft.get("on_behalf") or draft.get("applicant") or {}
        if "account" in begun.get("wants", ()) and "account" not in draft and named.get("id_number"):
            draft = {**draft, "account": self.provide_account(one_stop, named)}
        saved = self.ask("PUT", f"/api/dossiers/{dossier}/draft", draft, version=1)
        # A repeated call finds what the first one has saved, which nobody answered in time.
        kept_before = self.patience > 0 and saved.status == STALE and saved.headers.get("etag") == '"2"'
        if saved.status != 200 and not kept_before:
            raise UnexpectedAnswerError(f"saving the draft: expected 200, got {saved.status}: {saved.body}")
        return dossier

    def provide_account(self, unit: str, person: Mapping[str, Any]) -> str:
        """Find the account of somebody at the counter, or make it with them; return its person."""
        asked = {"unit": unit, "kind": "citizen", "number": person["id_number"]}
        search = {**asked, "purpose": "filing"}
        found = self.ask("POST", "/api/applicants/search", search, expect=200).body["found"]
        if found is None:
            shown = {**asked, "full_name": person["full_name"], "paper": "CCCD"}
            found = self.ask("POST", "/api/applicants", shown, expect=201).body
        return str(found["person"])

    def submit(self, dossier: str, papers: list[str]) -> Any:
        """File the draft with its papers."""
        body = {"papers": papers, "declared_true": True}
        return self.ask("POST", f"/api/dossiers/{dossier}/submit", body, expect=200).body

    def upload(self, dossier: str, kind: str, component: str = "", content: bytes | None = None) -> str:
        """Upload a paper straight to the file store and wait until it was checked; return its id."""
        data = content if content is not None else create_pdf(f"{kind} {component}")
        wanted = {
            "kind": kind,
            "component": component,
            "name": "giay-to.pdf",
            "size": len(data),
            "sha256": hashlib.sha256(data).hexdigest(),
            "content_type": "application/pdf",
        }
        made = self.ask("POST", f"/api/dossiers/{dossier}/papers", wanted, expect=201).body
        stored = repeat(lambda: send_request(made["url"], "PUT", data, made["headers"]), self.patience)
        if stored.status != 200:
            raise UnexpectedAnswerError(f"the file store answered {stored.status}: {stored.body}")
        self.wait_checked(dossier, made["paper"]["id"])
        return str(made["paper"]["id"])

    def wait_checked(self, dossier: str, paper: str, state: str = "accepted") -> None:
        """Wait until the paper is in `state`. Raises UnexpectedAnswerError when it is not in time."""
        until, found = time.monotonic() + CHECK_SECONDS + self.patience, "pending"
        for pause in back_off():
            papers = self.get(f"/api/dossiers/{dossier}/papers")["items"]
            found = next(each["state"] for each in papers if each["id"] == paper)
            if found != "pending" or time.monotonic() > until:
                break
            time.sleep(pause)
        if found != state:
            raise UnexpectedAnswerError(f"paper is {found}, not {state}")


def find_pause(reply: HttpReply) -> float | None:
    """Return the seconds after which a timed-out call may be repeated; None for every other answer."""
    if reply.status in (429, 503) and "retry-after" in reply.headers:
        return float(reply.headers["retry-after"])
    return UNANSWERED_PAUSE_S if reply.status in (502, 504) else None


def repeat(call: Callable[[], HttpReply], patience: float, wanted: int | None = None) -> HttpReply:
    """Repeat a call for `patience` seconds while the API is too busy, and return its answer; the status `wanted` counts
    as an answer. Raises OSError or HTTPException when the last call got none."""
    until = time.monotonic() + patience
    while True:
        try:
            reply = call()
        except (OSError, http.client.HTTPException):
            pause = UNANSWERED_PAUSE_S
            if time.monotonic() + pause >= until:
                raise
        else:
            found = find_pause(reply)
            if found is None or reply.status == wanted or time.monotonic() + found >= until:
                return reply
            pause = found
        time.sleep(pause)


def back_off(first: float = 0.1, most: float = 0.8) -> Iterator[float]:
    """Yield seconds to wait before each poll: polling uses processor time that the awaited work needs."""
    pause = first
    while True:
        yield pause
        pause = min(most, pause * 1.5)


def send_request(
    url: str, method: str, data: bytes | None, headers: Mapping[str, str], timeout: float = ANSWER_S
) -> HttpReply:
    """Send one HTTP request; every status is an answer. Raises OSError when there is none within `timeout` seconds."""
    request = urllib.request.Request(url, data, dict(headers), method=method)  # noqa: S310 - loopback only
    try:
        with urllib.request.urlopen(request, timeout=timeout) as answer:  # noqa: S310
            return _build_reply(answer.status, answer.read(), answer.headers)
    except urllib.error.HTTPError as answer:
        with answer:
            return _build_reply(answer.code, answer.read(), answer.headers)


def _build_reply(status: int, raw: bytes, headers: Any) -> HttpReply:
    named = {name.lower(): value for name, value in headers.items()}
    if raw and "json" in named.get("content-type", ""):
        return HttpReply(status, json.loads(raw), named, raw)
    return HttpReply(status, raw.decode(errors="replace"), named, raw)


def create_pdf(title: str) -> bytes:
    """Return a small PDF of one page, different for each title."""
    writer, buffer = PdfWriter(), io.BytesIO()
    writer.add_blank_page(width=298, height=420)
    writer.add_metadata({"/Title": f"{title} {secrets.token_hex(4)}"})
    writer.write(buffer)
    return buffer.getvalue()
