/**
 * A person's settings on this computer: columns, views, widths of areas, the rail. It is kept in the browser by
 * account; on a shared computer it lasts for the visit alone.
 */
import { session } from "../../session/session";
import { isShared } from "../../session/shared_computer";

const makeStorageKey = (name: string) => `motcua.${name}.${session.get().me?.sub ?? ""}`;

/** The setting of that name; null if there is none, and on a shared computer. */
export function readSetting(name: string): string | null {
  return isShared() ? null : localStorage.getItem(makeStorageKey(name));
}

export function storeSetting(name: string, text: string): void {
  if (!isShared()) localStorage.setItem(makeStorageKey(name), text);
}
