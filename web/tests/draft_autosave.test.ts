import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { connection } from "../src/api/network";
import { makeLostProblem, Problem } from "../src/api/problem";
import type { Draft } from "../src/api/types";
import { readForm } from "../src/eform/schema";
import { DraftSession } from "../src/filing/draft_autosave";

const calls = vi.hoisted(() => ({ put: vi.fn(), get: vi.fn() }));
vi.mock("../src/api/client", () => ({
  api: { PUT: calls.put, GET: calls.get },
  unwrapWithVersion: async (call: unknown) => ({ data: await call, version: 1 }),
  unwrap: async (call: unknown) => await call,
  ifMatch: () => ({}),
}));

const TEXT = { type: "string", minLength: 1, maxLength: 50 };
const FORM = readForm({
  required: ["owner"],
  properties: { owner: { title: "Chủ hộ", "x-title-en": "Owner", "x-prefill": "full_name", ...TEXT } },
});
const draft = (body: object = {}) =>
  ({ id: "d", version: 1, answers: {}, applicant: {}, papers: [], ...body }) as unknown as Draft;
const sent = () => calls.put.mock.lastCall?.[1].body;

describe("a draft that is being typed", () => {
  beforeEach(() => {
    vi.useFakeTimers();
    connection.set("good");
    calls.put.mockReset().mockImplementation(async (_: string, { body }: { body: object }) => draft(body));
    calls.get.mockReset().mockResolvedValue(draft());
  });
  afterEach(() => vi.useRealTimers());

  it("carries what is said of the applicant into the form, and asks for it once", async () => {
    const keeper = new DraftSession(draft(), FORM);
    keeper.say("full_name", "Hoa");
    expect(await keeper.save()).toBe(true);
    expect(sent()).toMatchObject({ applicant: { full_name: "Hoa" }, answers: { owner: "Hoa" } });
    keeper.answer("owner", "Lan");
    keeper.say("full_name", "Hoài");
    await keeper.save();
    expect(sent().answers).toEqual({ owner: "Lan" });
  });

  it("of before is filled in when it is opened", () => {
    const keeper = new DraftSession(draft({ applicant: { full_name: "Hoa" } }), FORM);
    expect(keeper.store.get().body.answers).toEqual({ owner: "Hoa" });
  });

  it("is saved by itself once the network is back", async () => {
    const keeper = new DraftSession(draft(), FORM);
    calls.put.mockRejectedValueOnce(makeLostProblem());
    keeper.answer("owner", "Hoa");
    expect(await keeper.save()).toBe(false);
    expect(keeper.store.get()).toMatchObject({ saving: "failed", body: { answers: { owner: "Hoa" } } });
    await vi.advanceTimersByTimeAsync(5000);
    expect(keeper.store.get().saving).toBe("saved");
    expect(calls.put).toHaveBeenCalledTimes(2);
  });

  it("is not sent again and again when it was refused", async () => {
    const keeper = new DraftSession(draft(), FORM);
    calls.put.mockRejectedValue(new Problem(422, "invalid", "", ""));
    keeper.answer("owner", "Hoa");
    expect(await keeper.save()).toBe(false);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(calls.put).toHaveBeenCalledTimes(1);
  });

  it("waits as long as the server says when it was saved too often", async () => {
    const keeper = new DraftSession(draft(), FORM);
    calls.put.mockRejectedValueOnce(new Problem(429, "quota_reached", "", "", [], [], 120));
    keeper.answer("owner", "Hoa");
    expect(await keeper.save()).toBe(false);
    await vi.advanceTimersByTimeAsync(119_000);
    expect(calls.put).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(keeper.store.get().saving).toBe("saved");
  });

  it("with nothing to save says whether the server is there, when the network was gone", async () => {
    const keeper = new DraftSession(draft(), FORM);
    expect(await keeper.reach()).toBe(true);
    expect(calls.get).not.toHaveBeenCalled();
    connection.set("gone");
    calls.get.mockRejectedValueOnce(makeLostProblem());
    expect(await keeper.reach()).toBe(false);
    expect(await keeper.reach()).toBe(true);
  });
});
