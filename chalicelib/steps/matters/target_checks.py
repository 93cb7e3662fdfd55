"""Named checks of what a matter has been through, and of another matter to which a step refers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chalicelib.domain.matters.kinds.callbacks import TRIED
from chalicelib.domain.matters.kinds.erasure_rows import ERASED, ERASING
from chalicelib.domain.matters.kinds.merge_rows import MERGED
from chalicelib.domain.matters.matter import Matter
from chalicelib.domain.matters.matter_kind import FieldAudience
from chalicelib.domain.matters.matter_permission import find_audiences, list_guarded_keys
from chalicelib.domain.shared.errors import FieldError, Invalid, Refusal, RefusalKind
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.domain.time.working_time import add_working_minutes
from chalicelib.steps.dossier.by_law import cite_on_refusal
from chalicelib.steps.matters.matter_command import read_matter_law
from chalicelib.steps.matters.matter_ports import Check, CheckContext

OTHER = "/values/other"
ANSWER = "answer"
"""The field of the answer, in every kind whose duplicates are merged."""


class CallsMissing(Refusal):
    """A request to be called back is not ended before the person was called often enough."""

    code = "calls_missing"
    kind = RefusalKind.INVALID
    vi = "Mới gọi {made} lần. Gọi ít nhất {least} lần, vào lúc khác nhau, rồi mới kết thúc."
    en = "Calls made so far: {made}. Call at least {least} times, at different hours, before you end it."


class CalledTooSoon(Refusal):
    """A person who was not reached is called again at another hour."""

    code = "called_too_soon"
    kind = RefusalKind.WRONG_MOMENT
    vi = "Vừa gọi không gặp; gọi lại vào giờ khác. Ghi lần gọi sau từ {since}."
    en = "They were called just now; call again at another hour. The next call can be recorded from {since}."


def check_other_matter(context: CheckContext) -> Mapping[str, Any]:
    """Refuse to merge a matter with itself, with what is no matter of the kind that the officer reads as one of its
    units, and with one that leads to no answer: it is merged itself, ended without one, or its answer is erased. Note
    the leading one."""
    matter, named = context.matter, context.answers.find_text("other")
    if matter is None:
        return {}
    if named == matter.id:
        vi, en = "Đây là chính việc này; chọn việc khác.", "This is the matter itself; choose another."
        raise Invalid(fields=(FieldError(OTHER, "same_matter", vi, en),))
    other = context.loaded.others.get(named)
    if other is None or other.kind != matter.kind or not _is_read_whole(context, other):
        vi, en = "Không có việc nào cùng loại mà bạn xem được.", "There is nothing of this kind that you may read."
        raise Invalid(fields=(FieldError(OTHER, "unknown_matter", vi, en),))
    if other.state in (MERGED, ERASING, ERASED) or (other.ended and ANSWER not in other.texts):
        vi, en = (
            "Việc này đã gộp, đã xóa, hoặc đã kết thúc mà không có câu trả lời; chọn việc khác.",
            "It is merged itself, was erased, or ended without an answer; choose another.",
        )
        raise Invalid(fields=(FieldError(OTHER, "not_standing", vi, en),))
    return {"merged_with": {"kind": other.kind, "id": other.id, "number": other.number}}


def check_separated(context: CheckContext) -> Mapping[str, Any]:
    """Note that the matter is answered apart from any other."""
    return {"merged_with": None}


def _is_read_whole(context: CheckContext, other: Matter) -> bool:
    """Return whether the officer reads another matter as its units do, with nothing of it hidden from them."""
    actor, now = context.command.actor, context.command.now
    law = read_matter_law(context.deps.reference, now, other)
    seen = find_audiences(actor, other, now, law)
    return FieldAudience.UNITS in seen and not list_guarded_keys(context.kind, other, actor, now)


def check_form_whole(context: CheckContext) -> Mapping[str, Any]:
    """Refuse to complete a matter while a question of the opening form that must be answered has no answer: one that
    came in as another kind was not asked them all."""
    matter = context.matter
    given = {*context.answers.values, *(matter.values if matter else ()), *(matter.texts if matter else ())}
    missing = [each.key for each in context.kind.opening.fields if each.form.required and each.key not in given]
    if missing:
        vi, en = "Nhập câu trả lời.", "Give an answer."
        raise Invalid(fields=tuple(FieldError(f"/values/{key}", "required", vi, en) for key in missing))
    return {}


def check_called_enough(context: CheckContext) -> Mapping[str, Any]:
    """Refuse to end a request to be called back before the calls that the rule of the day asks for."""
    rule = context.find_rule("callback.least_calls")
    made, least = context.matter.taken.get("miss", 0) if context.matter else 0, rule.find_int()
    with cite_on_refusal(rule):
        if least is not None and made < least:
            raise CallsMissing(made=made, least=least)
    return {}


def check_called_apart(context: CheckContext) -> Mapping[str, Any]:
    """Refuse to record that a person was not reached again before the working hours between two calls are over. The
    clock of the call began with the last one."""
    matter, rule = context.matter, context.find_rule("callback.call_spacing")
    hours, clock = rule.find_int(), matter.find_clock("call") if matter else None
    if matter is None or clock is None or hours is None or matter.state != TRIED:
        return {}
    since = add_working_minutes(context.deps.reference.find_calendar(matter.unit), clock.since, hours * 60)
    with cite_on_refusal(rule):
        if context.command.now < since:
            raise CalledTooSoon(since=f"{since.astimezone(VIETNAM):%H:%M %d/%m/%Y}")
    return {}


TARGET_CHECKS: Mapping[str, Check] = {
    "other_matter": check_other_matter,
    "separated": check_separated,
    "form_whole": check_form_whole,
    "called_enough": check_called_enough,
    "called_apart": check_called_apart,
}
TARGET_REFUSALS: tuple[type[Refusal], ...] = (CallsMissing, CalledTooSoon)
