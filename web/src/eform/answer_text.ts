import { writeDateTime, writeDay, writeMoney } from "../lib/format";
import type { Language } from "../lib/language";
import { showNumber } from "../lib/typed_numbers";
import { isDate } from "./formats";
import { isEmpty, type Question } from "./schema";

const YES = { vi: "Có", en: "Yes" };
const NO = { vi: "Không", en: "No" };

/** An answer as people read it; empty when there is none. */
export function writeAnswer(question: Question, value: unknown, language: Language): string {
  if (isEmpty(value)) return "";
  if (question.choices.length)
    return question.choices.find((choice) => choice.value === value)?.[language] ?? String(value);
  if (typeof value === "boolean") return (value ? YES : NO)[language];
  if (typeof value === "number")
    return question.format === "vnd"
      ? writeMoney(value)
      : question.format === "year" || (language === "en" && !Number.isInteger(value))
        ? String(value)
        : showNumber(value);
  if (question.format === "date" && isDate(String(value))) return writeDay(String(value));
  if (question.format === "date-time" && !Number.isNaN(Date.parse(String(value)))) return writeDateTime(String(value));
  return String(value);
}
