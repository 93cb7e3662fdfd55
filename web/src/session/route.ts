/** The session route of the API (decision 0200): tokens come from there alone, and its cookie is not for scripts. */
import { makeLostProblem, readProblem } from "../api/problem";
import type { components } from "../generated/api";

type BegunSignIn = components["schemas"]["BeginView"];
export type SessionAnswer = components["schemas"]["SessionView"];
export type SignInStep = components["schemas"]["SignInStepView"];
export type Devices = components["schemas"]["DevicesView"];
export type Device = components["schemas"]["DeviceView"];
export type RegistrationForm = components["schemas"]["RegistrationFormView"];
export type Registering = components["schemas"]["RegistrationBody"];
export type OpeningWish = components["schemas"]["OpenApplicationBody"];
export type FirstCredentials = components["schemas"]["FirstCredentialsView"];
export type Claims = Readonly<Record<string, string | undefined>>;

const TRIES = 6;
const LONGEST_WAIT_S = 3;
const PATIENCE_MS = 20_000;
const LOCK = "session";

/** There is no session, or the sign-in page's answer was refused. */
export class NoSession extends Error {
  /** The electronic identity system has ended it. */
  byProvider = false;
}

/** Of a session that the electronic identity system has ended. */
const BY_PROVIDER = "session_ended_by_provider";

/** Refusals that the sign-in page explains: a kind of account that the law closes, claims that did not come, a lock. */
const EXPLAINED = ["sign_in_method_closed", "identity_incomplete", "account_reported_lost"];

/** The sign-in was refused for a reason that the sign-in page explains. */
export class ExplainedRefusal extends Error {
  constructor(readonly code: string) {
    super(code);
  }
}

/** Why the provider sent a person back without an identity, as the sign-in page explains it; empty for a fault. */
export function explainError(error: string | null, description: string | null): string {
  if (error !== "access_denied") return "";
  return /lock|suspend|khóa/i.test(description ?? "") ? "account_locked" : "consent_refused";
}

/** The sign-in page after a refusal: why, where one is known, and the page of this site to which the person wanted. */
export function makeRefusedPath(why: string, returnTo: string | null): string {
  const query = new URLSearchParams({ refused: why, ...(returnTo && { to: returnTo }) });
  return `/sign-in?${query}`;
}

/** Address where people sign in with the electronic identity. Throws the Problem. */
export async function beginSignIn(shared: boolean): Promise<BegunSignIn> {
  return readAnswer<BegunSignIn>(await post("/begin", { shared }).catch(throwUnanswered));
}

/** Begin a session with the answer of the sign-in page. */
export async function startSession(code: string, state: string): Promise<SessionAnswer> {
  return readSession(await post("", { code, state }));
}

/** Check an officer's name and password; returns the next step. Throws the Problem. */
export async function checkPassword(name: string, password: string, shared: boolean): Promise<SignInStep> {
  return readAnswer<SignInStep>(await post("/officers", { name, password, shared }).catch(throwUnanswered));
}

/** Replace an officer's first password; returns the next step. Throws the Problem. */
export async function choosePassword(password: string): Promise<SignInStep> {
  return readAnswer<SignInStep>(await post("/officers/password", { password }).catch(throwUnanswered));
}

/** Begin an officer's session with the code of the telephone. Throws the Problem. */
export async function sendCode(code: string): Promise<SessionAnswer> {
  return readAnswer<SessionAnswer>(await post("/officers/code", { code }).catch(throwUnanswered));
}

/** What a registration asks for today. Throws the Problem. */
export async function loadRegistrationForm(): Promise<RegistrationForm> {
  return readAnswer<RegistrationForm>(await fetch("/api/session/accounts").catch(throwUnanswered));
}

/** Send a registration; its contact is sent a code. Throws the Problem. */
export async function beginRegistration(body: Registering): Promise<void> {
  await askSession<unknown>("/accounts", body);
}

/** Prove the contact of a registration; returns name and first password. Throws the Problem. */
export const proveContact = (code: string) => askSession<FirstCredentials>("/accounts/code", { code });

/** Sign in with an account of the province. Throws the Problem. */
export const signInOwn = (name: string, password: string, shared: boolean) =>
  askSession<components["schemas"]["OwnSignInView"]>("/accounts/sign-in", { name, password, shared });

/** Replace the first password by one of the person's own. Throws the Problem. */
export const chooseOwnPassword = (password: string) => askSession<SessionAnswer>("/accounts/password", { password });

/** Ask for a code to a registered contact. Throws the Problem. */
export async function askRecovery(body: components["schemas"]["RecoveryAskBody"]): Promise<void> {
  await askSession<unknown>("/accounts/recovery", body);
}

/** Set another password with the contact's code. Throws the Problem. */
export const recoverAccount = (body: components["schemas"]["RecoveredBody"]) =>
  askSession<SessionAnswer>("/accounts/recovery/code", body);

/** A call of the session route. Throws the Problem. */
export async function askSession<T>(path: string, body: object): Promise<T> {
  return readAnswer<T>(await post(path, body).catch(throwUnanswered));
}

function throwUnanswered(): never {
  throw makeLostProblem();
}

async function readAnswer<T>(answer: Response): Promise<T> {
  if (answer.ok) return (await answer.json()) as T;
  throw await readProblem(answer, await answer.json().catch(() => null));
}

/**
 * The session that this browser has. Tabs ask one after the other: a token renewed by one is available to the next.
 * `id` is the session's on a shared computer, where there is no cookie.
 */
export async function resumeSession(id: string | null): Promise<SessionAnswer> {
  const once = async () => readSession(await post("/token", { session: id }));
  return navigator.locks ? await navigator.locks.request(LOCK, once) : once();
}

/** Sign out; the address where the sign-in page forgets the person too. */
export async function endSession(id: string | null, everywhere: boolean): Promise<string> {
  const answer = await post("/end", { session: id, everywhere });
  if (!answer.ok) throw new TypeError(`session/end: ${answer.status}`);
  return ((await answer.json()) as components["schemas"]["EndView"]).logout_url;
}

/** The sessions of the person that continue. Throws the Problem. */
export async function fetchDevices(id: string | null): Promise<Devices> {
  return readAnswer<Devices>(await post("/devices", { session: id }).catch(throwUnanswered));
}

/** Open a registered application with a session. Throws the Problem. */
export async function openOne(body: OpeningWish): Promise<components["schemas"]["OpenedApplicationView"]> {
  return readAnswer(await post("/applications", body).catch(throwUnanswered));
}

/** End one of them; the ones that are left. Throws the Problem. */
export async function endOneDevice(id: string | null, device: string): Promise<readonly Device[]> {
  const answer = await post("/devices/end", { session: id, id: device }).catch(throwUnanswered);
  return (await readAnswer<Devices>(answer)).items;
}

async function readSession(answer: Response): Promise<SessionAnswer> {
  if (answer.status === 204) throw new NoSession();
  if (answer.status === 401 || answer.status === 403) {
    const { code = "" } = (await answer.json().catch(() => ({}))) as { code?: string };
    if (EXPLAINED.includes(code)) throw new ExplainedRefusal(code);
    const ended = new NoSession();
    ended.byProvider = code === BY_PROVIDER;
    throw ended;
  }
  if (!answer.ok) throw new TypeError(`session: ${answer.status}`);
  return (await answer.json()) as SessionAnswer;
}

async function post(path: string, body: object): Promise<Response> {
  for (let turn = 1; ; turn += 1) {
    const answer = await postOnce(path, body, turn < TRIES);
    const wait = Number(answer?.headers.get("Retry-After") ?? 1);
    if (answer && (turn === TRIES || ![502, 503, 504].includes(answer.status) || wait > LONGEST_WAIT_S)) return answer;
    await new Promise((done) => setTimeout(done, wait * 1000));
  }
}

async function postOnce(path: string, body: object, forgiving: boolean): Promise<Response | null> {
  try {
    return await fetch(`/api/session${path}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "Motcua-Session": "page" },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(PATIENCE_MS),
      keepalive: true,
    });
  } catch (thrown) {
    // A code counts once, but an answer that was lost can be asked for again: it is refused then, and the page resumes.
    if (forgiving && navigator.onLine) return null;
    throw thrown;
  }
}
