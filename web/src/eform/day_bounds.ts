/** Days within the bounds of their question, checked as the server does: see `chalicelib/models/eform_days.py`. */
import { writeClock, writeDay } from "../lib/format";
import type { BilingualText } from "../lib/language";
import { DATE_TIME, isDate } from "./formats";
import type { Answers, FormSchema, Question } from "./schema";

const VIETNAM_MS = 7 * 3600 * 1000;
const FROM_TODAY = /^today(?:([+-][1-9]\d{0,3})([dy]))?$/;

/** The day in Vietnam of a moment: "2026-12-01". */
export const toDay = (moment: string): string => new Date(Date.parse(moment) + VIETNAM_MS).toISOString().slice(0, 10);

/** The day that a bound means: "1900-01-01", "today", "today-60d" or "today+1y"; "now" is today. */
export function resolveBound(bound: string, today: string): string {
  const found = FROM_TODAY.exec(bound === "now" ? "today" : bound);
  if (!found) return bound;
  const count = Number(found[1] ?? 0);
  return found[2] === "y" ? addYears(today, count) : addDays(today, count);
}

function addDays(today: string, count: number): string {
  return new Date(Date.parse(`${today}T00:00:00Z`) + count * 24 * 3600 * 1000).toISOString().slice(0, 10);
}

/** 29 February becomes 28 February where the year has none. */
function addYears(today: string, count: number): string {
  const moved = `${String(Number(today.slice(0, 4)) + count).padStart(4, "0")}${today.slice(4)}`;
  return isDate(moved) ? moved : moved.replace(/29$/, "28");
}

export interface DayBounds {
  readonly earliest: string;
  readonly latest: string;
}

interface Span {
  readonly first: string;
  readonly last: string;
  /** Bounds of an answer with its hour. */
  readonly moment?: string;
}

/** The fault of an answer outside of its bounds; of a year alone the bound is a year, too. */
export function findBoundsFault(
  field: BilingualText,
  bounds: DayBounds,
  span: Span,
  now: string,
  year = false,
): BilingualText | null {
  const today = toDay(now);
  const writeLimit = (limit: string) => (year ? String(Number(limit.slice(0, 4))) : writeDay(limit));
  const [earliest, latest] = [resolveBound(bounds.earliest, today), resolveBound(bounds.latest, today)];
  if (span.last < earliest) {
    const limit = writeLimit(earliest);
    return bounds.earliest === "today" && !year
      ? makeBoth(`${field.vi} không được trước hôm nay, ${limit}`, `${field.en} cannot be before today, ${limit}`)
      : makeBoth(`${field.vi} không được trước ${limit}`, `${field.en} cannot be before ${limit}`);
  }
  if (bounds.latest === "now" && span.moment && Date.parse(span.moment) > Date.parse(now)) {
    const limit = writeTimeAndDay(now);
    return makeBoth(
      `${field.vi} không được sau lúc này, ${limit}`,
      `${field.en} cannot be after this moment, ${limit}`,
    );
  }
  if (span.first > latest) {
    const limit = writeLimit(latest);
    return bounds.latest === "today" && !year
      ? makeBoth(`${field.vi} không được sau hôm nay, ${limit}`, `${field.en} cannot be after today, ${limit}`)
      : makeBoth(`${field.vi} không được sau ${limit}`, `${field.en} cannot be after ${limit}`);
  }
  return null;
}

/** 14:30 01/12/2026 */
export const writeTimeAndDay = (moment: string): string => `${writeClock(moment)} ${writeDay(moment)}`;

/** The span of a day or of a moment as their boxes give it; null for other text. */
export function readSpan(text: string): Span | null {
  if (isDate(text)) return { first: text, last: text };
  const date = DATE_TIME.exec(text)?.[1] ?? "";
  return isDate(date) ? { first: date, last: date, moment: text } : null;
}

/** The fault of a day, a moment or a year outside of its bounds; other text is left to its own check. */
export function findDayFault(
  form: FormSchema,
  question: Question,
  answers: Answers,
  now: string,
): BilingualText | null {
  const given = readDay(question, answers[question.key]);
  if (!given || !question.earliest) return null;
  const outside = findBoundsFault(question, question, given, now, question.format === "year");
  if (outside) return outside;
  const other = form.questions.find((each) => each.key === question.notBefore);
  const before = other && readDay(other, answers[other.key]);
  if (before && given.last < before.first) {
    return makeBoth(
      `${question.vi} không được trước mục “${other.vi}”`,
      `${question.en} cannot be before “${other.en}”`,
    );
  }
  return null;
}

/** The first and the last day that an answer can mean; null for text that is no day, moment or year. */
function readDay(question: Question, value: unknown): Span | null {
  if (question.format !== "year")
    return question.format === "date" || question.format === "date-time" ? readSpan(String(value ?? "")) : null;
  if (typeof value !== "number" || !Number.isInteger(value) || value <= 1 || value >= 9999) return null;
  const year = String(value).padStart(4, "0");
  return { first: `${year}-01-01`, last: `${year}-12-31` };
}

function makeBoth(vi: string, en: string): BilingualText {
  return { vi, en };
}
