"""Supplement: the applicant adds the requested papers, and the dossier goes back to the stage that asked; or adds
papers on their own initiative, where the law allows it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from chalicelib.domain.accounts.identity_proofing import find_own_answer_faults
from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.dossier.intake import OWN_INITIATIVE, PAPER_CHANNELS, STRUCTURED
from chalicelib.domain.dossier.obligations import Due
from chalicelib.domain.eforms.answers import normalise_answers
from chalicelib.domain.flow.transitions import RequestKind, State, Step
from chalicelib.domain.law.rulings import Ruling
from chalicelib.domain.ledger import payloads
from chalicelib.domain.ledger.chain import NewFact, Part
from chalicelib.domain.papers import paper as papers
from chalicelib.domain.payments import fee_errors, fees
from chalicelib.domain.payments.recharging import update_obligations
from chalicelib.domain.shared.errors import FieldError, Invalid, Refusal, RefusalKind
from chalicelib.domain.shared.serialization import pack_value
from chalicelib.domain.time import clocks
from chalicelib.domain.time.clocks import Clock
from chalicelib.domain.time.working_calendar import Calendar
from chalicelib.steps.dossier.by_law import cite_on_refusal
from chalicelib.steps.dossier.command import CommandResult, run_step
from chalicelib.steps.dossier.context import Command, Decision, Dependencies, StepContext
from chalicelib.steps.dossier.guards import (
    find_receipt_outside,
    list_cites,
    list_receipt_day_rules,
    require_known_papers,
)
from chalicelib.steps.dossier.proposals import open_request
from chalicelib.steps.dossier.task_due_dates import move_task_dues
from chalicelib.steps.filing.filing_checks import list_unsigned, pack_clock, start_answer_clock
from chalicelib.steps.payments import payment_items
from chalicelib.steps.settlement.request_supplement import FILED, find_controller, is_in_control

if TYPE_CHECKING:
    from chalicelib.domain.ledger.payload_types.approvals import Proposal
    from chalicelib.domain.ledger.payload_types.settlement import Supplemented, SupplementEffects
    from chalicelib.domain.ledger.payload_types.stated import Stated
    from chalicelib.models.steps import SupplementBody

GOES_ON = "goes_on"


class OnDemandOnly(Refusal):
    """The rules in force let the applicant add papers only on request."""

    code = "on_demand_only"
    kind = RefusalKind.WRONG_MOMENT
    vi = "Quy định hiện hành chỉ cho bổ sung khi cơ quan yêu cầu."
    en = "The rules in force let an applicant add papers only on request."


def supplement_dossier(deps: Dependencies, command: Command[SupplementBody]) -> CommandResult:
    """Supplement a dossier (NĐ 45/2020 12). The code never changes; the law decides the effect on the clock."""
    return run_step(deps, command, Step.SUPPLEMENT, decide_supplement, papers=command.body.papers)


def decide_supplement(context: StepContext[SupplementBody]) -> Decision:
    """Check the supplement, then restart, resume or continue, by stage and rule."""
    asked = bool(context.dossier.stage)
    basis = () if asked else (require_own_initiative(context),)
    sent = (require_format(context, context.body.structured.form),) if context.body.structured else ()
    filed = _require_added_papers(context)
    effect, rules = _apply_to_clock(context)
    form = _build_form_part(context)
    if sent:
        effect["way"] = STRUCTURED
    data: Supplemented = {
        "papers": {paper.id: paper.component for paper in filed},
        "manifest": [papers.build_manifest_entry(paper) for paper in filed],
        "stage": context.dossier.stage,
        "asked": asked,
        "unchecked": list_unsigned(context.find_rule("paper.unsigned_check"), context.dossier.channel, filed),
        **_update_charges(context, form),
        **effect,
    }
    # Both rest on the one rule about ways to amend.
    added = payloads.SUPPLEMENTED.build(data, form, list_cites(*(basis or sent), *rules))
    return Decision((added, *build_control_facts(context)))


def build_control_facts(context: StepContext[object]) -> tuple[NewFact, ...]:
    """Return the request to check an online supplement before work continues, where the law names a controller
    (QN-11.2); the controller's own entries need no check, and papers added before the check are checked with it."""
    online = context.role is Role.APPLICANT or context.dossier.channel not in PAPER_CHANNELS
    control = find_controller(context, FILED)
    waiting = not context.dossier.stage and any(each.kind is RequestKind.CONTROL for each in context.dossier.requests)
    if not (online and control.value) or is_in_control(context, control) or waiting:
        return ()
    about: Proposal = {"stage": context.dossier.stage}
    return (open_request(context, RequestKind.CONTROL, about, (), control, context.find_rule("supplement.control_of")),)


def require_own_initiative(context: StepContext[object]) -> Ruling:
    """Require that the law accepts papers nobody requested (HUE-12.1, LC-9.4)."""
    ways = context.find_rule("supplement.ways")
    with cite_on_refusal(ways):
        if OWN_INITIATIVE not in ways.list_words():
            raise OnDemandOnly()
    return ways


def require_format(context: StepContext[SupplementBody], form: str) -> Ruling:
    """Accept data produced elsewhere where the law says so, and only in the format of the procedure's present form
    (HUE-12.2.b): it is checked like typed data."""
    ways = context.find_rule("supplement.ways")
    if STRUCTURED not in ways.list_words():
        vi, en = "Sửa trực tiếp trên Hệ thống; không nhận dữ liệu gửi kèm.", "Amend on the system; data is refused."
        with cite_on_refusal(ways):
            raise Invalid(fields=(FieldError("/structured", "structured_not_taken", vi, en),))
    if context.body.answers:
        vi, en = "Chỉ gửi một trong hai: mục đã sửa hoặc dữ liệu.", "Send either corrected fields or data, not both."
        raise Invalid(fields=(FieldError("/answers", "answers_twice", vi, en),))
    if form != context.deps.reference.find_procedure(context.dossier.procedure).build_schema()["$id"]:
        vi, en = "Dữ liệu không theo biểu mẫu hiện hành của thủ tục.", "The data does not follow the present form."
        raise Invalid(fields=(FieldError("/structured/form", "form_unknown", vi, en),))
    return ways


def _read_answers(context: StepContext[SupplementBody]) -> tuple[str, dict[str, Any] | None]:
    """Return the new answers and their place in the body: typed on the system, or sent as data."""
    structured = context.body.structured
    return ("/structured", structured.answers) if structured else ("", context.body.answers)


def _require_added_papers(context: StepContext[SupplementBody]) -> tuple[papers.Paper, ...]:
    filed = require_known_papers(context.command, context.loaded)
    # A paper that was filed before is the one found wanting: it answers nothing.
    brought = {paper.component for paper in filed if paper.id not in context.dossier.papers}
    missing = [key for key in context.dossier.asked if key not in brought]
    if missing:
        vi, en = "Còn thiếu giấy tờ được yêu cầu.", "A requested paper is still missing."
        raise Invalid(fields=tuple(FieldError(f"/components/{key}", "component_missing", vi, en) for key in missing))
    _, answers = _read_answers(context)
    if context.dossier.asked_fields and not answers:
        vi, en = "Sửa lại các mục được yêu cầu trong biểu mẫu.", "Correct the requested fields of the form."
        raise Invalid(fields=(FieldError("/answers", "answers_missing", vi, en),))
    if context.dossier.asked_payment:
        _require_paid(context)
    if not (brought or answers or context.dossier.asked_payment):
        vi, en = "Chưa có gì được bổ sung.", "Nothing was added."
        raise Invalid(fields=(FieldError("/papers", "nothing_added", vi, en),))
    return filed


def _require_paid(context: StepContext[object]) -> None:
    """Require that a requested payment was made; an undecided claim holds up the reception, not this step."""
    if owed := fees.total_payable_now(context.dossier.obligations):
        raise fee_errors.ObligationsOpen(
            count=len(fees.select_open_by(context.dossier.obligations, Due.RECEPTION)), amount=owed
        )


def _apply_to_clock(context: StepContext[object]) -> tuple[SupplementEffects, tuple[Ruling, ...]]:
    if context.dossier.stage == "intake":
        clock, rules = _restart_answer_clock(context)
        return {"to": "submitted", "reception": pack_clock(clock)}, rules
    if context.dossier.stage == "appraisal":
        return _restart_settlement_clock(context)
    if context.dossier.state is State.SUBMITTED:
        clock, rules = _restart_answer_clock(context)
        return {"reception": pack_clock(clock)}, rules
    # Nobody asked, so nobody waited: the settlement time runs on.
    return {}, ()


def _restart_answer_clock(context: StepContext[object]) -> tuple[Clock | None, tuple[Ruling, ...]]:
    """Return the time to answer the filing, restarted or resumed."""
    calendar, effect, reception = (
        _find_calendar(context),
        context.find_rule("supplement.intake_effect"),
        context.dossier.reception,
    )
    if effect.value == GOES_ON and reception is not None:
        return clocks.resume_clock(calendar, reception, context.now) if reception.ended_at else reception, (effect,)
    clock, rules = start_answer_clock(context.deps, context.dossier.one_stop, context.dates, context.now)
    return clock, (*rules, effect)


def _restart_settlement_clock(context: StepContext[object]) -> tuple[SupplementEffects, tuple[Ruling, ...]]:
    """Return the settlement time restarted, extended or run on (NĐ 61/2018 19.4), with the tasks'."""
    rule = context.find_rule("supplement.appraisal_effect")
    if context.dossier.clock is None:
        raise ValueError("an appraisal supplement needs a resolution clock")
    effect = clocks.SupplementEffect(rule.to_text())
    clock = clocks.resume_after_supplement(_find_calendar(context), context.dossier.clock, context.now, effect)
    outside = (
        find_receipt_outside(context, clock.duration, clock.counting, context.now)
        if effect is clocks.SupplementEffect.RESTART
        else None
    )
    data: SupplementEffects = {
        "to": "processing", "effect": effect.value, "clock": pack_value(clock),
    }  # fmt: skip
    moved = move_task_dues(context, clock)
    if "task_dues" in moved:
        data["task_dues"] = moved["task_dues"]
    if outside:
        data["off_hours"] = outside.value
    return data, (rule, *list_receipt_day_rules(context, outside))


def _find_calendar(context: StepContext[object]) -> Calendar:
    return context.deps.reference.find_calendar(context.dossier.one_stop)


def _build_form_part(context: StepContext[SupplementBody]) -> tuple[Part, ...]:
    """New answers are a part of their own: the first form stays as filed (revision history)."""
    place, given = _read_answers(context)
    if not given:
        return ()
    procedure = context.deps.reference.find_procedure(context.dossier.procedure)
    answers = normalise_answers(given, procedure.answer_formats(given))
    errors = list(context.deps.reference.check_form(procedure, answers, context.now))
    if context.role is Role.APPLICANT:
        errors += find_own_answer_faults(context.command.actor.identity, answers)
    if errors:
        raise Invalid(fields=tuple(replace(error, path=f"{place}{error.path}") for error in errors))
    return (Part("form", answers, context.deps.salt()),)


def _update_charges(context: StepContext[object], form: tuple[Part, ...]) -> Stated:
    """Return the obligations, where corrected answers change their amount, as for a number of pages."""
    if not form:
        return {}
    procedure = context.deps.reference.find_procedure(context.dossier.procedure)
    on = payment_items.build_filing_day(context.deps.reference, context.dossier.one_stop, context.dossier.filed_at)
    owed = procedure.list_fee_lines(form[0].value, on, online=context.dossier.channel not in PAPER_CHANNELS)
    moved = update_obligations(context.dossier.obligations, procedure.fees, owed, context.now)
    return {"obligations": pack_value(moved)} if moved != context.dossier.obligations else {}
