/** The tree of units as rows on a page: which rows are seen, and where a key leads, by the ARIA pattern of a tree. */
import { foldText } from "../../lib/text";
import type { Unit } from "../../units/units";

/** A unit in the tree: its level and place among those below the same unit, and how many are below it. */
export interface TreeRow {
  readonly unit: Unit;
  readonly level: number;
  readonly position: number;
  readonly siblings: number;
  readonly below: number;
  readonly open: boolean;
}

/** What a key does: it leads to a row, opens or closes one, or chooses one. */
export interface TreeMove {
  readonly at?: string;
  readonly open?: string;
  readonly close?: string;
  readonly choose?: string;
}

export type Branches = ReadonlyMap<string, readonly Unit[]>;

/** Units by the unit above them; those whose upper unit is not shown stand at the root, named "". */
export function groupByParent(units: readonly Unit[]): Branches {
  const ids = new Set(units.map((each) => each.id));
  const found = new Map<string, Unit[]>();
  for (const unit of units) {
    const above = unit.parent && unit.parent !== unit.id && ids.has(unit.parent) ? unit.parent : "";
    found.set(above, [...(found.get(above) ?? []), unit]);
  }
  return found;
}

/** The units that were found with those above each of them, so that they can be shown as a tree. */
export function includeAbove(found: readonly Unit[], all: readonly Unit[]): readonly Unit[] {
  const byId = new Map(all.map((each) => [each.id, each]));
  const kept = new Set<string>();
  for (const unit of found) {
    for (let next: Unit | undefined = unit; next && !kept.has(next.id); next = byId.get(next.parent ?? ""))
      kept.add(next.id);
  }
  return all.filter((each) => kept.has(each.id));
}

/** The rows that are seen: the roots, and those below open ones. */
export function listRows(branches: Branches, open: ReadonlySet<string>): readonly TreeRow[] {
  const rows: TreeRow[] = [];
  function add(above: string, level: number) {
    const units = branches.get(above) ?? [];
    units.forEach((unit, at) => {
      const below = branches.get(unit.id)?.length ?? 0;
      const isOpen = below > 0 && open.has(unit.id);
      rows.push({ unit, level, position: at + 1, siblings: units.length, below, open: isOpen });
      if (isOpen) add(unit.id, level + 1);
    });
  }
  add("", 1);
  return rows;
}

/** What a key does at a row; null for a key of the browser. */
export function moveInTree(rows: readonly TreeRow[], at: string, key: string): TreeMove | null {
  const here = Math.max(
    0,
    rows.findIndex((each) => each.unit.id === at),
  );
  const row = rows[here];
  if (!row) return null;
  const lead = (to: number): TreeMove => ({ at: rows[Math.min(rows.length - 1, Math.max(0, to))]?.unit.id ?? at });
  if (key === "ArrowDown") return lead(here + 1);
  if (key === "ArrowUp") return lead(here - 1);
  if (key === "Home") return lead(0);
  if (key === "End") return lead(rows.length - 1);
  if (key === "ArrowRight") return row.open ? lead(here + 1) : row.below ? { open: row.unit.id } : {};
  if (key === "ArrowLeft") {
    if (row.open) return { close: row.unit.id };
    const above = rows.slice(0, here).findLastIndex((each) => each.level < row.level);
    return above < 0 ? {} : lead(above);
  }
  return key === "Enter" || key === " " ? { choose: row.unit.id } : null;
}

/** The next row, round at the end, whose name begins with what was typed, with or without marks; the row itself is tried
 * first while more than one letter was typed. */
export function findTyped(
  rows: readonly TreeRow[],
  at: string,
  typed: string,
  named: (unit: Unit) => string,
): string | null {
  const wanted = foldText(typed);
  const here = rows.findIndex((each) => each.unit.id === at);
  const first = here + (typed.length > 1 ? 0 : 1);
  const round = rows.map((_, n) => rows[(Math.max(0, first) + n) % rows.length]);
  return round.find((each) => each && foldText(named(each.unit)).startsWith(wanted))?.unit.id ?? null;
}
