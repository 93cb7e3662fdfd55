/** A session that nobody uses ends by itself: soon where others use the computer too. */
import type { components } from "../generated/api";
import { createStore } from "../lib/store";
import { kiosk, session, shared, signOut, startOver } from "./session";

const MINUTE = 60_000;
const OWN_MINUTES = 30;
const SHARED_MINUTES = 5;
/** Time to answer the warning (WCAG 2.2.1 asks for 20 seconds at least). */
export const WARNING_MINUTES = 2;

/** Milliseconds until the end while the warning shows, else null. */
export const ending = createStore<number | null>(null);
let lastUse = Date.now();
let touched = false;

export interface Standing {
  readonly signedIn: boolean;
  readonly shared: boolean;
  /** After how long a kiosk goes back to its first page when nobody is signed in; null where this is no kiosk. */
  readonly kioskMs: number | null;
  /** Whether anybody has used the page since it was loaded. */
  readonly touched: boolean;
  readonly idleMs: number;
}

export type Due =
  | { readonly act: "nothing" | "sign_out" | "start_over" }
  | { readonly act: "warn"; readonly left: number };

/** What an idle page is to do now. */
export function due({ signedIn, shared: others, kioskMs, touched: used, idleMs }: Standing): Due {
  if (!signedIn) return { act: kioskMs !== null && used && idleMs >= kioskMs ? "start_over" : "nothing" };
  const left = (others ? SHARED_MINUTES : OWN_MINUTES) * MINUTE - idleMs;
  if (left <= 0) return { act: "sign_out" };
  return left <= WARNING_MINUTES * MINUTE ? { act: "warn", left } : { act: "nothing" };
}

export function stay(): void {
  lastUse = Date.now();
  touched = true;
  ending.set(null);
}

export function watchIdle(): void {
  for (const kind of ["pointerdown", "keydown", "wheel", "touchstart"]) {
    // While the warning shows only its own button counts: a stray touch does not keep a stranger signed in.
    addEventListener(kind, () => ending.get() === null && stay(), { passive: true });
  }
  setInterval(look, 1000);
  if (kiosk()) void askKiosk();
}

/** As long as the office's kiosks wait is not known, this one waits as long as a shared computer. */
let kioskMs = SHARED_MINUTES * MINUTE;

async function askKiosk(): Promise<void> {
  const answer = await fetch("/api/kiosk").catch(() => null);
  if (!answer?.ok) return void setTimeout(() => void askKiosk(), MINUTE);
  const { idle_seconds } = (await answer.json()) as components["schemas"]["KioskView"];
  kioskMs = idle_seconds * 1000;
}

function look(): void {
  const now = due({
    signedIn: session.get().state === "in",
    shared: shared(),
    kioskMs: kiosk() ? kioskMs : null,
    touched,
    idleMs: Date.now() - lastUse,
  });
  ending.set(now.act === "warn" ? now.left : null);
  if (now.act === "nothing" || now.act === "warn") return;
  // Leaving takes a moment, in which this is no page that nobody has touched for long: asked for again every second,
  // the first page would never come where it takes longer than that.
  lastUse = Date.now();
  if (now.act === "sign_out") void signOut();
  else startOver();
}
