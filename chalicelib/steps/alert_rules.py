"""The alert thresholds of a dossier's law, and what the due index holds of it: read from memory, never from a store."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from fractions import Fraction
from functools import lru_cache
from typing import Any

from chalicelib.domain import alerts
from chalicelib.domain.alerted import LEVELS, OVERDUE
from chalicelib.domain.alerts import AlertRules, ApologyRules
from chalicelib.domain.dossier import Dossier
from chalicelib.domain.timezone import VIETNAM
from chalicelib.repositories.ports import Reference

DESKS = ("one_stop", "agency", "consulted", "applicant")
BEFORE_EXPIRY, ESCALATE = "before_expiry", "escalate"
HOUR = 60


def law_day(d: Dossier) -> datetime:
    """The moment whose law a dossier keeps: its valid reception, before that its filing."""
    return d.received_at or d.filed_at


def alert_rules(reference: Reference, d: Dossier) -> AlertRules:
    """The thresholds that hold for the dossier, in working minutes."""
    key: Any = reference
    return _rules(key, law_day(d).astimezone(VIETNAM).date())


def entries(reference: Reference, d: Dossier) -> Mapping[int, datetime]:
    """The next alert instants of the dossier (0) and of its partners' tasks (their numbers)."""
    return alerts.entries(d, alert_rules(reference, d), reference.calendar(d.one_stop))


@lru_cache(maxsize=64)
def _rules(reference: Reference, day: date) -> AlertRules:
    """Once for each reference and day of law: commands of one day mostly speak of dossiers of few days."""
    at = datetime.combine(day, time(12), VIETNAM)

    def minutes(param: str, **scope: str) -> int:
        return int(reference.rule(param, at, **scope).value) * HOUR

    def soon(deadline: str) -> int | None:
        hours = reference.rule("alert.due_soon", at, deadline=deadline).value
        return None if hours is None else hours * HOUR

    return AlertRules(
        due_soon={deadline: soon(deadline) for deadline in alerts.DESK_OF},
        share=Fraction(reference.rule("alert.due_soon_share", at).value),
        after={level: minutes("alert.escalate_after", level=level) for level in LEVELS if level != LEVELS[0]},
        levels={**{desk: _levels(reference, at, desk) for desk in DESKS}, alerts.DECISION: (OVERDUE,)},
        transfer_grace=minutes("alert.transfer_grace"),
        decision_limit=minutes("alert.decision_limit"),
        apology=_apology(reference, at),
    )


def _levels(reference: Reference, at: datetime, desk: str) -> tuple[str, ...]:
    """The rungs on which somebody is told. Silence of a consulted body rises only where the law says that it does
    (NĐ 61/2018 19.5.b)."""
    if desk == DESKS[2] and reference.rule("consultation.silence", at).value != ESCALATE:
        return ()
    return tuple(level for level in LEVELS if reference.rule("alert.audience", at, desk=desk, level=level).value)


def _apology(reference: Reference, at: datetime) -> ApologyRules | None:
    """When a delay is announced before the due time (NĐ 61/2018 19.9), None where the law asks for no such letter."""
    before = reference.rule("overdue.notice_before", at).value
    if before is None or reference.rule("apology.when", at, cause="overdue").value != BEFORE_EXPIRY:
        return None
    return ApologyRules(
        notice_before=before,
        lead=int(reference.rule("alert.apology_lead", at).value) * HOUR,
        certain_lead=int(reference.rule("overdue.certain_lead", at).value) * HOUR,
        most=reference.rule("overdue.reappoint_max", at).value,
        extensions_count=reference.rule("extension.cap", at).value is None,
    )
