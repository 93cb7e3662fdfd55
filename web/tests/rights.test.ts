import { describe, expect, it } from "vitest";
import { makeRights, type OfficerRecord, toEndOfDay } from "../src/officer/people/rights";
import { isApplicant, isOfficer, type Me } from "../src/session/session";

const NOW = "2026-11-30T09:00:00+07:00";
const right = (role: string, valid_from: string, valid_until: string | null = null) =>
  ({
    role,
    unit: "U",
    valid_from,
    valid_until,
    backup_for: null,
    in_force: true,
  }) as OfficerRecord["assignments"][number];
const record = (...assignments: OfficerRecord["assignments"]) => ({ assignments }) as unknown as OfficerRecord;

describe("rights as they are sent", () => {
  it("keeps what continues and what is over as it was", () => {
    const before = record(right("cashier", "2026-01-01T00:00:00+07:00"), right("auditor", "2020-01-01", "2021-01-01"));
    expect(makeRights(before, new Set([1]), null, NOW)).toEqual([
      { role: "cashier", unit: "U", valid_from: "2026-01-01T00:00:00+07:00", valid_until: null, backup_for: null },
      { role: "auditor", unit: "U", valid_from: "2020-01-01", valid_until: "2021-01-01", backup_for: null },
    ]);
  });

  it("ends what is revoked now, and leaves out what had not begun", () => {
    const before = record(right("cashier", "2026-01-01T00:00:00+07:00"), right("auditor", "2027-01-01T00:00:00+07:00"));
    const sent = makeRights(before, new Set([0, 1]), null, NOW);
    expect(sent.map((each) => [each.role, each.valid_until])).toEqual([["cashier", NOW]]);
  });

  it("adds a right in an absent colleague's place until a day is over", () => {
    const added = { role: "case_officer", unit: "U", backup_for: "mai", valid_until: toEndOfDay("2026-12-04") };
    expect(makeRights(record(), new Set(), added, NOW)).toEqual([
      {
        role: "case_officer",
        unit: "U",
        valid_from: NOW,
        valid_until: "2026-12-04T23:59:59+07:00",
        backup_for: "mai",
      },
    ]);
  });

  it("adds a right from now on", () => {
    const sent = makeRights(record(), new Set(), { role: "operator", unit: "province" }, NOW);
    expect(sent).toEqual([
      { role: "operator", unit: "province", valid_from: NOW, valid_until: null, backup_for: null },
    ]);
  });
});

describe("who is signed in", () => {
  it("files something of their own only as a citizen, with or without other roles", () => {
    const held = (...roles: string[]) => ({ roles }) as unknown as Me;
    expect([held("applicant"), held("cashier"), held("applicant", "cashier")].map(isApplicant)).toEqual([
      true,
      false,
      true,
    ]);
    expect([held("applicant"), held("cashier"), null].map(isOfficer)).toEqual([false, true, false]);
  });
});
