import { dateTime, day, money } from "../lib/format";
import type { Language } from "../lib/language";
import { showNumber } from "../lib/typed_numbers";
import { isDate } from "./formats";
import { isEmpty, type Question } from "./schema";

const YES = { vi: "Có", en: "Yes" };
const NO = { vi: "Không", en: "No" };

/** An answer as people read it; empty when there is none. */
export function answerText(q: Question, value: unknown, language: Language): string {
  if (isEmpty(value)) return "";
  if (q.choices.length) return q.choices.find((choice) => choice.value === value)?.[language] ?? String(value);
  if (typeof value === "boolean") return (value ? YES : NO)[language];
  if (typeof value === "number")
    return q.format === "vnd"
      ? money(value)
      : q.format === "year" || (language === "en" && !Number.isInteger(value))
        ? String(value)
        : showNumber(value);
  if (q.format === "date" && isDate(String(value))) return day(String(value));
  if (q.format === "date-time" && !Number.isNaN(Date.parse(String(value)))) return dateTime(String(value));
  return String(value);
}
