/** Checks answers as the server will, in the same words, so that a fault is shown before anything is sent. */
import type { BilingualText } from "../lib/language";
import { readNumber, showNumber } from "../lib/typed_numbers";
import { findDayFault } from "./day_bounds";
import { findFormatFault, findLengthFault, findLinesFault, findMarksFault } from "./formats";
import { type Answers, chooseFormat, type FormSchema, isEmpty, type Question } from "./schema";
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
    const said = findFault(question, answers) ?? findDayFault(form, question, answers, now);
    if (said) found.push({ key: question.key, ...said });
  }
  return found;
}

function findFault(question: Question, answers: Answers): BilingualText | null {
  const value = answers[question.key];
  if (isEmpty(value)) return question.required ? makeMissingFault(question) : null;
  if (question.choices.length) {
    return question.choices.some((choice) => choice.value === value)
      ? null
      : makeBoth(`Chọn ${lowerFirst(question.vi)} trong danh sách`, `Choose ${lowerFirst(question.en)} from the list`);
  }
  if (question.type === "string") return findTextFault(question, chooseFormat(question, answers), String(value));
  if (question.type === "boolean") return null;
  return findNumberFault(question, value);
}

function findTextFault(question: Question, format: string, typed: string): BilingualText | null {
  const text = tidyText(format, typed);
  if (!text) return question.required ? makeMissingFault(question) : null;
  const lines = question.oneLine ? findLinesFault(question, text) : null;
  const found = lines ?? findMarksFault(question, text) ?? findFormatFault(format, question, text);
  if (found) return found;
  return findLengthFault(question, text, question.maxLength);
}

function findNumberFault(question: Question, given: unknown): BilingualText | null {
  const value = typeof given === "string" ? (readNumber(given) ?? given) : given;
  if (question.type === "integer" && !Number.isInteger(value)) {
    return makeBoth(
      `${question.vi} phải là số nguyên; dấu chấm tách hàng nghìn, ví dụ 1.250.000`,
      `${question.en} must be a whole number; full stops part thousands, for example 1.250.000`,
    );
  }
  if (typeof value !== "number") {
    return makeBoth(
      `${question.vi} phải là số; dấu chấm tách hàng nghìn, dấu phẩy tách phần lẻ, ví dụ 1.250,5`,
      `${question.en} must be a number; full stops part thousands, a comma parts decimals, for example 1.250,5`,
    );
  }
  const [least, most] = [showNumber(question.minimum), showNumber(question.maximum)];
  if (value < question.minimum)
    return makeBoth(`${question.vi} phải từ ${least} trở lên`, `${question.en} must be ${least} or more`);
  if (value > question.maximum)
    return makeBoth(`${question.vi} tối đa là ${most}`, `${question.en} can be at most ${most}`);
  return null;
}

function makeMissingFault(question: Question): BilingualText {
  const choose = question.choices.length > 0 || question.type === "boolean";
  return makeBoth(
    `${choose ? "Chọn" : "Nhập"} ${lowerFirst(question.vi)}`,
    `${choose ? "Choose" : "Enter"} ${lowerFirst(question.en)}`,
  );
}

/** The label inside a sentence; an abbreviation keeps its capitals. */
function lowerFirst(label: string): string {
  const second = label.charAt(1);
  return second && second !== second.toLowerCase() ? label : label.charAt(0).toLowerCase() + label.slice(1);
}

function makeBoth(vi: string, en: string): BilingualText {
  return { vi, en };
}
