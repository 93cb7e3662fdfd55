import { afterEach, describe, expect, it, vi } from "vitest";

const kept = new Map<string, string>();
vi.stubGlobal("sessionStorage", {
  getItem: (key: string) => kept.get(key) ?? null,
  setItem: (key: string, value: string) => kept.set(key, value),
  removeItem: (key: string) => kept.delete(key),
});
const store = vi.hoisted(() => {
  const listeners: (() => void)[] = [];
  let value: unknown = { state: "in", me: { sub: "an" } };
  return {
    get: () => value,
    subscribe: (listener: () => void) => listeners.push(listener),
    set: (next: unknown) => {
      value = next;
      for (const each of listeners) each();
    },
  };
});
vi.mock("../src/session/session", () => ({ session: store }));
// Another test of the same process may have loaded the module, with the real session.
vi.resetModules();
const { acting, actFor, findActingHeader } = await import("../src/session/acting");

const LAN = { sub: "an", authorisation: "a".repeat(26), full_name: "Hồ Thị Lan" };
const site = "https://motcua.example.vn";

describe("acting for somebody", () => {
  afterEach(() => {
    actFor(null);
    store.set({ state: "in", me: { sub: "an" } });
  });

  it("is named in calls about dossiers alone", () => {
    expect(findActingHeader(`${site}/api/dossiers`)).toBe(null);
    actFor(LAN);
    for (const path of ["/api/dossiers", "/api/dossiers/x/submit", "/api/me/dossiers?limit=1"]) {
      expect(findActingHeader(site + path)).toBe(LAN.authorisation);
    }
    for (const path of ["/api/me", "/api/authorisations", "/api/me/drafts", "/api/dossiersx"]) {
      expect(findActingHeader(site + path)).toBe(null);
    }
  });

  it("outlives a reload of the tab", () => {
    actFor(LAN);
    expect(JSON.parse(kept.get("acting-for") ?? "")).toEqual(LAN);
  });

  it("ends with the session, and is nobody else's", () => {
    actFor(LAN);
    store.set({ state: "ended", me: { sub: "an" } });
    expect(acting.get()).toEqual(LAN);
    store.set({ state: "in", me: { sub: "huy" } });
    expect([acting.get(), kept.size]).toEqual([null, 0]);
    actFor(LAN);
    store.set({ state: "out", me: null });
    expect(acting.get()).toBe(null);
  });
});
