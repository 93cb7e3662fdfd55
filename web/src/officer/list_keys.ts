/** Keys that move and select in a list of rows. They work only while the list has the focus. */

export interface Cursor {
  readonly at: number;
  readonly selected: ReadonlySet<string>;
}

export type ListAct = { readonly move: number } | { readonly open: number } | { readonly toggle: number } | null;

const PAGE = 10;

/** What a key means in a list of `length` rows with row `at` active; null leaves it to the browser. */
export function listAct(key: string, at: number, length: number): ListAct {
  if (length === 0) return null;
  const to = (place: number): ListAct => ({ move: Math.max(0, Math.min(length - 1, place)) });
  switch (key) {
    case "ArrowDown":
      return to(at + 1);
    case "ArrowUp":
      return to(at - 1);
    case "PageDown":
      return to(at + PAGE);
    case "PageUp":
      return to(at - PAGE);
    case "Home":
      return to(0);
    case "End":
      return to(length - 1);
    case "Enter":
      return { open: at };
    case " ":
      return { toggle: at };
    default:
      return null;
  }
}

export function toggled(selected: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(selected);
  if (!next.delete(id)) next.add(id);
  return next;
}
