"""Obstacles to an erasure: a missing coded ground, and the duty to retain settled dossiers (Luật 33/2024 15, 16)."""

from __future__ import annotations

from datetime import date

from chalicelib.domain.dossier.erasure import AUTHORITY, RetentionForGood, RetentionRunning, RetentionUnknown
from chalicelib.domain.law.rulings import Ruling
from chalicelib.domain.shared.errors import FieldError, Invalid, Refusal
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.steps.dossier.by_law import by_law
from chalicelib.steps.dossier.context import Moment
from chalicelib.steps.dossier.guards import require_ground


def require_erasable(m: Moment) -> tuple[Ruling, ...]:
    """Return the rules by which the dossier may be erased now. Raise the refusal that names article and day when it
    must be kept, unless a competent authority has decided otherwise."""
    ground = require_ground(m, "erasure.grounds")
    if m.body["ground"] == AUTHORITY:
        _require_decision(m, ground)
        return (ground,)
    if m.body.get("decision"):
        vi, en = "Chỉ ghi khi xóa theo quyết định của cơ quan có thẩm quyền.", "Only for an authority's decision."
        raise Invalid(fields=(FieldError("/decision", "decision_unwanted", vi, en),))
    refusal, rules = find_duty(m)
    if refusal is not None:
        with by_law(*rules):
            raise refusal
    return (ground, *rules)


def find_duty(m: Moment) -> tuple[Refusal | None, tuple[Ruling, ...]]:
    """Return the refusal that forbids erasure now, with its rules; None once the dossier need not be kept. A filing
    that was never received is no file of a procedure and has no term."""
    d = m.dossier
    if d.received_at is None:
        return None, ()
    known = m.desk.reference.procedure(d.procedure).retention
    if known is None:
        rule = m.rule("archive.without_term")
        return (RetentionUnknown() if rule.value == "kept" else None), (rule,)
    rule = m.rule("archive.term_ends")
    until = known.last_day(find_end_day(m))
    if until is None:
        return _cited(RetentionForGood(), known.article), (rule,)
    if m.now.astimezone(VIETNAM).date() <= until:
        return _cited(RetentionRunning(until=until.strftime("%d/%m/%Y")), known.article), (rule,)
    return None, (rule,)


def find_end_day(m: Moment) -> date:
    """Return the day on which the work on the dossier ended: its closing, or in older data the end of its clock."""
    clock = m.dossier.clock
    ended = m.dossier.closed_at or (clock.ended_at if clock else None) or m.now
    return ended.astimezone(VIETNAM).date()


def _cited(refusal: Refusal, article: str) -> Refusal:
    refusal.law = (article,)
    return refusal


def _require_decision(m: Moment, ground: Ruling) -> None:
    if not m.body.get("decision"):
        vi, en = "Ghi số, ngày và cơ quan ra quyết định.", "Give number, date and authority of the decision."
        with by_law(ground):
            raise Invalid(fields=(FieldError("/decision", "decision_missing", vi, en),))
