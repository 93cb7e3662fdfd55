/** Rows of the statistics of matters, each a sum of what the server counted. */
import type { components } from "../../generated/api";
import { writeShare } from "../supervision/on_time";
import type { StatisticsView } from "./statistics_filters";

type Schemas = components["schemas"];
export type Statistics = Schemas["MatterStatisticsView"];
type Figures = Schemas["MatterFiguresView"];
type Flow = Omit<Figures, "open" | "overdue">;

export interface StatisticsRow extends Flow {
  readonly key: string;
  /** Null in a row of a month: what is open is counted for today alone. */
  readonly open: number | null;
  readonly overdue: number | null;
}

const NONE: Figures = {
  received: 0,
  reopened: 0,
  ended: 0,
  on_time: 0,
  late: 0,
  rejected: 0,
  forwarded: 0,
  reclassified: 0,
  published: 0,
  open: 0,
  overdue: 0,
};
const NAMES = Object.keys(NONE) as readonly (keyof Figures)[];
export const TOTAL = "total";

function addFigures(first: Figures, second: Figures): Figures {
  const sum = { ...first };
  for (const name of NAMES) sum[name] += second[name];
  return sum;
}

/** One row for each kind, unit or month, in the order of `keys`; keys without any figure are left out of units. */
export function listRows(found: Statistics, by: StatisticsView, keys: readonly string[]): readonly StatisticsRow[] {
  if (by === "month") return found.months.map((each) => ({ ...each, key: each.month, open: null, overdue: null }));
  const sums = new Map<string, Figures>();
  for (const each of found.items) sums.set(each[by], addFigures(sums.get(each[by]) ?? NONE, each));
  const known = keys.filter((key) => by === "kind" || sums.has(key));
  const others = [...sums.keys()].filter((key) => !keys.includes(key));
  return [...known, ...others].map((key) => ({ key, ...(sums.get(key) ?? NONE) }));
}

export const makeTotal = (found: Statistics): StatisticsRow => ({ key: TOTAL, ...found.total });

/** The share on time of those that were measured. */
export const writeOnTime = ({ on_time, late }: Flow): string => writeShare({ settled: on_time + late, on_time });
