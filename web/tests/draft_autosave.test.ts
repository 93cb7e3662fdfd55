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
    const draftSession = new DraftSession(draft(), FORM);
    draftSession.editApplicant("full_name", "Hoa");
    expect(await draftSession.save()).toBe(true);
    expect(sent()).toMatchObject({ applicant: { full_name: "Hoa" }, answers: { owner: "Hoa" } });
    draftSession.answer("owner", "Lan");
    draftSession.editApplicant("full_name", "Hoài");
    await draftSession.save();
    expect(sent().answers).toEqual({ owner: "Lan" });
  });

  it("of before is filled in when it is opened", () => {
    const draftSession = new DraftSession(draft({ applicant: { full_name: "Hoa" } }), FORM);
    expect(draftSession.store.get().body.answers).toEqual({ owner: "Hoa" });
  });

  it("is saved by itself once the network is back", async () => {
    const draftSession = new DraftSession(draft(), FORM);
    calls.put.mockRejectedValueOnce(makeLostProblem());
    draftSession.answer("owner", "Hoa");
    expect(await draftSession.save()).toBe(false);
    expect(draftSession.store.get()).toMatchObject({ saving: "failed", body: { answers: { owner: "Hoa" } } });
    await vi.advanceTimersByTimeAsync(5000);
    expect(draftSession.store.get().saving).toBe("saved");
    expect(calls.put).toHaveBeenCalledTimes(2);
  });

  it("is not sent again and again when it was refused", async () => {
    const draftSession = new DraftSession(draft(), FORM);
    calls.put.mockRejectedValue(new Problem(422, "invalid", "", ""));
    draftSession.answer("owner", "Hoa");
    expect(await draftSession.save()).toBe(false);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(calls.put).toHaveBeenCalledTimes(1);
  });

  it("waits as long as the server says when it was saved too often", async () => {
    const draftSession = new DraftSession(draft(), FORM);
    calls.put.mockRejectedValueOnce(new Problem(429, "quota_reached", "", "", [], [], 120));
    draftSession.answer("owner", "Hoa");
    expect(await draftSession.save()).toBe(false);
    await vi.advanceTimersByTimeAsync(119_000);
    expect(calls.put).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(draftSession.store.get().saving).toBe("saved");
  });

  it("with nothing to save says whether the server is there, when the network was gone", async () => {
    const draftSession = new DraftSession(draft(), FORM);
    expect(await draftSession.reach()).toBe(true);
    expect(calls.get).not.toHaveBeenCalled();
    connection.set("gone");
    calls.get.mockRejectedValueOnce(makeLostProblem());
    expect(await draftSession.reach()).toBe(false);
    expect(await draftSession.reach()).toBe(true);
  });
});
