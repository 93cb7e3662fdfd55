/** Checks answers as the server will, in the same words, so that a fault is shown before anything is sent. */
import type { Both } from "../lib/language";
import { readNumber, showNumber } from "../lib/typed_numbers";
import { faultOfDay } from "./day_bounds";
import { faultOfFormat, faultOfLength, faultOfLines, faultOfMarks } from "./formats";
import { type Answers, type FormSchema, formatOf, isEmpty, type Question } from "./schema";
import { tidyText } from "./tidy";

export interface FieldFault {
  readonly key: string;
  readonly vi: string;
  readonly en: string;
}

/** The faults in the order of the questions, at most one for each. `now` is the moment by which days are judged. */
export function validate(form: FormSchema, answers: Answers, now: string): FieldFault[] {
  const found: FieldFault[] = [];
  for (const question of form.questions) {
    const said = fault(question, answers) ?? faultOfDay(form, question, answers, now);
    if (said) found.push({ key: question.key, ...said });
  }
  return found;
}

function fault(q: Question, answers: Answers): Both | null {
  const value = answers[q.key];
  if (isEmpty(value)) return q.required ? missing(q) : null;
  if (q.choices.length) {
    return q.choices.some((choice) => choice.value === value)
      ? null
      : both(`Chọn ${low(q.vi)} trong danh sách`, `Choose ${low(q.en)} from the list`);
  }
  if (q.type === "string") return faultOfText(q, formatOf(q, answers), String(value));
  if (q.type === "boolean") return null;
  return faultOfNumber(q, value);
}

function faultOfText(q: Question, format: string, typed: string): Both | null {
  const text = tidyText(format, typed);
  if (!text) return q.required ? missing(q) : null;
  const lines = q.oneLine ? faultOfLines(q, text) : null;
  const found = lines ?? faultOfMarks(q, text) ?? faultOfFormat(format, q, text);
  if (found) return found;
  return faultOfLength(q, text, q.maxLength);
}

function faultOfNumber(q: Question, given: unknown): Both | null {
  const value = typeof given === "string" ? (readNumber(given) ?? given) : given;
  if (q.type === "integer" && !Number.isInteger(value)) {
    return both(
      `${q.vi} phải là số nguyên; dấu chấm tách hàng nghìn, ví dụ 1.250.000`,
      `${q.en} must be a whole number; full stops part thousands, for example 1.250.000`,
    );
  }
  if (typeof value !== "number") {
    return both(
      `${q.vi} phải là số; dấu chấm tách hàng nghìn, dấu phẩy tách phần lẻ, ví dụ 1.250,5`,
      `${q.en} must be a number; full stops part thousands, a comma parts decimals, for example 1.250,5`,
    );
  }
  const [least, most] = [showNumber(q.minimum), showNumber(q.maximum)];
  if (value < q.minimum) return both(`${q.vi} phải từ ${least} trở lên`, `${q.en} must be ${least} or more`);
  if (value > q.maximum) return both(`${q.vi} tối đa là ${most}`, `${q.en} can be at most ${most}`);
  return null;
}

function missing(q: Question): Both {
  const choose = q.choices.length > 0 || q.type === "boolean";
  return both(`${choose ? "Chọn" : "Nhập"} ${low(q.vi)}`, `${choose ? "Choose" : "Enter"} ${low(q.en)}`);
}

/** The label inside a sentence; an abbreviation keeps its capitals. */
function low(label: string): string {
  const second = label.charAt(1);
  return second && second !== second.toLowerCase() ? label : label.charAt(0).toLowerCase() + label.slice(1);
}

function both(vi: string, en: string): Both {
  return { vi, en };
}
