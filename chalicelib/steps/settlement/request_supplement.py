"""Request a supplement: at intake by the one-stop unit, after appraisal proposed by the agency and issued by the
one-stop unit, both under its head's control where the law says so (NĐ 61/2018 5.1.e: officers never deal with the
applicant outside it)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.dossier.intake import PAPER_CHANNELS
from chalicelib.domain.flow.transitions import REQUESTS, RequestKind, State, Step
from chalicelib.domain.law.rulings import Ruling
from chalicelib.domain.ledger import payloads
from chalicelib.domain.ledger.chain import Part
from chalicelib.domain.payments import fees
from chalicelib.domain.shared.errors import FieldError, Invalid
from chalicelib.domain.shared.serialization import pack_value
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.domain.time import clocks, working_time
from chalicelib.domain.time.clocks import Clock
from chalicelib.steps.dossier.by_law import cite_on_refusal
from chalicelib.steps.dossier.command import CommandResult, run_step
from chalicelib.steps.dossier.context import Command, Decision, Dependencies, StepContext
from chalicelib.steps.dossier.guards import (
    build_limit_refusal,
    build_text_part,
    calculate_wait_end,
    list_cites,
)
from chalicelib.steps.dossier.proposals import Chain, open_request
from chalicelib.steps.filing.once_only import require_not_held

if TYPE_CHECKING:
    from chalicelib.domain.ledger.payload_types.approvals import Proposal
    from chalicelib.domain.ledger.payload_types.settlement import NoticeDelay, SupplementRequested
    from chalicelib.models.steps import SupplementRequestBody

REQUEST, FILED = "request", "filed"
"""Controlled parts of a supplement, in the words of the rule `supplement.control_of`."""

AGAIN = "guidance_again"
"""The cause of the reception's apology for asking again; the agency may ask again only for unclear guidance."""


def request_supplement(deps: Dependencies, command: Command[SupplementRequestBody]) -> CommandResult:
    """Ask once, completely, for listed papers only (NĐ 61/2018 15.3, 19.4; VL-7.2.c, HUE-14.1)."""
    return run_step(deps, command, Step.REQUEST_SUPPLEMENT, decide_supplement_request)


def decide_supplement_request(context: StepContext[SupplementRequestBody]) -> Decision:
    """Send the request, or open it for approval: in processing by the one-stop unit, at intake by the controller named
    by the law; with the second guidance of a stage also by the signer of its apology."""
    components, listed = require_components(context)
    require_no_form(context, components)
    fallbacks, held = require_not_held(context, components)
    unpaid = find_requested_sum(context)
    grounds, coded = list_grounds(context, components, bool(unpaid))
    trips = require_trips_left(context)
    stage = "appraisal" if context.dossier.state is State.PROCESSING else "intake"
    cause = find_cause(context, stage)
    limit = require_first(context, stage, cause)
    in_all = require_left_in_all(context)
    require_reason(context, stage)
    about: Proposal = {
        "stage": stage, "components": components, "form_fields": list(context.body.form_fields), "cause": cause,
        "grounds": grounds,
    }  # fmt: skip
    if context.body.without_trip:
        about["without_trip"] = True
    if fallbacks:
        about["fallbacks"] = fallbacks
    if unpaid:
        about["payment"], about["to_pay"] = True, unpaid
    guidance, kept = keep_guidance(context)
    texts = (*guidance, *build_text_part(context, "reason", context.body.reason))
    chain, basis = list_agreement_stages(context, stage, cause)
    basis += (*kept, *held, coded, *trips, *in_all)
    if chain:
        return Decision(
            (open_request(context, RequestKind.SUPPLEMENT, about, texts, limit, listed, *basis, chain=chain),)
        )
    data, rules = send_out(context, about)
    return Decision((payloads.SUPPLEMENT_REQUESTED.build(data, texts, list_cites(limit, listed, *basis, *rules)),))


def require_components(context: StepContext[SupplementRequestBody]) -> tuple[list[str], Ruling]:
    """Allow requests only for papers of the published component list (NĐ 63/2010 18.6; VL-7.2.c), parts of the form and
    sums owed by then."""
    listed = context.find_rule("supplement.listed_only")
    known = {each.key for each in context.deps.reference.find_procedure(context.dossier.procedure).components}
    asked = list(dict.fromkeys(context.body.components))
    require_fields(context)
    vi = "Chỉ được yêu cầu giấy tờ có trong thành phần hồ sơ đã công bố."
    en = "Only papers of the published component list may be asked for."
    wrong = [number for number, key in enumerate(asked) if listed.value and key not in known]
    if wrong or not (asked or context.body.form_fields or context.body.payment):
        places = wrong or [0]
        with cite_on_refusal(listed):
            raise Invalid(fields=tuple(FieldError(f"/components/{n}", "component_unlisted", vi, en) for n in places))
    return asked, listed


def require_fields(context: StepContext[SupplementRequestBody]) -> None:
    """Allow only questions of the procedure's form to be asked again."""
    known = {each.key for each in context.deps.reference.find_procedure(context.dossier.procedure).form}
    vi, en = "Biểu mẫu của thủ tục không có mục này.", "The procedure's form has no such field."
    wrong = [number for number, key in enumerate(context.body.form_fields) if key not in known]
    if wrong:
        raise Invalid(fields=tuple(FieldError(f"/form_fields/{n}", "field_unknown", vi, en) for n in wrong))


def require_no_form(context: StepContext[object], components: list[str]) -> None:
    """Refuse to request on paper a component that the applicant filled in as the e-form: its wrong fields are
    requested."""
    filed = set(context.dossier.papers.values())
    wrong = [
        number for number, key in enumerate(components) if key in context.dossier.intake.by_form and key not in filed
    ]
    if wrong:
        vi = "Người nộp đã điền đơn này trực tuyến; chọn mục của đơn cần sửa thay vì yêu cầu nộp lại."
        en = "The applicant filled in this form online; choose its fields to correct instead of asking for it again."
        raise Invalid(fields=tuple(FieldError(f"/components/{n}", "component_by_form", vi, en) for n in wrong))


MISSING, WRONG = "incomplete", "inaccurate"
"""Two of the reasons of the rule `supplement.reasons`, derived from the dossier itself."""


def list_grounds(
    context: StepContext[SupplementRequestBody], components: list[str], unpaid: bool
) -> tuple[list[str], Ruling]:
    """Return why the applicant is asked, in the codes of the law (NĐ 61/2018 17.1.a, 17.2.a; NĐ 309/2026 8): the named
    one, else whether papers are missing or wrong. Refuse a code that the law does not list."""
    rule, filed = context.find_rule("supplement.reasons"), set(context.dossier.papers.values())
    found = [context.body.ground] if context.body.ground else []
    if not found:
        missing = unpaid or any(key not in filed for key in components)
        wrong = bool(context.body.form_fields) or any(key in filed for key in components)
        found = [code for code, holds in ((MISSING, missing), (WRONG, wrong)) if holds]
    if any(code not in rule.list_words() for code in found):
        vi = "Chọn một lý do trong danh mục của quy định hiện hành."
        en = "Choose a reason from the list of the rules in force."
        with cite_on_refusal(rule):
            raise Invalid(fields=(FieldError("/ground", "ground_unknown", vi, en),))
    return found, rule


def require_trips_left(context: StepContext[SupplementRequestBody]) -> tuple[Ruling, ...]:
    """Limit the trips of an applicant who filed on paper to complete one dossier (NĐ 63/2010 20.4); after that the
    office requests only what needs no trip, and says so. Raise LimitReached."""
    if context.dossier.channel not in PAPER_CHANNELS:
        return ()
    rule, made = context.find_rule("supplement.trips_max"), context.dossier.handover.supplement_trips
    most = rule.find_int()
    if most is not None and made >= most and not context.body.without_trip:
        raise build_limit_refusal(most, rule)
    return (rule,)


def keep_guidance(context: StepContext[SupplementRequestBody]) -> tuple[tuple[Part, ...], tuple[Ruling, ...]]:
    """Return the guidance as given, stored where the one-stop unit stores its guidance to people (NĐ 61/2018 15.2)."""
    rule = context.find_rule("guidance.recorded")
    return (build_text_part(context, "guidance", context.body.guidance), (rule,)) if rule.value else ((), ())


def find_requested_sum(context: StepContext[SupplementRequestBody]) -> int:
    """Return the unpaid sum due at reception that is requested together with the papers, once and
    completely (NĐ 61/2018 22.3: proof of the payment goes with the dossier)."""
    if not context.body.payment:
        return 0
    owed = fees.total_payable_now(context.dossier.obligations)
    if context.dossier.state is not State.SUBMITTED or not owed:
        vi, en = "Không còn khoản nào phải nộp khi tiếp nhận.", "Nothing is left to pay at reception."
        raise Invalid(fields=(FieldError("/payment", "nothing_unpaid", vi, en),))
    return owed


def is_another(context: StepContext[object], stage: str) -> bool:
    """Return whether the stage has asked as often as the law allows (NĐ 61/2018 11.2.c: once)."""
    most = context.find_rule("supplement.max_per_stage", stage=stage).find_int()
    return most is not None and context.dossier.supplements.get(stage, 0) >= most


def find_cause(context: StepContext[SupplementRequestBody], stage: str) -> str:
    """Return why the applicant is asked once more; empty the first time. At intake asking itself is the cause
    (HUE-13.2), in the appraisal the cause must be stated (HUE-14.1)."""
    if not is_another(context, stage):
        return ""
    return AGAIN if stage == "intake" else context.body.cause or ""


def require_first(context: StepContext[object], stage: str, cause: str = "") -> Ruling:
    """Limit how often a stage asks; once more only where the law names who apologises for that cause (HUE-13.2,
    HUE-14.1)."""
    limit = context.find_rule("supplement.max_per_stage", stage=stage)
    if is_another(context, stage) and not (cause and context.find_rule("apology.signer", cause=cause).value):
        raise build_limit_refusal(limit.to_int(), limit)
    return limit


def require_left_in_all(context: StepContext[object]) -> tuple[Ruling, ...]:
    """Limit the requests for supplements of a dossier over all stages, where the law sets such a number; no apology
    allows another one. Raise LimitReached."""
    rule = context.find_rule("supplement.max_in_all")
    most = rule.find_int()
    if most is None:
        return ()
    if sum(context.dossier.supplements.values()) >= most:
        raise build_limit_refusal(most, rule)
    return (rule,)


def require_reason(context: StepContext[SupplementRequestBody], stage: str) -> None:
    """Require a reason for asking once more, in addition to the guidance."""
    if is_another(context, stage) and not context.body.reason:
        vi = "Nêu lý do yêu cầu bổ sung lần tiếp theo."
        en = "State the reason for another supplement request."
        raise Invalid(fields=(FieldError("/reason", "reason_missing", vi, en),))


def list_agreement_stages(context: StepContext[object], stage: str, cause: str) -> tuple[Chain, tuple[Ruling, ...]]:
    """Return the stages of approval before the request is sent, with their rules."""
    control = find_controller(context, REQUEST)
    if stage == "appraisal":
        issuers = REQUESTS[RequestKind.SUPPLEMENT].chain
        chain, basis = (
            [[role.value for role, _ in approvers] for approvers in issuers],
            [context.find_rule("supplement.appraisal_route")],
        )
        if control.value:
            # Where the law names a controller, the one-stop unit issues the request through that person.
            chain, basis = [[control.to_text()]], [*basis, control]
    else:
        chain, basis = [[control.to_text()]] if control.value and not is_in_control(context, control) else [], [control]
    if cause:
        signer = context.find_rule("apology.signer", cause=cause)
        # No signer remains only when the rule that lets a stage ask again has been repealed.
        chain, basis = [*chain, *([[signer.to_text()]] if signer.value else [])], [*basis, signer]
    return chain, tuple(basis)


def find_controller(context: StepContext[object], what: str) -> Ruling:
    """Return who controls that part of a supplement, the request for it or the filed papers (QN-11.2); without a value
    where the law names no controller."""
    who, of = context.find_rule("supplement.controlled_by"), context.find_rule("supplement.control_of")
    return who if what in of.list_words() else replace(who, value=None)


def is_in_control(context: StepContext[object], control: Ruling) -> bool:
    """Return whether the actor is that superior: their own texts need no control."""
    return Role(control.to_text()) in context.command.actor.list_roles_in(context.unit, context.now)


def send_out(context: StepContext[object], about: Proposal) -> tuple[SupplementRequested, tuple[Ruling, ...]]:
    """Return the data of a supplement request that is sent now, and its rules."""
    stage, cause = about["stage"], about["cause"]
    wait = context.find_rule("supplement.wait_limit")
    data: SupplementRequested = {
        "to": "supplement_requested",
        "stage": stage,
        "round": context.dossier.supplements.get(stage, 0) + 1,
        "components": list(about["components"]),
        "form_fields": list(about["form_fields"]),
        "wait_until": pack_value(calculate_wait_end(context, wait.to_int())) if wait.value else None,
    }
    if about.get("grounds"):
        data["grounds"] = list(about["grounds"])
    if about.get("without_trip"):
        data["without_trip"] = True
    if about.get("fallbacks"):
        data["fallbacks"] = dict(about["fallbacks"])
    if about.get("payment"):
        data["payment"], data["to_pay"] = True, about["to_pay"]
    if cause:
        data["cause"], data["apology_signed_as"] = cause, context.role.value
    if stage == "intake":
        ended = clocks.end_clock(context.dossier.reception, context.now) if context.dossier.reception else None
        return {**data, "reception": pack_value(ended)}, (wait,)
    if context.dossier.clock is None:
        raise ValueError("an appraisal supplement needs a resolution clock")
    notice, limit = measure_notice_delay(context, context.dossier.clock)
    return {**data, **notice, "clock": pack_value(clocks.wait_for_supplement(context.dossier.clock, context.now))}, (
        wait,
        limit,
    )


def measure_notice_delay(context: StepContext[object], clock: Clock) -> tuple[NoticeDelay, Ruling]:
    """Return on which working day after reception the notice is sent, and whether that is late (NĐ 61/2018 19.4:
    three). A late notice is recorded and never blocked."""
    limit = context.find_rule("supplement.appraisal_notice_limit")
    since, today = (at.astimezone(VIETNAM).date() for at in (clock.started_at, context.now))
    days = working_time.count_working_days(context.deps.reference.find_calendar(context.dossier.one_stop), since, today)
    return {"working_days": days, "late_notice": limit.value is not None and days > limit.to_int()}, limit
