"""Sync to the national portal: send, fact by fact and in order, a ledger's facts after the last acknowledgement.

A dossier is drained from its ledger, never from a queue's messages, so the queue's retention, order and duplicates do
not matter. One worker at a time holds a dossier, by a lease on its position.
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
from chalicelib.domain.dossier.fold import apply_fact
from chalicelib.domain.ledger.chain import Fact, Part
from chalicelib.domain.ledger.matter_facts import is_matter_fact
from chalicelib.domain.ledger.payloads import read_any
from chalicelib.domain.matters.faq_packages import FaqSource, build_faq_packages
from chalicelib.domain.matters.feedback_packages import FeedbackSource, build_feedback_packages
from chalicelib.domain.matters.kinds.feedback import FEEDBACK
from chalicelib.domain.portal import mapping as national
from chalicelib.domain.portal import position as sync
from chalicelib.domain.portal.mapping import MappingGap, PortalMapping, PortalPackage
from chalicelib.domain.portal.position import Circuit, PortalRefused, PortalUnavailable, Position
from chalicelib.steps.dossier.ports import Conflict, Ledgers

REDRIVE = "redrive"
"""The actor that resumes a dossier when the message of its parked fact is put back into the queue."""

MOST = 200
"""Dossiers resumed in one run; the next run continues with the rest."""


class Positions(Protocol):
    """The store of positions, message logs and the portal's health."""

    def look(self, dossier_id: str) -> tuple[Position, Circuit]:
        """Return the position of a dossier, and the portal's health."""

    def save(self, position: Position, entry: Fact | None, now: datetime) -> Position:
        """Store on the version read, with its log entry. Raise `Conflict`."""

    def list_due(self, until: datetime, limit: int) -> Sequence[str]:
        """Return dossiers that wait for another attempt."""

    def load_circuit(self) -> Circuit:
        """Return the portal's health."""

    def save_circuit(self, circuit: Circuit) -> None:
        """Share the portal's health with all workers."""


class PortalClient(Protocol):
    """The portal's side."""

    @property
    def key_id(self) -> str:
        """The id of our signing key."""

    def send(self, package: Mapping[str, Any]) -> str:
        """Send a package; return its reference. Raise PortalRefused or PortalUnavailable."""

    def find(self, fact_id: str) -> str | None:
        """Return the reference of a package that the portal has. Raise PortalUnavailable."""


class SyncOutcome(StrEnum):
    """State of a dossier afterwards."""

    SYNCED = "synced"
    WAITING = "waiting"
    PARKED = "parked"
    HELD = "held"  # another worker has it; the message must be delivered again


@dataclass(frozen=True, slots=True)
class SyncResult:
    """Result of one drain. `parked` says why it was parked now, and at which fact; `late` that it has waited long;
    `unanswered` is the reason code of an unreachable portal."""

    outcome: SyncOutcome
    sent: int = 0
    parked: str = ""
    parked_seq: int = 0
    late: bool = False
    unanswered: str = ""


@dataclass(frozen=True, slots=True)
class PackageBuilder:
    """Builds packages with the portal's words and names. `sends_faqs` says whether the law of an instant sends frequent
    questions to the portal."""

    mapping: PortalMapping
    procedure: Callable[[str], Procedure]
    unit_code: Callable[[str, str], str | None]
    unit_name: Callable[[str], str]
    sends_faqs: Callable[[datetime], bool]
    exchanges_feedback: Callable[[datetime], bool]

    def build_packages(
        self, facts: Sequence[Fact], parts: Callable[[], Mapping[str, Part]], after: int
    ) -> Iterator[tuple[Fact, PortalPackage | None]]:
        """Return each fact after `after` with its package. Raise MappingGap where the mapping has no word."""
        if is_matter_fact(facts[0].kind):
            yield from self._build_matter_packages(facts, parts, after)
            return
        dossier: Dossier | None = None
        papers: dict[str, str] = {}
        for fact in facts:
            dossier = apply_fact(dossier, fact)
            papers |= {entry["paper"]: entry["sha256"] for entry in read_any(fact).get("manifest", ())}
            if fact.seq > after:
                yield fact, self._build_package(facts[0], fact, dossier, parts, dict(papers))

    def _build_matter_packages(
        self, facts: Sequence[Fact], parts: Callable[[], Mapping[str, Part]], after: int
    ) -> Iterator[tuple[Fact, PortalPackage | None]]:
        if facts[0].data["matter"] == FEEDBACK.name:
            heard = FeedbackSource(self.mapping, self.exchanges_feedback, self.unit_name)
            return build_feedback_packages(heard, facts, parts, after)
        source = FaqSource(self.mapping, self.sends_faqs, self.procedure, self.unit_name)
        return build_faq_packages(source, facts, parts, after)

    def _build_package(
        self,
        first: Fact,
        fact: Fact,
        dossier: Dossier,
        parts: Callable[[], Mapping[str, Part]],
        papers: Mapping[str, str],
    ) -> PortalPackage | None:
        procedure = self.procedure(dossier.procedure)
        source = national.MappingSource(first, fact, dossier, procedure, parts, papers, self.unit_code, self.unit_name)
        return national.build_package(self.mapping, source)


@dataclass(frozen=True, slots=True)
class Sync:
    """Dependencies of syncing. `clock` is real time: it is read before each call, since a drain takes seconds."""

    ledgers: Ledgers
    positions: Positions
    portal: PortalClient
    teller: PackageBuilder
    clock: Callable[[], datetime]

    def send_missing(self, dossier_id: str, *, upto: int = 0, until: datetime | None = None) -> SyncResult:
        """Send missing facts, at least up to the fact `upto` (0: all there are), at most until `until`.

        A message of the same fact that parked the dossier is the order to retry it; other messages wait behind it.
        """
        (place, circuit), now = self.positions.look(dossier_id), self.clock()
        if place.parked and upto != place.parked_seq:
            return SyncResult(SyncOutcome.PARKED)
        if upto and place.seq >= upto:
            return SyncResult(SyncOutcome.SYNCED)
        if place.is_leased(now):
            return SyncResult(SyncOutcome.HELD)
        if place.next_try_at and now < place.next_try_at:
            return SyncResult(SyncOutcome.WAITING, late=place.is_late(now))
        try:
            if place.parked:
                place = self.positions.save(*sync.resume_dossier(place, REDRIVE, now), now)
            return self._try_dossier(place, circuit, upto, until)
        except Conflict:
            return SyncResult(SyncOutcome.HELD)

    def send_again(self, dossier_id: str) -> SyncResult:
        """Send again acknowledged packages that the portal has lost: each package is queried first."""
        (place, _), now = self.positions.look(dossier_id), self.clock()
        if place.parked:
            return SyncResult(SyncOutcome.PARKED)
        if place.due_at:  # another worker does it, or will
            return SyncResult(SyncOutcome.HELD)
        try:
            return _Drain(
                self, self.positions.save(sync.claim_position(place, now), None, now), Circuit(), None
            ).resend_lost()
        except Conflict:
            return SyncResult(SyncOutcome.HELD)

    def _try_dossier(self, place: Position, circuit: Circuit, upto: int, until: datetime | None) -> SyncResult:
        now = self.clock()
        if circuit.is_open(now):
            place = self.positions.save(sync.postpone_attempt(place, now, circuit.open_until), None, now)
            return SyncResult(SyncOutcome.WAITING, late=place.is_late(now))
        return _Drain(self, place, circuit, until).run(upto)


@dataclass(slots=True)
class _Drain:
    """One dossier held by one worker; `saved` is its stored position."""

    sync: Sync
    saved: Position
    circuit: Circuit
    until: datetime | None
    sent: int = 0

    def run(self, upto: int) -> SyncResult:
        facts = self.sync.ledgers.load_ledger(self.saved.dossier_id)
        if upto > len(facts):
            raise ValueError("a message of a fact that the ledger does not have")
        place = self.saved
        try:
            for fact, package in self._build_packages(facts, after=place.seq):
                if package is None:
                    place = sync.pass_facts(place, fact.seq)
                elif self.sent and self.until and self.sync.clock() >= self.until:
                    return self._postpone_rest(sync.postpone_attempt(place, self.sync.clock(), self.sync.clock()))
                else:
                    place = self._send_package(place, package, last=fact.seq == len(facts))
        except PortalUnavailable as down:
            now = self.sync.clock()
            self.sync.positions.save_circuit(self.circuit.record_failure(now))
            return self._postpone_rest(sync.postpone_attempt(self.saved, now), down.reason)
        except (MappingGap, PortalRefused) as wrong:
            return self._park_package(facts[place.seq], wrong.reason)
        if sync.release_position(place) != self.saved:
            self._save_position(sync.release_position(place))
        return SyncResult(SyncOutcome.SYNCED, self.sent)

    def resend_lost(self) -> SyncResult:
        """Send every package up to the position that the portal does not have, in order."""
        facts = self.sync.ledgers.load_ledger(self.saved.dossier_id)[: self.saved.seq]
        try:
            for _, package in self._build_packages(facts, after=0):
                if package is not None and self.sync.portal.find(package.fact_id) is None:
                    self._resend_package(package)
        except PortalUnavailable as down:
            return self._postpone_rest(sync.postpone_attempt(self.saved, self.sync.clock()), down.reason)
        except (MappingGap, PortalRefused) as wrong:
            self._save_position(sync.release_position(self.saved))
            return SyncResult(SyncOutcome.PARKED, self.sent, wrong.reason)
        self._save_position(sync.release_position(self.saved))
        return SyncResult(SyncOutcome.SYNCED, self.sent)

    def _resend_package(self, package: PortalPackage) -> None:
        reference, now = self.sync.portal.send(package.body), self.sync.clock()
        self._save_position(*sync.record_resending(self.saved, package, reference, self.sync.portal.key_id, now))
        self.sent += 1

    def _build_packages(self, facts: Sequence[Fact], after: int) -> Iterator[tuple[Fact, PortalPackage | None]]:
        if len(facts) > after:
            parts = cache(partial(self.sync.ledgers.load_parts, self.saved.dossier_id))
            yield from self.sync.teller.build_packages(facts, parts, after)

    def _send_package(self, place: Position, package: PortalPackage, *, last: bool) -> Position:
        """Send one package: claim it, query it when it may have been sent before, send it, record the acknowledgement.

        The acknowledgement of the last one also releases the dossier: one request instead of two.
        """
        known = None
        if not self.sent:
            unsure = place.under_way
            place = self._save_position(sync.claim_position(place, self.sync.clock()))
            known = self.sync.portal.find(package.fact_id) if unsure else None
        reference = known or self.sync.portal.send(package.body)
        self._close_circuit()
        now = self.sync.clock()
        after, entry = sync.record_acknowledgement(
            place, package, reference, self.sync.portal.key_id, now, asked=known is not None
        )
        self.sent += 1
        return self._save_position(sync.release_position(after) if last else after, entry)

    def _close_circuit(self) -> None:
        """The portal answers: close the circuit again."""
        if self.circuit.failures:
            self.circuit = Circuit()
            self.sync.positions.save_circuit(self.circuit)

    def _postpone_rest(self, place: Position, unanswered: str = "") -> SyncResult:
        late = self._save_position(place).is_late(self.sync.clock())
        return SyncResult(SyncOutcome.WAITING, self.sent, late=late, unanswered=unanswered)

    def _park_package(self, fact: Fact, reason: str) -> SyncResult:
        self._save_position(*sync.park_dossier(self.saved, fact.id, fact.seq, reason, self.sync.clock()))
        return SyncResult(SyncOutcome.PARKED, self.sent, reason, fact.seq)

    def _save_position(self, place: Position, entry: Fact | None = None) -> Position:
        self.saved = self.sync.positions.save(place, entry, self.sync.clock())
        return self.saved
