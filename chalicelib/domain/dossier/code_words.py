"""Names of coded values in refusals. States have their words in `state_words`.

The words of steps are those of the glossary; a test holds them equal.
"""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.domain.dossier.obligations import ExemptionState, ObligationState
from chalicelib.domain.flow.state_words import WORDS
from chalicelib.domain.flow.transitions import State, Step
from chalicelib.domain.shared.errors import Words

STEP_WORDS: Mapping[Step, Words] = {
    Step.SUBMIT: Words("nộp", "file"),
    Step.DISCARD: Words("bỏ bản nháp", "discard the draft"),
    Step.RECEIVE: Words("tiếp nhận", "receive"),
    Step.CORRECT_RECEPTION: Words("đính chính thông tin tiếp nhận", "correct the reception"),
    Step.FORWARD: Words("chuyển Bộ phận Một cửa khác", "forward to another one-stop unit"),
    Step.REFUSE: Words("từ chối tiếp nhận", "refuse"),
    Step.REQUEST_SUPPLEMENT: Words("yêu cầu bổ sung", "ask for a supplement"),
    Step.SUPPLEMENT: Words("bổ sung", "add what is missing"),
    Step.TRANSFER: Words("chuyển", "transfer"),
    Step.ASSIGN: Words("phân công người thụ lý", "assign the case officer"),
    Step.CLAIM: Words("nhận việc", "take the work"),
    Step.HAND_OVER: Words("bàn giao cho người khác trong đơn vị", "hand over to a colleague"),
    Step.NOTE: Words("ghi chú nội bộ", "write an internal note"),
    Step.CONFIRM_COMPLETE: Words("xác nhận hồ sơ đầy đủ, hợp lệ", "confirm that it is complete"),
    Step.CONSULT: Words("lấy ý kiến", "ask for an opinion"),
    Step.ANSWER: Words("trả lời ý kiến", "give the opinion"),
    Step.CALL_ORIGINAL: Words("yêu cầu xuất trình bản chính để đối chiếu", "call for originals"),
    Step.COMPARE: Words("ghi kết quả đối chiếu bản chính, bản giấy của tệp không ký số", "record the comparison"),
    Step.FINISH_TASK: Words("hoàn thành phần việc", "finish the share of work"),
    Step.EXTEND: Words("đề nghị gia hạn", "propose an extension"),
    Step.APOLOGISE: Words("xin lỗi và hẹn lại", "apologise with a new date"),
    Step.REQUEST_PAYMENT: Words("yêu cầu nộp tiền", "ask for payment"),
    Step.PAY: Words("nộp tiền", "pay"),
    Step.ACKNOWLEDGE_PAYMENT: Words("xác nhận đã nhận tiền", "acknowledge the payment"),
    Step.REVERSE_PAYMENT: Words("đề nghị hủy khoản thu", "propose to reverse a payment"),
    Step.CONFIRM_EXEMPTION: Words("xét miễn, giảm phí, lệ phí", "decide the exemption"),
    Step.PROPOSE: Words("trình ký kết quả giải quyết", "propose the outcome for signature"),
    Step.RESOLVE: Words("giải quyết", "settle"),
    Step.CORRECT: Words("đính chính, thay kết quả", "correct the result"),
    Step.GIVE_BACK: Words("trả kết quả, trả giấy tờ", "hand over the result"),
    Step.INVITE: Words("mời nhận qua dịch vụ bưu chính công ích", "note the invitation of the post"),
    Step.TAKE_BACK: Words("nhận lại bưu gửi không có người nhận", "take back uncollected post"),
    Step.WITHDRAW: Words("rút", "withdraw"),
    Step.STOP: Words("dừng", "stop"),
    Step.CLOSE: Words("kết thúc", "close"),
    Step.ERASE: Words("xóa dữ liệu cá nhân", "erase personal data"),
}
REPORT_STATUS = Words("báo tiến độ", "report progress")
"""The act of a line-of-business system, which is not a step of people."""

CHANNEL_WORDS: Mapping[str, Words] = {
    "desk": Words("trực tiếp tại quầy", "at the desk"),
    "post": Words("qua dịch vụ bưu chính công ích", "by the public postal service"),
    "agent": Words("qua người được ủy quyền, thuê nộp", "by an authorised person"),
    "national_portal": Words("Cổng Dịch vụ công quốc gia", "the national portal"),
    "vneid": Words("ứng dụng VNeID", "the VNeID app"),
    "kiosk": Words("ki-ốt", "kiosk"),
    "own_portal": Words("trực tuyến trên cổng của tỉnh", "online at the province's portal"),
}
WAY_WORDS: Mapping[str, Words] = {
    "online": Words("bản điện tử", "electronic copy"),
    "counter": Words("tại quầy", "at the counter"),
    "post": Words("qua dịch vụ bưu chính công ích", "by the public postal service"),
}
OBLIGATION_WORDS: Mapping[ObligationState, Words] = {
    ObligationState.OPEN: Words("chưa nộp", "not paid"),
    ObligationState.SETTLED: Words("đã nộp", "paid"),
    ObligationState.EXEMPTED: Words("được miễn", "exempt"),
    ObligationState.CANCELLED: Words("không phải nộp", "nothing to pay"),
}
EXEMPTION_WORDS: Mapping[ExemptionState, Words] = {
    ExemptionState.NONE: Words("chưa có đề nghị", "no claim was made"),
    ExemptionState.CLAIMED: Words("đang chờ xét", "waiting to be decided"),
    ExemptionState.CONFIRMED: Words("được miễn", "exempt"),
    ExemptionState.REJECTED: Words("không được miễn", "not exempt"),
}


def state_words(state: State) -> Words:
    """Return the words of a state for the reader; only its author reads of a draft."""
    return Words(*WORDS[state]) if state in WORDS else Words("Bản nháp", "Draft")
