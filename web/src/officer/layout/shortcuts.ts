/** Shortcuts of the officers' side: off while somebody types, and off altogether when switched off (WCAG 2.1.4). */
import { createStore } from "../../lib/store";

const KEPT_AS = "shortcuts";

export const shortcutsOn = createStore<boolean>(
  typeof localStorage === "undefined" || localStorage.getItem(KEPT_AS) !== "off",
);

export function switchShortcuts(on: boolean, keep: boolean): void {
  shortcutsOn.set(on);
  if (keep) localStorage.setItem(KEPT_AS, on ? "on" : "off");
}

/** Second keys after `g`: worklists, matters (hỏi đáp), counter, approvals (ký), board. */
export const GO: Readonly<Record<string, string>> = {
  d: "/officer",
  h: "/officer/matters",
  c: "/officer/counter",
  s: "/officer/approvals",
  q: "/officer/board",
};

export type Meaning = "help" | "search" | "list" | "await" | { readonly go: string } | null;

interface Pressed {
  readonly key: string;
  readonly plain: boolean;
  /** The focus is where text is typed or chosen. */
  readonly typing: boolean;
  /** `g` was pressed just before. */
  readonly after: boolean;
}

/** Action of a key; null for other keys. */
export function readShortcut({ key, plain, typing, after }: Pressed): Meaning {
  if (typing || !plain) return null;
  if (key === "?") return "help";
  if (key === "/") return "search";
  if (key === "l") return "list";
  if (after && GO[key]) return { go: GO[key] };
  return key === "g" ? "await" : null;
}
