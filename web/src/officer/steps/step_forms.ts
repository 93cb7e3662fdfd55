/** Form fields of each step. */
import type { StepForm } from "./step_field_kinds";
import {
  ABOUT,
  addCode,
  askIfWrong,
  defineField,
  defineForm,
  ERASURE_GROUNDS,
  FILES,
  LATE,
  NOTE,
  OFFICER,
  OUTCOMES,
  REASON,
  WAYS,
  withoutRegister,
} from "./step_form_parts";
import type { OfficerStep } from "./take_step";

export const STEP_FORMS: Readonly<Record<OfficerStep, StepForm>> = {
  receive: addCode(
    defineForm(
      [
        defineField(
          "deferral",
          "deferral",
          "Cho nộp phí, lệ phí sau (theo căn cứ)",
          "Allow later payment of fees (ground)",
          {
            param: "payment.deferral",
            optional: true,
          },
        ),
        defineField("originals", "components", "Bản chính giữ lại", "Originals kept", { optional: true }),
        defineField(
          "originals_reason",
          "text",
          "Lý do giữ bản giấy của hồ sơ điện tử",
          "Reason for keeping paper with an e-dossier",
          {
            optional: true,
          },
        ),
        defineField("receipt_wanted", "check", "Người nộp muốn có giấy tiếp nhận", "The applicant wants a receipt"),
      ],
      { preview: true },
    ),
  ),
  correct_reception: withoutRegister(
    defineForm(
      [
        defineField("about", "about", "Thông tin ghi sai", "Wrong details", { choices: ABOUT }),
        defineField(
          "applicant",
          "person",
          "Người nộp: sửa lại cho đúng",
          "Applicant: correct details",
          askIfWrong("people"),
        ),
        defineField(
          "principal",
          "person",
          "Người được nộp thay: sửa lại cho đúng",
          "Represented person: correct details",
          askIfWrong("people"),
        ),
        defineField(
          "papers",
          "paper_components",
          "Loại giấy tờ của từng tệp",
          "Which paper each file is",
          askIfWrong("papers"),
        ),
        defineField("originals", "kept", "Bản chính thực tế giữ lại", "Originals actually kept", askIfWrong("papers")),
        defineField("channel", "choice", "Cách nộp đúng", "Correct way of filing", {
          ...askIfWrong("way"),
          choices: [
            { value: "desk", vi: "Trực tiếp tại quầy", en: "At the desk" },
            { value: "agent", vi: "Người được ủy quyền nộp", en: "By an authorised person" },
            { value: "post", vi: "Qua dịch vụ bưu chính công ích", en: "By post" },
          ],
        }),
        defineField("return_way", "choice", "Cách nhận kết quả đúng", "Correct way to receive the result", {
          ...askIfWrong("way"),
          choices: WAYS,
        }),
        defineField(
          "return_address",
          "text",
          "Địa chỉ nhận kết quả qua dịch vụ bưu chính công ích",
          "Address for the result by public post",
          askIfWrong("way"),
        ),
        defineField("received_at", "moment", "Thời điểm tiếp nhận đúng", "Correct time of reception", {
          when: { name: "about", is: "time" },
        }),
        defineField("procedure", "procedure", "Thủ tục đúng", "The right procedure", {
          when: { name: "about", is: "procedure" },
        }),
        defineField("reason", "text", "Lý do đính chính", "Reason for the correction"),
      ],
      { preview: true },
    ),
  ),
  forward: defineForm([defineField("unit", "one_stop", "Chuyển đến", "Forward to"), NOTE]),
  refuse: defineForm(
    [
      defineField("ground", "reason", "Lý do từ chối tiếp nhận", "Reason of the refusal", {
        param: "refusal.reasons",
        scope: { moment: "intake" },
      }),
      REASON,
    ],
    { preview: true, irreversible: true },
  ),
  request_supplement: defineForm(
    [
      defineField("components", "components", "Giấy tờ cần bổ sung", "Papers to add", { optional: true }),
      defineField("form_fields", "form_fields", "Mục của đơn cần sửa", "Parts of the application to correct", {
        optional: true,
      }),
      defineField("payment", "payment", "Yêu cầu nộp phí, lệ phí", "Ask for the fee", { optional: true }),
      defineField("ground", "reason", "Lý do theo quy định", "Reason under the rules", {
        param: "supplement.reasons",
        optional: true,
      }),
      defineField(
        "guidance",
        "text",
        "Nội dung cần bổ sung (nêu đủ trong một lần)",
        "What to add (complete, in one request)",
      ),
      defineField(
        "fallbacks",
        "held",
        "Lý do yêu cầu lại dữ liệu đã có",
        "Reason for asking again for data already held",
        {
          param: "data.reask_reasons",
          optional: true,
        },
      ),
      defineField("reason", "text", "Lý do yêu cầu bổ sung lần tiếp theo", "Reason for another supplement request", {
        optional: true,
      }),
      defineField(
        "without_trip",
        "check",
        "Người nộp không phải đến để bổ sung",
        "The applicant need not come to add it",
      ),
      defineField("cause", "choice", "Nguyên nhân", "Cause", {
        optional: true,
        choices: [
          { value: "guidance_unclear", vi: "Hướng dẫn lần trước chưa rõ", en: "The first guidance was unclear" },
        ],
      }),
    ],
    { preview: true },
  ),
  transfer: defineForm([], { preview: true }),
  assign: defineForm([OFFICER, NOTE]),
  claim: defineForm([]),
  hand_over: defineForm([OFFICER, NOTE]),
  confirm_complete: defineForm([]),
  call_original: defineForm([
    defineField("components", "components", "Giấy tờ cần xuất trình", "Papers to be shown"),
    defineField("shown_as", "choice", "Xuất trình", "To be shown as", {
      choices: [
        { value: "original", vi: "Bản gốc", en: "The original" },
        { value: "principal", vi: "Bản chính", en: "The authentic copy" },
        { value: "certified_copy", vi: "Bản sao có chứng thực", en: "A certified copy" },
      ],
    }),
    defineField(
      "legal_basis",
      "line",
      "Điều luật chuyên ngành cho phép",
      "Article of the sector's law that provides for it",
    ),
    REASON,
  ]),
  compare: defineForm([
    defineField("components", "awaited", "Giấy tờ đã đối chiếu", "Papers compared"),
    defineField("came", "choice", "Bản giấy", "The paper was", {
      choices: [
        { value: "brought", vi: "Người nộp mang đến", en: "Brought by the applicant" },
        { value: "sent", vi: "Gửi đến", en: "Sent" },
      ],
    }),
    defineField("differing", "awaited", "Giấy tờ không khớp", "Papers that differ", { optional: true }),
    NOTE,
  ]),
  consult: defineForm([
    defineField("unit", "unit", "Cơ quan được lấy ý kiến", "Ask"),
    defineField("reply_days", "number", "Thời hạn trả lời (ngày làm việc)", "Reply within (working days)"),
    defineField("questions", "text", "Nội dung lấy ý kiến", "Questions"),
    defineField(
      "enclosed",
      "filed_papers",
      "Giấy tờ gửi kèm (cơ quan được hỏi chỉ xem được giấy tờ chọn ở đây)",
      "Papers enclosed (the body asked sees only those chosen here)",
      { optional: true },
    ),
    FILES,
  ]),
  answer: defineForm([defineField("opinion", "text", "Ý kiến", "Opinion"), FILES]),
  finish_task: defineForm([NOTE]),
  extend: defineForm(
    [defineField("units", "number", "Số ngày làm việc đề nghị gia hạn", "Working days to extend by"), REASON],
    {
      preview: true,
    },
  ),
  apologise: defineForm([
    defineField("new_due_days", "number", "Hẹn lại sau (ngày làm việc)", "New date in (working days)", {
      optional: true,
    }),
    defineField("lost", "components", "Giấy tờ bị mất, hư hỏng tại cơ quan", "Papers lost or damaged here", {
      optional: true,
    }),
    REASON,
  ]),
  request_payment: defineForm([
    defineField("obligations", "obligations", "Khoản phải nộp", "Amounts due", { optional: true }),
    defineField("fee_lines", "fee_lines", "Thêm khoản thu của thủ tục", "More fees of the procedure", {
      optional: true,
    }),
    defineField("computed", "computed", "Khoản do cơ quan khác xác định", "Amount set by another authority", {
      optional: true,
    }),
    defineField("reason", "text", "Lý do cụ thể", "Specific reason", { optional: true }),
  ]),
  acknowledge_payment: defineForm([
    defineField("obligation", "obligation", "Khoản thu", "Sum"),
    defineField("voucher", "line", "Số chứng từ", "Voucher number"),
    defineField("credited_at", "moment", "Thời điểm nhận tiền", "Credited at"),
  ]),
  confirm_exemption: defineForm([
    defineField("obligation", "obligation", "Khoản thu", "Sum"),
    defineField("outcome", "choice", "Quyết định", "Decision", {
      choices: [
        { value: "confirmed", vi: "Được miễn, giảm", en: "Exempt" },
        { value: "rejected", vi: "Không được miễn", en: "Not exempt" },
      ],
    }),
    defineField("reason", "text", "Lý do cụ thể", "Specific reason", { optional: true }),
  ]),
  propose: defineForm([
    defineField("outcome", "choice", "Đề xuất", "Proposed outcome", { choices: OUTCOMES }),
    defineField("result", "result", "Dự thảo văn bản kết quả", "Draft of the result", {
      when: { name: "outcome", is: "granted" },
    }),
    defineField("ground", "reason", "Căn cứ từ chối", "Ground of the refusal", {
      param: "refusal.reasons",
      scope: { moment: "after_appraisal" },
      when: { name: "outcome", is: "not_granted" },
    }),
    defineField("reason", "text", "Lý do nêu cho người nộp", "Reason for the applicant", {
      when: { name: "outcome", is: "not_granted" },
    }),
    defineField("opinion", "text", "Ý kiến thẩm định", "Opinion of the appraisal"),
    FILES,
  ]),
  resolve: defineForm(
    [
      defineField("outcome", "choice", "Kết quả", "Outcome", { choices: OUTCOMES }),
      defineField("result", "result", "Văn bản kết quả", "Result paper", { when: { name: "outcome", is: "granted" } }),
      defineField("ground", "reason", "Căn cứ từ chối", "Ground of the refusal", {
        param: "refusal.reasons",
        scope: { moment: "after_appraisal" },
        when: { name: "outcome", is: "not_granted" },
      }),
      defineField("reason", "text", "Lý do cụ thể", "Specific reason", {
        when: { name: "outcome", is: "not_granted" },
      }),
      defineField("late_cause", "choice", "Nguyên nhân quá hạn", "Cause of the delay", {
        optional: true,
        choices: LATE,
      }),
      defineField("late_officer", "officer", "Công chức để xảy ra quá hạn", "Officer at fault", {
        optional: true,
        when: { name: "late_cause", is: "officer_fault" },
      }),
    ],
    { preview: true, irreversible: true },
  ),
  correct: defineForm([defineField("result", "result", "Văn bản mới", "New paper"), REASON], { irreversible: true }),
  give_back: defineForm([
    defineField("way", "choice", "Cách trả", "How", { choices: WAYS }),
    defineField("receiver", "receiver", "Người nhận", "Receiver", { when: { name: "way", is: "counter" } }),
    defineField(
      "compared",
      "awaited",
      "Giấy tờ đã đối chiếu, khớp với bản chính",
      "Papers that agreed with the originals",
      {
        optional: true,
        when: { name: "way", is: "counter" },
      },
    ),
    defineField("return_address", "text", "Địa chỉ nhận kết quả", "Address to which it is sent", {
      optional: true,
      when: { name: "way", is: "post" },
    }),
    defineField("originals", "check", "Đã trả bản chính", "Originals returned"),
    defineField("receipt_shown", "check", "Đã xuất trình giấy tiếp nhận", "The receipt was shown"),
    defineField(
      "chosen",
      "check",
      "Người nộp yêu cầu nhận theo cách này",
      "The applicant asked to receive it this way",
    ),
    defineField(
      "letter_follows",
      "text",
      "Lý do gửi thư xin lỗi sau",
      "Reason why the letter of apology follows later",
      {
        optional: true,
      },
    ),
    defineField("announced_by", "choice", "Trả trước ngày hẹn: đã báo người nộp bằng", "Before its day: announced by", {
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
  invite: defineForm([NOTE]),
  take_back: defineForm([NOTE]),
  stop: defineForm([defineField("ground", "reason", "Lý do dừng", "Ground", { param: "stop.reasons" }), REASON], {
    preview: true,
    irreversible: true,
  }),
  close: defineForm([], { preview: true }),
  erase: withoutRegister(
    defineForm(
      [
        defineField(
          "digest",
          "part",
          "Phần dữ liệu (để trống: toàn bộ hồ sơ)",
          "Part (left blank: the whole dossier)",
          {
            optional: true,
          },
        ),
        defineField("ground", "choice", "Căn cứ", "Ground", { choices: ERASURE_GROUNDS }),
        defineField("decision", "line", "Số, ngày, cơ quan ra quyết định", "Number, date, authority of the decision", {
          when: { name: "ground", is: "authority_decision" },
        }),
      ],
      { irreversible: true },
    ),
  ),
};
