"""Supplement: the applicant adds the requested papers, and the dossier goes back to the stage that asked; or adds
papers on their own initiative, where the law allows it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from chalicelib.domain.accounts.identity_proofing import find_own_answer_faults
from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.dossier.intake import OWN_INITIATIVE, PAPER_CHANNELS, STRUCTURED
from chalicelib.domain.dossier.obligations import Due
from chalicelib.domain.eforms.answers import normalise
from chalicelib.domain.flow.transitions import RequestKind, State, Step
from chalicelib.domain.law.rulings import Ruling
from chalicelib.domain.ledger.chain import NewFact, Part
from chalicelib.domain.papers import paper as papers
from chalicelib.domain.payments import fees
from chalicelib.domain.payments.recharging import recharge
from chalicelib.domain.shared.errors import FieldError, Invalid, Kind, Refusal
from chalicelib.domain.shared.serialization import pack
from chalicelib.domain.time import clocks
from chalicelib.domain.time.clocks import Clock
from chalicelib.steps.dossier.by_law import by_law
from chalicelib.steps.dossier.command import Answer, take
from chalicelib.steps.dossier.context import Ask, Decision, Desk, Moment
from chalicelib.steps.dossier.guards import cited, day_of_receipt, receipt_outside, require_known_papers
from chalicelib.steps.dossier.proposals import opened
from chalicelib.steps.dossier.task_due_dates import moved_with
from chalicelib.steps.filing.filing_checks import answer_clock, packed, unsigned
from chalicelib.steps.payments import payment_items
from chalicelib.steps.settlement.request_supplement import FILED, controller, is_in_control

GOES_ON = "goes_on"


class OnDemandOnly(Refusal):
    """The rules in force let the applicant add papers only on request."""

    code = "on_demand_only"
    kind = Kind.WRONG_MOMENT
    vi = "Quy định hiện hành chỉ cho bổ sung khi cơ quan yêu cầu."
    en = "The rules in force let an applicant add papers only on request."


def supplement(desk: Desk, ask: Ask) -> Answer:
    """Supplement a dossier (NĐ 45/2020 12). The code never changes; the law decides the effect on the clock."""
    return take(desk, ask, Step.SUPPLEMENT, decide, papers=ask.body["papers"])


def decide(m: Moment) -> Decision:
    """Check the supplement, then restart, resume or continue, by stage and rule."""
    asked = bool(m.dossier.stage)
    basis = () if asked else (require_own_initiative(m),)
    sent = (require_format(m),) if m.body.get("structured") else ()
    filed = _filed(m)
    effect, rules = _effect(m)
    form = _form(m)
    data = {
        "papers": {paper.id: paper.component for paper in filed},
        "manifest": [papers.manifest_entry(paper) for paper in filed],
        "stage": m.dossier.stage,
        "asked": asked,
        "unchecked": unsigned(m.rule("paper.unsigned_check"), m.dossier.channel, filed),
        **({"way": STRUCTURED} if sent else {}),
        **_recharged(m, form),
        **effect,
    }
    # Both rest on the one rule about ways to amend.
    added = NewFact("supplemented", data, form, cited(*(basis or sent), *rules))
    return Decision((added, *to_control(m)))


def to_control(m: Moment) -> tuple[NewFact, ...]:
    """Return the request to check an online supplement before work continues, where the law names a controller
    (QN-11.2); the controller's own entries need no check, and papers added before the check are checked with it."""
    online = m.role is Role.APPLICANT or m.dossier.channel not in PAPER_CHANNELS
    control = controller(m, FILED)
    waiting = not m.dossier.stage and any(each.kind is RequestKind.CONTROL for each in m.dossier.requests)
    if not (online and control.value) or is_in_control(m, control) or waiting:
        return ()
    about = {"stage": m.dossier.stage}
    return (opened(m, RequestKind.CONTROL, about, (), control, m.rule("supplement.control_of")),)


def require_own_initiative(m: Moment) -> Ruling:
    """Require that the law accepts papers nobody requested (HUE-12.1, LC-9.4)."""
    ways = m.rule("supplement.ways")
    with by_law(ways):
        if OWN_INITIATIVE not in (ways.value or ()):
            raise OnDemandOnly()
    return ways


def require_format(m: Moment) -> Ruling:
    """Accept data produced elsewhere where the law says so, and only in the format of the procedure's present form
    (HUE-12.2.b): it is checked like typed data."""
    ways = m.rule("supplement.ways")
    if STRUCTURED not in (ways.value or ()):
        vi, en = "Sửa trực tiếp trên Hệ thống; không nhận dữ liệu gửi kèm.", "Amend on the system; data is refused."
        with by_law(ways):
            raise Invalid(fields=(FieldError("/structured", "structured_not_taken", vi, en),))
    if m.body.get("answers"):
        vi, en = "Chỉ gửi một trong hai: mục đã sửa hoặc dữ liệu.", "Send either corrected fields or data, not both."
        raise Invalid(fields=(FieldError("/answers", "answers_twice", vi, en),))
    if m.body["structured"]["form"] != m.desk.reference.procedure(m.dossier.procedure).form_schema()["$id"]:
        vi, en = "Dữ liệu không theo biểu mẫu hiện hành của thủ tục.", "The data does not follow the present form."
        raise Invalid(fields=(FieldError("/structured/form", "form_unknown", vi, en),))
    return ways


def _answers(m: Moment) -> tuple[str, Any]:
    """Return the new answers and their place in the body: typed on the system, or sent as data."""
    structured = m.body.get("structured")
    return ("/structured", structured["answers"]) if structured else ("", m.body.get("answers"))


def _filed(m: Moment) -> tuple[papers.Paper, ...]:
    filed = require_known_papers(m.ask, m.loaded)
    # A paper that was filed before is the one found wanting: it answers nothing.
    brought = {paper.component for paper in filed if paper.id not in m.dossier.papers}
    missing = [key for key in m.dossier.asked if key not in brought]
    if missing:
        vi, en = "Còn thiếu giấy tờ được yêu cầu.", "A requested paper is still missing."
        raise Invalid(fields=tuple(FieldError(f"/components/{key}", "component_missing", vi, en) for key in missing))
    _, answers = _answers(m)
    if m.dossier.asked_fields and not answers:
        vi, en = "Sửa lại các mục được yêu cầu trong biểu mẫu.", "Correct the requested fields of the form."
        raise Invalid(fields=(FieldError("/answers", "answers_missing", vi, en),))
    if m.dossier.asked_payment:
        _require_paid(m)
    if not (brought or answers or m.dossier.asked_payment):
        vi, en = "Chưa có gì được bổ sung.", "Nothing was added."
        raise Invalid(fields=(FieldError("/papers", "nothing_added", vi, en),))
    return filed


def _require_paid(m: Moment) -> None:
    """Require that a requested payment was made; an undecided claim holds up the reception, not this step."""
    if owed := fees.payable_now(m.dossier.obligations):
        raise fees.ObligationsOpen(count=len(fees.open_by(m.dossier.obligations, Due.RECEPTION)), amount=owed)


def _effect(m: Moment) -> tuple[dict[str, Any], tuple[Ruling, ...]]:
    if m.dossier.stage == "intake":
        clock, rules = _answered_anew(m)
        return {"to": "submitted", "reception": packed(clock)}, rules
    if m.dossier.stage == "appraisal":
        return _settled_anew(m)
    if m.dossier.state is State.SUBMITTED:
        clock, rules = _answered_anew(m)
        return {"reception": packed(clock)}, rules
    # Nobody asked, so nobody waited: the settlement time runs on.
    return {}, ()


def _answered_anew(m: Moment) -> tuple[Clock | None, tuple[Ruling, ...]]:
    """Return the time to answer the filing, restarted or resumed."""
    calendar, effect, reception = _calendar(m), m.rule("supplement.intake_effect"), m.dossier.reception
    if effect.value == GOES_ON and reception is not None:
        return clocks.resume(calendar, reception, m.now) if reception.ended_at else reception, (effect,)
    clock, rules = answer_clock(m.desk, m.dossier.one_stop, m.dates, m.now)
    return clock, (*rules, effect)


def _settled_anew(m: Moment) -> tuple[dict[str, Any], tuple[Ruling, ...]]:
    """Return the settlement time restarted, extended or run on (NĐ 61/2018 19.4), with the tasks'."""
    rule = m.rule("supplement.appraisal_effect")
    if m.dossier.clock is None:
        raise ValueError("an appraisal supplement needs a resolution clock")
    effect = clocks.Effect(rule.value)
    clock = clocks.supplement_arrived(_calendar(m), m.dossier.clock, m.now, effect)
    outside = receipt_outside(m, clock.duration, clock.counting, m.now) if effect is clocks.Effect.RESTART else None
    data = {"to": "processing", "effect": rule.value, "clock": pack(clock), **moved_with(m, clock)}
    return data | ({"off_hours": outside.value} if outside else {}), (rule, *day_of_receipt(m, outside))


def _calendar(m: Moment) -> Any:
    return m.desk.reference.calendar(m.dossier.one_stop)


def _form(m: Moment) -> tuple[Part, ...]:
    """New answers are a part of their own: the first form stays as filed (revision history)."""
    place, given = _answers(m)
    if not given:
        return ()
    procedure = m.desk.reference.procedure(m.dossier.procedure)
    answers = normalise(given, procedure.answer_formats(given))
    errors = list(m.desk.reference.check_form(procedure, answers, m.now))
    if m.role is Role.APPLICANT:
        errors += find_own_answer_faults(m.ask.actor.identity, answers)
    if errors:
        raise Invalid(fields=tuple(replace(error, path=f"{place}{error.path}") for error in errors))
    return (Part("form", answers, m.desk.salt()),)


def _recharged(m: Moment, form: tuple[Part, ...]) -> dict[str, Any]:
    """Return the obligations, where corrected answers change their amount, as for a number of pages."""
    if not form:
        return {}
    procedure = m.desk.reference.procedure(m.dossier.procedure)
    on = payment_items.filing_day(m.desk.reference, m.dossier.one_stop, m.dossier.filed_at)
    owed = procedure.fee_lines(form[0].value, on, online=m.dossier.channel not in PAPER_CHANNELS)
    moved = recharge(m.dossier.obligations, procedure.fees, owed, m.now)
    return {"obligations": pack(moved)} if moved != m.dossier.obligations else {}
