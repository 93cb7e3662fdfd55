/** Which units of the directory somebody looks for. */
import type { components } from "../generated/api";
import { foldText } from "../lib/text";

export type Unit = components["schemas"]["UnitView"];
export type Units = components["schemas"]["UnitsView"];

export interface UnitFilters {
  readonly typed: string;
  readonly body: string;
  readonly tier: string;
  readonly standing: "" | "working" | "over";
}

export const NO_FILTERS: UnitFilters = { typed: "", body: "", tier: "", standing: "" };

export function hasEnded(unit: Unit, day: string): boolean {
  return unit.active_until !== null && unit.active_until < day;
}

export function filterUnits(units: Units, wanted: UnitFilters): readonly Unit[] {
  const typed = foldText(wanted.typed);
  return units.items.filter(
    (each) =>
      (!wanted.body || each.body === wanted.body) &&
      (!wanted.tier || each.tier === wanted.tier) &&
      (wanted.standing !== "working" || each.active) &&
      (wanted.standing !== "over" || hasEnded(each, units.date)) &&
      [each.name.vi, each.name.en, each.code ?? "", ...each.formerly_vi].some((text) => foldText(text).includes(typed)),
  );
}

/** The unit that does the work of an ended one today, as far as successors are on record. */
export function findSuccessor(units: Units, unit: Unit): Unit | null {
  const byId = new Map(units.items.map((each) => [each.id, each]));
  let next: Unit | undefined = unit;
  for (let turns = 0; next && !next.active && turns < units.items.length; turns += 1) {
    next = next.successor ? byId.get(next.successor) : undefined;
  }
  return next ?? null;
}
