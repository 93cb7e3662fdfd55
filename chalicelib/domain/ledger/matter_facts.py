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


MATTER_FACTS: Mapping[MatterFact, tuple[Consumer, ...]] = {
    MatterFact.OPENED: (Consumer.NOTICES, Consumer.FINDS),
    MatterFact.MOVED: (Consumer.NOTICES, Consumer.FINDS),
    MatterFact.ALERTED: (Consumer.NOTICES,),
}
"""The queues that receive each kind. Sync and counters work on dossiers alone."""


def is_matter_fact(kind: str) -> bool:
    """Return whether a fact is of a matter's ledger."""
    return kind in frozenset(MatterFact)
