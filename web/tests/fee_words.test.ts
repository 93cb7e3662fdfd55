import { describe, expect, it } from "vitest";
import type { Dossier } from "../src/api/types";
import { payableAtReception } from "../src/dossier/fee_words";

const owing = (...obligations: object[]) => ({ obligations }) as unknown as Dossier;
const sum = { amount: 15_000, state: "open", due: "reception", exemption: "none" };

describe("what must be paid to be received", () => {
  it("is open and due by then", () => {
    expect(payableAtReception(owing(sum, { ...sum, due: "handover" }, { ...sum, state: "settled" }))).toBe(15_000);
  });
  it("waits for no claim that nobody decided", () => {
    expect(payableAtReception(owing({ ...sum, exemption: "claimed" }))).toBe(0);
    expect(payableAtReception(owing({ ...sum, exemption: "rejected" }))).toBe(15_000);
  });
});
