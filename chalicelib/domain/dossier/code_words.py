"""Names of coded values in refusals. States have their words in `state_words`.

The words of steps are those of the glossary; a test holds them equal.
"""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.domain.dossier.obligations import ExemptionState, ObligationState
from chalicelib.domain.flow.state_words import WORDS
from chalicelib.domain.flow.transitions import State, Step
from chalicelib.domain.shared.errors import BilingualWords

STEP_WORDS: Mapping[Step, BilingualWords] = {
    Step.SUBMIT: BilingualWords("nộp", "file"),
    Step.DISCARD: BilingualWords("bỏ bản nháp", "discard the draft"),
    Step.RECEIVE: BilingualWords("tiếp nhận", "receive"),
    Step.CORRECT_RECEPTION: BilingualWords("đính chính thông tin tiếp nhận", "correct the reception"),
    Step.FORWARD: BilingualWords("chuyển Bộ phận Một cửa khác", "forward to another one-stop unit"),
    Step.REFUSE: BilingualWords("từ chối tiếp nhận", "refuse"),
    Step.REQUEST_SUPPLEMENT: BilingualWords("yêu cầu bổ sung", "ask for a supplement"),
    Step.SUPPLEMENT: BilingualWords("bổ sung", "add what is missing"),
    Step.TRANSFER: BilingualWords("chuyển", "transfer"),
    Step.ASSIGN: BilingualWords("phân công người thụ lý", "assign the case officer"),
    Step.CLAIM: BilingualWords("nhận việc", "take the work"),
    Step.HAND_OVER: BilingualWords("bàn giao cho người khác trong đơn vị", "hand over to a colleague"),
    Step.NOTE: BilingualWords("ghi chú nội bộ", "write an internal note"),
    Step.CONFIRM_COMPLETE: BilingualWords("xác nhận hồ sơ đầy đủ, hợp lệ", "confirm that it is complete"),
    Step.CONSULT: BilingualWords("lấy ý kiến", "ask for an opinion"),
    Step.ANSWER: BilingualWords("trả lời ý kiến", "give the opinion"),
    Step.CALL_ORIGINAL: BilingualWords("yêu cầu xuất trình bản chính để đối chiếu", "call for originals"),
    Step.COMPARE: BilingualWords(
        "ghi kết quả đối chiếu bản chính, bản giấy của tệp không ký số", "record the comparison"
    ),
    Step.FINISH_TASK: BilingualWords("hoàn thành phần việc", "finish the share of work"),
    Step.EXTEND: BilingualWords("đề nghị gia hạn", "propose an extension"),
    Step.APOLOGISE: BilingualWords("xin lỗi và hẹn lại", "apologise with a new date"),
    Step.REQUEST_PAYMENT: BilingualWords("yêu cầu nộp tiền", "ask for payment"),
    Step.PAY: BilingualWords("nộp tiền", "pay"),
    Step.ACKNOWLEDGE_PAYMENT: BilingualWords("xác nhận đã nhận tiền", "acknowledge the payment"),
    Step.REVERSE_PAYMENT: BilingualWords("đề nghị hủy khoản thu", "propose to reverse a payment"),
    Step.CONFIRM_EXEMPTION: BilingualWords("xét miễn, giảm phí, lệ phí", "decide the exemption"),
    Step.PROPOSE: BilingualWords("trình ký kết quả giải quyết", "propose the outcome for signature"),
    Step.RESOLVE: BilingualWords("giải quyết", "settle"),
    Step.CORRECT: BilingualWords("đính chính, thay kết quả", "correct the result"),
    Step.GIVE_BACK: BilingualWords("trả kết quả, trả giấy tờ", "hand over the result"),
    Step.INVITE: BilingualWords("mời nhận qua dịch vụ bưu chính công ích", "note the invitation of the post"),
    Step.TAKE_BACK: BilingualWords("nhận lại bưu gửi không có người nhận", "take back uncollected post"),
    Step.REVOKE_AUTHORITY: BilingualWords("chấm dứt ủy quyền nộp thay theo giấy", "revoke a paper authorisation"),
    Step.JOIN_ACCOUNT: BilingualWords("đưa hồ sơ vào tài khoản", "take a dossier into an account"),
    Step.WITHDRAW: BilingualWords("rút", "withdraw"),
    Step.STOP: BilingualWords("dừng", "stop"),
    Step.CLOSE: BilingualWords("kết thúc", "close"),
    Step.RATE: BilingualWords("đánh giá", "rate"),
    Step.ERASE: BilingualWords("xóa dữ liệu cá nhân", "erase personal data"),
}
REPORT_STATUS = BilingualWords("báo tiến độ", "report progress")
"""The act of a line-of-business system, which is not a step of people."""

CHANNEL_WORDS: Mapping[str, BilingualWords] = {
    "desk": BilingualWords("trực tiếp tại quầy", "at the desk"),
    "post": BilingualWords("qua dịch vụ bưu chính công ích", "by the public postal service"),
    "agent": BilingualWords("qua người được ủy quyền, thuê nộp", "by an authorised person"),
    "national_portal": BilingualWords("Cổng Dịch vụ công quốc gia", "the national portal"),
    "vneid": BilingualWords("ứng dụng VNeID", "the VNeID app"),
    "kiosk": BilingualWords("ki-ốt", "kiosk"),
    "own_portal": BilingualWords("trực tuyến trên cổng của tỉnh", "online at the province's portal"),
}
WAY_WORDS: Mapping[str, BilingualWords] = {
    "online": BilingualWords("bản điện tử", "electronic copy"),
    "counter": BilingualWords("tại quầy", "at the counter"),
    "post": BilingualWords("qua dịch vụ bưu chính công ích", "by the public postal service"),
}
OBLIGATION_WORDS: Mapping[ObligationState, BilingualWords] = {
    ObligationState.OPEN: BilingualWords("chưa nộp", "not paid"),
    ObligationState.SETTLED: BilingualWords("đã nộp", "paid"),
    ObligationState.EXEMPTED: BilingualWords("được miễn", "exempt"),
    ObligationState.CANCELLED: BilingualWords("không phải nộp", "nothing to pay"),
}
EXEMPTION_WORDS: Mapping[ExemptionState, BilingualWords] = {
    ExemptionState.NONE: BilingualWords("chưa có đề nghị", "no claim was made"),
    ExemptionState.CLAIMED: BilingualWords("đang chờ xét", "waiting to be decided"),
    ExemptionState.CONFIRMED: BilingualWords("được miễn", "exempt"),
    ExemptionState.REJECTED: BilingualWords("không được miễn", "not exempt"),
}


def state_words(state: State) -> BilingualWords:
    """Return the words of a state for the reader; only its author reads of a draft."""
    return BilingualWords(*WORDS[state]) if state in WORDS else BilingualWords("Bản nháp", "Draft")
