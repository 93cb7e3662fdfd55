import { describe, expect, it } from "vitest";
import { readAskedRights } from "../src/officer/people/asked_rights";

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
