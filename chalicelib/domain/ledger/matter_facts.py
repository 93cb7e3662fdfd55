"""Kinds of facts in the ledger of a matter: few, because the table of the matter's kind says the rest."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from chalicelib.domain.ledger.fact_registry import Consumer


class MatterFact(StrEnum):
    """What became true of a matter."""

    OPENED = "matter_opened"
    MOVED = "matter_moved"
    ALERTED = "matter_alerted"
    SUCCEEDED = "matter_succeeded"


MATTER_FACTS: Mapping[MatterFact, tuple[Consumer, ...]] = {
    MatterFact.OPENED: (Consumer.NOTICES, Consumer.FINDS, Consumer.COUNTERS),
    MatterFact.MOVED: (Consumer.NOTICES, Consumer.FINDS, Consumer.COUNTERS),
    MatterFact.ALERTED: (Consumer.NOTICES, Consumer.COUNTERS),
    MatterFact.SUCCEEDED: (Consumer.COUNTERS,),
}
"""The queues that receive each kind. An alert changes no number; it is counted so that a last count is as long as its
ledger. That a unit's work went to its successor notifies nobody and changes no public page."""

PORTAL_MATTERS = frozenset({"faq", "feedback"})
"""Kinds of matters whose facts go to the national portal too (QN-22.6, TB-14.1, LC-14.1); the law of the day decides
what is sent."""


def list_matter_audiences(kind: MatterFact, matter: object) -> tuple[Consumer, ...]:
    """Return the queues that receive a fact of this kind of matter."""
    return (*MATTER_FACTS[kind], *([Consumer.SYNC] if matter in PORTAL_MATTERS else []))


def is_matter_fact(kind: str) -> bool:
    """Return whether a fact is of a matter's ledger."""
    return kind in frozenset(MatterFact)
