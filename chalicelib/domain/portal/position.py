"""Progress of a dossier's synchronisation with the national portal, and back-off when the portal does not answer.

We deduplicate ourselves: the position permanently records the last acknowledged fact, and the ledger holds the facts
after it. A queue message is only a hint that something is to be sent. Before a package is sent, the position marks it
as under way; a worker that finds this mark later asks the portal before sending it again.

The message log is a separate ledger next to the dossier's (`<dossier>.sync`), with the same facts, the same chain, the
same nightly signature and the same offline verifier.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from chalicelib.domain.ledger.chain import GENESIS, Fact, NewFact, chain_facts, encode_canonical
from chalicelib.domain.portal.mapping import PortalPackage
from chalicelib.domain.shared.errors import Refusal, RefusalKind

LEASE = timedelta(minutes=2)
"""How long one worker holds a dossier exclusively: longer than any worker runs."""

FIRST_REST = timedelta(seconds=60)
"""Wait after a failure: longer than the portal may still be processing a call that we gave up."""

LONGEST_REST = timedelta(minutes=15)
LATE_AFTER = timedelta(hours=1)
OPEN_AFTER = 5
"""So many failures in a row mean that the portal is down, not that a single call failed."""


class PortalUnavailable(Exception):
    """The portal could not be reached, or did not judge the content; `reason` is a stable code. The package may have
    arrived all the same."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class PortalRefused(Exception):
    """The portal rejects the content; sending it again would not help. `reason` is its code."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NothingWaits(Refusal):
    """Nothing to resume: the dossier's messages neither wait nor are parked."""

    code = "sync_nothing_waits"
    kind = RefusalKind.WRONG_MOMENT
    vi = "Hồ sơ này không có gì đang chờ đồng bộ."
    en = "Nothing of this dossier waits to be synchronised."


@dataclass(frozen=True, slots=True)
class Position:
    """Progress of a dossier's synchronisation. `seq` is the last finished fact; `under_way` means that the next package
    may have been sent. `head` and `length` are those of the message log."""

    dossier_id: str
    version: int = 0
    seq: int = 0
    under_way: bool = False
    lease_until: datetime | None = None
    tries: int = 0
    since: datetime | None = None
    next_try_at: datetime | None = None
    parked: str = ""
    parked_seq: int = 0
    head: str = GENESIS
    length: int = 0

    @property
    def log_id(self) -> str:
        """The id of its message log."""
        return log_id(self.dossier_id)

    @property
    def due_at(self) -> datetime | None:
        """When a worker must look at it again without a message; None when all is sent, or a person is needed."""
        return None if self.parked else self.next_try_at or self.lease_until

    def is_leased(self, now: datetime) -> bool:
        """True while another worker has it."""
        return self.lease_until is not None and now < self.lease_until

    def is_late(self, now: datetime) -> bool:
        """True when it has waited so long that operators should know."""
        return self.since is not None and now - self.since >= LATE_AFTER


@dataclass(frozen=True, slots=True)
class Circuit:
    """The portal's health as shared by all workers: failures in a row, and until when nobody calls."""

    failures: int = 0
    open_until: datetime | None = None

    def is_open(self, now: datetime) -> bool:
        """True while nobody calls the portal."""
        return self.open_until is not None and now < self.open_until

    def record_failure(self, now: datetime) -> Circuit:
        """Return the circuit after one more failure; from the fifth on it opens, longer each time."""
        failures = self.failures + 1
        over = failures - OPEN_AFTER
        return Circuit(failures, now + calculate_back_off(over) if over >= 0 else None)


def log_id(dossier_id: str) -> str:
    """Return the id of a dossier's message log among the signed heads."""
    return f"{dossier_id}.sync"


def calculate_back_off(tries: int) -> timedelta:
    """Return how long to wait after so many failures."""
    return min(FIRST_REST * 2**tries, LONGEST_REST) if tries < 10 else LONGEST_REST


def claim_position(position: Position, now: datetime) -> Position:
    """Return the position claimed by one worker, with a package about to be sent."""
    return replace(position, under_way=True, lease_until=now + LEASE, next_try_at=None)


def pass_facts(position: Position, seq: int) -> Position:
    """Return the position after facts up to `seq` that send nothing."""
    return replace(position, seq=seq)


def release_position(position: Position) -> Position:
    """Return the position when all is sent: no further run is scheduled."""
    return replace(position, under_way=False, lease_until=None, tries=0, since=None, next_try_at=None)


def postpone_attempt(position: Position, now: datetime, until: datetime | None = None) -> Position:
    """Return the position postponed: after a failure the wait grows; `until` sets it when no call was made."""
    tries = position.tries if until else position.tries + 1
    at = until or now + calculate_back_off(position.tries)
    return replace(position, lease_until=None, tries=tries, since=position.since or now, next_try_at=at)


def record_acknowledgement(
    position: Position, package: PortalPackage, reference: str, key_id: str, now: datetime, *, asked: bool
) -> tuple[Position, Fact]:
    """Return the position after the portal acknowledged the package, and the log's entry. `asked` when a query answered
    so."""
    data = {
        "fact": package.fact_id,
        "mapping": package.body["PhienBan"],
        "digest": digest_package(package),
        "key": key_id,
        "reference": reference,
        "asked": asked,
    }
    further, entry = _append_log(position, "message_acknowledged", data, now)
    return replace(further, seq=package.seq, tries=0, since=None, lease_until=now + LEASE), entry


def record_resending(
    position: Position, package: PortalPackage, reference: str, key_id: str, now: datetime
) -> tuple[Position, Fact]:
    """Return the position after the portal had lost an acknowledged package and received it again."""
    data = {"fact": package.fact_id, "digest": digest_package(package), "key": key_id, "reference": reference}
    return _append_log(position, "message_sent_again", data, now)


def park_dossier(position: Position, fact_id: str, seq: int, reason: str, now: datetime) -> tuple[Position, Fact]:
    """Return the position with a package that cannot be sent: the dossier, with its later facts, waits for a person."""
    further, entry = _append_log(position, "message_parked", {"fact": fact_id, "reason": reason}, now)
    return replace(release_position(further), parked=reason, parked_seq=seq), entry


def resume_dossier(position: Position, by: str, now: datetime) -> tuple[Position, Fact]:
    """Return the position resumed by a person: sending is tried again from where it stopped.

    Raise NothingWaits for a dossier that neither waits nor is parked.
    """
    if not (position.parked or position.next_try_at):
        raise NothingWaits()
    further, entry = _append_log(position, "dossier_resumed", {"reason": position.parked, "by": by}, now)
    return replace(further, parked="", parked_seq=0, next_try_at=now), entry


def digest_package(package: PortalPackage) -> str:
    """Return the SHA-256 of the package's canonical form with its salts: with the parts erased it reveals nothing."""
    salts = b"".join(bytes.fromhex(salt) for salt in package.salts)
    return hashlib.sha256(salts + encode_canonical(package.body)).hexdigest()


def _append_log(position: Position, kind: str, data: Mapping[str, Any], now: datetime) -> tuple[Position, Fact]:
    (entry,) = chain_facts(
        position.log_id,
        [NewFact(kind, data, by_system=True)],
        head=position.head,
        length=position.length,
        now=now,
        actor={"sub": "system"},
    )
    return replace(position, head=entry.hash, length=entry.seq), entry
