/** What an authorisation is called: a wish until it is agreed to, afterwards who acts for whom. */
import { describe, expect, it } from "vitest";
import { type Authorisation, authorisationWords, writeTitle } from "../src/authorisations/words";

function write(of: Partial<Authorisation>): string {
  const [principal, agent] = ["Lan", "Khai"].map((full_name) => ({
    full_name,
    id_ending: "1234",
    organisation: false,
  }));
  return writeTitle(authorisationWords.vi, { principal, agent, ...of } as Authorisation);
}

describe("titles of authorisations", () => {
  it("say who asks while nobody has agreed", () => {
    expect(write({ standing: "requested", side: "principal", asked_by: "agent" })).toBe("Khai xin làm thay bạn");
    expect(write({ standing: "requested", side: "agent", asked_by: "agent" })).toBe("Bạn xin làm thay Lan");
    expect(write({ standing: "declined", side: "agent", asked_by: "principal" })).toBe("Lan ủy quyền cho bạn");
    expect(write({ standing: "revoked", side: "principal", asked_by: "principal" })).toBe("Bạn ủy quyền cho Khai");
  });

  it("say who acts for whom once it is agreed, whoever asked", () => {
    for (const asked_by of ["agent", "principal"] as const) {
      expect(write({ standing: "active", side: "principal", asked_by })).toBe("Khai làm thay bạn");
      expect(write({ standing: "active", side: "agent", asked_by })).toBe("Bạn làm thay Lan");
    }
  });
});
