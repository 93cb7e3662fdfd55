import { describe, expect, it } from "vitest";
import type { Agency, Dossier } from "../src/api/types";
import { type DossierView, isOfDossier } from "../src/dossier/load";
import { describeState, nameState } from "../src/dossier/state_words";
import { chooseForm, findLacking } from "../src/officer/steps/step_fields";
import { makeStartValues } from "../src/officer/workspace/proposal_lines";

const FEE = { id: "F01", amount: 15_000, state: "open", due: "handover", exemption: "none" };
const UNIT = { id: "u", name: { vi: "Trung tâm", en: "Centre" } } as Agency;
const dossier = (more: object) =>
  ({
    state: "received",
    obligations: [],
    asked: [],
    asked_fields: [],
    to_compare: [],
    one_stop: "u",
    agency: "u",
    received_at: "2026-11-23T02:00:00Z",
    reception_due_at: null,
    due_at: null,
    code: null,
    owes: [],
    parts: [],
    ...more,
  }) as unknown as Dossier;
const next = (more: object, language: "vi" | "en" = "vi") =>
  describeState({ dossier: dossier(more), units: [UNIT], timeline: [] } as unknown as DossierView, language).next;

it("calls a refusal a refusal, and what was only stopped stopped", () => {
  const refused = dossier({ state: "stopped", outcome: "not_granted" });
  expect([nameState(refused, "vi"), nameState(refused, "en")]).toEqual(["Từ chối giải quyết", "Refused"]);
  expect(nameState(dossier({ state: "stopped", outcome: null }), "vi")).toBe("Dừng giải quyết");
  const said = (d: Dossier) =>
    describeState({ dossier: d, units: [UNIT], timeline: [] } as unknown as DossierView, "vi").sentence;
  expect(said(refused)).toContain("Cơ quan từ chối giải quyết hồ sơ.");
});

it("says that what was added has arrived", () => {
  const added = { kind: "supplemented", occurred_at: "2026-11-24T03:30:00Z" };
  const whole = { dossier: dossier({ state: "submitted", filed_at: "2026-11-23T02:00:00Z" }), units: [UNIT] };
  const said = (timeline: object[]) => describeState({ ...whole, timeline } as unknown as DossierView, "vi").sentence;
  expect(said([added])).toMatch(/^Phần bổ sung đã được nhận lúc 10:30 .*24\/11\/2026/);
  expect(said([])).toMatch(/^Hệ thống nhận được lúc 09:00/);
});

describe("what the applicant is to do", () => {
  it("is nothing while the agency works and nothing is owed", () => {
    expect(next({})).toBe("Bạn không cần làm gì thêm.");
    expect(next({ state: "processing" })).toBe("Bạn không cần làm gì thêm.");
  });

  it.each(["submitted", "received", "processing", "resolved"])("is to pay while a fee is unpaid: %s", (state) => {
    const said = next({ state, obligations: [FEE] });
    expect(said).toContain("Nộp 15.000");
    expect(said).not.toContain("không cần làm gì");
    expect(next({ state, obligations: [FEE] }, "en")).toContain("Pay 15.000");
  });

  it("is not to pay what is paid, or what a claim still waits for", () => {
    for (const fee of [
      { ...FEE, state: "settled" },
      { ...FEE, exemption: "claimed" },
    ]) {
      expect(next({ obligations: [fee] })).toBe("Bạn không cần làm gì thêm.");
    }
  });

  it("is to receive the result in the way that they chose", () => {
    expect(next({ state: "resolved", return_way: "post" })).toContain("bưu chính công ích đến địa chỉ");
    expect(next({ state: "resolved", return_way: "online" })).toContain("Tải bản điện tử");
    expect(next({ state: "resolved", return_way: "counter" })).toBe("Nhận kết quả tại Trung tâm.");
  });
});

describe("the papers of a dossier", () => {
  const paper = (id: string, kind: string) => ({ id, kind }) as DossierView["papers"][number];
  it("are those that were filed: a file taken out again is none", () => {
    const filed = dossier({ papers: { p1: "form" } });
    expect(isOfDossier(paper("p1", "component"), filed)).toBe(true);
    expect(isOfDossier(paper("p2", "component"), filed)).toBe(false);
    expect(isOfDossier(paper("p3", "exemption_proof"), filed)).toBe(false);
    expect(isOfDossier(paper("p4", "slip"), filed)).toBe(true);
    expect(isOfDossier(paper("p5", "result"), filed)).toBe(true);
  });
});

describe("what a handover asks", () => {
  const asked = (more: object, way = "counter") =>
    findLacking(chooseForm("give_back", dossier({ state: "resolved", ...more })), {
      way,
      receiver: { full_name: "H" },
    }).map((each) => each.name);
  const fields = (more: object) => chooseForm("give_back", dossier(more)).fields.map((each) => each.name);

  it("is how an early result was announced, only where it is early and then always", () => {
    expect(fields({ announces_early: false })).not.toContain("announced_by");
    expect(asked({ announces_early: true })).toEqual(["announced_by"]);
    expect(asked({ announces_early: true }, "online")).toEqual([]);
    const field = chooseForm("give_back", dossier({ announces_early: true })).fields.find(
      (f) => f.name === "announced_by",
    );
    expect(field?.optional).toBe(false);
  });

  it("begins with the way that the applicant chose", () => {
    const whole = (return_way: string | null) => ({ dossier: dossier({ return_way }) }) as unknown as DossierView;
    expect(makeStartValues(whole("post"), "give_back")).toEqual({ way: "post" });
    expect(makeStartValues(whole(null), "give_back")).toEqual({});
    expect(makeStartValues(whole("post"), "close")).toEqual({});
  });

  it("is an address for the post where none was stated, and the reason of a letter that follows", () => {
    expect(asked({}, "post")).toEqual(["return_address"]);
    expect(asked({ parts: [{ name: "return_address", value: "1 Lê Lợi" }] }, "post")).toEqual([]);
    expect(asked({ owes: ["apology"] })).toEqual(["letter_follows"]);
    expect(fields({})).not.toContain("letter_follows");
  });
});
