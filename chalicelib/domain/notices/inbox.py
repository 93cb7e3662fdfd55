"""A notice in an inbox."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class InboxMessage:
    """A notice in an inbox, in both languages; `read_at` is when somebody first read it; `about` the
    address of the kind when it is of a matter, empty for a dossier."""

    id: str
    dossier_id: str
    seq: int
    notice: str
    official: bool
    at: datetime
    words: Mapping[str, Mapping[str, str]]
    read_at: datetime | None = None
    version: int = 0
    about: str = ""
