/** Data of a form that was made elsewhere, in the format that the procedure prescribes: one JSON object. */
import type { Answers } from "../eform/schema";
import type { BilingualText } from "../lib/language";

export interface FilledForm {
  /** The format's own name: the `$id` of the form's schema. */
  readonly form: string;
  readonly answers: Answers;
}

const MOST_BYTES = 200 * 1024;

const faults = {
  size: { vi: "Tệp dữ liệu không quá 200 KB", en: "A data file has at most 200 KB" },
  json: { vi: "Tệp không phải dữ liệu JSON đọc được", en: "The file is not valid JSON" },
  shape: {
    vi: "Tệp không có mã biểu mẫu (form) và các mục (answers); tải tệp mẫu về để so",
    en: "The file lacks the name of the form (form) or its fields (answers); compare it with the template",
  },
  form: {
    vi: "Tệp theo biểu mẫu khác hoặc bản cũ; tải tệp mẫu hiện hành về",
    en: "The file follows another form or an older version; download the current template",
  },
} as const satisfies Record<string, BilingualText>;

/** The data of a file in the prescribed format, or why it cannot be taken. Fields are checked by the server. */
export function readData(
  text: string,
  format: string,
): { readonly data: FilledForm } | { readonly fault: BilingualText } {
  if (new TextEncoder().encode(text).length > MOST_BYTES) return { fault: faults.size };
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    return { fault: faults.json };
  }
  if (!isObject(read) || typeof read.form !== "string" || !isObject(read.answers)) return { fault: faults.shape };
  if (read.form !== format) return { fault: faults.form };
  return { data: { form: read.form, answers: read.answers } };
}

/** A file to fill in, with the last filed answers, in the prescribed format. */
export function makeTemplate(format: string, answers: Answers): string {
  return `${JSON.stringify({ form: format, answers }, null, 2)}\n`;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
