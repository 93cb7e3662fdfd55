/** Views of the worklist that a person has saved: filters, order and columns, on this computer alone. */
import { createStore } from "../../lib/store";
import { readSetting, storeSetting } from "../shared/stored_settings";
import type { Filters } from "./filters";

export const COLUMNS = ["applicant", "procedure", "state", "filed", "channel", "holder"] as const;
export type Column = (typeof COLUMNS)[number];

export interface View {
  readonly name: string;
  readonly filters: Omit<Filters, "text">;
}

export interface SavedViews {
  readonly columns: readonly Column[];
  readonly views: readonly View[];
}

const FIRST: SavedViews = { columns: ["applicant", "procedure", "filed", "channel", "holder"], views: [] };
const MOST_VIEWS = 12;

export const savedViews = createStore<SavedViews>(FIRST);

const NAME = "work";

/** This person's saved views; none on a shared computer. */
export function readViews(): void {
  savedViews.set(parseViews(readSetting(NAME)));
}

export function parseViews(text: string | null): SavedViews {
  if (!text) return FIRST;
  try {
    const read = JSON.parse(text) as Partial<SavedViews>;
    const columns = COLUMNS.filter((each) => read.columns?.includes(each));
    const views = (read.views ?? []).filter((each) => each.name && each.filters?.unit);
    return { columns, views: views.slice(0, MOST_VIEWS) };
  } catch {
    return FIRST;
  }
}

function storeViews(next: SavedViews): void {
  savedViews.set(next);
  storeSetting(NAME, JSON.stringify(next));
}

export function showColumn(column: Column, on: boolean): void {
  const now = savedViews.get();
  storeViews({ ...now, columns: COLUMNS.filter((each) => (each === column ? on : now.columns.includes(each))) });
}

/** Save the filters under a name; of two with one name the newer stays. A name that is searched for is never saved. */
export function saveView(name: string, { text: _, ...filters }: Filters): void {
  const now = savedViews.get();
  const others = now.views.filter((each) => each.name !== name);
  storeViews({ ...now, views: [...others, { name, filters }].slice(-MOST_VIEWS) });
}

export function dropView(name: string): void {
  const now = savedViews.get();
  storeViews({ ...now, views: now.views.filter((each) => each.name !== name) });
}

/** Whether the filters are those of the view. */
export function isView(view: View, { text: _, ...filters }: Filters): boolean {
  return (Object.keys(filters) as (keyof View["filters"])[]).every((name) => filters[name] === view.filters[name]);
}
