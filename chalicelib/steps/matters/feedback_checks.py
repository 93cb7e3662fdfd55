"""Checks of the steps on feedback (NĐ 20/2008; QĐ 766)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chalicelib.domain.matters.kinds.feedback_fields import SENDER_KEYS, SENDER_LAW
from chalicelib.domain.matters.kinds.feedback_notes import CONTENT_RULES
from chalicelib.domain.matters.matter_actors import SUPERIORS
from chalicelib.domain.shared.errors import FieldError, Invalid, Refusal, RefusalKind
from chalicelib.domain.time.deadlines import Duration, Unit, calculate_due_from_receipt
from chalicelib.steps.dossier.by_law import cite_on_refusal
from chalicelib.steps.matters.matter_ports import Check, CheckContext

REJECTION_RULES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "not_vietnamese": (CONTENT_RULES, ("vietnamese",)),
    "unclear": (CONTENT_RULES, ("clear_content",)),
    "sender_missing": (SENDER_LAW, tuple(sorted(SENDER_KEYS))),
}
"""The rule behind a ground for rejecting, and the words of which it needs one."""


class SupplementAwaited(Refusal):
    """The sender still has time to send what is missing."""

    code = "supplement_awaited"
    kind = RefusalKind.INVALID
    vi = "Người phản ánh còn thời gian bổ sung; chưa được kết thúc."
    en = "The sender still has time to send what is missing; this cannot be closed yet."


class RuleNotJudged(Refusal):
    """Feedback on a rule is answered after the rule was judged (NĐ 20/2008 14.2)."""

    code = "rule_not_judged"
    kind = RefusalKind.INVALID
    vi = "Phản ánh về quy định phải được xem xét theo các tiêu chí trước khi trả lời."
    en = "Judge the rule by the criteria before this is answered."


class SuperiorNeeded(Refusal):
    """Feedback on an officer's conduct is handled by superiors, never by the officer reported."""

    code = "superior_needed"
    kind = RefusalKind.FORBIDDEN
    vi = "Phản ánh về hành vi do người đứng đầu cơ quan hoặc Văn phòng xử lý."
    en = "Feedback on conduct is handled by the head of the agency or the provincial office."


class ReopeningTooLate(Refusal):
    """The time in which the sender may ask to look again is over."""

    code = "reopening_too_late"
    kind = RefusalKind.INVALID
    vi = "Đã hết thời gian đề nghị xem xét lại. Bạn có thể gửi phản ánh, kiến nghị mới."
    en = "The time to ask for another look is over. You can send new feedback."


def check_waited(context: CheckContext) -> Mapping[str, Any]:
    """Refuse to close feedback whose sender still has time to supplement it."""
    clock = context.matter.find_clock("wait") if context.matter else None
    with cite_on_refusal(context.find_rule("feedback.supplement_wait")):
        if clock is not None and context.command.now <= clock.due_at:
            raise SupplementAwaited()
    return {}


def check_criteria(context: CheckContext) -> Mapping[str, Any]:
    """Refuse a judgement that leaves out a criterion of the law of the day (NĐ 20/2008 14.2)."""
    wanted = context.find_rule("feedback.rule_criteria").list_words()
    missing = [word for word in wanted if word not in context.answers.values]
    if missing:
        vi, en = "Chưa xem xét tiêu chí này.", "This criterion is not judged yet."
        raise Invalid(fields=tuple(FieldError(f"/values/{word}", "required", vi, en) for word in missing))
    return {}


def check_judged(context: CheckContext) -> Mapping[str, Any]:
    """Refuse to answer feedback on a rule that was not judged."""
    matter = context.matter
    if matter is not None and matter.values.get("class") == "rules" and not matter.taken.get("judge"):
        with cite_on_refusal(context.find_rule("feedback.rule_criteria")):
            raise RuleNotJudged()
    return {}


def check_superior(context: CheckContext) -> Mapping[str, Any]:
    """Refuse an officer who is no superior on feedback about conduct (NĐ 20/2008 14.1; VL-7.2)."""
    rule = context.find_rule("feedback.conduct_receiver")
    about = context.matter.values.get("about") if context.matter else None
    with cite_on_refusal(rule):
        if about == "conduct" and rule.value == "superior" and context.role not in SUPERIORS:
            raise SuperiorNeeded()
    return {}


def check_reopening(context: CheckContext) -> Mapping[str, Any]:
    """Refuse to reopen feedback after the time that the law of the day gives from publication."""
    rule = context.find_rule("feedback.reopen_limit")
    days, published = rule.find_int(), context.matter.public_at if context.matter else None
    if days is not None and published is not None:
        calendar = context.deps.reference.find_calendar(context.matter.unit if context.matter else "")
        last = calculate_due_from_receipt(calendar, published, Duration(days, Unit.CALENDAR_DAY))
        with cite_on_refusal(rule):
            if context.command.now > last:
                raise ReopeningTooLate()
    return {}


def check_conduct(context: CheckContext) -> Mapping[str, Any]:
    """Refuse a class or a conduct that does not fit what the feedback is about."""
    values = {**(context.matter.values if context.matter else {}), **context.answers.values}
    of_conduct = values.get("about") == "conduct"
    if of_conduct is not ("conduct" in values):
        vi, en = "Chỉ chọn hành vi khi phản ánh về hành vi, và khi đó phải chọn.", "Name the conduct exactly then."
        raise Invalid(fields=(FieldError("/values/conduct", "does_not_fit", vi, en),))
    if of_conduct and context.answers.values.get("class") == "rules":
        vi, en = "Loại không khớp với nội dung phản ánh.", "The class does not fit what this is about."
        raise Invalid(fields=(FieldError("/values/class", "does_not_fit", vi, en),))
    return {}


def check_rejection(context: CheckContext) -> Mapping[str, Any]:
    """Refuse a ground for rejecting that the law of the day does not know (NĐ 20/2008 7.1, 9.1)."""
    param, words = REJECTION_RULES.get(context.answers.find_text("code"), ("", ()))
    if param and not set(words) & set((rule := context.find_rule(param)).list_words()):
        vi, en = "Căn cứ này không áp dụng.", "This ground does not apply."
        with cite_on_refusal(rule):
            raise Invalid(fields=(FieldError("/values/code", "not_in_list", vi, en),))
    return {}


FEEDBACK_CHECKS: Mapping[str, Check] = {
    "waited": check_waited,
    "criteria": check_criteria,
    "judged": check_judged,
    "superior": check_superior,
    "reopened_in_time": check_reopening,
    "conduct": check_conduct,
    "rejection": check_rejection,
}
FEEDBACK_REFUSALS: tuple[type[Refusal], ...] = (SupplementAwaited, RuleNotJudged, SuperiorNeeded, ReopeningTooLate)
