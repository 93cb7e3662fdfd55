/** Keys that move and select in a list of rows. They work only while the list has the focus. */

export interface Cursor {
  readonly at: number;
  readonly selected: ReadonlySet<string>;
}

export type ListAct =
  | { readonly move: number }
  | { readonly reach: number }
  | { readonly open: number }
  | { readonly toggle: number }
  | { readonly people: true }
  | { readonly preview: true }
  | null;

const PAGE = 10;

/** Action of a key in a list of `length` rows with row `at` active; null leaves it to the browser. With Shift the
 * selection reaches to the row that the key moves to. */
export function readListKey(key: string, at: number, length: number, shift = false): ListAct {
  if (length === 0) return null;
  const moveTo = (place: number): ListAct => {
    const row = Math.max(0, Math.min(length - 1, place));
    return shift ? { reach: row } : { move: row };
  };
  switch (key) {
    case "ArrowDown":
    case "j":
      return moveTo(at + 1);
    case "ArrowUp":
    case "k":
      return moveTo(at - 1);
    case "PageDown":
      return moveTo(at + PAGE);
    case "PageUp":
      return moveTo(at - PAGE);
    case "Home":
      return moveTo(0);
    case "End":
      return moveTo(length - 1);
    case "Enter":
      return { open: at };
    case " ":
      return { toggle: at };
    case "a":
      return { people: true };
    case "p":
      return { preview: true };
    default:
      return null;
  }
}

export function toggleRow(selected: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(selected);
  if (!next.delete(id)) next.add(id);
  return next;
}

/** The former selection, and every row between two places. */
export function selectRange(
  before: ReadonlySet<string>,
  ids: readonly string[],
  from: number,
  to: number,
): ReadonlySet<string> {
  return new Set([...before, ...ids.slice(Math.min(from, to), Math.max(from, to) + 1)]);
}
