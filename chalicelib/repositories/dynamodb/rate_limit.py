"""Request limits per address: one counter per window, which expires by itself."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from chalicelib.domain.shared.http_errors import TooMany
from chalicelib.repositories.dynamodb import keys
from chalicelib.repositories.dynamodb.table import TableItem


@dataclass(slots=True)
class RateLimit:
    """Counts requests in fixed windows. `key` turns the stored names into digests that cannot be guessed without it."""

    key: Callable[[datetime], bytes]
    full: dict[str, int] = field(default_factory=dict)

    def count_use(self, bucket: str, who: str, limit: int, seconds: int, now: datetime) -> None:
        """Count one request of `who`; raise TooMany once `limit` is exceeded in this window of `seconds`."""
        window = int(now.timestamp()) // seconds
        pk, ends = keys.RATE(bucket, name_caller(who, self.key(now)), window), (window + 1) * seconds
        # A window known to be full causes no more writes: floods must not cost us writes.
        if pk not in self.full and _count_request(pk, ends) > limit:
            self.full = {k: v for k, v in self.full.items() if v > now.timestamp()} | {pk: ends}
        if pk in self.full:
            raise TooMany(retry_after=max(1, ends - int(now.timestamp())))


def name_caller(who: str, key: bytes) -> str:
    """Return the stored name of a person or an address: a digest with the deployment's own key."""
    return hashlib.blake2b(who.encode(), key=key, digest_size=12).hexdigest()


def _count_request(pk: str, ends: int) -> int:
    row = TableItem(pk, keys.COUNT)
    row.update(actions=[TableItem.length.add(1), TableItem.expires_at.set(ends + 60)])
    return int(row.length or 0)
