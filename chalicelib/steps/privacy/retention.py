"""Obstacles to an erasure: a missing coded ground, and the duty to retain settled dossiers (Luật 33/2024 15, 16)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from chalicelib.domain.dossier.erasure import AUTHORITY, RetentionForGood, RetentionRunning, RetentionUnknown
from chalicelib.domain.law.rulings import Ruling
from chalicelib.domain.shared.errors import FieldError, Invalid, Refusal
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.steps.dossier.by_law import cite_on_refusal
from chalicelib.steps.dossier.context import StepContext
from chalicelib.steps.dossier.guards import require_ground

if TYPE_CHECKING:
    from chalicelib.models.steps import EraseBody


def require_erasable(context: StepContext[EraseBody]) -> tuple[Ruling, ...]:
    """Return the rules by which the dossier may be erased now. Raise the refusal that names article and day when it
    must be kept, unless a competent authority has decided otherwise."""
    ground = require_ground(context, "erasure.grounds")
    if context.body.ground == AUTHORITY:
        _require_decision(context, ground)
        return (ground,)
    if context.body.decision:
        vi, en = "Chỉ ghi khi xóa theo quyết định của cơ quan có thẩm quyền.", "Only for an authority's decision."
        raise Invalid(fields=(FieldError("/decision", "decision_unwanted", vi, en),))
    refusal, rules = find_duty(context)
    if refusal is not None:
        with cite_on_refusal(*rules):
            raise refusal
    return (ground, *rules)


def find_duty(context: StepContext[object]) -> tuple[Refusal | None, tuple[Ruling, ...]]:
    """Return the refusal that forbids erasure now, with its rules; None once the dossier need not be kept. A filing
    that was never received is no file of a procedure and has no term."""
    d = context.dossier
    if d.received_at is None:
        return None, ()
    known = context.deps.reference.find_procedure(d.procedure).retention
    if known is None:
        rule = context.find_rule("archive.without_term")
        return (RetentionUnknown() if rule.value == "kept" else None), (rule,)
    rule = context.find_rule("archive.term_ends")
    until = known.calculate_last_day(find_end_day(context))
    if until is None:
        return _cite_article(RetentionForGood(), known.article), (rule,)
    if context.now.astimezone(VIETNAM).date() <= until:
        return _cite_article(RetentionRunning(until=until.strftime("%d/%m/%Y")), known.article), (rule,)
    return None, (rule,)


def find_end_day(context: StepContext[object]) -> date:
    """Return the day on which the work on the dossier ended: its closing, or in older data the end of its clock."""
    clock = context.dossier.clock
    ended = context.dossier.closed_at or (clock.ended_at if clock else None) or context.now
    return ended.astimezone(VIETNAM).date()


def _cite_article(refusal: Refusal, article: str) -> Refusal:
    refusal.law = (article,)
    return refusal


def _require_decision(context: StepContext[EraseBody], ground: Ruling) -> None:
    if not context.body.decision:
        vi, en = "Ghi số, ngày và cơ quan ra quyết định.", "Give number, date and authority of the decision."
        with cite_on_refusal(ground):
            raise Invalid(fields=(FieldError("/decision", "decision_missing", vi, en),))
