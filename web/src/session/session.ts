/**
 * The signed-in person. The access token lives in this module's memory; only a cookie outlasts a reload, which no
 * script reads (decision 0200). A shared computer has not even that: its session is in the memory of this page alone.
 */
import { markUnreached } from "../api/network";
import type { components } from "../generated/api";
import { createStore } from "../lib/store";
import {
  beginSignIn,
  type Claims,
  ExplainedRefusal,
  endSession,
  explainError,
  makeRefusedPath,
  NoSession,
  resumeSession,
  type SessionAnswer,
  startSession,
} from "./route";
import { isShared, markKiosk, markShared } from "./shared_computer";
import { type TabMessage, tabs } from "./tabs";

export type Me = components["schemas"]["MeView"];

export interface Session {
  /** `ended`: the person was signed in on this page and must sign in again to continue where they were. */
  readonly state: "out" | "in" | "ended";
  readonly me: Me | null;
  readonly claims: Claims;
  /** Signed in as an officer, with a code. */
  readonly officer: boolean;
  /** After how long without use the session ends. */
  readonly idleMs: number;
  /** An ended session: the electronic identity system ended it. */
  readonly byProvider: boolean;
}

interface HeldToken {
  readonly access: string;
  /** When the access token ends, milliseconds of this device's clock. */
  readonly until: number;
  /** The session's id, on a shared computer only. */
  readonly session: string | null;
}

const OUT: Session = { state: "out", me: null, claims: {}, officer: false, idleMs: 0, byProvider: false };
const EARLY_MS = 30_000;
const CLOSE_MS = 2000;
const BEGUN = "sign-in";
/** Mark that this browser may have a session: without it no session is requested. */
const KNOWN = "session";
export const LAST_PLACE = "place";

/** Whether the person signed in as a citizen; an officers' account files nothing of its own. */
export function isApplicant(me: Me | null): boolean {
  return me?.roles.includes("applicant") ?? false;
}

/** Holders of any other role than the applicant's are officers. */
export function isOfficer(me: Me | null): boolean {
  return me?.roles.some((role) => role !== "applicant") ?? false;
}

export const session = createStore<Session>(OUT);
let held: HeldToken | null = null;
let renewing: Promise<string | null> | null = null;
let comeBack: ((token: string | null) => void) | null = null;
let waiting: Promise<string | null> | null = null;
/** When the session route was last asked, milliseconds since this page was loaded. */
let askedAt = 0;

/** The access token for a call, renewed when it nears its end; null when nobody is signed in. */
export async function getAccessToken(): Promise<string | null> {
  if (!held) return null;
  return held.until - EARLY_MS < Date.now() ? renew(held.access) : held.access;
}

/** A token in place of `used`, which was refused or nears its end. Waits for the person when only they can get one. */
export function renew(used: string): Promise<string | null> {
  if (held && held.access !== used) return Promise.resolve(held.access);
  renewing ??= renewOnce().finally(() => {
    renewing = null;
  });
  return renewing;
}

async function renewOnce(): Promise<string | null> {
  if (!held) return null;
  try {
    return takeSession(await resumeSession(held.session));
  } catch (thrown) {
    if (!(thrown instanceof NoSession)) throw thrown;
    return askAgain(thrown.byProvider);
  }
}

/** Report activity to the server when the last report is older than `ms`: its own limit keeps running. */
export async function reportUse(ms: number): Promise<void> {
  if (!held || renewing || session.get().state !== "in" || performance.now() - askedAt < ms) return;
  askedAt = performance.now();
  // A failed call is repeated by the next one; only that one needs an answer.
  await renew(held.access).catch(() => undefined);
}

/** Continue with the session route's answer, as the person whom this page shows. */
function takeSession(given: SessionAnswer): string | null {
  const { sub } = session.get().claims;
  if (sub && given.claims.sub !== sub) {
    // Another person has signed in in another tab.
    leave("/");
    return null;
  }
  held = { access: given.access_token, until: Date.now() + given.expires_in * 1000, session: given.session };
  askedAt = performance.now();
  if (!given.shared) localStorage.setItem(KNOWN, "yes");
  return held.access;
}

/** The page stays as it is, and its calls wait, until the person has signed in again or gives up. */
function askAgain(byProvider: boolean): Promise<string | null> {
  waiting ??= new Promise<string | null>((resolve) => {
    comeBack = resolve;
    session.set({ ...session.get(), state: "ended", byProvider });
  }).finally(() => {
    waiting = null;
  });
  return waiting;
}

/** Sign in on another page and come back to `returnTo`. On a shared computer nothing outlives the page. */
export async function signIn(returnTo: string, others: boolean): Promise<void> {
  markShared(others);
  const begun = await beginSignIn(isShared());
  sessionStorage.setItem(BEGUN, JSON.stringify({ state: begun.state, returnTo }));
  location.assign(begun.url);
}

/**
 * An officer has entered a good code. Returns false in a window that was opened to sign in again: another page
 * continues.
 */
export async function acceptOfficerSignIn(given: SessionAnswer, again: boolean): Promise<boolean> {
  if (again && (await handOver(given))) return false;
  // A citizen may have been signed in here; the new session took the place of theirs.
  session.set(OUT);
  await acceptSession(given);
  return true;
}

/** A citizen has signed in at our own page. */
export async function acceptOwnSignIn(given: SessionAnswer): Promise<void> {
  session.set(OUT);
  await acceptSession(given);
}

/** Sign in again in a window of its own, while this page keeps all that was typed. */
export async function signInAgain(): Promise<void> {
  const url = session.get().officer ? "/officer/sign-in?again" : (await beginSignIn(isShared())).url;
  window.open(url, "sign-in-again", "popup,width=480,height=720");
}

/** Another tab has signed in: this page waits for it, or still shows the person who left. */
async function acceptOtherSignIn(sub: string, id: string | null): Promise<void> {
  const { state, claims } = session.get();
  if (state === "out") return;
  if (sub !== claims.sub) return leave("/");
  if (state !== "ended") return;
  const access = takeSession(await resumeSession(id));
  if (!access) return;
  tabs?.postMessage({ kind: "taken" } satisfies TabMessage);
  session.set({ ...session.get(), state: "in" });
  comeBack?.(access);
}

/** Give up after the session has ended: unsaved text is lost. */
export function giveUp(): void {
  comeBack?.(null);
  leave("/");
}

/** Called as soon as calls can be made, while it is still asked who the person is; whether they signed in as an officer. */
type Begin = (officer: boolean) => void;

/**
 * Resume the session after a page load: back from signing in, or still signed in. Returns where to continue, or
 * null for staying where the address says.
 */
export async function openSession(begin?: Begin): Promise<string | null> {
  tabs?.addEventListener("message", ({ data }: MessageEvent<TabMessage>) => {
    if (data.kind === "in") void acceptOtherSignIn(data.sub, data.session);
    else if (data.kind === "out" && session.get().state !== "out") leave("/");
  });
  const here = new URLSearchParams(location.search);
  if (here.has("kiosk")) markKiosk();
  const [code, state] = [here.get("code"), here.get("state")];
  const error = here.get("error");
  if (state && (code || error)) return acceptReturn(code, state, explainError(error, here.get("error_description")));
  await isStillSignedIn(begin);
  return null;
}

/** Whether this browser has a session; the page then shows it. */
export async function isStillSignedIn(begin?: Begin): Promise<boolean> {
  if (isShared() || localStorage.getItem(KNOWN) !== "yes") return false;
  try {
    await acceptSession(await resumeSession(null), begin);
  } catch (thrown) {
    if (thrown instanceof NoSession) {
      localStorage.removeItem(KNOWN);
      if (thrown.byProvider) session.set({ ...OUT, byProvider: true });
    }
  }
  return session.get().state === "in";
}

async function acceptReturn(code: string | null, state: string, why: string): Promise<string> {
  const kept = sessionStorage.getItem(BEGUN);
  const begun = kept ? (JSON.parse(kept) as { state: string; returnTo: string }) : null;
  sessionStorage.removeItem(BEGUN);
  const mine = begun?.state === state;
  const back = mine ? begun.returnTo : null;
  if (!code) return makeRefusedPath(why, back);
  try {
    const given = await startSession(code, state);
    if (!mine && (await handOver(given))) return "/";
    await acceptSession(given);
  } catch (thrown) {
    if (thrown instanceof ExplainedRefusal) return makeRefusedPath(thrown.code, back);
    // Another tab of this browser was faster, and has signed in.
    if (!(await isStillSignedIn())) return makeRefusedPath("", back);
  }
  return back ?? "/";
}

/** This window was opened by `signInAgain`: notify the waiting page, and close. */
async function handOver(given: SessionAnswer): Promise<boolean> {
  const channel = tabs;
  if (!channel) return false;
  const taken = new Promise<boolean>((resolve) => {
    channel.addEventListener("message", ({ data }: MessageEvent<TabMessage>) => data.kind === "taken" && resolve(true));
    setTimeout(() => resolve(false), CLOSE_MS);
  });
  channel.postMessage({ kind: "in", sub: given.claims.sub ?? "", session: given.session } satisfies TabMessage);
  const done = await taken;
  if (done) window.close();
  return done;
}

/** Take over a session: after signing in, or in place of one that ended with a replaced password. */
export async function acceptSession(given: SessionAnswer, begin?: Begin): Promise<void> {
  const access = takeSession(given);
  if (access) begin?.(given.officer);
  const answer = await fetch("/api/me", { headers: { Authorization: `Bearer ${access}` } });
  if (!answer.ok) throw new NoSession(`/api/me: ${answer.status}`);
  const me = (await answer.json()) as Me;
  const idleMs = given.idle_seconds * 1000;
  session.set({ state: "in", me, claims: given.claims, officer: given.officer, idleMs, byProvider: false });
  const sub = given.claims.sub ?? me.sub;
  if (!given.shared) tabs?.postMessage({ kind: "in", sub, session: null } satisfies TabMessage);
}

/** Back to the first page by a page load: the next person sees nothing of the previous one. */
export function startOver(): void {
  leave("/?kiosk");
}

/** Sign out here and in the browser's other tabs, or on every device; then at the sign-in page. */
export async function signOut(everywhere = false): Promise<void> {
  let next: string;
  try {
    next = await endSession(held?.session ?? null, everywhere);
  } catch {
    // Still signed in: a page that says otherwise would leave the session to the next person.
    return markUnreached();
  }
  tabs?.postMessage({ kind: "out" } satisfies TabMessage);
  leave(next);
}

/** End the session: no personal data stay on the screen, even if the server cannot be reached. */
export async function endUnused(): Promise<void> {
  const id = held?.session ?? null;
  held = null;
  session.set(OUT);
  const next = await endSession(id, false).catch(() => "/");
  tabs?.postMessage({ kind: "out" } satisfies TabMessage);
  leave(next);
}

/** Leave by a page load, so that nothing of the person stays in memory or behind the Back button. */
function leave(next: string): void {
  held = null;
  sessionStorage.removeItem(BEGUN);
  sessionStorage.removeItem(LAST_PLACE);
  if (isShared()) localStorage.clear();
  else localStorage.removeItem(KNOWN);
  location.replace(next);
}

/** The session's id where others use the computer too; elsewhere it is in the cookie. */
export const findSessionId = (): string | null => held?.session ?? null;

/** Keep the id that the session has now. */
export function keepSessionId(id: string | null): void {
  if (held && id) held = { ...held, session: id };
}
