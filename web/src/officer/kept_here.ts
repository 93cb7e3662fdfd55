/**
 * What a person has set up at this computer: columns, views, widths of areas, the rail. It is kept in the browser by
 * account; on a shared computer it lasts for the visit alone.
 */
import { session, shared } from "../session/session";

const place = (name: string) => `motcua.${name}.${session.get().me?.sub ?? ""}`;

/** What was kept under the name; null where nothing was, and on a shared computer. */
export function readHere(name: string): string | null {
  return shared() ? null : localStorage.getItem(place(name));
}

export function keepHere(name: string, text: string): void {
  if (!shared()) localStorage.setItem(place(name), text);
}
