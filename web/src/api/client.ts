import createClient from "openapi-fetch";
import type { paths } from "../generated/api";
import { findActingHeader } from "../session/acting";
import { getAccessToken, renew } from "../session/session";
import { keepEarly, listFirstRequests, OWN_REQUESTS, takeEarly } from "./first_requests";
import { beginCall, markReached, markUnreached } from "./network";
import { PATIENCE_MS } from "./patience";
import { makeLostProblem, readProblem } from "./problem";

const RETRIES = 1;
const LONGEST_WAIT_S = 3;
/** Answers of a gateway whose function was busy, starting or gone: the next attempt finds another. */
const PASSING: ReadonlySet<number> = new Set([502, 503, 504]);

export const api = createClient<paths>({ baseUrl: globalThis.location?.origin ?? "", fetch: send });

/** Data with the version that their ETag names, for If-Match. */
export interface Versioned<T> {
  readonly data: T;
  readonly version: number;
}

interface ApiAnswer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The answer's data and version; throws the `Problem` of anything else. */
export async function unwrapWithVersion<T>(call: Promise<ApiAnswer<T>>): Promise<Versioned<T>> {
  const { data, error, response } = await call;
  if (!response.ok) throw await readProblem(response, error);
  const version = Number(/^"(\d+)"$/.exec(response.headers.get("ETag") ?? "")?.[1] ?? 0);
  return { data: data as T, version };
}

/** The answer's data alone. */
export async function unwrap<T>(call: Promise<ApiAnswer<T>>): Promise<T> {
  return (await unwrapWithVersion(call)).data;
}

/** The header that makes a step act only on the version that the person has seen. */
export const ifMatch = (version: number) => ({ "If-Match": `"${version}"` }) as const;

/** Send with the person's token. Retries what is safe to repeat, and signs in again without losing the request. */
async function send(request: Request): Promise<Response> {
  const spare = request.clone();
  const token = await getAccessToken();
  let answer = await sendWithRetries(addToken(request, token));
  if (answer.status === 401 && token) {
    const fresh = await renew(token);
    if (fresh) answer = await sendWithRetries(addToken(spare, fresh));
  }
  return answer;
}

function addToken(request: Request, token: string | null): Request {
  if (token) request.headers.set("Authorization", `Bearer ${token}`);
  const other = token ? findActingHeader(request.url) : null;
  if (other) request.headers.set("Acting-For", other);
  return request;
}

async function sendWithRetries(request: Request): Promise<Response> {
  const repeatable = request.method === "GET" || request.headers.has("Idempotency-Key");
  for (let turn = 0; ; turn += 1) {
    const again = repeatable && turn < RETRIES;
    const answer = await sendOnce(again ? request.clone() : request, again);
    if (answer === null) continue;
    const wait = Number(answer.headers.get("Retry-After") ?? 1);
    if (!again || !PASSING.has(answer.status) || !(wait <= LONGEST_WAIT_S)) return answer;
    await pause(wait * 1000);
  }
}

/** One attempt; null when it failed on the way and `forgiving` lets it be tried again. */
async function sendOnce(request: Request, forgiving: boolean): Promise<Response | null> {
  const ended = beginCall();
  try {
    const answer = await (takeEarly(request) ?? fetchOnce(request));
    markReached();
    return answer;
  } catch (thrown) {
    if (request.signal.aborted) throw thrown;
    if (forgiving && navigator.onLine) {
      await pause(600);
      return null;
    }
    markUnreached();
    throw makeLostProblem();
  } finally {
    ended();
  }
}

const fetchOnce = (request: Request) =>
  fetch(request, { signal: AbortSignal.any([request.signal, AbortSignal.timeout(PATIENCE_MS)]) });

/** Begin what the signed-in person's page at an address asks for first, while its scripts are loaded. */
export function beginOwnRequests(page: string): void {
  for (const address of listFirstRequests(OWN_REQUESTS, page)) {
    const request = new Request(new URL(address, location.origin));
    keepEarly(page, address, findActingHeader(request.url), async () => {
      return fetchOnce(addToken(request, await getAccessToken()));
    });
  }
}

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));
