/** Settlements of a period, and their on-time share. */
export interface Settled {
  readonly settled: number;
  readonly on_time: number;
}

/** The share on time in whole per cent; null where nothing was settled. Rounded down: 100 means all. */
export function computeShare({ settled, on_time }: Settled): number | null {
  return settled ? Math.floor((on_time / settled) * 100) : null;
}

/** 92% */
export function writeShare(of: Settled): string {
  const share = computeShare(of);
  return share === null ? "–" : `${share}%`;
}

/** By how many points the share has changed since the month before; null where one of them has none. */
export function computeChange(before: Settled | undefined, now: Settled | undefined): number | null {
  const [was, is] = [before && computeShare(before), now && computeShare(now)];
  return typeof was === "number" && typeof is === "number" ? is - was : null;
}

interface UnitStanding extends Settled {
  readonly open: number;
  readonly overdue: number;
}

/** The unit that needs most help first: by overdue dossiers, then by the share on time, then by open dossiers. */
export function sortWorstFirst<T extends UnitStanding>(units: readonly T[]): T[] {
  return [...units].sort(
    (a, b) => b.overdue - a.overdue || (computeShare(a) ?? 101) - (computeShare(b) ?? 101) || b.open - a.open,
  );
}
