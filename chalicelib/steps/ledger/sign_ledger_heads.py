"""Sign the ledger heads of every day that has ended and is not signed yet, oldest first.

The signed documents themselves are the record of what is done: a run starts after the latest of them, so a missed
night is caught up by the next run, and a run that comes twice adds nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from chalicelib.domain.ledger.chain import GENESIS, Json, digest_of
from chalicelib.domain.ledger.checkpoints import A_DAY, Head, days_after, document, last_ended, stored, to_sign

LOOK_BACK = 35
"""Days searched for the first heads of a deployment that has signed nothing yet."""


class Heads(Protocol):
    """The ledger heads that commands left in the table."""

    def of_day(self, day: date) -> Iterable[Head]:
        """Every dossier's last head of the day (UTC), read consistently."""

    def any_on(self, day: date) -> bool:
        """True when some ledger grew on that day."""


class HeadStore(Protocol):
    """Signed documents, write-once and locked."""

    def last_day(self) -> date | None:
        """The latest signed day."""

    def read(self, day: date) -> Json:
        """The stored document of a signed day, with its signature."""

    def put(self, day: date, signed: Json) -> bool:
        """Store the day's signed document; False when the day has one already, which stays as it is."""


class Signer(Protocol):
    """A key that signs and never leaves its keeper."""

    def sign(self, text: bytes) -> tuple[bytes, str]:
        """Signature (ECDSA P-256 over SHA-256, DER) and the id of the key."""


@dataclass(frozen=True, slots=True)
class SignedDay:
    """A day's outcome. `fresh` is False when another run had signed it in the meantime."""

    day: date
    dossiers: int
    digest: str
    fresh: bool


@dataclass(frozen=True, slots=True)
class HeadSigning:
    """Signs what is due for one deployment."""

    heads: Heads
    store: HeadStore
    signer: Signer
    province: str
    stage: str

    def __call__(self, *, real_now: datetime) -> Iterator[SignedDay]:
        """Sign each due day and yield it once it is stored; what follows a failure is left to the next run."""
        until = last_ended(real_now)
        signed = self.store.last_day()
        previous = GENESIS if signed is None else digest_of(self.store.read(signed)["document"])
        for day in days_after(signed or self._before_first(until), until):
            done = self._sign(day, previous)
            previous = done.digest
            yield done

    def _before_first(self, until: date) -> date:
        """The day before the first one with heads; with none in sight, the day before `until`."""
        recent = days_after(until - A_DAY * LOOK_BACK, until)
        return next((day for day in recent if self.heads.any_on(day)), until) - A_DAY

    def _sign(self, day: date, previous: str) -> SignedDay:
        body = document(self.province, self.stage, day, self.heads.of_day(day), previous)
        fresh = self.store.put(day, stored(body, *self.signer.sign(to_sign(body))))
        # Two runs at once: the first one's document stands, and the next day follows that one.
        kept = body if fresh else self.store.read(day)["document"]
        return SignedDay(day, len(kept["heads"]), digest_of(kept), fresh)
