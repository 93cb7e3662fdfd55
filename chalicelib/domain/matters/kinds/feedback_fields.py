"""What the steps on feedback ask for: NĐ 20/2008 arts 5 to 7, 14, 15 and 19."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.domain.matters.field_guard import IDENTITY_HIDDEN
from chalicelib.domain.matters.matter_fields import (
    PUBLIC,
    UNITS,
    ask_box,
    ask_choice,
    ask_line,
    ask_personal,
    ask_text,
    ask_unit,
)
from chalicelib.domain.matters.matter_kind import LawCondition

CRITERIA_WORDS = {
    "necessary": ("Sự cần thiết", "Need"),
    "reasonable_lawful": ("Tính hợp lý, hợp pháp", "Reasonable and lawful"),
    "simple": ("Tính đơn giản, dễ hiểu", "Simple and easy to understand"),
    "feasible": ("Tính khả thi", "Feasible"),
    "consistent": ("Sự thống nhất, đồng bộ", "Consistent with other rules"),
    "treaties": ("Sự phù hợp với điều ước quốc tế", "In line with treaties"),
}
"""The six criteria by which a rule is judged (14.2), named as in `feedback.rule_criteria`."""

REASON = ask_text("reason", "Lý do", "Reason")
NOTE = ask_text("note", "Ghi chú", "Note", UNITS, required=False)
UNIT = ask_unit("unit", "Cơ quan", "Agency", PUBLIC)
ABOUT = ask_choice(
    "about", "Phản ánh, kiến nghị về", "What it is about",
    (
        ("rule", "Quy định hành chính", "An administrative rule"),
        ("procedure", "Thủ tục hành chính", "A procedure"),
        ("online_service", "Dịch vụ công trực tuyến", "An online service"),
        ("conduct", "Hành vi của công chức, viên chức", "Conduct of an officer"),
    ),
    PUBLIC, rule="feedback.subjects",
)  # fmt: skip
CONDUCT = ask_choice(
    "conduct", "Hành vi", "Conduct",
    (
        ("delay", "Chậm trễ", "Delay"),
        ("harassment", "Cửa quyền, sách nhiễu, gây phiền hà", "Harassment or arbitrary acts"),
        ("not_done", "Không thực hiện", "Not doing one's duty"),
        ("wrongly_done", "Thực hiện không đúng", "Doing it wrongly"),
        ("disclosure", "Tiết lộ, lợi dụng thông tin của hồ sơ", "Disclosing or exploiting information"),
        ("beyond_law", "Từ chối, kéo dài, đòi giấy tờ ngoài quy định", "Refusing, prolonging, asking beyond the rules"),
        ("asked_again", "Yêu cầu lại giấy tờ đã có", "Asking again for what is held"),
        ("other_forbidden", "Hành vi bị cấm khác", "Another forbidden act"),
    ),
    required=False, rule="feedback.conduct_kinds",
)  # fmt: skip
FORM = ask_choice(
    "form", "Hình thức", "Form",
    (
        ("writing", "Văn bản, qua mạng", "In writing, by network"),
        ("telephone", "Điện thoại", "By telephone"),
        ("opinion_slip", "Phiếu lấy ý kiến", "Opinion slip"),
    ),
    rule="feedback.forms",
)  # fmt: skip
SENDER_LAW = "feedback.sender_data"
SENDER_DATA = tuple(
    replace(asked, needed_law=LawCondition(SENDER_LAW, (asked.key,)))
    for asked in (
        ask_personal("full_name", "Họ và tên", "Full name", "person-name"),
        ask_personal("address", "Địa chỉ", "Address", "address"),
        ask_personal("contact", "Điện thoại hoặc địa chỉ thư", "Telephone or mail address"),
    )
)
"""Who sends it, needed as far as the law of the day wants it (7.1)."""
SENDER_KEYS = frozenset(each.key for each in SENDER_DATA)
SENDER_HIDDEN = LawCondition("feedback.sender_hidden")
NAMED_LAW = replace(SENDER_HIDDEN, denied=True)
"""Senders may be named in public where the law of the day does not keep them hidden there."""
HIDE_ME = replace(
    ask_box(
        IDENTITY_HIDDEN,
        "Giữ kín danh tính của tôi với cơ quan, đơn vị bị phản ánh",
        "Keep who I am from the agency that I report",
    ),
    asked_law=(SENDER_HIDDEN,),
)
CONTENT = (
    ABOUT,
    CONDUCT,
    ask_line("subject", "Tiêu đề", "Subject"),
    ask_text("content", "Nội dung", "Content"),
    ask_line("dossier", "Mã hồ sơ liên quan", "Code of the dossier concerned", required=False),
    FORM,
    *SENDER_DATA,
    HIDE_ME,
)
CLASS = ask_choice(
    "class", "Loại", "Class",
    (
        ("rules", "Về quy định, thủ tục hành chính", "About rules and procedures"),
        ("conduct", "Về hành vi của công chức, viên chức", "About conduct of officers"),
    ),
    rule="feedback.classes",
)  # fmt: skip
REJECTION = ask_choice(
    "code", "Căn cứ không tiếp nhận", "Ground for rejecting",
    (
        ("not_vietnamese", "Không viết bằng tiếng Việt", "Not in Vietnamese"),
        ("unclear", "Nội dung không rõ ràng", "The content is not clear"),
        ("sender_missing", "Thiếu tên, địa chỉ hoặc liên hệ", "Name, address or contact is missing"),
        ("not_feedback", "Không phải phản ánh, kiến nghị", "This is no feedback"),
        ("repeated", "Đã được trả lời, không có nội dung mới", "Answered before, with nothing new"),
    ),
)  # fmt: skip
CRITERIA = tuple(
    ask_choice(key, vi, en, (("met", "Đạt", "Met"), ("not_met", "Không đạt", "Not met")), UNITS)
    for key, (vi, en) in CRITERIA_WORDS.items()
)
ANSWER = (
    ask_text("answer", "Nội dung trả lời", "Answer"),
    ask_choice(
        "outcome", "Quyết định về quy định", "Decision about the rule",
        (
            ("amend_abolish", "Sửa đổi, thay thế, bãi bỏ", "Amend, replace or abolish it"),
            ("propose", "Kiến nghị cấp có thẩm quyền", "Propose it to the competent level"),
            ("issue_new", "Ban hành quy định mới", "Issue a new rule"),
        ),
        PUBLIC, required=False, rule="feedback.rule_outcomes",
    ),
)  # fmt: skip
PUBLIC_TEXT = (
    ask_line("public_subject", "Tiêu đề công khai", "Subject as published", PUBLIC),
    ask_text("public_content", "Phản ánh, không nêu người gửi", "Feedback, without its sender", PUBLIC),
    ask_text("public_answer", "Kết quả xử lý công khai", "Outcome as published", PUBLIC),
)
"""Feedback as others read it: the sender reads the answer itself before that."""
RATING = ask_choice(
    "rating", "Đánh giá", "Rating", (("like", "Hài lòng", "Satisfied"), ("dislike", "Không hài lòng", "Not satisfied")),
    rule="feedback.sender_rating",
)  # fmt: skip
