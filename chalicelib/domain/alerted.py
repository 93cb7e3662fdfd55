"""What the deadline watch has said of a dossier already, and what its facts do to it: effects for the fold."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from chalicelib.domain.codec import unpack
from chalicelib.domain.ledger import Fact

if TYPE_CHECKING:
    from chalicelib.domain.dossier import Dossier

DUE_SOON, OVERDUE, SUPERIOR, LEADERS = "due_soon", "overdue", "superior", "leaders"
LEVELS = (DUE_SOON, OVERDUE, SUPERIOR, LEADERS)
"""Rungs of the ladder in their order: the reminder, then lateness told higher and higher."""

APOLOGY = "apology"
"""The key of the apology that was prepared, among the marks."""


@dataclass(frozen=True, slots=True)
class Alerted:
    """The highest rung told of one deadline, and for which due time: another due time is told of anew."""

    level: str
    due_at: datetime


def key_of(deadline: str, n: int) -> str:
    """The deadline's name among the marks; `n` tells tasks, consultations and requests apart."""
    return f"{deadline}:{n}" if n else deadline


def alerted(d: Dossier, f: Fact) -> Dossier:
    """One rung of one deadline was told."""
    key = key_of(f.data["deadline"], f.data.get("n", 0))
    mark = Alerted(f.data["level"], unpack(datetime, f.data["due_at"]))
    return replace(d, alerted={**d.alerted, key: mark})


def apology_prepared(d: Dossier, f: Fact) -> Dossier:
    """The system opened the apology of a due time; that due time gets no second one."""
    prepared_for = f.data["about"].get("prepared_for")
    if not prepared_for:
        return d
    return replace(d, alerted={**d.alerted, APOLOGY: Alerted(APOLOGY, unpack(datetime, prepared_for))})
