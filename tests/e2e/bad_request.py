"""One wrong request: what it starts from, what it sends, and the refusal that it must get."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from tests.e2e.people import COPY

pytestmark = pytest.mark.cloud


JSON = "application/json"


SECRET = "Nguyễn-Bí-Mật-7431"
"""Written into bad values: no answer repeats it."""


@dataclass(frozen=True)
class Bad:
    """A request and its answer. The fixture's names, as `{draft}` or `{unit}`, stand for what it made."""

    what: str
    who: str
    method: str
    path: str
    body: Any
    status: int
    code: str
    field: str = ""
    field_code: str = ""
    version: str | None = None
    key: str | None = "fresh"
    kind: str = JSON


DRAFT, STEP = "/api/dossiers/{draft}/draft", "/api/dossiers/{dossier}/"


START = {"procedure": COPY, "one_stop": "{unit}", "channel": "own_portal"}


def build_bad_draft(
    what: str, body: Any, status: int, code: str, field: str = "", field_code: str = "", **more: Any
) -> Bad:
    """Send a faulty body of a draft."""
    return Bad(what, "citizen1", "PUT", DRAFT, body, status, code, field, field_code, version='"2"', **more)


def build_malformed_draft(what: str, body: Any, field: str, field_code: str) -> Bad:
    """Send an unreadable body of a draft."""
    return build_bad_draft(what, body, 400, "malformed_request", field, field_code)


def build_bad_start(what: str, status: int, code: str, **changes: str) -> Bad:
    """Send a faulty new draft."""
    return Bad(what, "citizen1", "POST", "/api/dossiers", {**START, **changes}, status, code)
