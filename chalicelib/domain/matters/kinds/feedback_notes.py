"""What those who send feedback read first: which ways it goes, by which process, and how it must be written."""

from __future__ import annotations

from chalicelib.domain.matters.matter_kind import LawCondition
from chalicelib.domain.shared.errors import BilingualWords as Words

CHANNEL, PROCESS, CONTENT_RULES = "feedback.channel", "feedback.process", "feedback.content_rules"

CHANNEL_WORDS = {
    "in_system": Words("Phản ánh được gửi ngay tại đây.", "Feedback is sent right here."),
    "operator": Words(
        "Đơn vị vận hành hệ thống là đầu mối tiếp nhận.", "The operator of the system is the contact that takes it in."
    ),
    "agency": Words(
        "Cơ quan giải quyết hồ sơ cũng tiếp nhận.", "The agency that settles dossiers takes it in as well."
    ),
    "forwarded": Words(
        "Phản ánh được chuyển đến cơ quan có liên quan.", "It is passed on to the agency that it concerns."
    ),
    "results_published": Words("Kết quả xử lý được đăng công khai.", "The outcome is published."),
    "national_portal": Words(
        "Phản ánh được chia sẻ với hệ thống trên Cổng Dịch vụ công quốc gia; bạn cũng gửi được tại đó.",
        "It is shared with the system of the national portal, where you can send it too.",
    ),
    "apart_from_questions": Words(
        "Nếu chỉ cần hỏi về thủ tục, hãy gửi câu hỏi: hỏi đáp được xử lý riêng.",
        "If you only want to ask about a procedure, send a question: those are handled apart.",
    ),
}
PROCESS_WORDS = {
    "decree": Words(
        "Các bước: tiếp nhận, phân loại, chuyển, xem xét, trả lời, công khai.",
        "Steps: taken in, classified, passed on, examined, answered, published.",
    ),
    "national_portal": Words(
        "Các bước theo quy trình của Cổng Dịch vụ công quốc gia: tiếp nhận, xử lý, trả lời, công khai.",
        "Steps by the process of the national portal: taken in, handled, answered, published.",
    ),
}
CONTENT_WORDS = {
    "vietnamese": Words("Viết bằng tiếng Việt.", "Write in Vietnamese."),
    "clear_content": Words("Nêu nội dung rõ ràng.", "Say clearly what it is about."),
}

FEEDBACK_NOTES = tuple(
    (LawCondition(param, (word,)), words)
    for param, known in ((CHANNEL, CHANNEL_WORDS), (PROCESS, PROCESS_WORDS), (CONTENT_RULES, CONTENT_WORDS))
    for word, words in known.items()
)
