"""Named checks of what a matter has been through, and of another matter to which a step refers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chalicelib.domain.matters.kinds.difficulties import MERGED, WITHDRAWN
from chalicelib.domain.shared.errors import FieldError, Invalid, Refusal, RefusalKind
from chalicelib.steps.dossier.by_law import cite_on_refusal
from chalicelib.steps.matters.matter_ports import Check, CheckContext

OTHER = "/values/other"


class CallsMissing(Refusal):
    """A request to be called back is not ended before the person was called often enough."""

    code = "calls_missing"
    kind = RefusalKind.INVALID
    vi = "Mới gọi {made} lần. Gọi ít nhất {least} lần, vào lúc khác nhau, rồi mới kết thúc."
    en = "Calls made so far: {made}. Call at least {least} times, at different hours, before you end it."


def check_other_matter(context: CheckContext) -> Mapping[str, Any]:
    """Refuse to merge a matter into itself, into one that was withdrawn or merged, or into what is no matter of the
    kind in the unit; note the id of the other."""
    matter, named = context.matter, context.answers.find_text("other")
    if matter is None:
        return {}
    if named == matter.id:
        vi, en = "Đây là chính việc này; chọn việc khác.", "This is the matter itself; choose another."
        raise Invalid(fields=(FieldError(OTHER, "same_matter", vi, en),))
    other = context.loaded.others.get(named)
    if other is None or other.kind != matter.kind or other.unit != matter.unit:
        vi, en = "Đơn vị không có việc nào cùng loại với số này.", "The unit has nothing of this kind with this number."
        raise Invalid(fields=(FieldError(OTHER, "unknown_matter", vi, en),))
    if other.state in (MERGED, WITHDRAWN):
        vi, en = "Việc này đã rút hoặc đã gộp; chọn việc khác.", "It was withdrawn or merged; choose another."
        raise Invalid(fields=(FieldError(OTHER, "not_standing", vi, en),))
    return {"other": other.id}


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


TARGET_CHECKS: Mapping[str, Check] = {
    "other_matter": check_other_matter,
    "form_whole": check_form_whole,
    "called_enough": check_called_enough,
}
TARGET_REFUSALS: tuple[type[Refusal], ...] = (CallsMissing,)
