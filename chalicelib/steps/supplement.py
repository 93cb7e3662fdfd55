"""Supplement: the applicant adds what was asked; the dossier goes back to the stage that asked."""

from __future__ import annotations

from typing import Any

from chalicelib.domain import clocks, papers
from chalicelib.domain.answers import normalise
from chalicelib.domain.codec import pack
from chalicelib.domain.deadlines import Duration, Unit
from chalicelib.domain.errors import FieldError, Invalid
from chalicelib.domain.flow import Step
from chalicelib.domain.ledger import NewFact, Part
from chalicelib.repositories.ports import Ruling
from chalicelib.steps.act import Answer, Ask, Decision, Desk, Moment, take
from chalicelib.steps.rules import cited, require_known_papers


def supplement(desk: Desk, ask: Ask) -> Answer:
    """Supplement as asked (NĐ 45/2020 12). The code never changes; the clock does as the law says."""
    return take(desk, ask, Step.SUPPLEMENT, decide, papers=ask.body["papers"])


def decide(m: Moment) -> Decision:
    """Check that all that was asked has come, then restart, resume or go on, by stage and rule."""
    filed = _filed(m)
    effect, rule = _effect(m)
    data = {
        "papers": {paper.id: paper.component for paper in filed},
        "manifest": [papers.manifest_entry(paper) for paper in filed],
        "stage": m.dossier.stage,
        **effect,
    }
    return Decision((NewFact("supplemented", data, _form(m), cited(rule)),))


def _filed(m: Moment) -> tuple[papers.Paper, ...]:
    filed = require_known_papers(m.ask, m.loaded)
    # A paper that was filed before is the one that was found wanting: it answers nothing.
    brought = {paper.component for paper in filed if paper.id not in m.dossier.papers}
    missing = [key for key in m.dossier.asked if key not in brought]
    if missing:
        vi, en = "Còn thiếu giấy tờ được yêu cầu.", "A paper that was asked for is still missing."
        raise Invalid(fields=tuple(FieldError(f"/components/{key}", "component_missing", vi, en) for key in missing))
    if m.dossier.asked_fields and not m.body.get("answers"):
        vi, en = "Sửa lại các mục được yêu cầu trong biểu mẫu.", "Correct the fields of the form that were asked for."
        raise Invalid(fields=(FieldError("/answers", "answers_missing", vi, en),))
    return filed


def _effect(m: Moment) -> tuple[dict[str, Any], Ruling]:
    calendar = m.desk.reference.calendar(m.dossier.one_stop)
    if m.dossier.stage == "intake":
        limit = m.rule("reception.answer_limit")
        clock = clocks.start_reception(
            calendar, m.now, Duration(limit.value, Unit.WORKING_HOUR),
            law=(limit.cite["entry"],), digest=m.desk.reference.law_digest,
        )  # fmt: skip
        return {"to": "submitted", "reception": pack(clock)}, limit
    rule = m.rule("supplement.appraisal_effect")
    if m.dossier.clock is None:
        raise ValueError("an appraisal supplement needs a resolution clock")
    clock = clocks.supplement_arrived(calendar, m.dossier.clock, m.now, clocks.Effect(rule.value))
    return {"to": "processing", "effect": rule.value, "clock": pack(clock)}, rule


def _form(m: Moment) -> tuple[Part, ...]:
    """New answers are a part of their own: the first form stays as it was filed (revision history)."""
    if not m.body.get("answers"):
        return ()
    procedure = m.desk.reference.procedure(m.dossier.procedure)
    answers = normalise(m.body["answers"])
    errors = m.desk.reference.check_form(procedure, answers)
    if errors:
        raise Invalid(fields=errors)
    return (Part("form", answers, m.desk.salt()),)
