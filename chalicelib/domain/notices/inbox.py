"""A notice in an inbox."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class InboxMessage:
    """A notice in an inbox, in both languages; `read_at` is when somebody first read it."""

    id: str
    dossier_id: str
    seq: int
    notice: str
    official: bool
    at: datetime
    words: Mapping[str, Mapping[str, str]]
    read_at: datetime | None = None
    version: int = 0
