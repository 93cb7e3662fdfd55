"""Sync to the national portal: tell it, fact by fact and in order, what a ledger says beyond the last acknowledgement.

A dossier is drained from its ledger, never from a queue's messages, so nothing depends on how long a queue keeps
them, in which order they come, or how often. One worker at a time has a dossier, by a lease on its position.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache, partial
from typing import Any, Protocol

from chalicelib.domain.catalogue.procedures import Procedure
from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.dossier.fold import apply
from chalicelib.domain.ledger.chain import Fact, Part
from chalicelib.domain.portal import mapping as national
from chalicelib.domain.portal import position as sync
from chalicelib.domain.portal.mapping import MappingGap, Package, PortalMapping
from chalicelib.domain.portal.position import Circuit, PortalRefused, PortalUnavailable, Position
from chalicelib.steps.dossier.ports import Conflict, Ledgers

REDRIVE = "redrive"
"""Who resumes a dossier when the message of its parked fact is put back into the queue."""

MOST = 200
"""Dossiers taken up again in one run; the next run goes on with the rest."""


class Positions(Protocol):
    """Where positions, message logs and the portal's health are kept."""

    def look(self, dossier_id: str) -> tuple[Position, Circuit]:
        """How far the portal was told of a dossier, and how the portal is."""

    def save(self, position: Position, entry: Fact | None, now: datetime) -> Position:
        """Store on the version read, with its log entry. Raises `Conflict`."""

    def due(self, until: datetime, limit: int) -> Sequence[str]:
        """Dossiers that wait for another try."""

    def circuit(self) -> Circuit:
        """The portal's health."""

    def save_circuit(self, circuit: Circuit) -> None:
        """Tell all workers."""


class Portal(Protocol):
    """The portal's side."""

    @property
    def key_id(self) -> str:
        """Which of our keys signs."""

    def send(self, package: Mapping[str, Any]) -> str:
        """Send a package; its reference. Raises PortalRefused or PortalUnavailable."""

    def find(self, fact_id: str) -> str | None:
        """The reference of a package that counts there. Raises PortalUnavailable."""


class Outcome(StrEnum):
    """Where a dossier stands afterwards."""

    SYNCED = "synced"
    WAITING = "waiting"
    PARKED = "parked"
    HELD = "held"  # another worker has it; whoever brought the news must bring it again


@dataclass(frozen=True, slots=True)
class Done:
    """What one drain did. `parked` says why it was parked now, and at which fact; `late` that it waits for long;
    `unanswered` is the reason code of a portal that could not be asked."""

    outcome: Outcome
    sent: int = 0
    parked: str = ""
    parked_seq: int = 0
    late: bool = False
    unanswered: str = ""


@dataclass(frozen=True, slots=True)
class Teller:
    """Words and names for what the portal is told."""

    mapping: PortalMapping
    procedure: Callable[[str], Procedure]
    unit_code: Callable[[str, str], str | None]
    unit_name: Callable[[str], str]

    def packages(
        self, facts: Sequence[Fact], parts: Callable[[], Mapping[str, Part]], after: int
    ) -> Iterator[tuple[Fact, Package | None]]:
        """Each fact beyond `after` with what it tells. Raises MappingGap where the words end."""
        dossier: Dossier | None = None
        papers: dict[str, str] = {}
        for fact in facts:
            dossier = apply(dossier, fact)
            papers |= {entry["paper"]: entry["sha256"] for entry in fact.data.get("manifest", ())}
            if fact.seq > after:
                yield fact, self._package(facts[0], fact, dossier, parts, dict(papers))

    def _package(
        self,
        first: Fact,
        fact: Fact,
        dossier: Dossier,
        parts: Callable[[], Mapping[str, Part]],
        papers: Mapping[str, str],
    ) -> Package | None:
        procedure = self.procedure(dossier.procedure)
        source = national.Source(first, fact, dossier, procedure, parts, papers, self.unit_code, self.unit_name)
        return national.package(self.mapping, source)


@dataclass(frozen=True, slots=True)
class Sync:
    """What syncing works with. `clock` is real time: it is read before each call, since a drain takes seconds."""

    ledgers: Ledgers
    positions: Positions
    portal: Portal
    teller: Teller
    clock: Callable[[], datetime]

    def drain(self, dossier_id: str, *, upto: int = 0, until: datetime | None = None) -> Done:
        """Tell what is missing, at least up to the fact `upto` (0: whatever there is), at most until `until`.

        News of the very fact that parked the dossier is the order to try it again; other news waits behind it.
        """
        (place, circuit), now = self.positions.look(dossier_id), self.clock()
        if place.parked and upto != place.parked_seq:
            return Done(Outcome.PARKED)
        if upto and place.seq >= upto:
            return Done(Outcome.SYNCED)
        if place.leased(now):
            return Done(Outcome.HELD)
        if place.next_try_at and now < place.next_try_at:
            return Done(Outcome.WAITING, late=place.late(now))
        try:
            if place.parked:
                place = self.positions.save(*sync.resumed(place, REDRIVE, now), now)
            return self._tried(place, circuit, upto, until)
        except Conflict:
            return Done(Outcome.HELD)

    def send_again(self, dossier_id: str) -> Done:
        """Tell anew what the portal has lost of what it once acknowledged: each package is asked for first."""
        (place, _), now = self.positions.look(dossier_id), self.clock()
        if place.parked:
            return Done(Outcome.PARKED)
        if place.due_at:  # somebody is at it, or will be
            return Done(Outcome.HELD)
        try:
            return _Drain(self, self.positions.save(sync.claimed(place, now), None, now), Circuit(), None).again()
        except Conflict:
            return Done(Outcome.HELD)

    def _tried(self, place: Position, circuit: Circuit, upto: int, until: datetime | None) -> Done:
        now = self.clock()
        if circuit.open(now):
            place = self.positions.save(sync.postponed(place, now, circuit.open_until), None, now)
            return Done(Outcome.WAITING, late=place.late(now))
        return _Drain(self, place, circuit, until).run(upto)


@dataclass(slots=True)
class _Drain:
    """One dossier in one worker's hands; `saved` is its position as it stands in the store."""

    sync: Sync
    saved: Position
    circuit: Circuit
    until: datetime | None
    sent: int = 0

    def run(self, upto: int) -> Done:
        facts = self.sync.ledgers.ledger(self.saved.dossier_id)
        if upto > len(facts):
            raise ValueError("news of a fact that the ledger does not have")
        place = self.saved
        try:
            for fact, package in self._told(facts, after=place.seq):
                if package is None:
                    place = sync.passed(place, fact.seq)
                elif self.sent and self.until and self.sync.clock() >= self.until:
                    return self._waiting(sync.postponed(place, self.sync.clock(), self.sync.clock()))
                else:
                    place = self._tell(place, package, last=fact.seq == len(facts))
        except PortalUnavailable as down:
            now = self.sync.clock()
            self.sync.positions.save_circuit(self.circuit.failed(now))
            return self._waiting(sync.postponed(self.saved, now), down.reason)
        except (MappingGap, PortalRefused) as wrong:
            return self._parked(facts[place.seq], wrong.reason)
        if sync.released(place) != self.saved:
            self._save(sync.released(place))
        return Done(Outcome.SYNCED, self.sent)

    def again(self) -> Done:
        """Every package up to the position that the portal does not have, in order."""
        facts = self.sync.ledgers.ledger(self.saved.dossier_id)[: self.saved.seq]
        try:
            for _, package in self._told(facts, after=0):
                if package is not None and self.sync.portal.find(package.fact_id) is None:
                    self._tell_again(package)
        except PortalUnavailable as down:
            return self._waiting(sync.postponed(self.saved, self.sync.clock()), down.reason)
        except (MappingGap, PortalRefused) as wrong:
            self._save(sync.released(self.saved))
            return Done(Outcome.PARKED, self.sent, wrong.reason)
        self._save(sync.released(self.saved))
        return Done(Outcome.SYNCED, self.sent)

    def _tell_again(self, package: Package) -> None:
        reference, now = self.sync.portal.send(package.body), self.sync.clock()
        self._save(*sync.sent_again(self.saved, package, reference, self.sync.portal.key_id, now))
        self.sent += 1

    def _told(self, facts: Sequence[Fact], after: int) -> Iterator[tuple[Fact, Package | None]]:
        if len(facts) > after:
            parts = cache(partial(self.sync.ledgers.parts, self.saved.dossier_id))
            yield from self.sync.teller.packages(facts, parts, after)

    def _tell(self, place: Position, package: Package, *, last: bool) -> Position:
        """One package: claimed, asked about when it may have been sent before, sent, acknowledged.

        The acknowledgement of the last one also releases the dossier: one request instead of two.
        """
        known = None
        if not self.sent:
            unsure = place.under_way
            place = self._save(sync.claimed(place, self.sync.clock()))
            known = self.sync.portal.find(package.fact_id) if unsure else None
        reference = known or self.sync.portal.send(package.body)
        self._reached()
        now = self.sync.clock()
        after, entry = sync.acknowledged(
            place, package, reference, self.sync.portal.key_id, now, asked=known is not None
        )
        self.sent += 1
        return self._save(sync.released(after) if last else after, entry)

    def _reached(self) -> None:
        """The portal answers: nobody needs to leave it in peace any more."""
        if self.circuit.failures:
            self.circuit = Circuit()
            self.sync.positions.save_circuit(self.circuit)

    def _waiting(self, place: Position, unanswered: str = "") -> Done:
        late = self._save(place).late(self.sync.clock())
        return Done(Outcome.WAITING, self.sent, late=late, unanswered=unanswered)

    def _parked(self, fact: Fact, reason: str) -> Done:
        self._save(*sync.parked(self.saved, fact.id, fact.seq, reason, self.sync.clock()))
        return Done(Outcome.PARKED, self.sent, reason, fact.seq)

    def _save(self, place: Position, entry: Fact | None = None) -> Position:
        self.saved = self.sync.positions.save(place, entry, self.sync.clock())
        return self.saved
