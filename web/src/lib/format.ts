import type { components } from "../generated/api";
import type { Language } from "./language";

/** Times are decided and shown in Vietnamese time, wherever the reader is. It has had no clock change since 1975. */
const OFFSET_MS = 7 * 3600 * 1000;
const DAYS = {
  vi: ["Chủ nhật", "thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy"],
  en: ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"],
} as const;

const padTwo = (count: number) => String(count).padStart(2, "0");

/** The moment's parts in Vietnamese time; a bare day "2026-11-28" is that day. */
function toLocal(iso: string): Date {
  return /^\d{4}-\d{2}-\d{2}$/.test(iso) ? new Date(`${iso}T00:00:00Z`) : new Date(Date.parse(iso) + OFFSET_MS);
}

/** 28/11/2026 */
export function writeDay(iso: string): string {
  const at = toLocal(iso);
  return `${padTwo(at.getUTCDate())}/${padTwo(at.getUTCMonth() + 1)}/${at.getUTCFullYear()}`;
}

/** 17:00 */
export function writeClock(iso: string): string {
  const at = toLocal(iso);
  return `${padTwo(at.getUTCHours())}:${padTwo(at.getUTCMinutes())}`;
}

/** 28/11/2026 17:00 */
export function writeDateTime(iso: string): string {
  return `${writeDay(iso)} ${writeClock(iso)}`;
}

/** thứ Sáu, 28/11/2026 */
export function writeLongDay(iso: string, language: Language): string {
  return `${DAYS[language][toLocal(iso).getUTCDay()]}, ${writeDay(iso)}`;
}

/** 17:00 thứ Sáu, 28/11/2026 */
export function writeLongMoment(iso: string, language: Language): string {
  return `${writeClock(iso)} ${writeLongDay(iso, language)}`;
}

/** Whether two moments fall on the same day in Vietnam. */
export function isSameDay(first: string, second: string): boolean {
  return writeDay(first) === writeDay(second);
}

/** 100.000 ₫ with a space that never breaks. */
export function writeMoney(dong: number): string {
  return `${groupDigits(dong)}\u00a0₫`;
}

/** 1.250.000 */
export function groupDigits(count: number): string {
  return String(Math.trunc(count)).replace(/\B(?=(\d{3})+(?!\d))/g, ".");
}

/** A number with the decimal sign of the language: "0,5" in Vietnamese, "0.5" in English. */
export function writeDecimal(count: number, language: Language): string {
  return language === "vi" ? String(count).replace(".", ",") : String(count);
}

/** Megabytes of a file, one decimal and never less than one tenth: "1,4" in Vietnamese, "1.4" in English. */
export function writeMegabytes(bytes: number, language: Language): string {
  const text = Math.max(bytes / (1024 * 1024), 0.1).toFixed(1);
  return language === "vi" ? text.replace(".", ",") : text;
}

type LimitUnit = components["schemas"]["Unit"];
const LIMITS: Record<LimitUnit, { readonly vi: string; readonly en: readonly [string, string] }> = {
  immediate: { vi: "trong ngày", en: ["the same day", "the same day"] },
  working_hour: { vi: "giờ làm việc", en: ["working hour", "working hours"] },
  working_day: { vi: "ngày làm việc", en: ["working day", "working days"] },
  calendar_day: { vi: "ngày", en: ["day", "days"] },
  month: { vi: "tháng", en: ["month", "months"] },
};

/** Unit of a time limit: "ngày làm việc", "working days". */
export function writeUnit(unit: LimitUnit, language: Language): string {
  return language === "vi" ? LIMITS[unit].vi : LIMITS[unit].en[1];
}

/** "3 ngày làm việc", "3 working days"; an immediate step has no number. */
export function writeDuration({ value, unit }: { value: number; unit: LimitUnit }, language: Language): string {
  const { vi, en } = LIMITS[unit];
  const what = language === "vi" ? vi : en[value === 1 ? 0 : 1];
  return unit === "immediate" ? what : `${value} ${what}`;
}
