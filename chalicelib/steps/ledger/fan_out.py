"""Fan out: send stored facts of a dossier to the subscribed queues, in order, and record the position.

The stream's consumer and the sweeper both do it and may repeat a fact: consumers deduplicate by its id. A fact that
cannot be sent holds back the later ones of its own dossier, and nobody else's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from chalicelib.domain.ledger.fact_registry import Consumer
from chalicelib.domain.ledger.payloads import read_any
from chalicelib.domain.ledger.routing import StoredFact, list_fact_audiences, list_filed_papers, list_runs


class FactQueues(Protocol):
    """One queue for each audience."""

    def send(self, audience: Consumer, fact: StoredFact, fact_id: str) -> None:
        """Send the fact's body; a raised fault means that it may not have been sent."""


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
        sent: list[int] = []
        lost: list[str] = []
        fault: Exception | None = None
        for each in facts:
            try:
                lost += self._send_stored(each)
            except Exception as caught:  # noqa: BLE001 - answered with what was sent; the caller reports and retries
                fault = caught
                break
            sent.append(each.seq)
        for first, last in list_runs(sent):
            self.marks.move_mark(facts[0].dossier_id, first, last)
        return Sent(len(sent), fault, tuple(lost))

    def _send_stored(self, stored: StoredFact) -> list[str]:
        fact = stored.read_fact()
        for audience in list_fact_audiences(fact):
            self.queues.send(audience, stored, fact.id)
        return [paper for paper in list_filed_papers(read_any(fact)) if not self.papers.take(fact.dossier_id, paper)]
