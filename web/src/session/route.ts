/** The session route of the API (decision 0200): tokens come from there alone, and its cookie is not for scripts. */
import { lost, problemOf } from "../api/problem";
import type { components } from "../generated/api";

type Begun = components["schemas"]["BeginView"];
export type Given = components["schemas"]["SessionView"];
export type SignInStep = components["schemas"]["SignInStepView"];
export type Claims = Readonly<Record<string, string | undefined>>;

const TRIES = 6;
const LONGEST_WAIT_S = 3;
const PATIENCE_MS = 20_000;
const LOCK = "session";

/** There is no session, or the sign-in page's answer was not good. */
export class NoSession extends Error {}

/** Address of the sign-in page. */
export async function begin(shared: boolean): Promise<Begun> {
  const answer = await ask("/begin", { shared });
  if (!answer.ok) throw new TypeError(`session/begin: ${answer.status}`);
  return (await answer.json()) as Begun;
}

/** Begin a session with what the sign-in page answered. */
export async function start(code: string, state: string): Promise<Given> {
  return given(await ask("", { code, state }));
}

/** Check an officer's name and password; what comes next. Throws the Problem. */
export async function checkPassword(name: string, password: string, shared: boolean): Promise<SignInStep> {
  return read<SignInStep>(await ask("/officers", { name, password, shared }).catch(unanswered));
}

/** Replace an officer's first password; what comes next. Throws the Problem. */
export async function choosePassword(password: string): Promise<SignInStep> {
  return read<SignInStep>(await ask("/officers/password", { password }).catch(unanswered));
}

/** Begin an officer's session with the code of the telephone. Throws the Problem. */
export async function sendCode(code: string): Promise<Given> {
  return read<Given>(await ask("/officers/code", { code }).catch(unanswered));
}

function unanswered(): never {
  throw lost();
}

async function read<T>(answer: Response): Promise<T> {
  if (answer.ok) return (await answer.json()) as T;
  throw await problemOf(answer, await answer.json().catch(() => null));
}

/**
 * The session that this browser has. Tabs ask one after the other: a token renewed by one is available to the next.
 * `id` is the session's on a shared computer, where there is no cookie.
 */
export async function resume(id: string | null): Promise<Given> {
  const once = async () => given(await ask("/token", { session: id }));
  return navigator.locks ? await navigator.locks.request(LOCK, once) : once();
}

/** Sign out; the address where the sign-in page forgets the person too. */
export async function end(id: string | null, everywhere: boolean): Promise<string> {
  const answer = await ask("/end", { session: id, everywhere });
  if (!answer.ok) throw new TypeError(`session/end: ${answer.status}`);
  return ((await answer.json()) as components["schemas"]["EndView"]).logout_url;
}

async function given(answer: Response): Promise<Given> {
  if (answer.status === 204 || answer.status === 401) throw new NoSession();
  if (!answer.ok) throw new TypeError(`session: ${answer.status}`);
  return (await answer.json()) as Given;
}

async function ask(path: string, body: object): Promise<Response> {
  for (let turn = 1; ; turn += 1) {
    const answer = await once(path, body, turn < TRIES);
    const wait = Number(answer?.headers.get("Retry-After") ?? 1);
    if (answer && (turn === TRIES || ![502, 503, 504].includes(answer.status) || wait > LONGEST_WAIT_S)) return answer;
    await new Promise((done) => setTimeout(done, wait * 1000));
  }
}

async function once(path: string, body: object, forgiving: boolean): Promise<Response | null> {
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
