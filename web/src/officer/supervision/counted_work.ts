import type { State } from "../../api/types";
import { writeLongDay } from "../../lib/format";
import { defineWords, type Language } from "../../lib/language";
import type { When } from "../shared/due";
import { type Names, nameProcedure } from "../shared/names";
import { OFFICER_STATES } from "../shared/state_words";

/** The dossiers that a number of the board counts: all given filters match. */
export interface CountedWork {
  readonly state?: State;
  readonly when?: When;
  /** A due date. */
  readonly on?: string;
  readonly procedure?: string;
}

const words = defineWords(
  { all: "Đang giải quyết", overdue: "Quá hạn", today: "Hạn hôm nay", later: "Chưa đến hạn", undated: "Không có hạn" },
  { all: "Open", overdue: "Overdue", today: "Due today", later: "Not due yet", undated: "No time limit" },
);

/** The counted dossiers in words. */
export function nameCountedWork({ state, when, on, procedure }: CountedWork, known: Names, language: Language): string {
  const w = words[language];
  const parts = [
    state && OFFICER_STATES[state][language].label,
    procedure && nameProcedure(known, procedure, language),
    on && writeLongDay(on, language),
    when && w[when],
  ].filter(Boolean);
  return parts.join(" · ") || w.all;
}

/** Marks an address that names dossiers, if only all of them. */
const LIST = "list";

/** The address of a unit's board that shows these dossiers: it can be kept as a link, and Back finds it again. */
export function makeBoardPath(unit: string, work: CountedWork | null): string {
  const query = new URLSearchParams({ unit });
  for (const [name, value] of Object.entries(work ? { [LIST]: "dossiers", ...work } : {}))
    if (value) query.set(name, value);
  return `/officer/board?${query}`;
}

/** The dossiers that an address names; null where it names a board alone. */
export function readCountedWork(query: URLSearchParams): CountedWork | null {
  if (!query.has(LIST)) return null;
  const given = (["state", "when", "on", "procedure"] as const).flatMap((name) => {
    const value = query.get(name);
    return value ? [[name, value] as const] : [];
  });
  return Object.fromEntries(given) as CountedWork;
}
