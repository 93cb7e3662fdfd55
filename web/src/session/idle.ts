/** A session that nobody uses ends by itself: soon where others use the computer too. */
import { createStore } from "../lib/store";
import { session, shared, signOut } from "./session";

const MINUTE = 60_000;
const OWN_MINUTES = 30;
const SHARED_MINUTES = 5;
/** Time to answer the warning (WCAG 2.2.1 asks for 20 seconds at least). */
export const WARNING_MINUTES = 2;

/** Milliseconds until the end while the warning shows, else null. */
export const ending = createStore<number | null>(null);
let lastUse = Date.now();

export function idleMinutes(): number {
  return shared() ? SHARED_MINUTES : OWN_MINUTES;
}

export function stay(): void {
  lastUse = Date.now();
  ending.set(null);
}

export function watchIdle(): void {
  for (const kind of ["pointerdown", "keydown", "wheel", "touchstart"]) {
    // While the warning shows only its own button counts: a stray touch does not keep a stranger signed in.
    addEventListener(kind, () => ending.get() === null && stay(), { passive: true });
  }
  setInterval(look, 1000);
}

function look(): void {
  if (session.get().state !== "in") stay();
  const left = lastUse + idleMinutes() * MINUTE - Date.now();
  if (left <= 0) {
    ending.set(null);
    void signOut();
  } else if (left <= WARNING_MINUTES * MINUTE) {
    ending.set(left);
  }
}
