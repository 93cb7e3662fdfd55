/** Form fields of the steps from the transfer to the result. */
import type { StepForm } from "../step_field_kinds";
import type { OfficerStep } from "../take_step";
import { defineField, defineForm, FILES, LATE, NOTE, OFFICER, OUTCOMES, REASON } from "./step_form_parts";

export const SETTLEMENT_FORMS = {
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
} satisfies Partial<Record<OfficerStep, StepForm>>;
