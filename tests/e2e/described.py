"""Answers held against the API's own description: what is served must be what is written there.

Every end-to-end test speaks through it, so no status, media type, code or field stays undocumented.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from infra.local.person import HttpReply, send_request

PROBLEM = "application/problem+json"
ROOT = "urn:openapi"


class UndocumentedError(AssertionError):
    """The API answered something that its description does not have; the message says what."""


@dataclass(frozen=True)
class Described:
    """One operation of the description."""

    method: str
    path: str
    content: Mapping[str, Any]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Matches the operation's paths as called."""
        return re.compile(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(self.path)))

    @property
    def name(self) -> str:
        """Its operationId."""
        return str(self.content["operationId"])


@dataclass
class Description:
    """The served OpenAPI document. `answered` counts (operationId, status) of every answer held against it."""

    document: Mapping[str, Any]
    answered: Counter[tuple[str, int]] = field(default_factory=Counter)
    _validators: dict[str, Draft202012Validator] = field(default_factory=dict)

    @classmethod
    def served(cls, origin: str) -> Description:
        """As the API at `origin` gives it to anybody."""
        reply = send_request(f"{origin}/api/openapi.json", "GET", None, {})
        assert reply.status == 200, reply.body
        return cls(reply.body)

    @cached_property
    def operations(self) -> tuple[Described, ...]:
        """Every operation; a literal path stands before one with parameters, as the router has it."""
        found = [
            Described(method.upper(), path, content)
            for path, item in self.document["paths"].items()
            for method, content in item.items()
        ]
        return tuple(sorted(found, key=lambda each: (each.path.count("{"), each.path)))

    @cached_property
    def _registry(self) -> Registry[Any]:
        whole = Resource.from_contents(dict(self.document), default_specification=DRAFT202012)
        registry: Registry[Any] = Registry().with_resource(ROOT, whole)
        return registry

    def operation(self, method: str, path: str) -> Described | None:
        """The operation behind a path as called, None for one that is not described."""
        bare = path.partition("?")[0].rstrip("/")  # the index is called as /api/
        return next((each for each in self.operations if each.method == method and each.pattern.fullmatch(bare)), None)

    def succeeded(self) -> set[str]:
        """Operations that gave at least one good answer."""
        return {name for name, status in self.answered if status < 300}

    def check(self, method: str, path: str, reply: HttpReply) -> None:
        """Hold an answer against the description. Raises UndocumentedError."""
        operation = self.operation(method, path)
        if operation is None:
            raise UndocumentedError(f"{method} {path} is not described")
        self.answered[operation.name, reply.status] += 1
        where = f"{method} {path} answered {reply.status}"
        described = operation.content["responses"].get(str(reply.status))
        if described is None or (reply.status >= 500 and reply.status != 503):
            raise UndocumentedError(f"{where}: {reply.body}")
        self._headers(where, described, reply)
        self._content(where, described, reply)

    def _headers(self, where: str, described: Mapping[str, Any], reply: HttpReply) -> None:
        missing = [name for name in described.get("headers", {}) if name.lower() not in reply.headers]
        if missing:
            raise UndocumentedError(f"{where} without {missing}")

    def _content(self, where: str, described: Mapping[str, Any], reply: HttpReply) -> None:
        content = described.get("content")
        if content is None:
            if reply.raw:
                raise UndocumentedError(f"{where} with content: {reply.body!r}")
            return
        kind = reply.headers.get("content-type", "").partition(";")[0]
        if kind not in content:
            raise UndocumentedError(f"{where} as {kind}, not {list(content)}")
        faults = list(self._validator(content[kind]["schema"]).iter_errors(reply.body))
        if faults:
            raise UndocumentedError(f"{where}: {[(list(each.absolute_path), each.message) for each in faults[:3]]}")
        if kind == PROBLEM and reply.code not in described["x-codes"]:
            raise UndocumentedError(f"{where} with code {reply.code}, not one of {described['x-codes']}")

    def _validator(self, schema: Mapping[str, Any]) -> Draft202012Validator:
        key = str(schema)
        if key not in self._validators:
            anchored = {"$id": f"{ROOT}/{len(self._validators)}", **_resolve_references(schema)}
            self._validators[key] = Draft202012Validator(anchored, registry=self._registry)
        return self._validators[key]


def _resolve_references(schema: Mapping[str, Any]) -> dict[str, Any]:
    """References to the document's own parts, as seen from outside of it."""
    found = dict(schema)
    if str(found.get("$ref", "")).startswith("#"):
        found["$ref"] = ROOT + found["$ref"]
    return found
