"""Named checks of the tables: each reads the answers of a step and refuses, or returns what the fact should note."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

from chalicelib.domain.accounts.account_state import WrongStanding
from chalicelib.domain.accounts.idle_accounts import IDLE_REFUSALS
from chalicelib.domain.accounts.rights.rights_review import REVIEW_REFUSALS
from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.catalogue.procedures import UnknownProcedure
from chalicelib.domain.matters.kinds.feedback_notes import CONTENT_RULES
from chalicelib.domain.matters.matter_fields import PUBLISHING_CHECK
from chalicelib.domain.matters.matter_forms import is_free_text
from chalicelib.domain.matters.matter_kind import FieldAudience, MatterField
from chalicelib.domain.matters.text_findings import TextFinding, find_personal_numbers, find_writing_faults
from chalicelib.domain.shared.errors import FieldError, Invalid, Refusal, RefusalKind
from chalicelib.steps.dossier.by_law import cite_on_refusal
from chalicelib.steps.matters.account_effects import ACCOUNT_CHECKS
from chalicelib.steps.matters.erasure_checks import ERASURE_CHECKS, ERASURE_REFUSALS
from chalicelib.steps.matters.feedback_checks import FEEDBACK_CHECKS, FEEDBACK_REFUSALS
from chalicelib.steps.matters.matter_ports import Check, CheckContext
from chalicelib.steps.matters.naming_checks import NAMING_CHECKS
from chalicelib.steps.matters.person_checks import PERSON_CHECKS, PERSON_REFUSALS
from chalicelib.steps.matters.requests.account_request_checks import ACCOUNT_REQUEST_CHECKS, ACCOUNT_REQUEST_REFUSALS
from chalicelib.steps.matters.requests.apply_unit_change import UNIT_CHANGE_CHECKS
from chalicelib.steps.matters.reviews.review_desk import REVIEW_CHECKS
from chalicelib.steps.matters.survey_checks import SURVEY_CHECKS
from chalicelib.steps.matters.target_checks import TARGET_CHECKS, TARGET_REFUSALS

PERSONAL, WRITING, PUBLISHING = "personal_data", "writing", PUBLISHING_CHECK
SOURCES = ("source", "source_2", "source_3")
"""Fields that name the published questions from which a text is compiled."""


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
FEEDBACK_WRITING: Mapping[TextFinding, str] = {
    TextFinding.NO_MARKS: "vietnamese",
    TextFinding.NOT_CONCRETE: "clear_content",
}
"""The word of `feedback.content_rules` to which each finding belongs."""
CHECKED_DATA: Mapping[TextFinding, str] = {
    TextFinding.TELEPHONE: "phone",
    TextFinding.IDENTITY_NUMBER: "identity_number",
    TextFinding.MAIL_ADDRESS: "email",
    TextFinding.ACCOUNT_NUMBER: "bank_account",
}
"""The word of `publication.checked_data` for each finding in a text that others read."""


class NotAReporter(Refusal):
    """The regulation says who reports difficulties; others send feedback."""

    code = "not_a_reporter"
    kind = RefusalKind.FORBIDDEN
    vi = "Tại tỉnh này, khó khăn, vướng mắc do cơ quan, đơn vị gửi. Bạn có thể gửi phản ánh, kiến nghị."
    en = "In this province difficulties are reported by agencies. You can send feedback."


def run_checks(names: Iterable[str], context: CheckContext) -> dict[str, Any]:
    """Run the named checks in order; return what the fact notes. Raise the refusal of the first that refuses."""
    noted = dict[str, Any]()
    for name in names:
        noted |= CHECKS[name](context)
    return noted


def check_personal_data(context: CheckContext) -> Mapping[str, Any]:
    """Ask for a second look when a text that others will read holds numbers or addresses of people, of the kinds that
    the law of the day has looked for."""
    return _look_at_persons(context, {})


def check_publishing(context: CheckContext) -> Mapping[str, Any]:
    """Ask for a second look at all that everybody will read, what others have confirmed before included: who publishes
    it answers for the whole."""
    matter, held = context.matter, dict[str, object]()
    for key, digest in (matter.texts if matter else {}).items():
        asked = context.kind.find_field(key)
        if asked and _is_looked_at(asked, PUBLISHING) and digest in context.loaded.parts:
            held[key] = context.loaded.parts[digest].value
    return _look_at_persons(context, held)


def _look_at_persons(context: CheckContext, held: Mapping[str, object]) -> Mapping[str, Any]:
    rule = context.find_rule("publication.checked_data")
    wanted = frozenset(rule.list_words())

    def find_numbers(text: str) -> tuple[TextFinding, ...]:
        return tuple(each for each in find_personal_numbers(text) if CHECKED_DATA[each] in wanted)

    with cite_on_refusal(rule):
        return _look_again(context, PERSONAL, find_numbers, held)


def check_writing(context: CheckContext) -> Mapping[str, Any]:
    """Ask for a second look at how a question is written, by the rules of the day (LC-24.1); it is never a bar, and the
    fact notes what was found, so that the focal officer sees it."""
    return _look_at_writing(context, "qa.question_rules", WRITING_RULES)


def check_content(context: CheckContext) -> Mapping[str, Any]:
    """Ask for a second look at how feedback is written, by the rules of the day (NĐ 20/2008 7.1), as for questions; the
    receiver judges what is sent all the same, and rejects it with its ground."""
    return _look_at_writing(context, CONTENT_RULES, FEEDBACK_WRITING)


def check_asker(context: CheckContext) -> Mapping[str, Any]:
    """Refuse a person without e-identity where the law of the day asks for it (LC-24.2)."""
    rule = context.find_rule(context.kind.opening.asker_rule)
    with cite_on_refusal(rule):
        if context.role is Role.APPLICANT and rule.value == "e_identity" and context.command.actor.identity is None:
            raise EidentityNeeded()
    return {}


def check_earlier_answer(context: CheckContext) -> Mapping[str, Any]:
    """Refuse a link to what is no published matter of the kind."""
    return {"earlier": _require_published(context, "earlier", context.kind.name)}


def check_sources(context: CheckContext) -> Mapping[str, Any]:
    """Refuse a source that is no published question; a text may have none."""
    named = [key for key in SOURCES if context.answers.find_text(key)]
    return {key: _require_published(context, key, "question") for key in named}


def check_procedure(context: CheckContext) -> Mapping[str, Any]:
    """Refuse a procedure that the catalogue does not have; none need be named."""
    if procedure := context.answers.find_text("procedure"):
        try:
            context.deps.find_field(procedure)
        except UnknownProcedure as unknown:
            raise Invalid(fields=(FieldError("/values/procedure", unknown.code, unknown.vi, unknown.en),)) from None
    return {}


def _require_published(context: CheckContext, key: str, kind: str) -> str:
    found = context.loaded.others.get(context.answers.find_text(key))
    if found is None or found.kind != kind or not found.public:
        vi, en = "Không có câu hỏi nào đã đăng với mã này.", "No published question has this id."
        raise Invalid(fields=(FieldError(f"/values/{key}", "not_published", vi, en),))
    return found.id


def check_difficulty_reporter(context: CheckContext) -> Mapping[str, Any]:
    """Refuse a person where the regulation lets agencies alone report difficulties."""
    rule = context.find_rule("difficulty.reporters")
    with cite_on_refusal(rule):
        if context.role is Role.APPLICANT and not {"citizens", "organisations"} & set(rule.list_words()):
            raise NotAReporter()
    return {}


def check_letter(context: CheckContext) -> Mapping[str, Any]:
    """Refuse a difficulty without its letter where the regulation wants it in writing (VL-22.4, TB-24.3)."""
    rule = context.find_rule("difficulty.form")
    missing = [key for key in ("letter", "letter_day") if not context.answers.find_text(key)]
    with cite_on_refusal(rule):
        if rule.value == "written" and missing:
            vi, en = "Tại tỉnh này phải gửi bằng văn bản: nhập số và ngày.", "In writing: give its number and day."
            raise Invalid(fields=tuple(FieldError(f"/values/{key}", "required", vi, en) for key in missing))
    return {}


def _is_looked_at(asked: MatterField, name: str) -> bool:
    """Return whether a check looks at a field: how something is written, at texts; numbers of people, at every text
    that others may read."""
    public = asked.audience is FieldAudience.PUBLIC and is_free_text(asked) and not (asked.personal or asked.matter)
    lines = asked.form.format == "textarea"
    return public if name == PUBLISHING else lines or (name == PERSONAL and public)


def _look_at_writing(context: CheckContext, param: str, words: Mapping[TextFinding, str]) -> Mapping[str, Any]:
    """Look at the texts by the words of a parameter, each of which asks for one sort of finding."""
    rule = context.find_rule(param)
    asked = frozenset(rule.list_words())

    def find_faults(text: str) -> tuple[TextFinding, ...]:
        return tuple(each for each in find_writing_faults(text) if words.get(each) in asked)

    with cite_on_refusal(rule):
        return _look_again(context, WRITING, find_faults)


def _look_again(
    context: CheckContext,
    name: str,
    find_faults: Callable[[str], tuple[TextFinding, ...]],
    held: Mapping[str, object] = MappingProxyType({}),
) -> Mapping[str, Any]:
    """Look at the answers, and at what is held already, of which a finding names the question."""
    faults, found = list[FieldError](), list[str]()
    for key, text in {**held, **context.answers.values}.items():
        asked = context.kind.find_field(key)
        if not isinstance(text, str) or asked is None or not _is_looked_at(asked, name):
            continue
        for finding in find_faults(text):
            vi, en = FINDING_WORDS[finding]
            if key not in context.answers.values:
                vi, en = f"{asked.form.vi}: {vi}", f"{asked.form.en}: {en}"
            faults.append(FieldError(f"/values/{key}", finding.value, vi, en))
            found.append(finding.value)
    if faults and name not in context.answers.confirmed:
        raise SecondLookNeeded(fields=tuple(faults), allowed=(name,))
    return {name: found} if found else {}


CHECKS: Mapping[str, Check] = {
    PERSONAL: check_personal_data,
    PUBLISHING: check_publishing,
    WRITING: check_writing,
    "content": check_content,
    "asker": check_asker,
    "earlier_answer": check_earlier_answer,
    "sources": check_sources,
    "procedure": check_procedure,
    "difficulty_reporter": check_difficulty_reporter,
    "letter": check_letter,
    **ACCOUNT_CHECKS,
    **ERASURE_CHECKS,
    **ACCOUNT_REQUEST_CHECKS,
    **FEEDBACK_CHECKS,
    **NAMING_CHECKS,
    **PERSON_CHECKS,
    **REVIEW_CHECKS,
    **SURVEY_CHECKS,
    **TARGET_CHECKS,
    **UNIT_CHANGE_CHECKS,
}
"""Every check that a table may name."""

CHECK_REFUSALS: tuple[type[Refusal], ...] = (
    SecondLookNeeded, EidentityNeeded, NotAReporter, WrongStanding, *ACCOUNT_REQUEST_REFUSALS, *ERASURE_REFUSALS,
    *IDLE_REFUSALS, *FEEDBACK_REFUSALS, *PERSON_REFUSALS, *REVIEW_REFUSALS,
    *TARGET_REFUSALS,
)  # fmt: skip
"""What a check refuses with, beyond Forbidden and Invalid."""
