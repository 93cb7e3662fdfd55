"""One call of an operation, as its handler gets it: who asks, what for, and when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Generic

from pydantic import BaseModel
from typing_extensions import TypeVar

from chalicelib.domain.accounts.roles import Actor
from chalicelib.domain.shared.errors import VersionMissing

if TYPE_CHECKING:
    from chalicelib.domain.security.quotas import QuotaUse


B = TypeVar("B", bound=BaseModel | None, default=None)


Q = TypeVar("Q", bound=BaseModel | None, default=None)


@dataclass(frozen=True, slots=True)
class Call(Generic[B, Q]):
    """One request, read and checked. `now` is legal time, `real_now` is real time (both UTC).

    `key` and `body` are present when the operation declares them; `if_match` when it is versioned. `raw` and `headers`
    are for signed callbacks, which are verified over the bytes as sent; `headers` hold a session's cookie too.
    `address` is the caller's, for reads inside another operation: each is counted by its own limit.
    """

    actor: Actor
    now: datetime
    real_now: datetime
    trace_id: str
    params: Mapping[str, str]
    query: Q
    body: B
    key: str = ""
    if_match: int | None = None
    raw: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    quotas: tuple[QuotaUse, ...] = ()
    address: str = ""

    def require_version(self) -> int:
        """Return the version of If-Match, for steps that need one only from some callers; raise VersionMissing."""
        if self.if_match is None:
            raise VersionMissing()
        return self.if_match
