/** Form fields of the steps that hand the result over, or end the dossier. */
import type { StepForm } from "../step_field_kinds";
import type { OfficerStep } from "../take_step";
import { defineField, defineForm, ERASURE_GROUNDS, NOTE, REASON, WAYS, withoutRegister } from "./step_form_parts";

export const HANDOVER_FORMS = {
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
  revoke_authority: defineForm(
    [defineField("reason", "text", "Ai yêu cầu chấm dứt, bằng cách nào", "Who asked for it, and how")],
    { irreversible: true },
  ),
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
} satisfies Partial<Record<OfficerStep, StepForm>>;
