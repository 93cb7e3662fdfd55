"""Give back: the result, or the notice and the originals, reach the applicant; then the dossier is closed."""

from __future__ import annotations

from chalicelib.domain.accounts.people import find_name_faults, find_return_address_faults
from chalicelib.domain.dossier import handover
from chalicelib.domain.dossier.handover import ADDRESS, LETTER, OriginalsKept
from chalicelib.domain.dossier.intake import PAPER_CHANNELS
from chalicelib.domain.dossier.obligations import Due
from chalicelib.domain.flow.transitions import State, Step
from chalicelib.domain.law.rulings import Ruling
from chalicelib.domain.ledger.chain import NewFact
from chalicelib.domain.payments import fees
from chalicelib.domain.shared.errors import FieldError, Invalid
from chalicelib.steps.dossier.by_law import by_law
from chalicelib.steps.dossier.command import Answer, take
from chalicelib.steps.dossier.context import Ask, Decision, Desk, Moment
from chalicelib.steps.dossier.guards import cited, part, require_listed
from chalicelib.steps.settlement.fault import FAULT

Rulings = tuple[Ruling, ...]
WITH_RESULT = "with_result"


def give_back(desk: Desk, ask: Ask) -> Answer:
    """Hand over online, at the counter or by post (NĐ 61/2018 20; HUE-16). All money due by then must be paid."""
    return take(desk, ask, Step.GIVE_BACK, decide)


def close(desk: Desk, ask: Ask) -> Answer:
    """Close the dossier after the handover (QN-13.5): returned is not yet closed."""
    return take(desk, ask, Step.CLOSE, decide_close)


def decide(m: Moment) -> Decision:
    """Record the receiver, the papers and the way. In person, the shown identity is recorded as a personal part."""
    rules: Rulings = ()
    if m.dossier.state is State.RESOLVED:
        fees.refuse_while_open(m.dossier.obligations, Due.HANDOVER)
        rules = (*require_way(m), *require_papers(m), *require_notice(m), *elsewhere(m))
    rules += require_receiver(m)
    rules += require_originals(m)
    rules += require_letter(m)
    require_address(m.body["way"], m)
    data = {
        **({"to": m.row.to.value} if m.row.to else {}),
        "way": m.body["way"],
        "results": [m.dossier.results[-1]] if m.dossier.results else [],
        "originals": bool(m.body.get("originals")),
        "compared": list(m.body.get("compared") or ()),
        "chosen": is_chosen(m),
        "announced_by": m.body.get("announced_by") or "",
        **({"letters": list(m.dossier.handover.letters)} if m.dossier.handover.letters else {}),
    }
    parts = (*part(m, "receiver"), *part(m, "letter_follows"), *part(m, ADDRESS))
    return Decision((NewFact("given_back", data, parts, cited(*rules)),))


def elsewhere(m: Moment) -> Rulings:
    """Return the rule by which another centre than the receiving one hands over: only in person at its counter
    (HUE-16.3)."""
    if m.unit in {m.dossier.one_stop, m.dossier.intake.desk}:
        return ()
    if m.body["way"] != "counter":
        vi = "Trung tâm không tiếp nhận hồ sơ này chỉ trả kết quả tại quầy."
        en = "A centre that did not receive this dossier hands over only at the counter."
        raise Invalid(fields=(FieldError("/way", "counter_only", vi, en),))
    return (m.rule("return.counters"),)


def decide_close(m: Moment) -> Decision:
    """Close with the national code of the outcome, which stays. An uncompared result and originals not given back keep
    it open."""
    step = m.rule("close.step")
    rules: Rulings = (step,) if step.value else ()
    if m.dossier.state is State.RETURNED:
        rule = m.rule("paper.unsigned_check")
        with by_law(rule):
            handover.require_compared(rule.value, m.dossier.handover.unchecked)
        rules += (rule,) if rule.value else ()
    if m.dossier.intake.originals:
        rules += (require_no_originals(m),)
    data = {"to": "closed", "national_code": m.dossier.national_code}
    return Decision((NewFact("closed", data, law=cited(*rules)),))


def is_chosen(m: Moment) -> bool:
    """Return whether the applicant asked for this way, at filing or now."""
    return bool(m.body.get("chosen")) or m.dossier.handover.way == m.body["way"]


def require_way(m: Moment) -> Rulings:
    """Require a way that the procedure and its level offer, without a visit too many (QN-7.2, 7.3, 13.2, 13.3)."""
    procedure, way = m.desk.reference.procedure(m.dossier.procedure), m.body["way"]
    channels = m.rule("return.channels", level=procedure.online_level)
    with by_law(channels):
        handover.require_way(way, procedure.delivery, channels.value, chosen=is_chosen(m))
    if m.dossier.channel in PAPER_CHANNELS:
        return (channels,)
    visits = m.rule("visits.max", result=handover.result_is(procedure.delivery))
    with by_law(visits):
        handover.require_no_needless_visit(m.dossier.handover, way, m.now, visits.value, chosen=is_chosen(m))
    return channels, visits


def require_papers(m: Moment) -> Rulings:
    """Require that the paper behind each unsigned upload was compared before the result leaves: at the counter in the
    same act, for a result sent by network or post in an earlier comparison of papers brought or sent (HUE-9.2, QN-7.2).
    """
    compared, rule = list(m.body.get("compared") or ()), m.rule("paper.unsigned_check")
    require_listed(m.desk.reference.procedure(m.dossier.procedure), compared, "compared")
    if compared and m.body["way"] != "counter":
        vi = "Không có người nhận tại quầy: ghi việc đối chiếu bằng bước Đối chiếu trước khi gửi."
        en = "No receiver at the counter: record the comparison by the step Compare before sending."
        raise Invalid(fields=(FieldError("/compared", "compared_away", vi, en),))
    missing = handover.uncompared(rule.value, m.dossier.handover.unchecked, compared)
    if missing:
        vi, en = (
            "Đối chiếu bản giấy của tệp không ký số rồi mới trả.",
            "Compare the paper of the unsigned upload first.",
        )
        with by_law(rule):
            raise Invalid(fields=tuple(FieldError(f"/compared/{key}", "paper_uncompared", vi, en) for key in missing))
    return (rule,) if compared else ()


def require_notice(m: Moment) -> Rulings:
    """Require that an applicant who is to come before the day was notified (NĐ 61/2018 20.4)."""
    rule, clock = m.rule("return.early_notice"), m.dossier.clock
    early = handover.is_early(clock.due_at if clock else None, m.now, immediate=m.dossier.immediate)
    if rule.value and early and m.body["way"] == "counter" and not m.body.get("announced_by"):
        vi, en = "Ghi cách đã báo trước khi trả sớm.", "Record how the early return was announced."
        with by_law(rule):
            raise Invalid(fields=(FieldError("/announced_by", "early_unannounced", vi, en),))
    return (rule,) if early else ()


def require_receiver(m: Moment) -> Rulings:
    """Require a known receiver at the counter: with the receipt, a substitute with the authorisation
    (NĐ 61/2018 6.2.b). Where no receipt was made, none is required."""
    if m.body["way"] != "counter":
        return ()
    receiver, rule = m.body.get("receiver"), m.rule("return.requires")
    if not receiver:
        vi, en = "Ghi người nhận và giấy tờ đã đối chiếu.", "Enter the receiver and the paper that was checked."
        raise Invalid(fields=(FieldError("/receiver", "receiver_missing", vi, en),))
    if faults := find_name_faults(receiver["full_name"], "/receiver/full_name"):
        raise Invalid(fields=tuple(faults))
    shows = rule.value or () if m.dossier.state is State.RESOLVED else ()
    if "receipt" in shows and m.dossier.intake.receipt and not m.body.get("receipt_shown"):
        vi, en = "Người nhận xuất trình giấy tiếp nhận.", "The receiver must show the receipt."
        with by_law(rule):
            raise Invalid(fields=(FieldError("/receipt_shown", "receipt_not_shown", vi, en),))
    substitute = receiver.get("authorised") and not receiver.get("authorisation")
    if "authorisation_if_substitute" in shows and substitute:
        vi, en = "Người nhận thay xuất trình giấy ủy quyền.", "A substitute must show the authorisation."
        with by_law(rule):
            raise Invalid(fields=(FieldError("/receiver/authorisation", "authorisation_missing", vi, en),))
    return (rule,)


def require_address(way: str, m: Moment) -> None:
    """Require a postal address from the applicant, at filing or now (QN-28.2)."""
    if way == "post" and not (m.body.get(ADDRESS) or m.dossier.handover.has_address):
        vi, en = (
            "Nhập địa chỉ nhận kết quả qua dịch vụ bưu chính công ích.",
            "Enter the postal address for the result.",
        )
        raise Invalid(fields=(FieldError(f"/{ADDRESS}", "required", vi, en),))
    if faults := find_return_address_faults(m.body.get(ADDRESS) or "", f"/{ADDRESS}"):
        raise Invalid(fields=tuple(faults))


def require_no_originals(m: Moment) -> Ruling:
    """Require that a dossier without a result, too, gives the originals back before it ends (NĐ 61/2018 20.2)."""
    rule = m.rule("return.originals")
    with by_law(rule):
        if rule.value:
            raise OriginalsKept(count=len(m.dossier.intake.originals))
    return rule


def require_letter(m: Moment) -> Rulings:
    """Require the signed letter with a result that an officer's fault made late (HUE-22.7). An officer who hands over
    without it states why: a late result is not delayed further for lack of a letter."""
    if LETTER not in m.dossier.owes:
        return ()
    rule = m.rule("apology.when", cause=FAULT)
    if rule.value == WITH_RESULT and not m.body.get("letter_follows"):
        vi = "Hồ sơ còn nợ thư xin lỗi gửi kèm kết quả: trình ký thư, hoặc ghi lý do gửi thư sau."
        en = "A letter of apology is owed with this result: have it signed, or state why it follows later."
        with by_law(rule):
            raise Invalid(fields=(FieldError("/letter_follows", "letter_owed", vi, en),))
    return (rule,)


def require_originals(m: Moment) -> Rulings:
    """Require that originals left with the unit are given back now (NĐ 61/2018 20.2)."""
    if not m.dossier.intake.originals:
        return ()
    rule = m.rule("return.originals")
    if rule.value and not (m.body.get("originals") and m.body["way"] != "online"):
        vi, en = (
            "Trả lại bản chính đã nhận, trực tiếp hoặc qua dịch vụ bưu chính công ích.",
            "Give the originals back, in person or by post.",
        )
        with by_law(rule):
            raise Invalid(fields=(FieldError("/originals", "originals_kept", vi, en),))
    return (rule,)
