/**
 * The requests with which a page begins, sent before the page is loaded: everybody's by the first script of the site,
 * a signed-in person's with their token or with a move. Each is the first attempt of the ordinary call for the same
 * address (`client.ts`), which takes it once, repeats it as any attempt that fails, and knows every refusal.
 */
import { matchPath } from "../app/match_path";

type RequestsOf = Readonly<Record<string, readonly string[]>>;

/**
 * By the page's address: what everybody may read. The first address that fits counts. The content network names the same
 * requests in the page's answer (`RequestsOfPage` in `infra/web.yaml`, decision 0330).
 */
export const PUBLIC_REQUESTS: RequestsOf = {
  "/procedures": ["/api/procedures"],
  "/procedures/:id": ["/api/procedures/:id"],
  "/tra-cuu": ["/api/lookup/channels"],
  "/viec": ["/api/matters"],
  "/viec/questions": ["/api/matters", "/api/agencies", "/api/matters/public?kind=question"],
  "/viec/faqs": ["/api/matters", "/api/agencies", "/api/procedures", "/api/matters/public?kind=faq"],
  "/viec/:plural": ["/api/matters", "/api/agencies"],
  "/viec/:plural/da-dang/:id": ["/api/matters", "/api/agencies", "/api/matters/public/:id"],
  "/dossiers": ["/api/procedures", "/api/agencies"],
  "/dossiers/:id": ["/api/agencies"],
  "/officer": ["/api/procedures", "/api/agencies"],
  "/officer/dossiers/:id": ["/api/agencies"],
};

const DOSSIER = ["/api/dossiers/:id", "/api/dossiers/:id/timeline", "/api/dossiers/:id/papers"];

/** By the page's address: what the signed-in person reads each time. */
export const OWN_REQUESTS: RequestsOf = {
  "/dossiers": ["/api/me/drafts?limit=100", "/api/me/dossiers?limit=100", "/api/me/terms", "/api/me/unjoined"],
  "/dossiers/:id": DOSSIER,
  "/officer/dossiers/:id": DOSSIER,
};

interface EarlyRequest {
  /** The page's address: what was asked for another page is not used. */
  readonly page: string;
  readonly answer: Promise<Response>;
}

const early = new Map<string, EarlyRequest>();

/** The addresses that a page asks for first. */
export function listFirstRequests(table: RequestsOf, page: string): readonly string[] {
  for (const [pattern, addresses] of Object.entries(table)) {
    const params = matchPath(pattern, page);
    if (!params) continue;
    return addresses.map((each) => each.replace(/:(\w+)/g, (_, name) => encodeURIComponent(params[name] ?? "")));
  }
  return [];
}

/** Keep an attempt for the call that will ask for the same address on behalf of the same person. */
export function keepEarly(page: string, address: string, acting: string | null, send: () => Promise<Response>): void {
  const key = makeKey(address, acting);
  if (early.get(key)?.page === page) return;
  const answer = send();
  // The call that takes it learns of a failure; one that nobody takes is of no interest.
  answer.catch(() => undefined);
  early.set(key, { page, answer });
}

/** The attempt that was begun for this call on the present page, once; undefined when there is none. */
export function takeEarly(request: Request): Promise<Response> | undefined {
  const page = globalThis.location?.pathname;
  for (const [key, each] of early) if (each.page !== page) early.delete(key);
  if (early.size === 0 || request.method !== "GET") return undefined;
  const { pathname, search } = new URL(request.url);
  const key = makeKey(pathname + search, request.headers.get("Acting-For"));
  const found = early.get(key)?.answer;
  early.delete(key);
  return found;
}

const makeKey = (address: string, acting: string | null) => `${acting ?? ""} ${address}`;
