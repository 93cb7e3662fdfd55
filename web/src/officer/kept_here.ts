/**
 * A person's settings on this computer: columns, views, widths of areas, the rail. It is kept in the browser by
 * account; on a shared computer it lasts for the visit alone.
 */
import { session, shared } from "../session/session";

const place = (name: string) => `motcua.${name}.${session.get().me?.sub ?? ""}`;

/** The setting of that name; null if there is none, and on a shared computer. */
export function readHere(name: string): string | null {
  return shared() ? null : localStorage.getItem(place(name));
}

export function keepHere(name: string, text: string): void {
  if (!shared()) localStorage.setItem(place(name), text);
}
