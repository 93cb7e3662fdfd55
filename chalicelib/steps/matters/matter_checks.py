"""Named checks of the tables: each reads the answers of a step and refuses, or returns what the fact should note."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.matters.matter import Matter
from chalicelib.domain.matters.matter_clocks import FindRule
from chalicelib.domain.matters.matter_forms import MatterAnswers
from chalicelib.domain.matters.matter_kind import MatterKind
from chalicelib.domain.matters.text_findings import TextFinding, find_personal_numbers, find_writing_faults
from chalicelib.domain.shared.errors import FieldError, Invalid, Refusal, RefusalKind
from chalicelib.steps.dossier.by_law import cite_on_refusal
from chalicelib.steps.dossier.context import Command
from chalicelib.steps.matters.matter_ports import MatterDependencies

PERSONAL, WRITING = "personal_data", "writing"


class SecondLookNeeded(Refusal):
    """The text holds something that its author should look at again; the same request with `confirmed` is accepted."""

    code = "second_look_needed"
    kind = RefusalKind.INVALID
    vi = "Xem lại nội dung trước khi gửi: có điểm cần chú ý. Nếu vẫn đúng ý, xác nhận rồi gửi lại."
    en = "Look at the text again before it is sent. If it is what you mean, confirm and send again."


class EidentityNeeded(Refusal):
    """The law of the day takes this only from people who signed in with their electronic identity."""

    code = "e_identity_needed"
    kind = RefusalKind.FORBIDDEN
    vi = "Việc này cần đăng nhập bằng tài khoản định danh điện tử. Nội dung bạn đã nhập vẫn được giữ trên trang."
    en = "This needs a sign-in with the electronic identity. What you have typed stays on the page."


FINDING_WORDS: Mapping[TextFinding, tuple[str, str]] = {
    TextFinding.TELEPHONE: ("Có số điện thoại trong nội dung.", "There is a telephone number in the text."),
    TextFinding.IDENTITY_NUMBER: ("Có số định danh hoặc số giấy tờ.", "There is an identity number in the text."),
    TextFinding.MAIL_ADDRESS: ("Có địa chỉ thư điện tử.", "There is a mail address in the text."),
    TextFinding.ACCOUNT_NUMBER: ("Có dãy số giống số tài khoản.", "There is a number like that of an account."),
    TextFinding.NO_MARKS: ("Nội dung chưa có dấu tiếng Việt.", "The text has no Vietnamese marks."),
    TextFinding.ABBREVIATION: ("Có từ viết tắt; hãy viết đầy đủ.", "There are short forms; write the words in full."),
    TextFinding.SYMBOL: ("Có ký hiệu không được dùng.", "There are symbols that are not accepted."),
    TextFinding.NOT_CONCRETE: ("Nội dung quá ngắn, chưa cụ thể.", "The text is too short to be concrete."),
}


WRITING_RULES: Mapping[TextFinding, str] = {
    TextFinding.NO_MARKS: "vietnamese_with_marks",
    TextFinding.ABBREVIATION: "no_abbreviations",
    TextFinding.SYMBOL: "no_symbols",
    TextFinding.NOT_CONCRETE: "concrete",
}
"""The rule of `qa.question_rules` to which each finding belongs."""


@dataclass(frozen=True, slots=True)
class CheckContext:
    """What a check may read."""

    deps: MatterDependencies
    kind: MatterKind
    matter: Matter | None
    answers: MatterAnswers
    command: Command[object]
    find_rule: FindRule
    role: Role


Check = Callable[[CheckContext], Mapping[str, Any]]


def run_checks(names: Iterable[str], context: CheckContext) -> dict[str, Any]:
    """Run the named checks in order; return what the fact notes. Raise the refusal of the first that refuses."""
    noted = dict[str, Any]()
    for name in names:
        noted |= CHECKS[name](context)
    return noted


def check_personal_data(context: CheckContext) -> Mapping[str, Any]:
    """Ask for a second look when a text that others will read holds numbers or addresses of people."""
    return _look_again(context, PERSONAL, find_personal_numbers)


def check_writing(context: CheckContext) -> Mapping[str, Any]:
    """Ask for a second look at how a question is written, by the rules of the day (LC-24.1); it is never a bar, and the
    fact notes what was found, so that the focal officer sees it."""
    rule = context.find_rule("qa.question_rules")
    asked = frozenset(rule.list_words())

    def find_faults(text: str) -> tuple[TextFinding, ...]:
        return tuple(each for each in find_writing_faults(text) if WRITING_RULES[each] in asked)

    with cite_on_refusal(rule):
        return _look_again(context, WRITING, find_faults)


def check_asker(context: CheckContext) -> Mapping[str, Any]:
    """Refuse a person without e-identity where the law of the day asks for it (LC-24.2)."""
    rule = context.find_rule(context.kind.opening.asker_rule)
    with cite_on_refusal(rule):
        if context.role is Role.APPLICANT and rule.value == "e_identity" and context.command.actor.identity is None:
            raise EidentityNeeded()
    return {}


def check_earlier_answer(context: CheckContext) -> Mapping[str, Any]:
    """Refuse a link to what is no published matter of the kind."""
    earlier = context.deps.matters.load_matter(context.answers.find_text("earlier")).matter
    if earlier is None or earlier.kind != context.kind.name or not earlier.public:
        vi, en = "Không có câu hỏi nào đã đăng với mã này.", "No published question has this id."
        raise Invalid(fields=(FieldError("/values/earlier", "not_published", vi, en),))
    return {"earlier": earlier.id}


def _look_again(
    context: CheckContext, name: str, find_faults: Callable[[str], tuple[TextFinding, ...]]
) -> Mapping[str, Any]:
    faults, found = list[FieldError](), list[str]()
    for key, text in context.answers.values.items():
        asked = context.kind.find_field(key)
        if not isinstance(text, str) or asked is None or asked.form.format != "textarea":
            continue
        for finding in find_faults(text):
            faults.append(FieldError(f"/values/{key}", finding.value, *FINDING_WORDS[finding]))
            found.append(finding.value)
    if faults and name not in context.answers.confirmed:
        raise SecondLookNeeded(fields=tuple(faults), allowed=(name,))
    return {name: found} if found else {}


CHECKS: Mapping[str, Check] = {
    PERSONAL: check_personal_data,
    WRITING: check_writing,
    "asker": check_asker,
    "earlier_answer": check_earlier_answer,
}
"""Every check that a table may name."""
