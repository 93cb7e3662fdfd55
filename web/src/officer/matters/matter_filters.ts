/** Which matters a list shows: all of it is the server's choice, and stands in the address. */
import type { Agency } from "../../api/types";
import { foldText } from "../../lib/text";
import { findState, type MatterKind } from "../../matters/kinds";
import type { Me } from "../../session/session";
import { findUnits, OPEN_TO } from "../people/units";

export interface MatterFilters {
  /** The kind, by its part of an address. */
  readonly plural: string;
  readonly unit: string;
  readonly ended: boolean;
  /** Empty for every state. */
  readonly state: string;
}

/** Filters of an address; anything it does not know is as if it were not there. */
export function readMatterFilters(
  query: URLSearchParams,
  kinds: readonly MatterKind[],
  listUnits: (kind: MatterKind) => readonly string[],
): MatterFilters {
  const kind = kinds.find((each) => each.plural === query.get("kind")) ?? kinds[0];
  const units = kind ? listUnits(kind) : [];
  const ended = query.get("ended") === "true";
  const state = query.get("state") ?? "";
  const fits = kind !== undefined && findState(kind, state)?.ended === ended;
  return {
    plural: kind?.plural ?? "",
    unit: [query.get("unit"), kind?.taken_in_at].find((each) => each && units.includes(each)) ?? units[0] ?? "",
    ended,
    state: fits ? state : "",
  };
}

/** The address that holds these filters. */
export function makeMattersPath({ plural, unit, ended, state }: MatterFilters): string {
  const query = new URLSearchParams({ kind: plural, unit, ...(ended && { ended: "true" }), ...(state && { state }) });
  return `/officer/matters?${query}`;
}

interface Found {
  readonly number: string;
  readonly subject?: string | null;
  readonly concerns?: string | null;
}

/** The fetched rows whose number, title or person has the typed text. It is never part of an address. */
export function narrowMatters<Row extends Found>(rows: readonly Row[], typed: string): readonly Row[] {
  const wanted = foldText(typed);
  return rows.filter((row) =>
    [row.number, row.subject, row.concerns].some((it) => foldText(it ?? "").includes(wanted)),
  );
}

/** Units whose lists of a kind the officer reads: their own, or any for those who read all of the kind. */
export function listReadUnits(
  me: Me | null,
  units: readonly Agency[],
  kind: Pick<MatterKind, "read_by">,
): readonly string[] {
  const readsAll = me?.roles.some((role) => kind.read_by.includes(role));
  return readsAll ? units.map(({ id }) => id) : findUnits(me, OPEN_TO.matters);
}

/** Kinds of which the officer reads some list. */
export function listReadKinds(
  me: Me | null,
  units: readonly Agency[],
  kinds: readonly MatterKind[],
): readonly MatterKind[] {
  return kinds.filter((each) => listReadUnits(me, units, each).length > 0);
}
