/** Texts of each state for officers: a label, the party who must act, and the next task. */
import type { State } from "../../api/types";
import type { Tone } from "../../ui/notice";

interface StateWords {
  readonly label: string;
  readonly next: string;
}

interface Officers {
  readonly tone: Tone;
  readonly vi: StateWords;
  readonly en: StateWords;
}

const makeStateWords = (tone: Tone, vi: readonly [string, string], en: readonly [string, string]): Officers => ({
  tone,
  vi: { label: vi[0], next: vi[1] },
  en: { label: en[0], next: en[1] },
});

export const OFFICER_STATES: Record<State, Officers> = {
  draft: makeStateWords(
    "info",
    ["Bản nhập tại quầy", "Hoàn tất và in giấy tiếp nhận, hoặc xóa."],
    ["Counter draft", "Finish and print the receipt, or delete."],
  ),
  submitted: makeStateWords(
    "act",
    ["Chờ kiểm tra", "Kiểm tra giấy tờ; tiếp nhận, yêu cầu bổ sung hoặc từ chối tiếp nhận."],
    ["To check", "Check the papers; accept, ask for more, or refuse."],
  ),
  received: makeStateWords(
    "act",
    ["Chờ chuyển xử lý", "Chuyển đến cơ quan giải quyết."],
    ["To transfer", "Transfer it to the agency that settles it."],
  ),
  not_received: makeStateWords(
    "done",
    ["Không được tiếp nhận", "Trả bản chính nếu có, rồi kết thúc hồ sơ."],
    ["Refused at intake", "Return originals if there are any, then close."],
  ),
  processing: makeStateWords(
    "act",
    ["Đang xử lý", "Thẩm định, trình kết quả."],
    ["In progress", "Appraise it and finish the step."],
  ),
  supplement_requested: makeStateWords(
    "wait",
    ["Chờ người nộp bổ sung", "Chờ; hồ sơ tự về danh sách khi có bổ sung. Hết hạn: quyết định dừng."],
    ["Waiting for applicant", "Wait; it returns to your list. On expiry decide to stop."],
  ),
  payment_requested: makeStateWords(
    "wait",
    ["Chờ nộp tiền", "Đối chiếu giao dịch hoặc thu tại quầy."],
    ["Waiting for payment", "Match the payment or collect it."],
  ),
  withdrawn: makeStateWords(
    "act",
    ["Công dân yêu cầu rút hồ sơ", "Trả bản chính, ghi hoàn phí nếu có, rồi kết thúc hồ sơ."],
    ["Withdrawal", "Return originals, record any refund, then close."],
  ),
  stopped: makeStateWords(
    "done",
    ["Đã dừng", "Bảo đảm đã gửi thông báo và trả bản chính."],
    ["Stopped", "Make sure the notice is delivered and originals are returned."],
  ),
  resolved: makeStateWords(
    "act",
    ["Chờ trả kết quả", "Trả kết quả, lấy xác nhận của người nhận."],
    ["To hand over", "Hand it over and get the confirmation."],
  ),
  returned: makeStateWords("act", ["Đã trả", "Đủ giấy tờ thì kết thúc hồ sơ."], ["Delivered", "Close when complete."]),
  closed: makeStateWords("done", ["Đã kết thúc", "Chỉ đọc."], ["Archived", "Read only."]),
};
