/** A worklist's filters: all of them are the server's, but for a code, which narrows the rows on the screen. */
import type { Listed, State } from "../../api/types";
import type { components } from "../../generated/api";
import { DASHES, foldText, toPlainDigits } from "../../lib/text";
import type { When } from "../shared/due";

export type Sort = components["schemas"]["Sort"];

export interface Filters {
  readonly unit: string;
  /** Empty for all states at once. */
  readonly state: State | "";
  readonly when: When | "";
  readonly procedure: string;
  readonly holder: string;
  readonly capacity: "" | "related_interest";
  readonly sort: Sort;
  readonly descending: boolean;
  /** A name, or a code: the one is asked of the server, the other narrows the rows. Never part of an address. */
  readonly text: string;
}

export const STATES: readonly State[] = [
  "submitted",
  "received",
  "processing",
  "supplement_requested",
  "payment_requested",
  "resolved",
  "returned",
  "withdrawn",
  "stopped",
  "not_received",
];
const WHENS: readonly When[] = ["overdue", "today", "later", "undated"];
const SORTS: readonly Sort[] = ["due", "received", "procedure", "state", "holder"];
const ALL_STATES = "all";
const RELATED = "related_interest";

/** Query to the server. `me` is the person of the filter "mine". */
export function makeWorklistQuery(filters: Filters, me: string) {
  const { unit, state, when, procedure, holder, capacity, sort, descending } = filters;
  return {
    unit,
    ...(state && { state }),
    ...(when && { when }),
    ...(procedure && { procedure }),
    ...(holder === "mine" && { holder: me }),
    ...(holder === "nobody" && { held: false }),
    ...(capacity && { capacity }),
    ...(sort !== "due" && { sort }),
    ...(descending && { descending }),
  };
}

/** The beginning of the wanted name; empty while the text is a code or too short. */
export function readName(text: string): string {
  const typed = text.trim();
  return /\d/.test(typed) || typed.replace(/\s/g, "").length < 2 ? "" : typed;
}

/** The part of a code that narrows the rows, with plain dashes and no blanks; empty while the text is a name. */
export function readCodePart(text: string): string {
  const plain = toPlainDigits(text);
  return /\d/.test(plain) ? foldText(plain).replace(ANY_DASH, "-").replace(/\s/g, "") : "";
}

const ANY_DASH = new RegExp(`[${DASHES}]`, "g");
const dropDashes = (code: string): string => code.replace(/[-.]/g, "");

/** The fetched rows whose code contains the typed text. */
export function narrowRows(rows: readonly Listed[], filters: Filters): readonly Listed[] {
  const wanted = dropDashes(readCodePart(filters.text));
  return wanted
    ? rows.filter((row) => [row.code, row.receipt_no].some((code) => dropDashes(foldText(code ?? "")).includes(wanted)))
    : rows;
}

/** The next order when a column's heading is pressed: its own, then backwards, then by due date again. */
export function changeSort(filters: Filters, sort: Sort): Pick<Filters, "sort" | "descending"> {
  if (filters.sort !== sort) return { sort, descending: false };
  if (!filters.descending) return { sort, descending: true };
  return { sort: "due", descending: false };
}

/** Filters of an address; anything it does not know is as if it were not there. */
export function readFilters(query: URLSearchParams, units: readonly string[], first: State): Filters {
  const readKnown = (name: string) => query.get(name) ?? "";
  const state = readKnown("state");
  const when = readKnown("when") as When;
  const sort = readKnown("sort") as Sort;
  return {
    unit: units.includes(readKnown("unit")) ? readKnown("unit") : (units[0] ?? ""),
    state: state === ALL_STATES ? "" : STATES.includes(state as State) ? (state as State) : first,
    when: WHENS.includes(when) ? when : "",
    procedure: readKnown("procedure"),
    holder: ["mine", "nobody"].includes(readKnown("holder")) ? readKnown("holder") : "",
    capacity: readKnown("capacity") === RELATED ? RELATED : "",
    sort: SORTS.includes(sort) ? sort : "due",
    descending: readKnown("descending") === "true",
    text: "",
  };
}

/** The address that holds these filters, so that a list can be kept as a link. It never holds a name. */
export function makeWorklistPath(path: string, { text: _, state, descending, sort, ...filters }: Filters): string {
  const query = new URLSearchParams();
  const order = { sort: sort === "due" ? "" : sort, descending: descending ? "true" : "" };
  for (const [name, value] of Object.entries({ ...filters, ...order, state: state || ALL_STATES })) {
    if (value) query.set(name, value);
  }
  return `${path}?${query}`;
}
