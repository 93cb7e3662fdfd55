"""Consult: ask another body for its opinion within a time limit; record the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib.domain.flow.transitions import Step
from chalicelib.domain.ledger import payloads
from chalicelib.domain.shared.errors import FieldError, Invalid
from chalicelib.domain.shared.serialization import pack_value
from chalicelib.steps.dossier.command import CommandResult, run_step
from chalicelib.steps.dossier.context import Command, Decision, Dependencies, StepContext
from chalicelib.steps.dossier.guards import add_working_days, build_text_part, list_files

if TYPE_CHECKING:
    from chalicelib.domain.ledger.payload_types.settlement import Consulted, OpinionGiven
    from chalicelib.models.steps import ConsultBody, OpinionBody


def request_opinion(deps: Dependencies, command: Command[ConsultBody]) -> CommandResult:
    """Ask for an opinion; the asker sets the time limit (NĐ 61/2018 19.5.a). The clock runs on."""
    return run_step(deps, command, Step.CONSULT, decide_consultation, papers=command.body.papers)


def give_opinion(deps: Dependencies, command: Command[OpinionBody]) -> CommandResult:
    """Give the opinion that was asked (NĐ 61/2018 19.5.b)."""
    return run_step(deps, command, Step.ANSWER, decide_answer, papers=command.body.papers)


def decide_consultation(context: StepContext[ConsultBody]) -> Decision:
    """Name the body, its limit in working days and the enclosed papers: the body sees no other. The questions are a
    personal part."""
    if context.body.unit == context.dossier.agency:
        vi, en = "Cơ quan đang giải quyết không tự hỏi ý kiến mình.", "An agency cannot consult itself."
        raise Invalid(fields=(FieldError("/unit", "own_unit", vi, en),))
    context.deps.reference.require_agency(context.body.unit, context.now)
    data: Consulted = {
        "n": len(context.dossier.consultations) + 1,
        "unit": context.body.unit,
        "reply_due_at": pack_value(add_working_days(context, context.body.reply_days)),
        "enclosed": _list_enclosed(context),
    }
    if files := list_files(context):
        data["papers"] = files
    return Decision((payloads.CONSULTED.build(data, build_text_part(context, "questions", context.body.questions)),))


def _list_enclosed(context: StepContext[ConsultBody]) -> list[str]:
    """Return the filed components that the body names, each once. Refuse a paper that is not of the dossier."""
    named = list(dict.fromkeys(context.body.enclosed))
    wrong = [number for number, paper in enumerate(named) if not context.dossier.papers.get(paper)]
    if wrong:
        vi, en = "Không có giấy tờ này trong hồ sơ.", "There is no such paper in this dossier."
        raise Invalid(fields=tuple(FieldError(f"/enclosed/{n}", "paper_unknown", vi, en) for n in wrong))
    return named


def decide_answer(context: StepContext[OpinionBody]) -> Decision:
    """Answer the unit's own open consultation; a consultation of another unit is not found."""
    mine = next((c for c in context.dossier.consultations if c.unit == context.unit and c.answered_at is None), None)
    if mine is None:
        raise ValueError("the flow table lets only a consulted unit answer")
    data: OpinionGiven = {"n": mine.n, "unit": mine.unit}
    if files := list_files(context):
        data["papers"] = files
    return Decision((payloads.ANSWERED.build(data, build_text_part(context, "opinion", context.body.opinion)),))
