/** Checks answers as the server will, in the same words, so that a fault is shown before anything is sent. */
import type { Answers, FormSchema, Question } from "./schema";
import { tidyText } from "./tidy";

export interface FieldFault {
  readonly key: string;
  readonly vi: string;
  readonly en: string;
}

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const DATE_TIME = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d:\d{2}\+07:00$/;
const EMAIL =
  /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}$/;

export function isDate(text: string): boolean {
  const found = DATE.exec(text);
  if (!found) return false;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text) && Number(found[1]) > 0;
}

const FORMATS: Record<string, (text: string) => boolean> = {
  date: isDate,
  "date-time": (text) => isDate(DATE_TIME.exec(text)?.[1] ?? ""),
  email: (text) => EMAIL.test(text) && !text.includes("..") && !text.startsWith(".") && !text.includes(".@"),
  phone: (text) => /^0[0-9]{9,10}$/.test(text),
  "vn-personal-id": (text) => /^[0-9]{12}$/.test(text),
};

type Say = (q: Question, length: number) => Omit<FieldFault, "key">;

const SAID: Record<string, Say> = {
  date: (q) =>
    both(`${q.vi} phải là ngày có thật, ví dụ 27 3 1990`, `${q.en} must be a real date, for example 27 3 1990`),
  "date-time": (q) => both(`${q.vi} phải là ngày và giờ có thật`, `${q.en} must be a real day and time`),
  email: (q) =>
    both(
      `${q.vi} phải là địa chỉ thư, ví dụ ten@vidu.vn`,
      `${q.en} must be an e-mail address, for example ten@vidu.vn`,
    ),
  phone: (q, n) =>
    both(
      `${q.vi} phải có 10 hoặc 11 chữ số và bắt đầu bằng 0; bạn nhập ${n} ký tự`,
      `${q.en} must have 10 or 11 digits and start with 0; you entered ${n} characters`,
    ),
  "vn-personal-id": (q, n) =>
    both(
      `${q.vi} phải có đúng 12 chữ số; bạn nhập ${n} ký tự`,
      `${q.en} must have exactly 12 digits; you entered ${n} characters`,
    ),
};

const both = (vi: string, en: string) => ({ vi, en });

/** The faults in the order of the questions, at most one for each. */
export function validate(form: FormSchema, answers: Answers): FieldFault[] {
  const found: FieldFault[] = [];
  for (const question of form.questions) {
    const said = fault(question, answers[question.key]);
    if (said) found.push({ key: question.key, ...said });
  }
  return found;
}

function fault(q: Question, value: unknown): Omit<FieldFault, "key"> | null {
  const empty = value === undefined || value === null || value === "";
  if (empty) return q.required ? missing(q) : null;
  if (q.choices.length) {
    return q.choices.some((choice) => choice.value === value)
      ? null
      : both(`Chọn ${low(q.vi)} trong danh sách`, `Choose ${low(q.en)} from the list`);
  }
  if (q.type === "string") return faultOfText(q, tidyText(q.format, String(value)));
  if (q.type === "boolean") return null;
  return faultOfNumber(q, value);
}

function faultOfText(q: Question, text: string): Omit<FieldFault, "key"> | null {
  if (!text) return q.required ? missing(q) : null;
  const length = [...text].length;
  const format = FORMATS[q.format];
  if (format && !format(text)) return SAID[q.format]?.(q, length) ?? null;
  if (length > q.maxLength) {
    return both(`${q.vi} dài tối đa ${q.maxLength} ký tự`, `${q.en} can be at most ${q.maxLength} characters`);
  }
  if (q.pattern && !q.pattern.test(text)) {
    return both(
      `${q.vi} có ký tự không dùng được; gõ lại thay vì dán`,
      `${q.en} has characters that cannot be used; type it again as plain text`,
    );
  }
  return null;
}

function faultOfNumber(q: Question, value: unknown): Omit<FieldFault, "key"> | null {
  if (typeof value !== "number" || (q.type === "integer" && !Number.isInteger(value))) {
    return both(`${q.vi} phải là số, ví dụ 1000`, `${q.en} must be a number, for example 1000`);
  }
  if (value < q.minimum) return both(`${q.vi} phải từ ${q.minimum} trở lên`, `${q.en} must be ${q.minimum} or more`);
  if (value > q.maximum) return both(`${q.vi} tối đa là ${q.maximum}`, `${q.en} can be at most ${q.maximum}`);
  return null;
}

function missing(q: Question): Omit<FieldFault, "key"> {
  const choose = q.choices.length > 0 || q.type === "boolean";
  return both(`${choose ? "Chọn" : "Nhập"} ${low(q.vi)}`, `${choose ? "Choose" : "Enter"} ${low(q.en)}`);
}

/** The label inside a sentence; an abbreviation keeps its capitals. */
function low(label: string): string {
  const second = label.charAt(1);
  return second && second !== second.toLowerCase() ? label : label.charAt(0).toLowerCase() + label.slice(1);
}
