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


def find_alert_rules(reference: Reference, dossier: Dossier) -> AlertRules:
    """Return the thresholds for the dossier, in working minutes. The due index depends on them, so a dossier keeps
    these rules: every read returns the same."""
    key: Any = reference
    return _build_rules(
        key, _find_day(dossier.filed_at), _find_day(dossier.received_at) if dossier.received_at else None
    )


def _find_day(at: datetime) -> date:
    return at.astimezone(VIETNAM).date()


def list_alert_entries(reference: Reference, dossier: Dossier) -> Mapping[int, datetime]:
    """Return the next alert instants of the dossier (0) and of its partners' tasks (their numbers)."""
    return alerts.list_next_alerts(
        dossier, find_alert_rules(reference, dossier), reference.find_calendar(dossier.one_stop)
    )


@lru_cache(maxsize=256)
def _build_rules(reference: Reference, filed: date, received: date | None) -> AlertRules:
    """Cached by reference and days of law: commands of one day mostly concern dossiers of few days."""
    dates = CaseDates(
        None, CaseDates.build_for_day(filed).now, CaseDates.build_for_day(received).now if received else None
    )

    def read_minutes(param: str, **scope: str) -> int:
        return reference.find_rule(param, dates, **scope).to_int() * HOUR

    def read_due_soon(deadline: str) -> int | None:
        hours = reference.find_rule("alert.due_soon", dates, deadline=deadline).find_int()
        return None if hours is None else hours * HOUR

    return AlertRules(
        due_soon={deadline: read_due_soon(deadline) for deadline in alerts.DESK_OF},
        share=Fraction(reference.find_rule("alert.due_soon_share", dates).to_text()),
        after={level: read_minutes("alert.escalate_after", level=level) for level in LEVELS if level != LEVELS[0]},
        levels={**{desk: _list_levels(reference, dates, desk) for desk in DESKS}, alerts.DECISION: (OVERDUE,)},
        transfer_grace=read_minutes("alert.transfer_grace"),
        decision_limit=read_minutes("alert.decision_limit"),
        apology=_find_apology_rules(reference, dates),
    )


def _list_levels(reference: Reference, dates: CaseDates, desk: str) -> tuple[str, ...]:
    """Return the levels that are alerted. Silence of a consulted body is escalated only where the law says so
    (NĐ 61/2018 19.5.b)."""
    if desk == DESKS[2] and reference.find_rule("consultation.silence", dates).value != ESCALATE:
        return ()
    return tuple(
        level for level in LEVELS if reference.find_rule("alert.audience", dates, desk=desk, level=level).value
    )


def _find_apology_rules(reference: Reference, dates: CaseDates) -> ApologyRules | None:
    """Return when a delay is announced before the due time (NĐ 61/2018 19.9), None where the law requires no such
    letter."""
    before = reference.find_rule("overdue.notice_before", dates).find_int()
    if before is None or reference.find_rule("apology.when", dates, cause="overdue").value != BEFORE_EXPIRY:
        return None
    return ApologyRules(
        notice_before=before,
        lead=reference.find_rule("alert.apology_lead", dates).to_int() * HOUR,
        certain_lead=reference.find_rule("overdue.certain_lead", dates).to_int() * HOUR,
        most=reference.find_rule("overdue.reappoint_max", dates).find_int(),
        extensions_count=reference.find_rule("extension.cap", dates).value is None,
    )
