"""Fan out: send stored facts to the subscribed queues, each dossier's in order, and record the position.

The stream's consumer and the sweeper both do it and may repeat a fact: consumers deduplicate by its id. A fact that
cannot be sent holds back the later ones of its own dossier, and nobody else's. The facts of a batch go to a queue
together; of those that a queue refuses, and of the later ones of their dossiers, the next run sends all messages again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from chalicelib.domain.ledger.chain import Fact
from chalicelib.domain.ledger.fact_registry import Consumer
from chalicelib.domain.ledger.payloads import read_any
from chalicelib.domain.ledger.routing import StoredFact, list_fact_audiences, list_filed_papers, list_runs


class FactQueues(Protocol):
    """One queue for each audience."""

    def send(self, audience: Consumer, facts: Sequence[StoredFact]) -> Mapping[StoredFact, Exception]:
        """Send the bodies of facts in the given order; return those that may not have been sent, with the fault."""


class SentMarks(Protocol):
    """The position up to which each dossier's facts were sent, without a gap."""

    def move_mark(self, dossier_id: str, first: int, last: int) -> bool:
        """Record that facts `first` to `last` were sent. Return False when the position is already further, or has not
        reached `first`."""


class FiledPapers(Protocol):
    """Papers that a dossier has filed."""

    def take(self, dossier_id: str, paper_id: str) -> bool:
        """Remove the paper's row from expiry permanently; return False when the row no longer exists."""


@dataclass(frozen=True, slots=True)
class Sent:
    """How many facts of a dossier were sent, what stopped the next one, and filed papers whose row was deleted."""

    facts: int
    fault: Exception | None = None
    lost_papers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FanOut:
    """Sends facts for one deployment."""

    queues: FactQueues
    marks: SentMarks
    papers: FiledPapers

    def __call__(self, facts: Sequence[StoredFact]) -> Sent:
        """Send facts of one dossier, ascending, up to the first that fails; then advance the position."""
        return self.send_all(facts)[facts[0].dossier_id] if facts else Sent(0)

    def send_all(self, facts: Iterable[StoredFact]) -> Mapping[str, Sent]:
        """Do the same with facts of several dossiers, each dossier's ascending; return the result of each."""
        by_dossier: dict[str, list[StoredFact]] = {}
        for each in facts:
            by_dossier.setdefault(each.dossier_id, []).append(each)
        read: dict[StoredFact, Fact] = {}
        faults: dict[StoredFact, Exception] = {}
        for mine in by_dossier.values():
            _read_facts(mine, read, faults)
        for audience in Consumer:
            wanted = [
                each for each, fact in read.items() if each not in faults and audience in list_fact_audiences(fact)
            ]
            if wanted:
                faults |= self.queues.send(audience, wanted)
        return {dossier: self._record(mine, read, faults) for dossier, mine in by_dossier.items()}

    def _record(
        self, mine: Sequence[StoredFact], read: Mapping[StoredFact, Fact], faults: Mapping[StoredFact, Exception]
    ) -> Sent:
        """Take the filed papers of a dossier's sent facts, and advance its position. A fault of one dossier must not
        fail the others."""
        sent: list[int] = []
        lost: list[str] = []
        fault: Exception | None = None
        try:
            for each in mine:
                if fault := faults.get(each):
                    break
                lost += self._take_papers(read[each])
                sent.append(each.seq)
        except Exception as caught:  # noqa: BLE001 - answered with what was sent; the caller reports and retries
            fault = caught
        try:
            for first, last in list_runs(sent):
                self.marks.move_mark(mine[0].dossier_id, first, last)
        except Exception as caught:  # noqa: BLE001 - as above; without the mark nothing counts as sent
            return Sent(0, caught)
        return Sent(len(sent), fault, tuple(lost))

    def _take_papers(self, fact: Fact) -> list[str]:
        return [paper for paper in list_filed_papers(read_any(fact)) if not self.papers.take(fact.dossier_id, paper)]


def _read_facts(mine: Iterable[StoredFact], read: dict[StoredFact, Fact], faults: dict[StoredFact, Exception]) -> None:
    """Add a dossier's facts up to the first that cannot be read or sent to anybody, and its fault."""
    for each in mine:
        try:
            fact = each.read_fact()
            list_fact_audiences(fact)
        except Exception as caught:  # noqa: BLE001 - answered with what was sent; the caller reports and retries
            faults[each] = caught
            return
        read[each] = fact
