import { describe, expect, it } from "vitest";
import { Problem } from "../src/api/problem";
import { makeIdLookup, placeFaults } from "../src/filing/attempts";
import { readAccountId, readChannelKey, readDossierId } from "../src/officer/shared/typed_ids";
import { findChanges, isOvertaken } from "../src/officer/steps/conflict";
import { STEP_FORMS } from "../src/officer/steps/forms/step_forms";
import { REGISTER_IDS, toFilingLine } from "../src/officer/steps/register_line";
import { findLacking, listShownFields, makeStepBody } from "../src/officer/steps/step_fields";
import { AT_ONCE, actOnEach, type Result } from "../src/officer/worklist/bulk";

const rest = () => new Promise((done) => setTimeout(done, 1));

describe("acts in bulk", () => {
  it("give each its own result, and one failure stops no other", async () => {
    const reported: Result[] = [];
    const results = await actOnEach(
      ["a", "b", "c", "d", "b"],
      async (id) => {
        await rest();
        if (id === "b") throw new Problem(409, "wrong_moment", "vi", "en");
      },
      (result) => reported.push(result),
    );
    expect(results.map(({ id, done }) => [id, done])).toEqual([
      ["a", true],
      ["b", false],
      ["c", true],
      ["d", true],
    ]);
    expect(results[1]?.problem?.code).toBe("wrong_moment");
    expect(reported).toHaveLength(4);
  });
  it("run a few at a time", async () => {
    let [running, most] = [0, 0];
    await actOnEach(
      Array.from({ length: 12 }, (_, n) => String(n)),
      async () => {
        running += 1;
        most = Math.max(most, running);
        await rest();
        running -= 1;
      },
      () => undefined,
    );
    expect(most).toBe(AT_ONCE);
  });
});

describe("what a step asks", () => {
  it("follows the outcome that was chosen", () => {
    const { resolve } = STEP_FORMS;
    const named = (outcome: string) => listShownFields(resolve, { outcome }).map((each) => each.name);
    expect(named("granted")).toEqual(["outcome", "result", "late_cause", "paper_register"]);
    expect(named("not_granted")).toEqual(["outcome", "ground", "reason", "late_cause", "paper_register"]);
  });
  it("is lacking until it is answered", () => {
    const missing = (values: Record<string, unknown>) =>
      findLacking(STEP_FORMS.refuse, values).map((each) => each.name);
    expect(missing({})).toEqual(["ground", "reason"]);
    expect(missing({ ground: "wrong_agency", reason: "Sai nơi nhận" })).toEqual([]);
  });
  it("compares papers in the same act only where somebody receives the result", () => {
    const named = (way: string) => listShownFields(STEP_FORMS.give_back, { way }).map((each) => each.name);
    expect(named("counter")).toContain("compared");
    expect(named("post")).not.toContain("compared");
  });
  it("receives without a ground when none was chosen", () => {
    expect(makeStepBody(STEP_FORMS.receive, { deferral: "" })).toEqual({});
    expect(makeStepBody(STEP_FORMS.receive, { deferral: "post_collects" })).toEqual({ deferral: "post_collects" });
  });
  it("corrects what the officer says was wrong, and takes nothing kept any more for an answer", () => {
    const { correct_reception } = STEP_FORMS;
    const papers = { a: "application_form", b: "-", c: "" };
    const values = { about: "papers", papers, originals: [], reason: "Nhầm", applicant: { full_name: "A" } };
    expect(makeStepBody(correct_reception, values)).toEqual({
      papers: { a: "application_form" },
      dropped: ["b"],
      originals: [],
      reason: "Nhầm",
    });
    expect(findLacking(correct_reception, { about: "time" }).map((each) => each.name)).toEqual([
      "received_at",
      "reason",
    ]);
  });
  it("sends only what was answered and is shown", () => {
    const values = { outcome: "granted", result: "r1", ground: "conditions_not_met", late_cause: "" };
    expect(makeStepBody(STEP_FORMS.resolve, values)).toEqual({ outcome: "granted", result: "r1" });
    expect(makeStepBody(STEP_FORMS.request_supplement, { guidance: "  Chụp lại  ", components: [] })).toEqual({
      guidance: "Chụp lại",
    });
  });
});

describe("a line of the paper register", () => {
  const line = { outage: "o1", at: "2026-11-24T08:30:00+07:00", code: "" };
  const missing = (step: "transfer" | "receive", paper_register: unknown) =>
    findLacking(STEP_FORMS[step], { paper_register }).map((each) => each.name);
  it("belongs to every step but the erasure of data and corrections, which are of the system alone", () => {
    const without = Object.entries(STEP_FORMS).filter(([, { fields }]) =>
      fields.every((f) => f.name !== "paper_register"),
    );
    expect(without.map(([step]) => step)).toEqual(["correct_reception", "erase"]);
  });
  it("is complete once it is begun, and a reception has the code that the register gave", () => {
    expect(missing("transfer", undefined)).toEqual([]);
    expect(missing("transfer", { ...line, at: "2026-11-24T" })).toEqual(["paper_register"]);
    expect(missing("transfer", { ...line, outage: "" })).toEqual(["paper_register"]);
    expect(missing("transfer", line)).toEqual([]);
    expect(missing("receive", line)).toEqual(["paper_register"]);
    expect(missing("receive", { ...line, code: "H57-1" })).toEqual([]);
  });
  it("is sent as each act takes it", () => {
    const { at } = line;
    expect(makeStepBody(STEP_FORMS.transfer, { paper_register: line })).toEqual({
      paper_register: { outage: "o1", at },
    });
    expect(makeStepBody(STEP_FORMS.receive, { paper_register: { ...line, code: " H57-1 " } })).toEqual({
      paper_register: { outage: "o1", code: "H57-1", received_at: at },
    });
    expect(toFilingLine(line)).toEqual({ outage: "o1", filed_at: at });
  });
});

describe("what somebody else changed", () => {
  const look = (state: string, seqs: number[], allowed: string[], due: string | null = null) =>
    ({
      dossier: { state, allowed, due_at: due },
      timeline: seqs.map((seq) => ({ seq, kind: `k${seq}` })),
    }) as unknown as Parameters<typeof findChanges>[0];
  it("is recognised by facts, state and due date", () => {
    const found = findChanges(
      look("submitted", [1], ["receive"]),
      look("received", [1, 2], ["transfer"], "d"),
      "receive",
    );
    expect(found.facts.map((line) => line.seq)).toEqual([2]);
    expect(found.state).toEqual({ was: "submitted", is: "received" });
    expect(found.due).toEqual({ was: null, is: "d" });
    expect(found.still).toBe(false);
  });
  it("may leave the step as it was", () => {
    const found = findChanges(look("processing", [1], ["extend"]), look("processing", [1, 2], ["extend"]), "extend");
    expect([found.state, found.due, found.still]).toEqual([null, null, true]);
  });
  it("is said of a dossier that has moved on, and not of a fee that is lacking", () => {
    const refused = (status: number, code: string) => new Problem(status, code, "", "");
    expect(isOvertaken(refused(412, "stale_version"))).toBe(true);
    expect(isOvertaken(refused(409, "wrong_moment"))).toBe(true);
    expect(isOvertaken(refused(409, "obligations_open"))).toBe(false);
    expect(isOvertaken(null)).toBe(false);
  });
});

describe("what the server refuses of fields", () => {
  const refusal = (...paths: string[]) =>
    new Problem(
      422,
      "invalid",
      "vi",
      "en",
      paths.map((path) => ({ path, code: "c", vi: path, en: path })),
    );
  const shown =
    (...ids: string[]) =>
    (id: string) =>
      ids.includes(id);

  it("is said at the nearest control that shows it, and in the summary where none does", () => {
    const problem = refusal("/receiver/id_number", "/units", "/elsewhere", "applicant.phone");
    const found = placeFaults(problem, makeIdLookup("s-"), shown("s-receiver", "s-units", "s-applicant-phone"));
    expect(found.map((each) => each.at)).toEqual(["s-receiver", "s-units", undefined, "s-applicant-phone"]);
    expect(found.map((each) => each.text.vi)).toEqual(problem.fields.map((each) => each.path));
  });

  it("is said at controls that are called otherwise", () => {
    const ids = makeIdLookup("", { ...REGISTER_IDS, receipt_number: "receipt" });
    const problem = refusal("/receipt_number", "/paper_register/filed_at", "/paper_register/outage", "/paper_register");
    const at = placeFaults(problem, ids, shown("receipt", "register", "register-at", "register-outage"));
    expect(at.map((each) => each.at)).toEqual(["receipt", "register-at", "register-outage", "register"]);
  });

  it("is nothing without a refusal", () => {
    expect(placeFaults(null, makeIdLookup())).toEqual([]);
  });
});

describe("ids in an address", () => {
  const ID = "dtjmdr1a3hq6fjevpq5drk8pjp";
  it("are read from what is typed or pasted", () => {
    for (const typed of [ID, ` ${ID.toUpperCase()}.`, `\u200b${ID}\u202c`, `https://a.vn/officer/dossiers/${ID}?x=1`]) {
      expect(readDossierId(typed)).toBe(ID);
    }
    expect(readAccountId(" bee01d33-5dba\u200b ")).toBe("bee01d33-5dba");
    expect(readChannelKey(" zalo-tinh ")).toBe("zalo-tinh");
  });
  it("are none where nothing could stand at such an address", () => {
    const never = ["", "\u200b", "A\ud83dB", "a/b", "một", "\ue000", "x".repeat(200), "A\tB"];
    for (const typed of never)
      expect([readDossierId(typed), readAccountId(typed), readChannelKey(typed)]).toEqual([null, null, null]);
    expect(readDossierId(`${ID}a`)).toBeNull();
    expect(readChannelKey("Zalo")).toBeNull();
  });
});
