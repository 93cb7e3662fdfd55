/** Due date relative to now: in words, as a shape and as a tone, never as colour alone. */
import { writeClock, writeDateTime, writeDay } from "../../lib/format";
import type { Language } from "../../lib/language";
import type { Tone } from "../../ui/notice";

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
const writeNumber = (iso: string) => Math.floor((Date.parse(iso) + 7 * 3_600_000) / DAY_MS);

/** Calendar days from `now` to `due`, by dates in Vietnam. Working days are counted by the server alone. */
export function countDaysUntil(due: string, now: string): number {
  return writeNumber(due) - writeNumber(now);
}

/** A dossier due today is overdue only after its hour. */
export function findDue(due: string | null, now: string): Due {
  if (due === null) return SHOWN.undated;
  if (Date.parse(due) < Date.parse(now)) return SHOWN.overdue;
  return countDaysUntil(due, now) === 0 ? SHOWN.today : SHOWN.later;
}

/** `short` leaves out the hour of another day, and the year of a day within half a year: columns are narrow. */
export function writeDue(due: string | null, now: string, language: Language, short = false): string {
  const vi = language === "vi";
  if (due === null) return vi ? "không có hạn" : "no time limit";
  const days = countDaysUntil(due, now);
  if (Date.parse(due) < Date.parse(now)) {
    if (days === 0) return vi ? `quá hạn từ ${writeClock(due)} hôm nay` : `overdue since ${writeClock(due)} today`;
    return vi ? `quá hạn ${-days} ngày (${writeDay(due)})` : `${-days} d overdue (${writeDay(due)})`;
  }
  if (days === 0) return vi ? `hôm nay ${writeClock(due)}` : `today ${writeClock(due)}`;
  if (days === 1) return vi ? `ngày mai ${writeClock(due)}` : `tomorrow ${writeClock(due)}`;
  const on = !short ? writeDateTime(due) : days > HALF_A_YEAR ? writeDay(due) : writeDay(due).slice(0, "dd/mm".length);
  return vi ? `còn ${days} ngày (${on})` : `in ${days} d (${on})`;
}
