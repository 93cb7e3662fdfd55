import { describe, expect, it } from "vitest";
import { describeChosen, type RightChoice, readAskedEnd, readAskedRights } from "../src/officer/people/asked_rights";

describe("what a request for rights asks for", () => {
  it("has an effect once it says whose rights and which", () => {
    const asked = { person: " lan-1 ", action: "grant", role: "cashier", work_unit: "U", subject: "Thu phí" };
    expect(readAskedRights(asked)).toEqual({ person: "lan-1", action: "grant", role: "cashier", work_unit: "U" });
    expect(readAskedRights({ ...asked, person: "Trần Lan" })).toBeNull();
    expect(readAskedRights({ ...asked, person: undefined })).toBeNull();
    expect(readAskedRights({ ...asked, role: undefined })).toBeNull();
    expect(readAskedRights({ ...asked, action: undefined })).toBeNull();
  });

  it("needs of each action what it cannot be carried out without", () => {
    expect(readAskedRights({ person: "lan", action: "leave" })).toEqual({ person: "lan", action: "leave" });
    expect(readAskedRights({ person: "lan", action: "revoke" })).toBeNull();
    expect(readAskedRights({ person: "lan", action: "change", role: "cashier" })).toBeNull();
    expect(readAskedRights({ person: "lan", action: "rename" })).toBeNull();
    expect(readAskedRights({ person: "lan", action: "revoke_one" })).toBeNull();
    expect(readAskedRights({ person: "lan", action: "revoke_one", role: "operator" })?.role).toBe("operator");
  });

  it("names the colleague who is replaced only by an account", () => {
    const asked = { person: "lan", action: "grant", role: "operator" };
    expect(readAskedRights({ ...asked, backup_for: "mai" })?.backup_for).toBe("mai");
    expect(readAskedRights({ ...asked, backup_for: "chị Mai" })).not.toHaveProperty("backup_for");
  });
});

describe("one right of several", () => {
  const asked = { person: "lan", action: "revoke_one", role: "case_officer", work_unit: "U", right: "a1" };

  it("is asked for by its key, and looked for without it", () => {
    expect(readAskedRights(asked)?.right).toBe("a1");
    expect(readAskedEnd(asked)).toEqual({ person: "lan", action: "revoke_one", role: "case_officer", work_unit: "U" });
    expect(readAskedEnd({ ...asked, action: "revoke" })).toBeNull();
    expect(readAskedEnd({ ...asked, role: undefined })).toBeNull();
  });

  it("is named in the request with its stage and the person replaced", () => {
    const plain: RightChoice["right"] = {
      ...{ role: "case_officer", unit: "U", valid_from: "2024-01-01T00:00:00Z", valid_until: null },
      ...{ backup_for: null, stage: "", document: "", document_day: null, in_force: true },
    };
    const choices: readonly RightChoice[] = [
      { key: "a1", right: plain, backup_name: "" },
      { key: "b2", right: { ...plain, backup_for: "mai", stage: "receive" }, backup_name: "Mai" },
    ];
    expect(describeChosen(choices, "a1")).toEqual({});
    expect(describeChosen(choices, "b2")).toEqual({ backup_for: "mai", stage: "receive" });
    expect(describeChosen(choices, undefined)).toEqual({});
  });
});
