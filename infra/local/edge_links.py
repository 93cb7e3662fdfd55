"""The requests that a page begins with, named in its answer as the content network names them (decision 0330)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import cache

from infra.paths import ROOT

TEMPLATE = ROOT / "infra" / "web.yaml"
_TABLE = re.compile(r"var FIRST = (\{.*?\});", re.DOTALL)
_PART = re.compile(r"[\w.~-]+", re.ASCII)
"""What a part of a page's address may be to become part of a header."""


@cache
def read_first_requests() -> Mapping[str, Sequence[str]]:
    """Return the template's table: a page's address with `:name` parts, and the addresses that it asks for first."""
    (written,) = _TABLE.findall(TEMPLATE.read_text())
    table: Mapping[str, Sequence[str]] = json.loads(written)
    return table


def build_links(path: str) -> str:
    """Return the `Link` header of the page at an address as it was sent, or nothing for a page without requests."""
    given = path.rstrip("/").split("/")
    for pattern, addresses in read_first_requests().items():
        wanted = pattern.split("/")
        if len(wanted) == len(given) and all(map(_fits, wanted, given)):
            named = [pair for pair in zip(wanted, given, strict=True) if pair[0].startswith(":")]
            return ", ".join(f"<{_fill(each, named)}>; rel=preload; as=fetch; crossorigin" for each in addresses)
    return ""


def _fits(wanted: str, given: str) -> bool:
    return _PART.fullmatch(given) is not None if wanted.startswith(":") else wanted == given


def _fill(address: str, named: Sequence[tuple[str, str]]) -> str:
    for name, value in named:
        address = address.replace(name, value)
    return address
