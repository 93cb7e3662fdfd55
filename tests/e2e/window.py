"""A page of the site as the session route sees it: its origin, its header, its cookies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from infra.local.person import ApiPerson, HttpReply
from tests.e2e.people import Cast, encode_json


@dataclass
class Window:
    """A browser's window at a stack's own origin."""

    cast: Cast
    jar: dict[str, str] = field(default_factory=dict)
    watched: bool = True
    """Whether answers are held against the API's description: not where a fault is the very thing looked for."""

    def ask(self, path: str, body: Mapping[str, Any]) -> HttpReply:
        """A call about the session; the newest cookie of the answer is kept."""
        named = {"Origin": self.cast.stack.origin, "Motcua-Session": "page", "Content-Type": "application/json"}
        if self.jar:
            named["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.jar.items())
        who = self.cast.nobody() if self.watched else ApiPerson(self.cast.stack)
        reply = who.call("POST", f"/api/session{path}", encode_json(body), named)
        name, _, value = reply.headers.get("set-cookie", "").partition(";")[0].partition("=")
        if value:
            self.jar[name] = value
        else:
            self.jar.pop(name, None)
        return reply
