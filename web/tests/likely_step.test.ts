import { describe, expect, it } from "vitest";
import type { Dossier } from "../src/api/types";
import { guessStep } from "../src/officer/steps/likely_step";

const dossier = (instead: Partial<Dossier>) =>
  ({ state: "processing", allowed: [], requests: [], tasks: [], complete_at: null, ...instead }) as unknown as Dossier;

describe("the likely next step", () => {
  it("is to take what nobody has, then to find it complete, then to propose", () => {
    const steps = ["propose", "request_supplement", "claim", "confirm_complete"];
    expect(guessStep(dossier({ allowed: steps }))).toBe("claim");
    const taken = steps.filter((step) => step !== "claim");
    expect(guessStep(dossier({ allowed: taken }))).toBe("confirm_complete");
    expect(guessStep(dossier({ allowed: taken, complete_at: "2026-12-01T00:00:00Z" }))).toBe("propose");
  });
  it("is to assign only while nobody is in charge", () => {
    const tasks = (holder: string | null) => [{ done_at: null, holder }] as unknown as Dossier["tasks"];
    expect(guessStep(dossier({ allowed: ["assign", "stop"], tasks: tasks(null) }))).toBe("assign");
    expect(guessStep(dossier({ allowed: ["assign", "stop"], tasks: tasks("mai") }))).toBeNull();
  });
  it("is none of the steps while a decision of this person's waits", () => {
    const asked = (hindered: boolean) =>
      [{ yours_to_decide: true, approval_hindered: hindered ? {} : null }] as unknown as Dossier["requests"];
    expect(guessStep(dossier({ allowed: ["resolve"], requests: asked(false) }))).toBeNull();
    expect(guessStep(dossier({ allowed: ["resolve"], requests: asked(true) }))).toBe("resolve");
  });
  it("is the first one of the table elsewhere", () => {
    expect(guessStep(dossier({ state: "received", allowed: ["pay", "transfer"] }))).toBe("transfer");
  });
});
