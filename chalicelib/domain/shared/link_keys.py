"""Signing keys of links and tokens: the current one, and those whose signatures are still good."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class LinkKeys:
    """The key that signs new links, and every key whose links are still valid."""

    current: str
    keys: Mapping[str, bytes] = field(repr=False)
