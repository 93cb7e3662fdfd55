/** Days and moments that officers type, with the server's bounds: see `chalicelib/domain/time/officer_days.py`. */
import { type DayBounds, findBoundsFault, readSpan, writeTimeAndDay } from "../../eform/day_bounds";
import type { BilingualText } from "../../lib/language";

type OfficerDay = BilingualText & DayBounds;

const limitToRecent = (vi: string, en: string): OfficerDay => ({ vi, en, earliest: "today-1y", latest: "now" });

export const OFFICER_DAYS = {
  outage_started: limitToRecent("Lúc bắt đầu gián đoạn", "The start of the outage"),
  outage_ended: limitToRecent("Lúc hệ thống hoạt động lại", "The end of the outage"),
  handover_signed: limitToRecent("Giờ ký biên bản", "When the record was signed"),
  received: {
    vi: "Thời điểm tiếp nhận",
    en: "The time of reception",
    earliest: "2018-01-01",
    latest: "now",
  },
  credited: limitToRecent("Lúc tiền về", "The time of the credit"),
  report_since: { vi: "Từ ngày", en: "From", earliest: "2018-01-01", latest: "today" },
  register_day: { vi: "Ngày tiếp nhận", en: "Day of reception", earliest: "2000-01-01", latest: "today" },
  till_day: { vi: "Ngày thu", en: "Day of payment", earliest: "2018-01-01", latest: "today" },
  backup_last: {
    vi: "Ngày cuối làm thay",
    en: "Last day of the replacement",
    earliest: "today",
    latest: "today+2y",
  },
} as const satisfies Record<string, OfficerDay>;

export type OfficerDayName = keyof typeof OFFICER_DAYS;

/** Boxes of a moment in which nothing was typed. */
export const NO_MOMENT = "T";

/** The fault of the boxes of a day or of a moment; null without one. */
export function findOfficerDayFault(name: OfficerDayName, text: string, now: string): BilingualText | null {
  const span = readSpan(text);
  const day = OFFICER_DAYS[name];
  return span ? findBoundsFault(day, day, span, now) : makeUnrealFault(text);
}

/** Fault text for boxes without a valid day, or without a required hour. */
export function makeUnrealFault(text: string): BilingualText {
  return text.includes("T")
    ? {
        vi: "Ghi ngày có thật và giờ, ví dụ 27 3 2026 lúc 14:30",
        en: "Give a real day and time, such as 27 3 2026, 14:30",
      }
    : { vi: "Ghi ngày có thật, ví dụ 27 3 2026", en: "Give a real day, such as 27 3 2026" };
}

/** The fault of a moment that comes before another one. */
export function findOrderFault(
  field: BilingualText,
  after: BilingualText,
  text: string,
  first: string,
): BilingualText | null {
  if (Date.parse(text) >= Date.parse(first)) return null;
  const limit = writeTimeAndDay(first);
  return {
    vi: `${field.vi} không được trước ${after.vi}, ${limit}`,
    en: `${field.en} cannot be before ${after.en}, ${limit}`,
  };
}
