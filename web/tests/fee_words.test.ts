import { describe, expect, it, test } from "vitest";
import type { Dossier, Procedure } from "../src/api/types";
import { isProvisional, sumPayableAtReception } from "../src/dossier/fee_words";

const owing = (...obligations: object[]) => ({ obligations }) as unknown as Dossier;
const sum = { amount: 15_000, state: "open", due: "reception", exemption: "none" };

test("a rate is provisional where an officer decides which alternative is owed", () => {
  const fees = [
    { key: "full", by_officer: true },
    { key: "reduced", by_officer: true },
    { key: "copy", by_officer: false },
  ];
  const procedure = { fees } as unknown as Procedure;
  expect([isProvisional(procedure, ["full"]), isProvisional(procedure, ["copy"])]).toEqual([true, false]);
});

describe("what must be paid to be received", () => {
  it("is open and due by then", () => {
    expect(sumPayableAtReception(owing(sum, { ...sum, due: "handover" }, { ...sum, state: "settled" }))).toBe(15_000);
  });
  it("waits for no claim that nobody decided", () => {
    expect(sumPayableAtReception(owing({ ...sum, exemption: "claimed" }))).toBe(0);
    expect(sumPayableAtReception(owing({ ...sum, exemption: "rejected" }))).toBe(15_000);
  });
});
