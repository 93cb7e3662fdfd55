/** Days and times of day however they were typed: as parts of a date, and as one text. */
import { cleanText, DASHES, toPlainDigits } from "../lib/text";

export interface Parts {
  readonly day: string;
  readonly month: string;
  readonly year: string;
}

/** The parts of a day as its boxes show them; typed text that is no day comes back whole. */
export function splitDay(value: string): Parts {
  const [year = "", month = "", ...day] = value.split("-");
  return { day: trimZeros(day.join("-")), month: trimZeros(month), year };
}

/** A part without the zeros that fill it up. */
const trimZeros = (part: string): string => part.replace(/^0{1,2}$|^0(?=.)/, "");

/** YYYY-MM-DD, or the parts typed so far in that order; empty for none. */
export function joinDay(parts: Parts): string {
  const [day, month, year] = [readPart(parts.day), readPart(parts.month), readPart(parts.year)];
  return day || month || year ? `${dropDashes(year)}-${padPart(dropDashes(month))}-${padPart(day)}` : "";
}

/** The parts stand between dashes: only the last one may hold some. */
const dropDashes = (part: string): string => part.replace(/-/g, "/");
const padPart = (part: string): string => (part ? part.padStart(2, "0") : "");

/** A part without its own word ("tháng 3") and without the text behind it. */
function readPart(typed: string): string {
  return normalize(typed)
    .replace(/^(?:ngày|tháng|thg\.?|năm)\s*/, "")
    .replace(/[.,]+$/, "");
}

const normalize = (text: string): string =>
  toPlainDigits(cleanText(text))
    .replace(new RegExp(`[${DASHES}]`, "g"), "-")
    .toLowerCase()
    .trim();

const BEFORE = /^(?:(?:thứ\s+(?:hai|ba|tư|năm|sáu|bảy)|chủ\s+nhật)[\s,]*)?(?:(?:ngày|mồng|mùng)\s+)?/;
const DAY_FIRST = /^(\d{1,2})(?:[\s./-]+|\s*(?:tháng|thg\.?)\s*)(\d{1,2})(?:[\s,./-]+|,?\s*năm\s*)(\d{4})$/;
const YEAR_FIRST = /^(\d{4})[./-](\d{1,2})[./-](\d{1,2})$/;
/** Eight digits: day, month and a year of these centuries, or the year first. */
const DAY_FIRST_DIGITS = /^(0[1-9]|[12]\d|3[01])(0[1-9]|1[0-2])((?:18|19|20|21)\d{2})$/;
const YEAR_FIRST_DIGITS = /^((?:18|19|20|21)\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$/;

/** "27/3/1990", "ngày 27 tháng 3 năm 1990", "27031990" or "1990-03-27" in any box fills all three. */
export function readWholeDay(text: string): Parts | null {
  const bare = normalize(text)
    .replace(BEFORE, "")
    .replace(/[.,]+$/, "");
  const found = DAY_FIRST.exec(bare) ?? DAY_FIRST_DIGITS.exec(bare);
  if (found) return { day: found[1] ?? "", month: found[2] ?? "", year: found[3] ?? "" };
  const written = YEAR_FIRST.exec(bare) ?? YEAR_FIRST_DIGITS.exec(bare);
  return written ? { day: written[3] ?? "", month: written[2] ?? "", year: written[1] ?? "" } : null;
}

/** "31/2" left behind in the box of the day fills day and month. */
export function readDayAndMonth(parts: Parts): Parts {
  const found = parts.month ? null : /^(\d{1,2})\s*[./-]\s*(\d{1,2})$/.exec(normalize(parts.day));
  return found ? { ...parts, day: found[1] ?? "", month: found[2] ?? "" } : parts;
}

const TIME = /^(\d{1,2})(?:\s*(?:[:.hg]|giờ)\s*(\d{1,2})?)?\s*(?:phút|ph|p)?(?::00)?\s*(sáng|chiều|tối|am|pm|sa|ch)?$/;
const AFTER_NOON = new Set(["chiều", "tối", "pm", "ch"]);

/** "14h30", "14 giờ 30 phút", "2:30 chiều", "1430" and "9:05" as 14:30 and 09:05; anything else as typed. */
export function readTime(typed: string): string {
  const bare = normalize(typed).replace(/^(\d{2})(\d{2})$/, "$1:$2");
  const [, hour = "", minute = "", half = ""] = TIME.exec(bare) ?? [];
  // A number alone is an hour that is still being typed.
  if (!hour || (!minute && !half && !/[hg]/.test(bare))) return typed;
  const at = Number(hour) === 12 && half ? 0 : Number(hour);
  return `${padTwo(AFTER_NOON.has(half) && at < 12 ? at + 12 : at)}:${minute.padStart(2, "0")}`;
}

const padTwo = (n: number): string => String(n).padStart(2, "0");

/** A day and a time as one value: RFC 3339 in Vietnamese time, or the parts typed so far in that order. */
export function joinMoment(day: string, time: string): string {
  return day || time ? `${day}T${time.toLowerCase()}:00+07:00` : "";
}

/** The day and the time of such a value. */
export function splitMoment(value: string): readonly [string, string] {
  const at = value.indexOf("T");
  if (at < 0) return [value, ""];
  return [value.slice(0, at), value.slice(at + 1).replace(/:00\+07:00$/, "")];
}
