"""Sign the ledger heads of every day that has ended and is not signed yet, oldest first.

The signed documents themselves record the progress: a run starts after the latest of them, so the next run catches up a
missed night, and a repeated run adds nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from chalicelib.domain.ledger.chain import GENESIS, Json, digest_of
from chalicelib.domain.ledger.checkpoints import (
    A_DAY,
    Head,
    attach_signature,
    build_heads_document,
    find_last_ended_day,
    list_days_after,
    to_sign,
)

LOOK_BACK = 35
"""Days searched for the first heads of a deployment that has signed nothing yet."""


class LedgerHeads(Protocol):
    """The ledger heads that commands wrote to the table."""

    def list_by_day(self, day: date) -> Iterable[Head]:
        """Return every dossier's last head of the day (UTC), read consistently."""

    def has_heads_on(self, day: date) -> bool:
        """Return True when some ledger grew on that day."""


class HeadStore(Protocol):
    """Signed documents, write-once and locked."""

    def find_last_day(self) -> date | None:
        """Return the latest signed day."""

    def read(self, day: date) -> Json:
        """Return the stored document of a signed day, with its signature."""

    def put(self, day: date, signed: Json) -> bool:
        """Store the day's signed document; return False when the day has one already, which stays unchanged."""


class Signer(Protocol):
    """A signing key that never leaves its store."""

    def sign(self, text: bytes) -> tuple[bytes, str]:
        """Return the signature (ECDSA P-256 over SHA-256, DER) and the id of the key."""


@dataclass(frozen=True, slots=True)
class SignedDay:
    """Result of a day. `fresh` is False when another run had signed it in the meantime."""

    day: date
    dossiers: int
    digest: str
    fresh: bool


@dataclass(frozen=True, slots=True)
class HeadSigning:
    """Signs the due days of one deployment."""

    heads: LedgerHeads
    store: HeadStore
    signer: Signer
    province: str
    stage: str

    def __call__(self, *, real_now: datetime) -> Iterator[SignedDay]:
        """Sign each due day and yield it once it is stored; days after a failure are left to the next run."""
        until = find_last_ended_day(real_now)
        signed = self.store.find_last_day()
        previous = GENESIS if signed is None else digest_of(self.store.read(signed)["document"])
        for day in list_days_after(signed or self._find_day_before_first(until), until):
            done = self._sign_day(day, previous)
            previous = done.digest
            yield done

    def _find_day_before_first(self, until: date) -> date:
        """Return the day before the first one with heads; without any, the day before `until`."""
        recent = list_days_after(until - A_DAY * LOOK_BACK, until)
        return next((day for day in recent if self.heads.has_heads_on(day)), until) - A_DAY

    def _sign_day(self, day: date, previous: str) -> SignedDay:
        body = build_heads_document(self.province, self.stage, day, self.heads.list_by_day(day), previous)
        fresh = self.store.put(day, attach_signature(body, *self.signer.sign(to_sign(body))))
        # Two runs at once: the first one's document stays, and the next day follows it.
        kept = body if fresh else self.store.read(day)["document"]
        return SignedDay(day, len(kept["heads"]), digest_of(kept), fresh)
