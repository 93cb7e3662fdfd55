"""Request a supplement: at intake by the one-stop unit, after appraisal proposed by the agency and issued by the
one-stop unit, both under its head's control where the law says so (NĐ 61/2018 5.1.e: officers never deal with the
applicant outside it)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.dossier.intake import PAPER_CHANNELS
from chalicelib.domain.flow.transitions import REQUESTS, RequestKind, State, Step
from chalicelib.domain.law.rulings import Ruling
from chalicelib.domain.ledger.chain import NewFact, Part
from chalicelib.domain.payments import fees
from chalicelib.domain.shared.errors import FieldError, Invalid
from chalicelib.domain.shared.serialization import pack
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.domain.time import clocks, working_time
from chalicelib.domain.time.clocks import Clock
from chalicelib.steps.dossier.by_law import by_law
from chalicelib.steps.dossier.command import Answer, take
from chalicelib.steps.dossier.context import Ask, Decision, Desk, Moment
from chalicelib.steps.dossier.guards import cited, limit_reached, part, require_components, waited_until
from chalicelib.steps.dossier.proposals import Chain, opened
from chalicelib.steps.filing.once_only import require_not_held

REQUEST, FILED = "request", "filed"
"""Controlled parts of a supplement, in the words of the rule `supplement.control_of`."""

AGAIN = "guidance_again"
"""The cause of the reception's apology for asking again; the agency may ask again only for unclear guidance."""


def request_supplement(desk: Desk, ask: Ask) -> Answer:
    """Ask once, completely, for listed papers only (NĐ 61/2018 15.3, 19.4; VL-7.2.c, HUE-14.1)."""
    return take(desk, ask, Step.REQUEST_SUPPLEMENT, decide)


def decide(m: Moment) -> Decision:
    """Send the request, or open it for approval: in processing by the one-stop unit, at intake by the controller named
    by the law; with the second guidance of a stage also by the signer of its apology."""
    components, listed = require_components(m)
    require_no_form(m, components)
    fallbacks, held = require_not_held(m, components)
    payment = payment_asked(m)
    grounds, coded = grounds_of(m, components, bool(payment))
    trips = require_trips_left(m)
    stage = "appraisal" if m.dossier.state is State.PROCESSING else "intake"
    cause = cause_of_another(m, stage)
    limit = require_first(m, stage, cause)
    in_all = require_left_in_all(m)
    require_reason(m, stage)
    about = {
        "stage": stage, "components": components, "form_fields": list(m.body["form_fields"]), "cause": cause,
        "grounds": grounds, **({"without_trip": True} if m.body.get("without_trip") else {}),
        **({"fallbacks": fallbacks} if fallbacks else {}), **payment,
    }  # fmt: skip
    guidance, kept = guidance_kept(m)
    texts = (*guidance, *part(m, "reason"))
    chain, basis = who_agrees(m, stage, cause)
    basis += (*kept, *held, coded, *trips, *in_all)
    if chain:
        return Decision((opened(m, RequestKind.SUPPLEMENT, about, texts, limit, listed, *basis, chain=chain),))
    data, rules = goes_out(m, about)
    return Decision((NewFact("supplement_requested", data, texts, cited(limit, listed, *basis, *rules)),))


def require_no_form(m: Moment, components: list[str]) -> None:
    """Refuse to request on paper a component that the applicant filled in as the e-form: its wrong fields are
    requested."""
    filed = set(m.dossier.papers.values())
    wrong = [number for number, key in enumerate(components) if key in m.dossier.intake.by_form and key not in filed]
    if wrong:
        vi = "Người nộp đã điền đơn này trực tuyến; chọn mục của đơn cần sửa thay vì yêu cầu nộp lại."
        en = "The applicant filled in this form online; choose its fields to correct instead of asking for it again."
        raise Invalid(fields=tuple(FieldError(f"/components/{n}", "component_by_form", vi, en) for n in wrong))


MISSING, WRONG = "incomplete", "inaccurate"
"""Two of the reasons of the rule `supplement.reasons`, derived from the dossier itself."""


def grounds_of(m: Moment, components: list[str], unpaid: bool) -> tuple[list[str], Ruling]:
    """Return why the applicant is asked, in the codes of the law (NĐ 61/2018 17.1.a, 17.2.a; NĐ 309/2026 8): the named
    one, else whether papers are missing or wrong. Refuse a code that the law does not list."""
    rule, filed = m.rule("supplement.reasons"), set(m.dossier.papers.values())
    found = [m.body["ground"]] if m.body.get("ground") else []
    if not found:
        missing = unpaid or any(key not in filed for key in components)
        wrong = bool(m.body["form_fields"]) or any(key in filed for key in components)
        found = [code for code, holds in ((MISSING, missing), (WRONG, wrong)) if holds]
    if any(code not in (rule.value or ()) for code in found):
        vi = "Chọn một lý do trong danh mục của quy định hiện hành."
        en = "Choose a reason from the list of the rules in force."
        with by_law(rule):
            raise Invalid(fields=(FieldError("/ground", "ground_unknown", vi, en),))
    return found, rule


def require_trips_left(m: Moment) -> tuple[Ruling, ...]:
    """Limit the trips of an applicant who filed on paper to complete one dossier (NĐ 63/2010 20.4); after that the
    office requests only what needs no trip, and says so. Raise LimitReached."""
    if m.dossier.channel not in PAPER_CHANNELS:
        return ()
    rule, made = m.rule("supplement.trips_max"), m.dossier.handover.supplement_trips
    if rule.value is not None and made >= rule.value and not m.body.get("without_trip"):
        raise limit_reached(rule.value, rule)
    return (rule,)


def guidance_kept(m: Moment) -> tuple[tuple[Part, ...], tuple[Ruling, ...]]:
    """Return the guidance as given, stored where the one-stop unit stores its guidance to people (NĐ 61/2018 15.2)."""
    rule = m.rule("guidance.recorded")
    return (part(m, "guidance"), (rule,)) if rule.value else ((), ())


def payment_asked(m: Moment) -> dict[str, Any]:
    """Request unpaid sums due at reception together with the papers, once and completely (NĐ 61/2018 22.3: proof of the
    payment goes with the dossier)."""
    if not m.body.get("payment"):
        return {}
    owed = fees.payable_now(m.dossier.obligations)
    if m.dossier.state is not State.SUBMITTED or not owed:
        vi, en = "Không còn khoản nào phải nộp khi tiếp nhận.", "Nothing is left to pay at reception."
        raise Invalid(fields=(FieldError("/payment", "nothing_unpaid", vi, en),))
    return {"payment": True, "to_pay": owed}


def is_another(m: Moment, stage: str) -> bool:
    """Return whether the stage has asked as often as the law allows (NĐ 61/2018 11.2.c: once)."""
    limit = m.rule("supplement.max_per_stage", stage=stage)
    return limit.value is not None and m.dossier.supplements.get(stage, 0) >= limit.value


def cause_of_another(m: Moment, stage: str) -> str:
    """Return why the applicant is asked once more; empty the first time. At intake asking itself is the cause
    (HUE-13.2), in the appraisal the cause must be stated (HUE-14.1)."""
    if not is_another(m, stage):
        return ""
    return AGAIN if stage == "intake" else m.body.get("cause") or ""


def require_first(m: Moment, stage: str, cause: str = "") -> Ruling:
    """Limit how often a stage asks; once more only where the law names who apologises for that cause (HUE-13.2,
    HUE-14.1)."""
    limit = m.rule("supplement.max_per_stage", stage=stage)
    if is_another(m, stage) and not (cause and m.rule("apology.signer", cause=cause).value):
        raise limit_reached(limit.value, limit)
    return limit


def require_left_in_all(m: Moment) -> tuple[Ruling, ...]:
    """Limit the requests for supplements of a dossier over all stages, where the law sets such a number; no apology
    allows another one. Raise LimitReached."""
    rule = m.rule("supplement.max_in_all")
    if rule.value is not None and sum(m.dossier.supplements.values()) >= rule.value:
        raise limit_reached(rule.value, rule)
    return (rule,) if rule.value is not None else ()


def require_reason(m: Moment, stage: str) -> None:
    """Require a reason for asking once more, in addition to the guidance."""
    if is_another(m, stage) and not m.body.get("reason"):
        vi = "Nêu lý do yêu cầu bổ sung lần tiếp theo."
        en = "State the reason for another supplement request."
        raise Invalid(fields=(FieldError("/reason", "reason_missing", vi, en),))


def who_agrees(m: Moment, stage: str, cause: str) -> tuple[Chain, tuple[Ruling, ...]]:
    """Return the stages of approval before the request is sent, with their rules."""
    control = controller(m, REQUEST)
    if stage == "appraisal":
        issuers = REQUESTS[RequestKind.SUPPLEMENT].chain
        chain, basis = [[role.value for role, _ in stage] for stage in issuers], [m.rule("supplement.appraisal_route")]
        if control.value:
            # Where the law names a controller, the one-stop unit issues the request through that person.
            chain, basis = [[control.value]], [*basis, control]
    else:
        chain, basis = [[control.value]] if control.value and not is_in_control(m, control) else [], [control]
    if cause:
        signer = m.rule("apology.signer", cause=cause)
        # No signer remains only when the rule that lets a stage ask again has been repealed.
        chain, basis = [*chain, *([[signer.value]] if signer.value else [])], [*basis, signer]
    return chain, tuple(basis)


def controller(m: Moment, what: str) -> Ruling:
    """Return who controls that part of a supplement, the request for it or the filed papers (QN-11.2); without a value
    where the law names no controller."""
    who, of = m.rule("supplement.controlled_by"), m.rule("supplement.control_of")
    return who if what in (of.value or ()) else replace(who, value=None)


def is_in_control(m: Moment, control: Ruling) -> bool:
    """Return whether the actor is that superior: their own texts need no control."""
    return Role(control.value) in m.ask.actor.roles_in(m.unit, m.now)


def goes_out(m: Moment, about: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[Ruling, ...]]:
    """Return the data of a supplement request that is sent now, and its rules."""
    stage, cause = about["stage"], about["cause"]
    wait = m.rule("supplement.wait_limit")
    data: dict[str, Any] = {
        "to": "supplement_requested",
        "stage": stage,
        "round": m.dossier.supplements.get(stage, 0) + 1,
        "components": list(about["components"]),
        "form_fields": list(about["form_fields"]),
        "wait_until": pack(waited_until(m, wait.value)) if wait.value else None,
        **({"grounds": list(about["grounds"])} if about.get("grounds") else {}),
        **({"without_trip": True} if about.get("without_trip") else {}),
        **({"fallbacks": dict(about["fallbacks"])} if about.get("fallbacks") else {}),
        **({"payment": True, "to_pay": about["to_pay"]} if about.get("payment") else {}),
        **({"cause": cause, "apology_signed_as": m.role.value} if cause else {}),
    }
    if stage == "intake":
        ended = clocks.end(m.dossier.reception, m.now) if m.dossier.reception else None
        return {**data, "reception": pack(ended)}, (wait,)
    if m.dossier.clock is None:
        raise ValueError("an appraisal supplement needs a resolution clock")
    notice, limit = notice_standing(m, m.dossier.clock)
    return {**data, **notice, "clock": pack(clocks.wait_for_supplement(m.dossier.clock, m.now))}, (wait, limit)


def notice_standing(m: Moment, clock: Clock) -> tuple[dict[str, Any], Ruling]:
    """Return on which working day after reception the notice is sent, and whether that is late (NĐ 61/2018 19.4:
    three). A late notice is recorded and never blocked."""
    limit = m.rule("supplement.appraisal_notice_limit")
    since, today = (at.astimezone(VIETNAM).date() for at in (clock.started_at, m.now))
    days = working_time.count_working_days(m.desk.reference.calendar(m.dossier.one_stop), since, today)
    return {"working_days": days, "late_notice": limit.value is not None and days > limit.value}, limit
