"""Fan out: send stored facts of a dossier to the queues that want them, in order, and keep how far it came.

The stream's consumer and the sweeper both do it, each fact as often as they like: consumers know a fact by its id.
A fact that cannot be sent holds back the later ones of its own dossier, and nobody else's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from chalicelib.domain.ledger.routing import Audience, Stored, audiences, filed_papers, runs


class FactQueues(Protocol):
    """One queue for each audience."""

    def send(self, audience: Audience, fact: Stored, fact_id: str) -> None:
        """Send the fact's body; raised faults mean that it may not have left."""


class SentMarks(Protocol):
    """How far each dossier's facts have left, without a gap."""

    def advance(self, dossier_id: str, first: int, last: int) -> bool:
        """Facts `first` to `last` have left. False when the mark is further already, or has not come to `first`."""


class FiledPapers(Protocol):
    """Papers that a dossier has taken."""

    def take(self, dossier_id: str, paper_id: str) -> bool:
        """Take the paper's row out of expiry for good; False when there is none any more."""


@dataclass(frozen=True, slots=True)
class Sent:
    """How many facts of a dossier left, what stopped the next one, and filed papers whose row was gone."""

    facts: int
    fault: Exception | None = None
    lost_papers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FanOut:
    """Sends facts for one deployment."""

    queues: FactQueues
    marks: SentMarks
    papers: FiledPapers

    def __call__(self, facts: Sequence[Stored]) -> Sent:
        """Send facts of one dossier, ascending, up to the first that fails; then move the mark."""
        sent: list[int] = []
        lost: list[str] = []
        fault: Exception | None = None
        for each in facts:
            try:
                lost += self._send(each)
            except Exception as caught:  # noqa: BLE001 - answered with what was sent; the caller reports and retries
                fault = caught
                break
            sent.append(each.seq)
        for first, last in runs(sent):
            self.marks.advance(facts[0].dossier_id, first, last)
        return Sent(len(sent), fault, tuple(lost))

    def _send(self, stored: Stored) -> list[str]:
        fact = stored.read()
        for audience in audiences(fact.kind):
            self.queues.send(audience, stored, fact.id)
        return [paper for paper in filed_papers(fact.data) if not self.papers.take(fact.dossier_id, paper)]
