/** Form fields of the steps at reception. */
import type { StepForm } from "../step_field_kinds";
import type { OfficerStep } from "../take_step";
import {
  ABOUT,
  addCode,
  askIfWrong,
  defineField,
  defineForm,
  NOTE,
  REASON,
  WAYS,
  withoutRegister,
} from "./step_form_parts";

export const RECEPTION_FORMS = {
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
} satisfies Partial<Record<OfficerStep, StepForm>>;
