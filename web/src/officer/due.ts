/** Due date relative to now: in words, as a shape and as a tone, never as colour alone. */
import { clock, dateTime, day } from "../lib/format";
import type { Language } from "../lib/language";
import type { Tone } from "../ui/notice";

export type When = "overdue" | "today" | "later" | "undated";

export interface Due {
  readonly when: When;
  readonly shape: "●" | "◐" | "○" | "–";
  readonly tone: Tone;
}

const SHOWN: Record<When, Due> = {
  overdue: { when: "overdue", shape: "●", tone: "bad" },
  today: { when: "today", shape: "◐", tone: "act" },
  later: { when: "later", shape: "○", tone: "wait" },
  undated: { when: "undated", shape: "–", tone: "wait" },
};

const DAY_MS = 86_400_000;
const HALF_A_YEAR = 183;
const number = (iso: string) => Math.floor((Date.parse(iso) + 7 * 3_600_000) / DAY_MS);

/** Calendar days from `now` to `due`, by dates in Vietnam. Working days are counted by the server alone. */
export function daysUntil(due: string, now: string): number {
  return number(due) - number(now);
}

/** A dossier due today is overdue only after its hour. */
export function dueAt(due: string | null, now: string): Due {
  if (due === null) return SHOWN.undated;
  if (Date.parse(due) < Date.parse(now)) return SHOWN.overdue;
  return daysUntil(due, now) === 0 ? SHOWN.today : SHOWN.later;
}

/** `short` leaves out the hour of another day, and the year of a day within half a year: columns are narrow. */
export function dueText(due: string | null, now: string, language: Language, short = false): string {
  const vi = language === "vi";
  if (due === null) return vi ? "không có hạn" : "no time limit";
  const days = daysUntil(due, now);
  if (Date.parse(due) < Date.parse(now)) {
    if (days === 0) return vi ? `quá hạn từ ${clock(due)} hôm nay` : `overdue since ${clock(due)} today`;
    return vi ? `quá hạn ${-days} ngày (${day(due)})` : `${-days} d overdue (${day(due)})`;
  }
  if (days === 0) return vi ? `hôm nay ${clock(due)}` : `today ${clock(due)}`;
  if (days === 1) return vi ? `ngày mai ${clock(due)}` : `tomorrow ${clock(due)}`;
  const on = !short ? dateTime(due) : days > HALF_A_YEAR ? day(due) : day(due).slice(0, "dd/mm".length);
  return vi ? `còn ${days} ngày (${on})` : `in ${days} d (${on})`;
}
