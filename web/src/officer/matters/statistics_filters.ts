/** The period and the parts that the statistics of matters show: the server reads them from the address. */

export type StatisticsView = "kind" | "unit" | "month";

export interface StatisticsFilters {
  /** First and last month, "2026-11". */
  readonly since: string;
  readonly until: string;
  /** Empty for every unit that the reader may see. */
  readonly unit: string;
  /** The name of a kind; empty for every kind. */
  readonly kind: string;
  readonly by: StatisticsView;
}

/** The longest period that the server takes. */
export const MOST_MONTHS = 12;
const OFFERED_MONTHS = 36;
const VIETNAM_MS = 7 * 3_600_000;
const VIEWS: readonly StatisticsView[] = ["kind", "unit", "month"];

const numberMonth = (month: string): number => Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1;
const writeNumber = (n: number): string =>
  `${String(Math.floor(n / 12)).padStart(4, "0")}-${String((n % 12) + 1).padStart(2, "0")}`;

/** The month, in Vietnam, of a moment. */
export const findMonth = (now: string): string => new Date(Date.parse(now) + VIETNAM_MS).toISOString().slice(0, 7);

/** Months that can be chosen, the present one first. */
export function listMonths(now: string): readonly string[] {
  const last = numberMonth(findMonth(now));
  return Array.from({ length: OFFERED_MONTHS }, (_, back) => writeNumber(last - back));
}

/** The filters after a change: the other end of the period follows, so that it is neither reversed nor too long. */
export function changeFilters(filters: StatisticsFilters, next: Partial<StatisticsFilters>): StatisticsFilters {
  const all = { ...filters, ...next };
  const [since, until] = [numberMonth(all.since), numberMonth(all.until)];
  if (next.since) return { ...all, until: writeNumber(Math.min(Math.max(until, since), since + MOST_MONTHS - 1)) };
  return { ...all, since: writeNumber(Math.max(Math.min(since, until), until - MOST_MONTHS + 1)) };
}

/** Filters of an address; anything it does not know is as if it were not there. */
export function readStatisticsFilters(
  query: URLSearchParams,
  months: readonly string[],
  kinds: readonly string[],
  units: readonly string[],
): StatisticsFilters {
  const pick = (name: string, from: readonly string[]) => from.find((each) => each === query.get(name));
  const last = months[0] ?? "";
  const until = pick("until", months) ?? last;
  const filters = {
    since: pick("since", months) ?? until,
    until,
    unit: pick("unit", units) ?? units[0] ?? "",
    kind: pick("kind", kinds) ?? "",
    by: VIEWS.find((each) => each === query.get("by")) ?? "kind",
  };
  return changeFilters(filters, { until });
}

/** The address that holds these filters. */
export function makeStatisticsPath({ since, until, unit, kind, by }: StatisticsFilters): string {
  const query = new URLSearchParams({ since, until, ...(unit && { unit }), ...(kind && { kind }), by });
  return `/officer/matters/statistics?${query}`;
}
