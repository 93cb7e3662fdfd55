"""Obstacles to an erasure: a missing coded ground, and the duty to retain what was settled (Luật 33/2024 15, 16)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from chalicelib.domain.dossier.erasure import (
    AUTHORITY,
    Retention,
    RetentionForGood,
    RetentionRunning,
    RetentionUnknown,
)
from chalicelib.domain.law.rulings import Ruling
from chalicelib.domain.shared.errors import FieldError, Invalid, Refusal
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.steps.dossier.by_law import cite_on_refusal
from chalicelib.steps.dossier.context import StepContext
from chalicelib.steps.dossier.guards import require_ground

if TYPE_CHECKING:
    from collections.abc import Callable

    from chalicelib.models.steps import EraseBody


@dataclass(frozen=True, slots=True)
class KeptRecord:
    """What the duty to keep a dossier or a matter depends on: whether it was received, the term of its sort (None for
    an unknown one), the day on which the work on it ended, and today; `find_rule` reads the law of the day, and
    `unknown` words the lack of a term for records of this sort."""

    received: bool
    term: Retention | None
    ended_on: date
    today: date
    find_rule: Callable[[str], Ruling]
    unknown: type[RetentionUnknown] = RetentionUnknown


def require_erasable(context: StepContext[EraseBody]) -> tuple[Ruling, ...]:
    """Return the rules by which the dossier may be erased now. Raise the refusal that names article and day when it
    must be kept, unless a competent authority has decided otherwise."""
    ground = require_ground(context, "erasure.grounds")
    body = context.body
    return (ground, *require_right(body.ground, body.decision or "", ground, describe_dossier(context), "/decision"))


def require_right(ground: str, decision: str, listed: Ruling, record: KeptRecord, field: str) -> tuple[Ruling, ...]:
    """Return the further rules by which a record may be erased now on a ground of the list. Raise the refusal that
    names article and day when it must be kept, and Invalid for a decision that is missing or out of place."""
    if ground == AUTHORITY:
        if not decision:
            vi, en = "Ghi số, ngày và cơ quan ra quyết định.", "Give number, date and authority of the decision."
            with cite_on_refusal(listed):
                raise Invalid(fields=(FieldError(field, "decision_missing", vi, en),))
        return ()
    if decision:
        vi, en = "Chỉ ghi khi xóa theo quyết định của cơ quan có thẩm quyền.", "Only for an authority's decision."
        raise Invalid(fields=(FieldError(field, "decision_unwanted", vi, en),))
    refusal, rules = find_duty(record)
    if refusal is not None:
        with cite_on_refusal(*rules):
            raise refusal
    return rules


def describe_dossier(context: StepContext[object]) -> KeptRecord:
    """Return what the duty to keep the dossier depends on."""
    dossier = context.dossier
    term = context.deps.reference.find_procedure(dossier.procedure).retention
    today = context.now.astimezone(VIETNAM).date()
    return KeptRecord(dossier.received_at is not None, term, find_end_day(context), today, context.find_rule)


def find_duty(record: KeptRecord) -> tuple[Refusal | None, tuple[Ruling, ...]]:
    """Return the refusal that forbids erasure now, with its rules; None once the record need not be kept. What was
    never received is no file of any work and has no term."""
    known = record.term
    if not record.received:
        return None, ()
    if known is None:
        rule = record.find_rule("archive.without_term")
        return (record.unknown() if rule.value == "kept" else None), (rule,)
    rule = record.find_rule("archive.term_ends")
    until = known.calculate_last_day(record.ended_on)
    if until is None:
        return _cite_article(RetentionForGood(), known.article), (rule,)
    if record.today <= until:
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
