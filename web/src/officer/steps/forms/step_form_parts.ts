/** Fields and choices that the forms of several steps share. */
import { returnWords } from "../../../dossier/return_words";
import type { Kind, StepField, StepForm } from "../step_field_kinds";

export const defineField = (
  name: string,
  kind: Kind,
  vi: string,
  en: string,
  more: Partial<StepField> = {},
): StepField => ({
  name,
  kind,
  vi,
  en,
  ...more,
});
export const defineForm = (
  fields: readonly StepField[],
  how: { preview?: boolean; irreversible?: boolean } = {},
): StepForm => ({
  fields: [...fields, REGISTER],
  preview: how.preview ?? false,
  irreversible: how.irreversible ?? false,
});

export const REGISTER = defineField("paper_register", "register", "Theo sổ giấy", "From the paper register", {
  optional: true,
});
export const REASON = defineField("reason", "text", "Lý do cụ thể", "Specific reason");
export const OFFICER = defineField("officer", "case_officer", "Người thụ lý", "Case officer");
export const FILES = defineField("papers", "files", "Tệp kèm theo", "Files", { optional: true });
export const NOTE = defineField("note", "text", "Ghi chú", "Note", { optional: true });
export const LATE = [
  { value: "officer_fault", vi: "Lỗi của công chức, cơ quan", en: "Fault of an officer or agency" },
  { value: "other_body", vi: "Do cơ quan khác", en: "Another body" },
  { value: "applicant", vi: "Do người nộp", en: "The applicant" },
  { value: "force_majeure", vi: "Bất khả kháng", en: "Force majeure" },
];

export const OUTCOMES = [
  { value: "granted", vi: "Giải quyết", en: "Granted" },
  { value: "not_granted", vi: "Từ chối giải quyết", en: "Not granted" },
];

export const ERASURE_GROUNDS = [
  { value: "subject_request", vi: "Chủ thể dữ liệu yêu cầu", en: "Request of the data subject" },
  { value: "retention_over", vi: "Hết thời hạn lưu trữ", en: "End of the retention term" },
  { value: "authority_decision", vi: "Quyết định của cơ quan có thẩm quyền", en: "Decision of a competent authority" },
];

export const WAYS = (["counter", "online", "post"] as const).map((value) => ({
  value,
  vi: returnWords.vi[value],
  en: returnWords.en[value],
}));
export const ABOUT = [
  { value: "people", vi: "Người nộp", en: "The applicant" },
  { value: "papers", vi: "Giấy tờ đã nhận", en: "Papers received" },
  { value: "way", vi: "Cách nộp, cách nhận kết quả", en: "Way of filing, way to receive the result" },
  { value: "procedure", vi: "Thủ tục", en: "The procedure" },
  { value: "time", vi: "Thời điểm tiếp nhận, ngày hẹn trả", en: "Time of reception, result due date" },
];

/** Label of a field that is needed only if the record is wrong. */
export const askIfWrong = (about: string): Partial<StepField> => ({
  optional: true,
  when: { name: "about", is: about },
});

/** The register gave a dossier its code at reception. */
export const addCode = (step: StepForm): StepForm => ({
  ...step,
  fields: step.fields.map((each) => (each === REGISTER ? { ...each, kind: "coded_register" } : each)),
});
/** Steps of the system alone are never done on paper. */
export const withoutRegister = (step: StepForm): StepForm => ({
  ...step,
  fields: step.fields.filter((each) => each !== REGISTER),
});
