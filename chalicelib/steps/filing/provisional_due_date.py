"""The provisional appointment of a dossier that another unit's agency settles: nobody can promise a day before that
body receives it (NĐ 309/2026 8), so the applicant gets a provisional day."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import partial

from chalicelib.domain.catalogue.procedures import Procedure
from chalicelib.domain.law.case_dates import CaseDates
from chalicelib.domain.law.rulings import Ruling
from chalicelib.domain.time import clocks
from chalicelib.steps.dossier.guards import build_counting
from chalicelib.steps.dossier.ports import Reference
from chalicelib.steps.dossier.settlement_time import find_settlement_time


def calculate_provisional_due(
    reference: Reference, procedure: Procedure, unit: str, channel: str, dates: CaseDates, at: datetime
) -> tuple[datetime, Ruling]:
    """Return the due time if `unit` received it at `at`, and the rule that says whose reception counts."""
    dates = replace(dates, received_at=at)
    limit, _ = find_settlement_time(reference, procedure, channel, dates)
    same_day = procedure.processing_time.same_day_cut_off
    how = build_counting(partial(_find_rule, reference, dates))
    cut_off = same_day.strftime("%H:%M") if same_day else ""
    clock = clocks.start_clock(reference.find_calendar(unit), "resolution", at, limit, cut_off=cut_off, counting=how)
    return clock.due_at, reference.find_rule("clock.start_nonterritorial", dates)


def _find_rule(reference: Reference, dates: CaseDates, param: str, **scope: str) -> Ruling:
    return reference.find_rule(param, dates, **scope)
