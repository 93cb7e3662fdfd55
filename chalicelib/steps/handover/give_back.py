"""Give back: the result, or the notice and the originals, reach the applicant; then the dossier is closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib.domain.accounts.people import find_name_faults, find_return_address_faults
from chalicelib.domain.dossier import handover
from chalicelib.domain.dossier.handover import ADDRESS, LETTER, OriginalsKept
from chalicelib.domain.dossier.intake import PAPER_CHANNELS
from chalicelib.domain.dossier.obligations import Due
from chalicelib.domain.flow.transitions import State, Step
from chalicelib.domain.law.rulings import Ruling
from chalicelib.domain.ledger import payloads
from chalicelib.domain.ledger.chain import Part
from chalicelib.domain.payments import fees
from chalicelib.domain.shared.errors import FieldError, Invalid
from chalicelib.steps.dossier.body_fields import WithAddress
from chalicelib.steps.dossier.by_law import cite_on_refusal
from chalicelib.steps.dossier.command import CommandResult, run_step
from chalicelib.steps.dossier.context import Command, Decision, Dependencies, StepContext
from chalicelib.steps.dossier.guards import build_text_part, list_cites, require_listed
from chalicelib.steps.settlement.fault import FAULT

if TYPE_CHECKING:
    from chalicelib.domain.ledger.payload_types.ending import Closed, GivenBack
    from chalicelib.models.reception import GiveBackBody

Rulings = tuple[Ruling, ...]
WITH_RESULT = "with_result"


def give_back(deps: Dependencies, command: Command[GiveBackBody]) -> CommandResult:
    """Hand over online, at the counter or by post (NĐ 61/2018 20; HUE-16). All money due by then must be paid."""
    return run_step(deps, command, Step.GIVE_BACK, decide_handover)


def close_dossier(deps: Dependencies, command: Command[object]) -> CommandResult:
    """Close the dossier after the handover (QN-13.5): returned is not yet closed."""
    return run_step(deps, command, Step.CLOSE, decide_close)


def decide_handover(context: StepContext[GiveBackBody]) -> Decision:
    """Record the receiver, the papers and the way. In person, the shown identity is recorded as a personal part."""
    rules: Rulings = ()
    if context.dossier.state is State.RESOLVED:
        fees.refuse_while_open(context.dossier.obligations, Due.HANDOVER)
        rules = (
            *require_way(context),
            *require_papers(context),
            *require_notice(context),
            *require_other_centre(context),
        )
    rules += require_receiver(context)
    rules += require_originals(context)
    rules += require_letter(context)
    require_address(context.body.way, context)
    data: GivenBack = {
        "way": context.body.way,
        "results": [context.dossier.results[-1]] if context.dossier.results else [],
        "originals": context.body.originals,
        "compared": list(context.body.compared),
        "chosen": is_chosen(context),
        "announced_by": context.body.announced_by or "",
    }
    if context.row.to:
        data["to"] = context.row.to.value
    if context.dossier.handover.letters:
        data["letters"] = list(context.dossier.handover.letters)
    parts = (
        *_build_receiver_part(context),
        *build_text_part(context, "letter_follows", context.body.letter_follows),
        *build_text_part(context, ADDRESS, context.body.return_address),
    )
    return Decision((payloads.GIVEN_BACK.build(data, parts, list_cites(*rules)),))


def _build_receiver_part(context: StepContext[GiveBackBody]) -> tuple[Part, ...]:
    receiver = context.body.receiver
    return (Part("receiver", receiver.model_dump(), context.deps.salt()),) if receiver else ()


def require_other_centre(context: StepContext[GiveBackBody]) -> Rulings:
    """Return the rule by which another centre than the receiving one hands over: only in person at its counter
    (HUE-16.3)."""
    if context.unit in {context.dossier.one_stop, context.dossier.intake.desk}:
        return ()
    if context.body.way != "counter":
        vi = "Trung tâm không tiếp nhận hồ sơ này chỉ trả kết quả tại quầy."
        en = "A centre that did not receive this dossier hands over only at the counter."
        raise Invalid(fields=(FieldError("/way", "counter_only", vi, en),))
    return (context.find_rule("return.counters"),)


def decide_close(context: StepContext[object]) -> Decision:
    """Close with the national code of the outcome, which stays. An uncompared result and originals not given back keep
    it open."""
    step = context.find_rule("close.step")
    rules: Rulings = (step,) if step.value else ()
    if context.dossier.state is State.RETURNED:
        rule = context.find_rule("paper.unsigned_check")
        with cite_on_refusal(rule):
            handover.require_compared(rule.find_text(), context.dossier.handover.unchecked)
        rules += (rule,) if rule.value else ()
    if context.dossier.intake.originals:
        rules += (require_no_originals(context),)
    if context.dossier.national_code is None:
        raise ValueError("the states from which a dossier is closed have a code")
    data: Closed = {"to": "closed", "national_code": context.dossier.national_code}
    return Decision((payloads.CLOSED.build(data, law=list_cites(*rules)),))


def is_chosen(context: StepContext[GiveBackBody]) -> bool:
    """Return whether the applicant asked for this way, at filing or now."""
    return context.body.chosen or context.dossier.handover.way == context.body.way


def require_way(context: StepContext[GiveBackBody]) -> Rulings:
    """Require a way that the procedure and its level offer, without a visit too many (QN-7.2, 7.3, 13.2, 13.3)."""
    procedure, way = context.deps.reference.find_procedure(context.dossier.procedure), context.body.way
    channels = context.find_rule("return.channels", level=procedure.online_level)
    with cite_on_refusal(channels):
        handover.require_way(way, procedure.delivery, channels.find_list(), chosen=is_chosen(context))
    if context.dossier.channel in PAPER_CHANNELS:
        return (channels,)
    visits = context.find_rule("visits.max", result=handover.name_result_way(procedure.delivery))
    with cite_on_refusal(visits):
        handover.require_no_needless_visit(
            context.dossier.handover, way, context.now, visits.find_int(), chosen=is_chosen(context)
        )
    return channels, visits


def require_papers(context: StepContext[GiveBackBody]) -> Rulings:
    """Require that the paper behind each unsigned upload was compared before the result leaves: at the counter in the
    same act, for a result sent by network or post in an earlier comparison of papers brought or sent (HUE-9.2, QN-7.2).
    """
    compared, rule = list(context.body.compared), context.find_rule("paper.unsigned_check")
    require_listed(context.deps.reference.find_procedure(context.dossier.procedure), compared, "compared")
    if compared and context.body.way != "counter":
        vi = "Không có người nhận tại quầy: ghi việc đối chiếu bằng bước Đối chiếu trước khi gửi."
        en = "No receiver at the counter: record the comparison by the step Compare before sending."
        raise Invalid(fields=(FieldError("/compared", "compared_away", vi, en),))
    missing = handover.list_uncompared(rule.find_text(), context.dossier.handover.unchecked, compared)
    if missing:
        vi, en = (
            "Đối chiếu bản giấy của tệp không ký số rồi mới trả.",
            "Compare the paper of the unsigned upload first.",
        )
        with cite_on_refusal(rule):
            raise Invalid(fields=tuple(FieldError(f"/compared/{key}", "paper_uncompared", vi, en) for key in missing))
    return (rule,) if compared else ()


def require_notice(context: StepContext[GiveBackBody]) -> Rulings:
    """Require that an applicant who is to come before the day was notified (NĐ 61/2018 20.4)."""
    rule, clock = context.find_rule("return.early_notice"), context.dossier.clock
    early = handover.is_early(clock.due_at if clock else None, context.now, immediate=context.dossier.immediate)
    if rule.value and early and context.body.way == "counter" and not context.body.announced_by:
        vi, en = "Ghi cách đã báo trước khi trả sớm.", "Record how the early return was announced."
        with cite_on_refusal(rule):
            raise Invalid(fields=(FieldError("/announced_by", "early_unannounced", vi, en),))
    return (rule,) if early else ()


def require_receiver(context: StepContext[GiveBackBody]) -> Rulings:
    """Require a known receiver at the counter: with the receipt, a substitute with the authorisation
    (NĐ 61/2018 6.2.b). Where no receipt was made, none is required."""
    if context.body.way != "counter":
        return ()
    receiver, rule = context.body.receiver, context.find_rule("return.requires")
    if not receiver:
        vi, en = "Ghi người nhận và giấy tờ đã đối chiếu.", "Enter the receiver and the paper that was checked."
        raise Invalid(fields=(FieldError("/receiver", "receiver_missing", vi, en),))
    if faults := find_name_faults(receiver.full_name, "/receiver/full_name"):
        raise Invalid(fields=tuple(faults))
    shows = rule.list_words() if context.dossier.state is State.RESOLVED else ()
    if "receipt" in shows and context.dossier.intake.receipt and not context.body.receipt_shown:
        vi, en = "Người nhận xuất trình giấy tiếp nhận.", "The receiver must show the receipt."
        with cite_on_refusal(rule):
            raise Invalid(fields=(FieldError("/receipt_shown", "receipt_not_shown", vi, en),))
    substitute = receiver.authorised and not receiver.authorisation
    if "authorisation_if_substitute" in shows and substitute:
        vi, en = "Người nhận thay xuất trình giấy ủy quyền.", "A substitute must show the authorisation."
        with cite_on_refusal(rule):
            raise Invalid(fields=(FieldError("/receiver/authorisation", "authorisation_missing", vi, en),))
    held, shown = context.dossier.authority, receiver.authorisation or ""
    if held and held.revoked_by and held.number and receiver.authorised and held.number in shown:
        vi, en = "Giấy ủy quyền này đã bị chấm dứt.", "This authorisation was revoked."
        raise Invalid(fields=(FieldError("/receiver/authorisation", "authorisation_revoked", vi, en),))
    return (rule,)


def require_address(way: str, context: StepContext[WithAddress]) -> None:
    """Require a postal address from the applicant, at filing or now (QN-28.2)."""
    if way == "post" and not (context.body.return_address or context.dossier.handover.has_address):
        vi, en = (
            "Nhập địa chỉ nhận kết quả qua dịch vụ bưu chính công ích.",
            "Enter the postal address for the result.",
        )
        raise Invalid(fields=(FieldError(f"/{ADDRESS}", "required", vi, en),))
    if faults := find_return_address_faults(context.body.return_address or "", f"/{ADDRESS}"):
        raise Invalid(fields=tuple(faults))


def require_no_originals(context: StepContext[object]) -> Ruling:
    """Require that a dossier without a result, too, gives the originals back before it ends (NĐ 61/2018 20.2)."""
    rule = context.find_rule("return.originals")
    with cite_on_refusal(rule):
        if rule.value:
            raise OriginalsKept(count=len(context.dossier.intake.originals))
    return rule


def require_letter(context: StepContext[GiveBackBody]) -> Rulings:
    """Require the signed letter with a result that an officer's fault made late (HUE-22.7). An officer who hands over
    without it states why: a late result is not delayed further for lack of a letter."""
    if LETTER not in context.dossier.owes:
        return ()
    rule = context.find_rule("apology.when", cause=FAULT)
    if rule.value == WITH_RESULT and not context.body.letter_follows:
        vi = "Hồ sơ còn nợ thư xin lỗi gửi kèm kết quả: trình ký thư, hoặc ghi lý do gửi thư sau."
        en = "A letter of apology is owed with this result: have it signed, or state why it follows later."
        with cite_on_refusal(rule):
            raise Invalid(fields=(FieldError("/letter_follows", "letter_owed", vi, en),))
    return (rule,)


def require_originals(context: StepContext[GiveBackBody]) -> Rulings:
    """Require that originals left with the unit are given back now (NĐ 61/2018 20.2)."""
    if not context.dossier.intake.originals:
        return ()
    rule = context.find_rule("return.originals")
    if rule.value and not (context.body.originals and context.body.way != "online"):
        vi, en = (
            "Trả lại bản chính đã nhận, trực tiếp hoặc qua dịch vụ bưu chính công ích.",
            "Give the originals back, in person or by post.",
        )
        with cite_on_refusal(rule):
            raise Invalid(fields=(FieldError("/originals", "originals_kept", vi, en),))
    return (rule,)
