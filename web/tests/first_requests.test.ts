import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

const person = vi.hoisted(() => ({
  token: null as string | null,
  fresh: null as string | null,
  acting: null as string | null,
}));
vi.mock("../src/session/session", () => ({
  getAccessToken: async () => person.token,
  renew: async () => person.fresh,
}));
vi.mock("../src/session/acting", () => ({ findActingHeader: () => person.acting }));

const SITE = "https://motcua.example.vn";
const DOSSIER = "/api/dossiers/{dossier_id}";
const TIMELINE = "/api/dossiers/{dossier_id}/timeline";
const path = { path: { dossier_id: "a" } };

type Answer = Response | Error;
const asked: { address: string; token: string | null }[] = [];
let answers: (address: string, turn: number) => Answer;

const say = (status: number, body: unknown = {}, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json", ...headers } });

function stubBrowser(page: string): void {
  vi.stubGlobal("location", { origin: SITE, pathname: page, search: "" });
  vi.stubGlobal("navigator", { onLine: true });
  vi.stubGlobal("document", { querySelector: () => null });
  vi.stubGlobal("fetch", async (wanted: Request | string) => {
    const url = new URL(typeof wanted === "string" ? wanted : wanted.url, SITE);
    const address = url.pathname + url.search;
    const token = typeof wanted === "string" ? null : wanted.headers.get("Authorization");
    asked.push({ address, token });
    const answer = answers(address, asked.filter((each) => each.address === address).length);
    if (answer instanceof Error) throw answer;
    return answer;
  });
}

/** The modules as a page load finds them, on that page. */
async function loadSite(page: string) {
  stubBrowser(page);
  vi.resetModules();
  await import("../src/app/first_script");
  const { api, beginOwnRequests, unwrap } = await import("../src/api/client");
  const { connection } = await import("../src/api/network");
  return { api, beginOwnRequests, unwrap, connection };
}

const list = () => asked.map((each) => each.address);

beforeEach(() => {
  vi.useFakeTimers();
  answers = (address) => say(200, { address });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  asked.length = 0;
  Object.assign(person, { token: null, fresh: null, acting: null });
});

/** The outcome of a call, however long it waits. */
async function settle<T>(call: Promise<T>): Promise<T | { status: number; code: string }> {
  const outcome = call.catch((problem: { status: number; code: string }) => problem);
  await vi.runAllTimersAsync();
  return outcome;
}

describe("first requests of a public page", () => {
  it("are sent before the page asks, and are its own call's first attempt", async () => {
    const { api, unwrap } = await loadSite("/procedures/1.001612");
    expect(list()).toEqual(["/api/procedures/1.001612"]);
    const ask = () =>
      unwrap(api.GET("/api/procedures/{procedure_id}", { params: { path: { procedure_id: "1.001612" } } }));
    expect(await settle(ask())).toEqual({ address: "/api/procedures/1.001612" });
    expect(list()).toHaveLength(1);
    await settle(ask());
    expect(list()).toHaveLength(2);
  });

  it("fit the address of the call letter for letter", async () => {
    const { api, unwrap } = await loadSite("/viec/questions");
    const wanted = ["/api/matters", "/api/agencies", "/api/matters/public?kind=question"];
    expect(list()).toEqual(wanted);
    await settle(
      Promise.all([
        unwrap(api.GET("/api/matters", {})),
        unwrap(api.GET("/api/agencies")),
        unwrap(api.GET("/api/matters/public", { params: { query: { kind: "question" } } })),
      ]),
    );
    expect(list()).toEqual(wanted);
  });

  it("are of no other page: who has moved on asks again", async () => {
    const { api, unwrap } = await loadSite("/procedures");
    vi.stubGlobal("location", { origin: SITE, pathname: "/", search: "" });
    await settle(unwrap(api.GET("/api/procedures", {})));
    expect(list()).toEqual(["/api/procedures", "/api/procedures"]);
  });

  it("that find the service busy are repeated as every call is", async () => {
    answers = (_, turn) => (turn === 1 ? say(503, {}, { "Retry-After": "1" }) : say(200, { items: [] }));
    const { api, unwrap } = await loadSite("/procedures");
    expect(await settle(unwrap(api.GET("/api/procedures", {})))).toEqual({ items: [] });
    expect(list()).toHaveLength(2);
  });

  it("that find it busy twice end as every call does", async () => {
    answers = () => say(503);
    const { api, unwrap } = await loadSite("/procedures");
    expect(await settle(unwrap(api.GET("/api/procedures", {})))).toMatchObject({ status: 503, code: "http_503" });
    expect(list()).toHaveLength(2);
  });

  it("that are lost on the way are repeated once, then the page says so", async () => {
    answers = () => new TypeError("lost");
    const { api, unwrap, connection } = await loadSite("/procedures");
    expect(await settle(unwrap(api.GET("/api/procedures", {})))).toMatchObject({ status: 0, code: "network" });
    expect([list().length, connection.get()]).toEqual([2, "gone"]);
  });

  it("that a page of another kind has not are not sent", async () => {
    await loadSite("/procedures/%E0%A4%A");
    await loadSite("/dossiers/a/receipt");
    expect(list()).toEqual([]);
  });
});

describe("the content network", () => {
  it("names in a page's answer what the page asks for first, and nothing for an address that fits no page", async () => {
    const { listFirstRequests, PUBLIC_REQUESTS } = await import("../src/api/first_requests");
    const { default: template } = await import("../../infra/web.yaml?raw");
    const code = /RequestsOfPage:[\s\S]*?FunctionCode: \|\n([\s\S]*?)\n {2}\w/.exec(template)?.[1] ?? "";
    const handler = new Function(`${code}\nreturn handler;`)();
    const name = (page: string) => {
      const request = { uri: "/index.html", headers: { "x-page": { value: page } } };
      return handler({ request, response: { headers: {} } }).headers.link?.value;
    };
    const pages = Object.keys(PUBLIC_REQUESTS).map((each) => each.replace(/:\w+/g, "1.004222"));
    expect(pages.length).toBeGreaterThan(5);
    for (const page of pages) {
      const links = listFirstRequests(PUBLIC_REQUESTS, page).map(
        (each) => `<${each}>; rel=preload; as=fetch; crossorigin`,
      );
      expect(name(page)).toBe(links.join(", "));
      expect(name(`${page}/`)).toBe(links.join(", "));
    }
    for (const page of ["/", "/procedures/a%0d%0ab", '/procedures/">x', "/procedures/1/file", "/nowhere", "/viec//"]) {
      expect([page, name(page)]).toEqual([page, page === "/viec//" ? name("/viec") : undefined]);
    }
  });
});

describe("first requests of the signed-in person's page", () => {
  it("carry the token, and one that is refused is renewed as for every call", async () => {
    Object.assign(person, { token: "old", fresh: "new" });
    answers = (_, turn) => (turn === 1 ? say(401) : say(200, { id: "a" }));
    const { api, beginOwnRequests, unwrap } = await loadSite("/dossiers/a");
    beginOwnRequests("/dossiers/a");
    expect(await settle(unwrap(api.GET(DOSSIER, { params: path })))).toEqual({ id: "a" });
    const sent = asked.filter((each) => each.address === "/api/dossiers/a").map((each) => each.token);
    expect(sent).toEqual(["Bearer old", "Bearer new"]);
  });

  it("end as a refusal where nobody signs in again", async () => {
    Object.assign(person, { token: "old" });
    answers = () => say(401);
    const { api, beginOwnRequests, unwrap } = await loadSite("/dossiers/a");
    beginOwnRequests("/dossiers/a");
    expect(await settle(unwrap(api.GET(DOSSIER, { params: path })))).toMatchObject({ status: 401 });
    expect(asked.filter((each) => each.address === "/api/dossiers/a")).toHaveLength(1);
  });

  it("are sent once for a visit, and again for the next", async () => {
    Object.assign(person, { token: "t" });
    const { api, beginOwnRequests, unwrap } = await loadSite("/dossiers/a");
    beginOwnRequests("/dossiers/a");
    beginOwnRequests("/dossiers/a");
    await vi.runAllTimersAsync();
    const own = ["/api/dossiers/a", "/api/dossiers/a/papers", "/api/dossiers/a/timeline"];
    expect(list().sort()).toEqual(["/api/agencies", ...own]);
    await settle(unwrap(api.GET(DOSSIER, { params: path })));
    beginOwnRequests("/dossiers/a");
    await vi.runAllTimersAsync();
    expect(list()).toHaveLength(5);
  });

  it("are not taken for somebody else", async () => {
    Object.assign(person, { token: "t", acting: "for-lan" });
    const { api, beginOwnRequests, unwrap } = await loadSite("/dossiers/a");
    beginOwnRequests("/dossiers/a");
    await vi.runAllTimersAsync();
    person.acting = null;
    await settle(unwrap(api.GET(DOSSIER, { params: path })));
    expect(list().filter((each) => each === "/api/dossiers/a")).toHaveLength(2);
  });

  it("between two of which the network goes: the page fails as a whole, and asks for all of it again", async () => {
    Object.assign(person, { token: "t" });
    let gone = true;
    answers = (address) => (gone && address.endsWith("timeline") ? new TypeError("lost") : say(200, { address }));
    const { api, beginOwnRequests, unwrap, connection } = await loadSite("/dossiers/a");
    beginOwnRequests("/dossiers/a");
    const both = () =>
      Promise.all([unwrap(api.GET(DOSSIER, { params: path })), unwrap(api.GET(TIMELINE, { params: path }))]);
    expect(await settle(both())).toMatchObject({ code: "network" });
    expect(connection.get()).toBe("gone");
    gone = false;
    expect(await settle(both())).toEqual([{ address: "/api/dossiers/a" }, { address: "/api/dossiers/a/timeline" }]);
    expect(connection.get()).toBe("good");
    expect(list().filter((each) => each === "/api/dossiers/a")).toHaveLength(2);
    expect(list().filter((each) => each === "/api/dossiers/a/timeline")).toHaveLength(3);
  });
});
