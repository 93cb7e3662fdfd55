/** Days within the bounds of their question, checked as the server does: see `chalicelib/models/eform_days.py`. */
import { clock, day } from "../lib/format";
import type { Both } from "../lib/language";
import { DATE_TIME, isDate } from "./formats";
import type { Answers, FormSchema, Question } from "./schema";

const VIETNAM_MS = 7 * 3600 * 1000;
const FROM_TODAY = /^today(?:([+-][1-9]\d{0,3})([dy]))?$/;

/** The day in Vietnam of a moment: "2026-12-01". */
export const dayOf = (moment: string): string => new Date(Date.parse(moment) + VIETNAM_MS).toISOString().slice(0, 10);

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
export function faultOfBounds(field: Both, bounds: DayBounds, span: Span, now: string, year = false): Both | null {
  const today = dayOf(now);
  const write = (limit: string) => (year ? String(Number(limit.slice(0, 4))) : day(limit));
  const [earliest, latest] = [resolveBound(bounds.earliest, today), resolveBound(bounds.latest, today)];
  if (span.last < earliest) {
    const limit = write(earliest);
    return bounds.earliest === "today" && !year
      ? both(`${field.vi} không được trước hôm nay, ${limit}`, `${field.en} cannot be before today, ${limit}`)
      : both(`${field.vi} không được trước ${limit}`, `${field.en} cannot be before ${limit}`);
  }
  if (bounds.latest === "now" && span.moment && Date.parse(span.moment) > Date.parse(now)) {
    const limit = timeAndDay(now);
    return both(`${field.vi} không được sau lúc này, ${limit}`, `${field.en} cannot be after this moment, ${limit}`);
  }
  if (span.first > latest) {
    const limit = write(latest);
    return bounds.latest === "today" && !year
      ? both(`${field.vi} không được sau hôm nay, ${limit}`, `${field.en} cannot be after today, ${limit}`)
      : both(`${field.vi} không được sau ${limit}`, `${field.en} cannot be after ${limit}`);
  }
  return null;
}

/** 14:30 01/12/2026 */
export const timeAndDay = (moment: string): string => `${clock(moment)} ${day(moment)}`;

/** The span of a day or of a moment as their boxes give it; null for what is neither. */
export function spanOf(text: string): Span | null {
  if (isDate(text)) return { first: text, last: text };
  const date = DATE_TIME.exec(text)?.[1] ?? "";
  return isDate(date) ? { first: date, last: date, moment: text } : null;
}

/** The fault of a day, a moment or a year outside of its bounds; what is none of these is left to its own check. */
export function faultOfDay(form: FormSchema, q: Question, answers: Answers, now: string): Both | null {
  const given = read(q, answers[q.key]);
  if (!given || !q.earliest) return null;
  const outside = faultOfBounds(q, q, given, now, q.format === "year");
  if (outside) return outside;
  const other = form.questions.find((each) => each.key === q.notBefore);
  const before = other && read(other, answers[other.key]);
  if (before && given.last < before.first) {
    return both(`${q.vi} không được trước mục “${other.vi}”`, `${q.en} cannot be before “${other.en}”`);
  }
  return null;
}

/** The first and the last day that an answer can mean; null for what is no day, moment or year. */
function read(q: Question, value: unknown): Span | null {
  if (q.format !== "year") return q.format === "date" || q.format === "date-time" ? spanOf(String(value ?? "")) : null;
  if (typeof value !== "number" || !Number.isInteger(value) || value <= 1 || value >= 9999) return null;
  const year = String(value).padStart(4, "0");
  return { first: `${year}-01-01`, last: `${year}-12-31` };
}

function both(vi: string, en: string): Both {
  return { vi, en };
}
