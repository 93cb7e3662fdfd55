"""Requests made up from the API's own description, with real ids, versions and people put in."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

import schemathesis
from hypothesis import assume
from hypothesis import strategies as st
from schemathesis import Case
from schemathesis.core.result import Ok
from schemathesis.generation import GenerationMode

from infra.local.person import HttpReply
from tests.e2e.described import Described
from tests.e2e.people import COPY, Cast

PEOPLE = (
    "citizen1", "citizen2", "desk1", "desk2", "other1", "deskhead", "director", "cashier1", "cashier2", "case1",
    "section", "head1", "tax1", "office", "auditor", "operator", None,
)  # fmt: skip
"""The callers; None is an anonymous one."""

CLOSING = frozenset({"change_account"})
"""What ends the caller's own account, which later tests need: a made-up request is sent as nobody."""

UNSENDABLE = {"authorization", "content-length", "host"}
LONGEST_ADDRESS = 8000
"""Above it an edge answers by itself, here as in production."""


def list_strategies(description: Mapping[str, Any]) -> dict[str, tuple[st.SearchStrategy[Case[Any]], ...]]:
    """For each operation, by its id, what makes requests of its shape and requests of another."""
    made = schemathesis.openapi.from_dict(dict(description))
    operations = [each.ok() for each in made.get_all_operations() if isinstance(each, Ok)]
    return {
        str(each.definition.raw["operationId"]): tuple(
            each.as_strategy(generation_mode=mode) for mode in _list_modes(each.definition.raw)
        )
        for each in operations
    }


def _list_modes(operation: Mapping[str, Any]) -> list[GenerationMode]:
    # The gateway's callback takes any bytes and nothing else, so no request has a wrong shape.
    free = operation["operationId"] == "payment_callback" or not operation.get("parameters")
    bare = free and not operation.get("requestBody", {}).get("content", {}).get("application/json")
    return [GenerationMode.POSITIVE] if bare else [GenerationMode.POSITIVE, GenerationMode.NEGATIVE]


@dataclass
class KnownIds:
    """Real ids that made-up requests are seeded with. No officer's own: a lucky request would change their rights."""

    dossiers: list[str] = field(default_factory=list)
    papers: list[str] = field(default_factory=list)
    tasks: list[str] = field(default_factory=list)

    def values(self, name: str) -> list[str]:
        """Real values of a path parameter."""
        real = {
            "dossier_id": self.dossiers, "paper_id": self.papers, "task_id": self.tasks, "number": ["1", "2"],
            "procedure_id": [COPY, "1.001612"],
        }  # fmt: skip
        return real.get(name, [])


def send_case(cast: Cast, operation: Described, case: Case[Any], known: KnownIds, data: st.DataObject) -> HttpReply:
    """Send a made-up request as some person; its answer is held against the description."""
    username = data.draw(st.sampled_from([None] if operation.name in CLOSING else PEOPLE), label="who")
    person = cast(username) if username else cast.nobody()
    path = operation.path
    for name, made in (case.path_parameters or {}).items():
        value = data.draw(st.sampled_from([*known.values(name) * 3, _make_sendable(str(made))]), label=name)
        path = path.replace(f"{{{name}}}", quote(value, safe=""))
    if case.query:
        path = f"{path}?{urlencode(case.query, doseq=True)}"
    assume(len(path) < LONGEST_ADDRESS)
    body, headers = _encode_body(case), _build_headers(case)
    wants_version = "If-Match" in [each["name"] for each in operation.content["parameters"]]
    if wants_version and data.draw(st.booleans(), label="current version"):
        headers["If-Match"] = f'"{_read_version(cast, path)}"'
    return person.call(operation.method, path, body, person.signed(headers))


def _read_version(cast: Cast, path: str) -> int:
    """The present version of the path's object; 1 for a missing one."""
    parts = path.split("/")
    if len(parts) < 4 or parts[2] != "dossiers":
        return 1
    for username, suffix in (("citizen1", "/draft"), ("auditor", "")):
        reply = cast(username).ask("GET", "/".join(parts[:4]) + suffix)
        if reply.status == 200:
            return int(reply.body["version"])
    return 1


def _make_sendable(value: str) -> str:
    """A path segment that reaches the API at all: a gateway answers by itself where there is none."""
    return value.replace("/", "") if value.strip(". /") else "x"


def _encode_body(case: Case[Any]) -> bytes | None:
    if not case.media_type or isinstance(case.body, schemathesis.core.NotSet):
        return None
    return case.body if isinstance(case.body, bytes) else json.dumps(case.body, ensure_ascii=True).encode()


def _build_headers(case: Case[Any]) -> dict[str, str]:
    """Headers that the transport can carry; the person's own token comes later."""
    found = {"Content-Type": case.media_type} if case.media_type else {}
    for name, value in (case.headers or {}).items():
        printable = str(value).isascii() and str(value).isprintable()
        if name.lower() not in UNSENDABLE and printable and str(value).strip():
            found[name] = str(value)
    if "Idempotency-Key" in found and len(found["Idempotency-Key"]) == 16:
        found["Idempotency-Key"] = secrets.token_urlsafe(18)  # the shortest example is repeated often
    return found
