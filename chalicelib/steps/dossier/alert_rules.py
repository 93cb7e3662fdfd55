"""The alert thresholds of a dossier's law, and its entries in the due index: read from memory, never from a store."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from fractions import Fraction
from functools import lru_cache
from typing import Any

from chalicelib.domain.dossier.alert_marks import LEVELS, OVERDUE
from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.law.case_dates import CaseDates
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.domain.supervision import alerts
from chalicelib.domain.supervision.alerts import AlertRules, ApologyRules
from chalicelib.steps.dossier.ports import Reference

DESKS = ("one_stop", "agency", "consulted", "applicant")
BEFORE_EXPIRY, ESCALATE = "before_expiry", "escalate"
HOUR = 60


def alert_rules(reference: Reference, d: Dossier) -> AlertRules:
    """Return the thresholds for the dossier, in working minutes. The due index depends on them, so a dossier keeps
    these rules: every read returns the same."""
    key: Any = reference
    return _rules(key, _day(d.filed_at), _day(d.received_at) if d.received_at else None)


def _day(at: datetime) -> date:
    return at.astimezone(VIETNAM).date()


def entries(reference: Reference, d: Dossier) -> Mapping[int, datetime]:
    """Return the next alert instants of the dossier (0) and of its partners' tasks (their numbers)."""
    return alerts.entries(d, alert_rules(reference, d), reference.calendar(d.one_stop))


@lru_cache(maxsize=256)
def _rules(reference: Reference, filed: date, received: date | None) -> AlertRules:
    """Cached by reference and days of law: commands of one day mostly concern dossiers of few days."""
    dates = CaseDates(None, CaseDates.on(filed).now, CaseDates.on(received).now if received else None)

    def minutes(param: str, **scope: str) -> int:
        return int(reference.rule(param, dates, **scope).value) * HOUR

    def soon(deadline: str) -> int | None:
        hours = reference.rule("alert.due_soon", dates, deadline=deadline).value
        return None if hours is None else hours * HOUR

    return AlertRules(
        due_soon={deadline: soon(deadline) for deadline in alerts.DESK_OF},
        share=Fraction(reference.rule("alert.due_soon_share", dates).value),
        after={level: minutes("alert.escalate_after", level=level) for level in LEVELS if level != LEVELS[0]},
        levels={**{desk: _levels(reference, dates, desk) for desk in DESKS}, alerts.DECISION: (OVERDUE,)},
        transfer_grace=minutes("alert.transfer_grace"),
        decision_limit=minutes("alert.decision_limit"),
        apology=_apology(reference, dates),
    )


def _levels(reference: Reference, dates: CaseDates, desk: str) -> tuple[str, ...]:
    """Return the levels that are alerted. Silence of a consulted body is escalated only where the law says so
    (NĐ 61/2018 19.5.b)."""
    if desk == DESKS[2] and reference.rule("consultation.silence", dates).value != ESCALATE:
        return ()
    return tuple(level for level in LEVELS if reference.rule("alert.audience", dates, desk=desk, level=level).value)


def _apology(reference: Reference, dates: CaseDates) -> ApologyRules | None:
    """Return when a delay is announced before the due time (NĐ 61/2018 19.9), None where the law requires no such
    letter."""
    before = reference.rule("overdue.notice_before", dates).value
    if before is None or reference.rule("apology.when", dates, cause="overdue").value != BEFORE_EXPIRY:
        return None
    return ApologyRules(
        notice_before=before,
        lead=int(reference.rule("alert.apology_lead", dates).value) * HOUR,
        certain_lead=int(reference.rule("overdue.certain_lead", dates).value) * HOUR,
        most=reference.rule("overdue.reappoint_max", dates).value,
        extensions_count=reference.rule("extension.cap", dates).value is None,
    )
