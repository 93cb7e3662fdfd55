/** A session that nobody uses ends by itself: soon where others use the computer too. */
import type { components } from "../generated/api";
import { createStore } from "../lib/store";
import { endUnused, reportUse, session, startOver } from "./session";
import { isKiosk } from "./shared_computer";
import { shareUse } from "./tabs";

const MINUTE = 60_000;
const KIOSK_MINUTES = 5;
/** Milliseconds between activity messages to other tabs. */
const SHARE_MS = 5000;
/** Number of activity calls to the server within its limit, so that its end and ours agree. */
const TOUCHES = 5;
/** Time to answer the warning (WCAG 2.2.1 asks for 20 seconds at least). */
export const WARNING_MINUTES = 2;

/** Milliseconds until the end while the warning shows, else null. */
export const ending = createStore<number | null>(null);
let lastUse = Date.now();
let touched = false;

export interface IdleState {
  /** After how long without use the session ends; null when nobody is signed in. */
  readonly limitMs: number | null;
  /** After how long a kiosk goes back to its first page when nobody is signed in; null where this is no kiosk. */
  readonly kioskMs: number | null;
  /** Whether anybody has used the page since it was loaded. */
  readonly touched: boolean;
  readonly idleMs: number;
}

export type NextAction =
  | { readonly act: "nothing" | "sign_out" | "start_over" }
  | { readonly act: "warn"; readonly left: number };

/** Next action of an idle page. */
export function findNextAction({ limitMs, kioskMs, touched: used, idleMs }: IdleState): NextAction {
  if (limitMs === null) return { act: kioskMs !== null && used && idleMs >= kioskMs ? "start_over" : "nothing" };
  const left = limitMs - idleMs;
  if (left <= 0) return { act: "sign_out" };
  return left <= WARNING_MINUTES * MINUTE ? { act: "warn", left } : { act: "nothing" };
}

let shareNow: () => void = () => undefined;
let sharedAt = 0;

export function keepSession(): void {
  noteUse();
  if (lastUse - sharedAt < SHARE_MS) return;
  sharedAt = lastUse;
  shareNow();
}

function noteUse(): void {
  lastUse = Date.now();
  touched = true;
  ending.set(null);
}

export function watchIdle(): void {
  for (const kind of ["pointerdown", "keydown", "wheel", "touchstart"]) {
    // While the warning shows only its own button counts: a stray touch does not keep a stranger signed in.
    addEventListener(kind, () => ending.get() === null && keepSession(), { passive: true });
  }
  shareNow = shareUse(noteUse);
  setInterval(look, 1000);
  if (isKiosk()) void askKiosk();
}

/** Default until the kiosk timeout of the office is known. */
let kioskMs = KIOSK_MINUTES * MINUTE;

async function askKiosk(): Promise<void> {
  const answer = await fetch("/api/kiosk").catch(() => null);
  if (!answer?.ok) return void setTimeout(() => void askKiosk(), MINUTE);
  const { idle_seconds } = (await answer.json()) as components["schemas"]["KioskView"];
  kioskMs = idle_seconds * 1000;
}

function look(): void {
  const { state, idleMs: limit } = session.get();
  const idleMs = Date.now() - lastUse;
  const now = findNextAction({
    limitMs: state === "in" ? limit : null,
    kioskMs: isKiosk() ? kioskMs : null,
    touched,
    idleMs,
  });
  if (state === "in" && now.act === "nothing" && idleMs < SHARE_MS) void reportUse(limit / TOUCHES);
  ending.set(now.act === "warn" ? now.left : null);
  if (now.act === "nothing" || now.act === "warn") return;
  // Leaving takes a moment, in which this is no page that nobody has touched for long: asked for again every second,
  // the first page would never come where it takes longer than that.
  lastUse = Date.now();
  if (now.act === "sign_out") void endUnused();
  else startOver();
}
