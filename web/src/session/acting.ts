/**
 * For whom the person acts on this page: an authorisation of theirs, which calls about dossiers name. The server looks
 * each time whether it is in force. It is kept for this tab, and forgotten with the session.
 */
import { createStore } from "../lib/store";
import { session } from "./session";

export interface Acting {
  /** The agent: another person who signs in here acts for nobody. */
  readonly sub: string;
  readonly authorisation: string;
  readonly full_name: string;
}

const KEPT = "acting-for";

export const acting = createStore<Acting | null>(readKept());

function readKept(): Acting | null {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT) ?? "null") as Acting | null;
  } catch {
    return null;
  }
}

/** Act for somebody from now on, or for oneself again. */
export function actFor(chosen: Acting | null): void {
  if (chosen) sessionStorage.setItem(KEPT, JSON.stringify(chosen));
  else sessionStorage.removeItem(KEPT);
  acting.set(chosen);
}

session.subscribe(() => {
  const { state, me } = session.get();
  const kept = acting.get();
  if (kept && (state === "out" || (me && me.sub !== kept.sub))) actFor(null);
});

/** The header of a call that is made for another person; none for calls about oneself. */
export function findActingHeader(address: string): string | null {
  const { pathname } = new URL(address);
  return ABOUT_DOSSIERS.test(pathname) ? (acting.get()?.authorisation ?? null) : null;
}

const ABOUT_DOSSIERS = /^\/api\/(me\/)?dossiers(\/|$)/;
