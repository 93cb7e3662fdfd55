"""Findings on how units use the system: facts entered late, and signs that the system was bypassed (QN-22.3).

Findings come from the ledger's two times and from the reports of agencies' systems. They are reasons for the provincial
office to look; none claims that anybody is at fault.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from chalicelib.domain.ledger import payloads
from chalicelib.domain.ledger.chain import Fact
from chalicelib.domain.ledger.fact_kinds import FactKind
from chalicelib.domain.ledger.payloads import read_any

if TYPE_CHECKING:
    from chalicelib.domain.dossier.dossier import Dossier

IN_TIME = timedelta(minutes=1)
"""An entry so soon after the act is not late."""


class FindingKind(StrEnum):
    """Why a unit's use of the system is reviewed: not used, or used untruthfully, incompletely or late (QN-22.3)."""

    BACK_ENTRY = "back_entry"
    """The act was entered later than it happened; with an outage, from the paper register."""
    LATE_ACT = "late_act"
    """The act itself missed its due time."""
    IN_ONE_GO = "in_one_go"
    """A dossier was settled within minutes of its reception, as if its steps were entered after the work was done."""
    BEHIND_SYSTEM = "behind_system"
    """The agency's own system was ahead of the steps entered here: people saw a wrong state."""
    UNKNOWN_DOSSIER = "unknown_dossier"
    """The agency's own system works on a dossier that was never received here."""


IN_ONE_GO = timedelta(minutes=10)
"""No transferred dossier is appraised and signed within so short a time of its reception."""


MISSING_NUMBER = "missing_number"
"""A skipped number of the paper register: the dossier taken on paper under it was never entered."""

TRACKED: Mapping[str, str] = {
    FindingKind.UNKNOWN_DOSSIER: "bypass", MISSING_NUMBER: "bypass", FindingKind.IN_ONE_GO: "untruthful",
    FindingKind.BEHIND_SYSTEM: "incomplete", FindingKind.BACK_ENTRY: "late", FindingKind.LATE_ACT: "late",
}  # fmt: skip
"""The possible violation behind each finding, in the words of the rule `report.violations`."""


@dataclass(frozen=True, slots=True)
class UseFinding:
    """One finding: a fact entered late, or one that shows that the system was bypassed. `minutes` are wall-clock
    minutes for a back entry, working minutes for a late act. `code` names a dossier that is not in the system."""

    unit: str
    dossier_id: str
    seq: int
    kind: str
    why: str
    minutes: int
    occurred_at: datetime
    recorded_at: datetime
    sub: str
    outage: str = ""
    code: str = ""


def list_findings(facts: Iterable[Fact], after: Dossier) -> tuple[UseFinding, ...]:
    """Return the findings in facts just recorded, which left the dossier as `after`. The system's own facts are never
    late; reports of an agency's system show how far the entries here are behind it."""
    return tuple(
        entry
        for fact in facts
        for entry in (_list_status_findings(fact) if fact.by_system else _list_late_findings(fact, after))
    )


def build_unknown_dossier(unit: str, code: str, at: datetime, now: datetime) -> UseFinding:
    """Return the finding that a unit's system reports a dossier that was never received here."""
    return UseFinding(
        unit, "", 0, FactKind.STATUS_REPORTED.value, FindingKind.UNKNOWN_DOSSIER.value, 0, at, now, "system", code=code
    )


def _list_late_findings(fact: Fact, after: Dossier) -> Iterable[UseFinding]:
    gap = fact.recorded_at - fact.occurred_at
    if gap >= IN_TIME:
        yield _build_finding(fact, FindingKind.BACK_ENTRY, int(gap.total_seconds() // 60))
    if missed := read_any(fact).get("late_minutes", 0):
        yield _build_finding(fact, FindingKind.LATE_ACT, missed)
    if fact.kind == FactKind.RESOLVED and after.tasks and after.received_at:
        worked = fact.occurred_at - after.received_at
        if worked < IN_ONE_GO:
            yield _build_finding(fact, FindingKind.IN_ONE_GO, int(worked.total_seconds() // 60))


def _list_status_findings(fact: Fact) -> Iterable[UseFinding]:
    if fact.kind == FactKind.STATUS_REPORTED and (report := payloads.STATUS_REPORTED.read(fact)).get("behind"):
        unit = report["system"].partition(".")[0]
        yield replace(_build_finding(fact, FindingKind.BEHIND_SYSTEM, 0), unit=unit)


def _build_finding(fact: Fact, why: FindingKind, minutes: int) -> UseFinding:
    register = read_any(fact).get("register")
    return UseFinding(
        unit=str(fact.actor.get("unit", "")),
        dossier_id=fact.dossier_id,
        seq=fact.seq,
        kind=fact.kind,
        why=why.value,
        minutes=minutes,
        occurred_at=fact.occurred_at,
        recorded_at=fact.recorded_at,
        sub=str(fact.actor.get("sub", "")),
        outage=register["outage"] if register else "",
    )
