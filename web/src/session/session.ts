/** Who is signed in. Tokens live in this module's memory alone: a reload, a crash or a closed tab leaves nothing. */
import type { components } from "../generated/api";
import { config } from "../lib/config";
import { createStore } from "../lib/store";
import * as pkce from "./pkce";

export type Me = components["schemas"]["MeView"];

export interface Session {
  /** `ended`: the person was signed in on this page and must sign in again to go on where they were. */
  readonly state: "out" | "in" | "ended";
  readonly me: Me | null;
  readonly claims: pkce.Claims;
}

const OUT: Session = { state: "out", me: null, claims: {} };
const EARLY_MS = 30_000;
const BEGUN = "sign-in";
const SHARED = "shared";
const KIOSK = "kiosk";

/** Everybody signed in is an applicant; who holds any other role has work here. */
export function isOfficer(me: Me | null): boolean {
  return me?.roles.some((role) => role !== "applicant") ?? false;
}

export const session = createStore<Session>(OUT);
let tokens: pkce.Tokens | null = null;
let renewing: Promise<string | null> | null = null;
let comeBack: ((token: string | null) => void) | null = null;
let waiting: Promise<string | null> | null = null;

/** The access token for a call, renewed when it nears its end; null when nobody is signed in. */
export async function accessToken(): Promise<string | null> {
  if (!tokens) return null;
  return tokens.until - EARLY_MS < Date.now() ? renew(tokens.access) : tokens.access;
}

/** A token in place of `used`, which was refused or nears its end. Waits for the person when only they can get one. */
export function renew(used: string): Promise<string | null> {
  if (tokens && tokens.access !== used) return Promise.resolve(tokens.access);
  renewing ??= renewOnce().finally(() => {
    renewing = null;
  });
  return renewing;
}

async function renewOnce(): Promise<string | null> {
  if (!tokens) return null;
  try {
    tokens = await pkce.refresh(tokens);
    return tokens.access;
  } catch (thrown) {
    if (!(thrown instanceof pkce.SignInRefused)) throw thrown;
    return askAgain();
  }
}

/** The page stays as it is, and its calls wait, until the person has signed in again or gives up. */
function askAgain(): Promise<string | null> {
  waiting ??= new Promise<string | null>((resolve) => {
    comeBack = resolve;
    session.set({ ...session.get(), state: "ended" });
  }).finally(() => {
    waiting = null;
  });
  return waiting;
}

/** Sign in on another page and come back to `returnTo`. On a shared computer nothing outlives the session. */
export async function signIn(returnTo: string, shared: boolean): Promise<void> {
  const begun = pkce.begin();
  if (shared) sessionStorage.setItem(SHARED, "yes");
  sessionStorage.setItem(BEGUN, JSON.stringify({ ...begun, returnTo }));
  location.assign(await pkce.authorizeUrl(begun));
}

/** Sign in again in a window of its own, while this page keeps all that was typed. */
export async function signInAgain(): Promise<void> {
  const begun = pkce.begin();
  const channel = new BroadcastChannel(BEGUN);
  const answer = new Promise<string>((resolve) => {
    channel.onmessage = ({ data }: MessageEvent<{ code: string; state: string }>) => {
      if (data.state !== begun.state) return;
      channel.postMessage({ taken: begun.state });
      resolve(data.code);
    };
  });
  window.open(await pkce.authorizeUrl(begun), "sign-in-again", "popup,width=480,height=720");
  const next = await pkce.exchange(await answer, begun.verifier);
  channel.close();
  if (next.claims.sub !== session.get().claims.sub) return forget("/");
  tokens = next;
  session.set({ ...session.get(), state: "in" });
  comeBack?.(next.access);
}

/** Give up after the session has ended: what was not saved is gone. */
export function giveUp(): void {
  comeBack?.(null);
  void forget("/");
}

/** What the address says when the person comes back from signing in: where to go on, or null for an ordinary visit. */
export async function returned(): Promise<string | null> {
  const here = new URLSearchParams(location.search);
  const [code, state] = [here.get("code"), here.get("state")];
  if (here.has("kiosk")) {
    sessionStorage.setItem(SHARED, "yes");
    sessionStorage.setItem(KIOSK, "yes");
  }
  if (!state || !(code || here.has("error"))) return null;
  const kept = sessionStorage.getItem(BEGUN);
  const begun = kept ? (JSON.parse(kept) as pkce.Begun & { returnTo: string }) : null;
  sessionStorage.removeItem(BEGUN);
  if (!code) return "/sign-in?refused";
  if (begun?.state !== state) return (await handOver(code, state)) ? null : "/sign-in?refused";
  try {
    await started(await pkce.exchange(code, begun.verifier));
  } catch {
    return "/sign-in?refused";
  }
  return begun.returnTo;
}

/** This window was opened by `signInAgain`: give the code to the page that waits for it, and close. */
async function handOver(code: string, state: string): Promise<boolean> {
  const channel = new BroadcastChannel(BEGUN);
  const taken = new Promise<boolean>((resolve) => {
    channel.onmessage = ({ data }: MessageEvent<{ taken: string }>) => resolve(data.taken === state);
    setTimeout(() => resolve(false), 2000);
  });
  channel.postMessage({ code, state });
  const done = await taken;
  if (done) window.close();
  return done;
}

async function started(next: pkce.Tokens): Promise<void> {
  tokens = next;
  const answer = await fetch("/api/me", { headers: { Authorization: `Bearer ${next.access}` } });
  if (!answer.ok) throw new pkce.SignInRefused(`/api/me: ${answer.status}`);
  session.set({ state: "in", me: (await answer.json()) as Me, claims: next.claims });
}

/** A computer that others use too: a kiosk's start page says so (`/?kiosk`), or the person does. */
export function shared(): boolean {
  return sessionStorage.getItem(SHARED) === "yes";
}

/** A machine at a reception point: its start page said so. */
export function kiosk(): boolean {
  return sessionStorage.getItem(KIOSK) === "yes";
}

/** Back to the first page by a page load: whoever comes next sees nothing of whoever was here. */
export function startOver(): void {
  void forget("/?kiosk");
}

/** Sign out: here, at the API's issuer and at the sign-in page. */
export async function signOut(): Promise<void> {
  const ended = tokens;
  tokens = null;
  session.set(OUT);
  if (ended) await pkce.revoke(ended).catch(() => undefined);
  await forget(pkce.logoutUrl(await config()));
}

/** Leave by a page load, so that nothing of the person stays in memory or behind the Back button. */
async function forget(next: string): Promise<void> {
  tokens = null;
  sessionStorage.removeItem(BEGUN);
  if (shared()) localStorage.clear();
  location.replace(next);
}
