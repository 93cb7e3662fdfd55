/** Form fields of the steps about fees. */
import type { StepForm } from "../step_field_kinds";
import type { OfficerStep } from "../take_step";
import { defineField, defineForm } from "./step_form_parts";

export const PAYMENT_FORMS = {
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
} satisfies Partial<Record<OfficerStep, StepForm>>;
