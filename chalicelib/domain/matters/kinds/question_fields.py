"""What the steps on questions ask for, and who answers, as those who ask read it: LC-22 to LC-25, QN-19."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.domain.matters.matter_fields import PUBLIC, UNITS, ask_choice, ask_line, ask_text, ask_unit
from chalicelib.domain.matters.matter_kind import LawCondition
from chalicelib.domain.shared.errors import BilingualWords as Words

UNIT, REASON = ask_unit("unit", "Cơ quan", "Agency", PUBLIC), ask_text("reason", "Lý do", "Reason")
REMARKS = ask_text("remarks", "Ý kiến của người duyệt", "Remarks of the approver", UNITS)
NOTE = ask_text("note", "Ghi chú", "Note", UNITS, required=False)
QUESTION_TEXT = (
    ask_line("subject", "Tiêu đề", "Subject"),
    ask_text("question", "Nội dung câu hỏi", "Question"),
)
PUBLIC_TEXT = (
    ask_line("public_subject", "Tiêu đề đăng công khai", "Subject as published", PUBLIC),
    ask_text("public_question", "Câu hỏi đăng công khai", "Question as published", PUBLIC),
)
"""The question as others read it: the editor leaves out what shows who asked."""
ANSWER_FIELDS = "qa.answer_fields"
ANSWER = (
    ask_text("answer", "Nội dung trả lời", "Answer", PUBLIC),
    replace(
        ask_line("answered_by", "Người trả lời", "Answered by", PUBLIC),
        needed_law=LawCondition(ANSWER_FIELDS, ("full_name",)),
    ),
    replace(
        ask_line("answered_title", "Chức danh", "Title", PUBLIC), needed_law=LawCondition(ANSWER_FIELDS, ("title",))
    ),
)
"""The answer; name and title of who answers are needed where the law wants them (LC-25.2.c)."""
DECLINE_REASON = replace(REASON, needed_law=LawCondition("qa.rejected", ("reason_given",)))
"""Why a question is not examined, needed where the law wants it (LC-23.4)."""
DECLINE_CODE = ask_choice(
    "code", "Căn cứ không trả lời", "Ground for not answering",
    (
        ("no_marks", "Không viết bằng tiếng Việt có dấu", "Not in Vietnamese with its marks"),
        ("abbreviation", "Có từ viết tắt", "Has abbreviations"),
        ("symbol", "Có ký hiệu không được công nhận", "Has symbols that are not recognised"),
        ("not_concrete", "Không rõ ràng, không cụ thể", "Not clear or not concrete"),
        ("no_single_addressee", "Không gửi đến một cơ quan cụ thể", "Not to one named agency"),
        ("out_of_scope", "Ngoài phạm vi giải quyết", "Out of scope"),
        ("contrary_to_rules", "Trái quy định", "Contrary to the rules"),
        ("forbidden_act", "Thuộc hành vi bị nghiêm cấm", "A forbidden act"),
    ),
    rule="qa.rejection_codes",
)  # fmt: skip

ANSWERED_BY = "qa.answered_by"
ANSWERERS = (
    (
        LawCondition(ANSWERED_BY, ("first_handler",)),
        Words("Đầu mối tiếp nhận câu hỏi trả lời.", "The officer who receives a question answers it."),
    ),
    (
        LawCondition(ANSWERED_BY, ("specialist",)),
        Words(
            "Câu hỏi chuyên môn được chuyển phòng, bộ phận chuyên môn trả lời.",
            "Questions of a special field are passed to those who work in it.",
        ),
    ),
    (
        LawCondition(ANSWERED_BY, ("competent_agency",)),
        Words(
            "Cơ quan có thẩm quyền trả lời; câu hỏi gửi nơi khác được chuyển đến cơ quan đó.",
            "The competent agency answers; a question sent elsewhere is passed on to it.",
        ),
    ),
)
"""Who will answer, as those who ask read it (LC-25.1, QN-19.3)."""
