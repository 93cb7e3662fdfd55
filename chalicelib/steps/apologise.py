"""Apologise: the dossier will be late; the applicant is told why and when, before the time runs out."""

from __future__ import annotations

from chalicelib.domain.codec import pack
from chalicelib.domain.errors import FieldError, Invalid
from chalicelib.domain.flow import RequestKind, Step
from chalicelib.steps.act import Answer, Ask, Decision, Desk, Moment, take
from chalicelib.steps.propose import opened
from chalicelib.steps.rules import days_on, limit_reached, part


def apologise(desk: Desk, ask: Ask) -> Answer:
    """Prepare the apology with its one new date (NĐ 61/2018 19.9); the agency head signs it."""
    return take(desk, ask, Step.APOLOGISE, decide)


def decide(m: Moment) -> Decision:
    """Open the request for signature; one new appointment is all the law gives."""
    limit = m.rule("overdue.reappoint_max")
    if limit.value is not None and m.dossier.reappointed >= limit.value:
        raise limit_reached(limit.value, limit)
    new_due = days_on(m, m.body["new_due_days"])
    if m.dossier.clock is None or new_due <= m.dossier.clock.due_at:
        vi, en = (
            "Ngày hẹn mới phải sau ngày hẹn hiện tại.",
            "The new date must be later than the present one.",
        )
        raise Invalid(fields=(FieldError("/new_due_days", "not_later", vi, en),))
    about = {"due_at": pack(new_due)}
    return Decision((opened(m, RequestKind.APOLOGY, about, part(m, "reason"), limit),))
