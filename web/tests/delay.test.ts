import { describe, expect, it } from "vitest";
import type { Dossier } from "../src/api/types";
import { findDelay } from "../src/dossier/delay";

const DUE = "2026-11-27T10:00:00Z";
const AFTER = "2026-11-27T10:00:01Z";
const dossier = (more: Partial<Dossier>) =>
  ({ state: "processing", due_at: DUE, reception_due_at: null, ...more }) as Dossier;

describe("a promise to the applicant", () => {
  it("is kept to its last second, and broken after it", () => {
    expect(findDelay(dossier({}), [], DUE)).toBeNull();
    expect(findDelay(dossier({}), [], AFTER)).toBe("late");
  });

  it("is also the answer to a filing", () => {
    expect(findDelay(dossier({ state: "submitted", due_at: null, reception_due_at: DUE }), [], AFTER)).toBe(
      "unanswered",
    );
  });

  it("is renewed once by an apology", () => {
    expect(findDelay(dossier({}), ["apologised"], DUE)).toBe("apologised");
    expect(findDelay(dossier({}), ["apologised"], AFTER)).toBe("late_again");
  });

  it("rests while the applicant is waited for, where a date was given", () => {
    expect(findDelay(dossier({ state: "supplement_requested" }), [], AFTER)).toBe("waiting");
    const intake = dossier({ state: "supplement_requested", due_at: null, reception_due_at: DUE });
    expect(findDelay(intake, [], AFTER)).toBeNull();
  });

  it("is no matter any more once the dossier is settled or has ended", () => {
    for (const state of ["resolved", "returned", "closed", "stopped", "withdrawn", "not_received"] as const) {
      expect(findDelay(dossier({ state }), ["apologised"], AFTER), state).toBeNull();
    }
  });
});
