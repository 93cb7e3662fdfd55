/** A worklist's filters: which of them the index serves, and which only narrow the rows that were fetched. */
import type { Listed, State } from "../api/types";
import { fold } from "../lib/text";
import type { When } from "./due";

export interface Filters {
  readonly unit: string;
  readonly state: State;
  readonly when: When | "";
  readonly procedure: string;
  readonly holder: string;
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

/** What is asked of the server: the work index knows unit, state, due date and procedure, in any combination. */
export function asked({ unit, state, when, procedure }: Filters) {
  return { unit, state, ...(when && { when }), ...(procedure && { procedure }) };
}

/** Whether a filter is set that only narrows what is on the screen. */
export function narrows({ holder, text }: Filters): boolean {
  return holder !== "" || text.trim() !== "";
}

/** The fetched rows that fit the filters which the index does not know. `name` gives a row's procedure in words. */
export function narrowed(rows: readonly Listed[], filters: Filters, me: string, name: (row: Listed) => string) {
  const wanted = fold(filters.text);
  return rows.filter((row) => {
    if (filters.holder === "mine" && row.holder !== me) return false;
    if (filters.holder === "nobody" && row.holder !== null) return false;
    return !wanted || fold(`${row.code ?? ""} ${row.receipt_no ?? ""} ${name(row)}`).includes(wanted);
  });
}

/** Filters of an address; anything it does not know is as if it were not there. */
export function readFilters(query: URLSearchParams, units: readonly string[], first: State): Filters {
  const given = (name: string) => query.get(name) ?? "";
  const state = given("state") as State;
  const when = given("when") as When;
  return {
    unit: units.includes(given("unit")) ? given("unit") : (units[0] ?? ""),
    state: STATES.includes(state) ? state : first,
    when: WHENS.includes(when) ? when : "",
    procedure: given("procedure"),
    holder: ["mine", "nobody"].includes(given("holder")) ? given("holder") : "",
    text: given("q"),
  };
}

/** The address that says these filters, so that a list can be kept as a link. */
export function address(path: string, filters: Filters): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...filters, q: filters.text, text: "" })) {
    if (value) query.set(name, value);
  }
  return `${path}?${query}`;
}
