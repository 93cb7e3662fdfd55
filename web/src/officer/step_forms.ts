/** Form fields of each step. */
import type { StepForm } from "./step_field_kinds";
import {
  ABOUT,
  coded,
  ERASURE_GROUNDS,
  FILES,
  f,
  form,
  ifWrong,
  LATE,
  NOTE,
  neverOnPaper,
  OFFICER,
  OUTCOMES,
  REASON,
  WAYS,
} from "./step_form_parts";
import type { OfficerStep } from "./take_step";

export const STEP_FORMS: Readonly<Record<OfficerStep, StepForm>> = {
  receive: coded(
    form(
      [
        f("deferral", "deferral", "Cho nộp phí, lệ phí sau (theo căn cứ)", "Allow later payment of fees (ground)", {
          param: "payment.deferral",
          optional: true,
        }),
        f("originals", "components", "Bản chính giữ lại", "Originals kept", { optional: true }),
        f(
          "originals_reason",
          "text",
          "Lý do giữ bản giấy của hồ sơ điện tử",
          "Reason for keeping paper with an e-dossier",
          {
            optional: true,
          },
        ),
        f("receipt_wanted", "check", "Người nộp muốn có giấy tiếp nhận", "The applicant wants a receipt"),
      ],
      { preview: true },
    ),
  ),
  correct_reception: neverOnPaper(
    form(
      [
        f("about", "about", "Thông tin ghi sai", "Wrong details", { choices: ABOUT }),
        f("applicant", "person", "Người nộp: sửa lại cho đúng", "Applicant: correct details", ifWrong("people")),
        f(
          "principal",
          "person",
          "Người được nộp thay: sửa lại cho đúng",
          "Represented person: correct details",
          ifWrong("people"),
        ),
        f("papers", "paper_components", "Loại giấy tờ của từng tệp", "Which paper each file is", ifWrong("papers")),
        f("originals", "kept", "Bản chính thực tế giữ lại", "Originals actually kept", ifWrong("papers")),
        f("channel", "choice", "Cách nộp đúng", "Correct way of filing", {
          ...ifWrong("way"),
          choices: [
            { value: "desk", vi: "Trực tiếp tại quầy", en: "At the desk" },
            { value: "agent", vi: "Người được ủy quyền nộp", en: "By an authorised person" },
            { value: "post", vi: "Qua dịch vụ bưu chính công ích", en: "By post" },
          ],
        }),
        f("return_way", "choice", "Cách nhận kết quả đúng", "Correct way to receive the result", {
          ...ifWrong("way"),
          choices: WAYS,
        }),
        f(
          "return_address",
          "text",
          "Địa chỉ nhận kết quả qua dịch vụ bưu chính công ích",
          "Address for the result by public post",
          ifWrong("way"),
        ),
        f("received_at", "moment", "Thời điểm tiếp nhận đúng", "Correct time of reception", {
          when: { name: "about", is: "time" },
        }),
        f("procedure", "procedure", "Thủ tục đúng", "The right procedure", {
          when: { name: "about", is: "procedure" },
        }),
        f("reason", "text", "Lý do đính chính", "Reason for the correction"),
      ],
      { preview: true },
    ),
  ),
  forward: form([f("unit", "one_stop", "Chuyển đến", "Forward to"), NOTE]),
  refuse: form(
    [
      f("ground", "reason", "Lý do từ chối tiếp nhận", "Reason of the refusal", {
        param: "refusal.reasons",
        scope: { moment: "intake" },
      }),
      REASON,
    ],
    { preview: true, grave: true },
  ),
  request_supplement: form(
    [
      f("components", "components", "Giấy tờ cần bổ sung", "Papers to add", { optional: true }),
      f("form_fields", "form_fields", "Mục của đơn cần sửa", "Parts of the application to correct", { optional: true }),
      f("payment", "payment", "Yêu cầu nộp phí, lệ phí", "Ask for the fee", { optional: true }),
      f("ground", "reason", "Lý do theo quy định", "Reason under the rules", {
        param: "supplement.reasons",
        optional: true,
      }),
      f("guidance", "text", "Nội dung cần bổ sung (nêu đủ trong một lần)", "What to add (complete, in one request)"),
      f("fallbacks", "held", "Lý do yêu cầu lại dữ liệu đã có", "Reason for asking again for data already held", {
        param: "data.reask_reasons",
        optional: true,
      }),
      f("reason", "text", "Lý do yêu cầu bổ sung lần tiếp theo", "Reason for another supplement request", {
        optional: true,
      }),
      f("without_trip", "check", "Người nộp không phải đến để bổ sung", "The applicant need not come to add it"),
      f("cause", "choice", "Nguyên nhân", "Cause", {
        optional: true,
        choices: [
          { value: "guidance_unclear", vi: "Hướng dẫn lần trước chưa rõ", en: "The first guidance was unclear" },
        ],
      }),
    ],
    { preview: true },
  ),
  transfer: form([], { preview: true }),
  assign: form([OFFICER, NOTE]),
  claim: form([]),
  hand_over: form([OFFICER, NOTE]),
  confirm_complete: form([]),
  call_original: form([
    f("components", "components", "Giấy tờ cần xuất trình", "Papers to be shown"),
    f("shown_as", "choice", "Xuất trình", "To be shown as", {
      choices: [
        { value: "original", vi: "Bản gốc", en: "The original" },
        { value: "principal", vi: "Bản chính", en: "The authentic copy" },
        { value: "certified_copy", vi: "Bản sao có chứng thực", en: "A certified copy" },
      ],
    }),
    f("legal_basis", "line", "Điều luật chuyên ngành cho phép", "Article of the sector's law that provides for it"),
    REASON,
  ]),
  compare: form([
    f("components", "awaited", "Giấy tờ đã đối chiếu", "Papers compared"),
    f("came", "choice", "Bản giấy", "The paper was", {
      choices: [
        { value: "brought", vi: "Người nộp mang đến", en: "Brought by the applicant" },
        { value: "sent", vi: "Gửi đến", en: "Sent" },
      ],
    }),
    f("differing", "awaited", "Giấy tờ không khớp", "Papers that differ", { optional: true }),
    NOTE,
  ]),
  consult: form([
    f("unit", "unit", "Cơ quan được lấy ý kiến", "Ask"),
    f("reply_days", "number", "Thời hạn trả lời (ngày làm việc)", "Reply within (working days)"),
    f("questions", "text", "Nội dung lấy ý kiến", "Questions"),
    f(
      "enclosed",
      "filed_papers",
      "Giấy tờ gửi kèm (cơ quan được hỏi chỉ xem được giấy tờ chọn ở đây)",
      "Papers enclosed (the body asked sees only those chosen here)",
      { optional: true },
    ),
    FILES,
  ]),
  answer: form([f("opinion", "text", "Ý kiến", "Opinion"), FILES]),
  finish_task: form([NOTE]),
  extend: form([f("units", "number", "Số ngày làm việc đề nghị gia hạn", "Working days to extend by"), REASON], {
    preview: true,
  }),
  apologise: form([
    f("new_due_days", "number", "Hẹn lại sau (ngày làm việc)", "New date in (working days)", { optional: true }),
    f("lost", "components", "Giấy tờ bị mất, hư hỏng tại cơ quan", "Papers lost or damaged here", { optional: true }),
    REASON,
  ]),
  request_payment: form([
    f("obligations", "obligations", "Khoản phải nộp", "Amounts due", { optional: true }),
    f("fee_lines", "fee_lines", "Thêm khoản thu của thủ tục", "More fees of the procedure", { optional: true }),
    f("computed", "computed", "Khoản do cơ quan khác xác định", "Amount set by another authority", { optional: true }),
    f("reason", "text", "Lý do cụ thể", "Specific reason", { optional: true }),
  ]),
  acknowledge_payment: form([
    f("obligation", "obligation", "Khoản thu", "Sum"),
    f("voucher", "line", "Số chứng từ", "Voucher number"),
    f("credited_at", "moment", "Thời điểm nhận tiền", "Credited at"),
  ]),
  confirm_exemption: form([
    f("obligation", "obligation", "Khoản thu", "Sum"),
    f("outcome", "choice", "Quyết định", "Decision", {
      choices: [
        { value: "confirmed", vi: "Được miễn, giảm", en: "Exempt" },
        { value: "rejected", vi: "Không được miễn", en: "Not exempt" },
      ],
    }),
    f("reason", "text", "Lý do cụ thể", "Specific reason", { optional: true }),
  ]),
  propose: form([
    f("outcome", "choice", "Đề xuất", "Proposed outcome", { choices: OUTCOMES }),
    f("result", "result", "Dự thảo văn bản kết quả", "Draft of the result", {
      when: { name: "outcome", is: "granted" },
    }),
    f("ground", "reason", "Căn cứ từ chối", "Ground of the refusal", {
      param: "refusal.reasons",
      scope: { moment: "after_appraisal" },
      when: { name: "outcome", is: "not_granted" },
    }),
    f("reason", "text", "Lý do nêu cho người nộp", "Reason for the applicant", {
      when: { name: "outcome", is: "not_granted" },
    }),
    f("opinion", "text", "Ý kiến thẩm định", "Opinion of the appraisal"),
    FILES,
  ]),
  resolve: form(
    [
      f("outcome", "choice", "Kết quả", "Outcome", { choices: OUTCOMES }),
      f("result", "result", "Văn bản kết quả", "Result paper", { when: { name: "outcome", is: "granted" } }),
      f("ground", "reason", "Căn cứ từ chối", "Ground of the refusal", {
        param: "refusal.reasons",
        scope: { moment: "after_appraisal" },
        when: { name: "outcome", is: "not_granted" },
      }),
      f("reason", "text", "Lý do cụ thể", "Specific reason", { when: { name: "outcome", is: "not_granted" } }),
      f("late_cause", "choice", "Nguyên nhân quá hạn", "Cause of the delay", {
        optional: true,
        choices: LATE,
      }),
      f("late_officer", "officer", "Công chức để xảy ra quá hạn", "Officer at fault", {
        optional: true,
        when: { name: "late_cause", is: "officer_fault" },
      }),
    ],
    { preview: true, grave: true },
  ),
  correct: form([f("result", "result", "Văn bản mới", "New paper"), REASON], { grave: true }),
  give_back: form([
    f("way", "choice", "Cách trả", "How", { choices: WAYS }),
    f("receiver", "receiver", "Người nhận", "Receiver", { when: { name: "way", is: "counter" } }),
    f("compared", "awaited", "Giấy tờ đã đối chiếu, khớp với bản chính", "Papers that agreed with the originals", {
      optional: true,
      when: { name: "way", is: "counter" },
    }),
    f("return_address", "text", "Địa chỉ nhận kết quả", "Address to which it is sent", {
      optional: true,
      when: { name: "way", is: "post" },
    }),
    f("originals", "check", "Đã trả bản chính", "Originals returned"),
    f("receipt_shown", "check", "Đã xuất trình giấy tiếp nhận", "The receipt was shown"),
    f("chosen", "check", "Người nộp yêu cầu nhận theo cách này", "The applicant asked to receive it this way"),
    f("letter_follows", "text", "Lý do gửi thư xin lỗi sau", "Reason why the letter of apology follows later", {
      optional: true,
    }),
    f("announced_by", "choice", "Trả trước ngày hẹn: đã báo người nộp bằng", "Before its day: announced by", {
      optional: true,
      when: { name: "way", is: "counter" },
      choices: [
        { value: "sms", vi: "Tin nhắn", en: "Text message" },
        { value: "email", vi: "Thư điện tử", en: "E-mail" },
        { value: "phone", vi: "Điện thoại", en: "Telephone" },
        { value: "social", vi: "Mạng xã hội", en: "Social network" },
      ],
    }),
  ]),
  invite: form([NOTE]),
  take_back: form([NOTE]),
  stop: form([f("ground", "reason", "Lý do dừng", "Ground", { param: "stop.reasons" }), REASON], {
    preview: true,
    grave: true,
  }),
  close: form([], { preview: true }),
  erase: neverOnPaper(
    form(
      [
        f("digest", "part", "Phần dữ liệu (để trống: toàn bộ hồ sơ)", "Part (left blank: the whole dossier)", {
          optional: true,
        }),
        f("ground", "choice", "Căn cứ", "Ground", { choices: ERASURE_GROUNDS }),
        f("decision", "line", "Số, ngày, cơ quan ra quyết định", "Number, date, authority of the decision", {
          when: { name: "ground", is: "authority_decision" },
        }),
      ],
      { grave: true },
    ),
  ),
};
