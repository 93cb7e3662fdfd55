import { describe, expect, it } from "vitest";
import type { DraftBody, Procedure } from "../src/api/types";
import { capacityWords, listCapacityFaults, listCapacityRows } from "../src/filing/capacity_words";
import { checkFile } from "../src/filing/file_check";
import { merge } from "../src/filing/merge";
import { findMissingPapers } from "../src/filing/sections";
import { makeLookupPath, readLookupQuery } from "../src/lookup/lookup_query";

const body = (answers: object, more: object = {}) =>
  ({ answers, applicant: {}, papers: [], ...more }) as unknown as DraftBody;

describe("a draft saved from two places", () => {
  it("takes from each side what only that side changed", () => {
    const merged = merge(body({ a: 1, b: 1 }), body({ a: 2, b: 1 }), body({ a: 1, b: 3, c: 4 }));
    expect(merged.body.answers).toEqual({ a: 2, b: 3, c: 4 });
    expect(merged.clashes).toEqual([]);
  });
  it("keeps mine where both changed, and can take theirs", () => {
    const { body: kept, clashes } = merge(body({ a: 1 }), body({ a: 2 }), body({ a: 3 }));
    expect(kept.answers).toEqual({ a: 2 });
    expect(clashes.map(({ at, mine, theirs }) => [at, mine, theirs])).toEqual([["answers.a", 2, 3]]);
    expect(clashes[0]?.takeTheirs(kept).answers).toEqual({ a: 3 });
  });
  it("has no clash when both made the same change, as after an answer that was lost", () => {
    const mine = body({ a: 2 }, { papers: ["p1"], return_way: "post" });
    expect(merge(body({ a: 1 }), mine, mine)).toEqual({ body: mine, clashes: [] });
  });
});

describe("a file before it is sent", () => {
  const file = (name: string, start: number[] | string, size = 0, type = "") =>
    new File([typeof start === "string" ? start : new Uint8Array(start), new Uint8Array(size)], name, { type });
  it("is what its first bytes say", async () => {
    expect(await checkFile(file("a.PDF", "%PDF-1.7"))).toEqual({ type: "application/pdf" });
    expect(await checkFile(file("a.jpeg", [0xff, 0xd8, 0xff, 0xe0]))).toEqual({ type: "image/jpeg" });
    expect(await checkFile(file("anh", [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], 0, "image/png"))).toEqual({
      type: "image/png",
    });
  });
  it("is refused with the reason when it lies, is too large, empty or of another kind", async () => {
    const reason = async (given: File) => ((await checkFile(given)) as { fault: { vi: string } }).fault.vi;
    expect(await reason(file("a.pdf", "MZ"))).toContain("không phải là PDF thật");
    expect(await reason(file("a.png", "%PDF-1.7"))).toContain("không phải là PNG thật");
    expect(await reason(file("a.pdf", "%PDF-", 25 * 1024 * 1024))).toContain("nặng 25,0 MB; mỗi tệp tối đa 20 MB");
    expect(await reason(file("a.pdf", ""))).toContain("trống");
    expect(await reason(file("a.exe", "MZ"))).toContain("phải là PDF, JPG, PNG hoặc HEIC");
  });
});

describe("what is looked up", () => {
  it("stands behind the #, where no server sees it", () => {
    expect(readLookupQuery(`https://x.vn${makeLookupPath({ code: "H57.01-1 a" })}`)).toEqual({ code: "H57.01-1 a" });
    expect(readLookupQuery("https://x.vn/tra-cuu#k1-abc-def")).toEqual({ link: "k1-abc-def" });
    expect(readLookupQuery("https://x.vn/tra-cuu#k1-abc-def/H57.01-1/1.001/2026")).toEqual({ link: "k1-abc-def" });
    expect(readLookupQuery("H57.01-261127-0001")).toBeNull();
    expect(readLookupQuery("#code=%E0%A4%A")).toBeNull();
    expect(readLookupQuery("#")).toBeNull();
    expect(readLookupQuery("#/H57.01-1")).toBeNull();
    expect(readLookupQuery("Xem https://x.vn/tra-cuu#k1-abc-def.")).toEqual({ link: "k1-abc-def" });
    expect(readLookupQuery("https://x.vn/tra-cuu#k1-abc-def để xem")).toEqual({ link: "k1-abc-def" });
    expect(readLookupQuery("#H57.01-261127-0001")).toEqual({ code: "H57.01-261127-0001" });
  });
});

describe("papers that are missing", () => {
  const component = (key: string) => ({ key, need: "required", copy_kind: "original" });
  const procedure = { components: [component("form"), component("extract")] } as unknown as Procedure;
  const lacking = (body: DraftBody, channel = "own_portal", of = procedure) =>
    findMissingPapers(of, channel, body, { components: new Map([["p1", "form"]]) }).map((each) => each.key);
  it("are those that were neither brought nor looked up", () => {
    expect(lacking({})).toEqual(["form", "extract"]);
    expect(lacking({ papers: ["p1"] })).toEqual(["extract"]);
    expect(lacking({ papers: ["p1"], held: ["extract"] })).toEqual([]);
  });
  it("are no longer those that the filled form is, where the applicant fills it in", () => {
    const covered = {
      components: [{ ...component("form"), by_form: true }, component("extract")],
    } as unknown as Procedure;
    expect(lacking({}, "own_portal", covered)).toEqual(["extract"]);
    expect(lacking({}, "national_portal", covered)).toEqual(["extract"]);
    expect(lacking({}, "desk", covered)).toEqual(["form", "extract"]);
  });
});

describe("the capacity in which somebody files", () => {
  it("is one's own right until another is chosen, which is said in words", () => {
    const related = (relation: string) => body({}, { capacity: { kind: "related_interest", relation } });
    expect([body({}), related("con ruột"), related(" – ")].map((each) => listCapacityFaults(each).length)).toEqual([
      0, 0, 1,
    ]);
  });
  it("is read with how the matter concerns the applicant, and not at all for one's own right", () => {
    expect(listCapacityRows(capacityWords.vi, null, null)).toEqual([]);
    const rows = listCapacityRows(capacityWords.vi, "related_interest", { text: "con ruột" });
    expect(rows.map(([, text]) => text)).toEqual(["Tổ chức, cá nhân khác có liên quan", "con ruột"]);
  });
});
