import { describe, expect, it } from "vitest";
import type { Dossier } from "../src/api/types";
import { chooseListedDate, dateWords, findPromisedDate, listDates } from "../src/dossier/dates";

const DUE = "2026-11-27T10:00:00Z";
const ANSWER = "2026-11-24T10:00:00Z";
const WAIT = "2026-12-04T10:00:00Z";
const dossier = (more: Partial<Dossier>) =>
  ({
    state: "processing",
    received_at: "2026-11-23T02:00:00Z",
    due_at: DUE,
    reception_due_at: null,
    wait_until: null,
    ...more,
  }) as Dossier;

describe("the dates of a dossier", () => {
  it("are each named as what they are", () => {
    expect(new Set(Object.values(dateWords.vi)).size).toBe(4);
    expect(new Set(Object.values(dateWords.en)).size).toBe(4);
  });

  it("is the appointment once it is accepted", () => {
    expect(listDates(dossier({}))).toEqual([["appointment", DUE]]);
  });

  it("is the answer before, and an appointment that is only foreseen", () => {
    const filed = dossier({ state: "submitted", received_at: null, due_at: null, reception_due_at: ANSWER });
    expect(listDates(filed)).toEqual([["answer", ANSWER]]);
    expect(listDates({ ...filed, due_at: DUE })).toEqual([
      ["answer", ANSWER],
      ["foreseen", DUE],
    ]);
  });

  it("is the applicant's own time while something is awaited of them", () => {
    expect(listDates(dossier({ state: "supplement_requested", wait_until: WAIT }))).toEqual([
      ["supplement", WAIT],
      ["appointment", DUE],
    ]);
  });

  it("in a list is what the state makes it", () => {
    expect(chooseListedDate("submitted")).toBe("answer");
    expect(chooseListedDate("supplement_requested")).toBe("supplement");
    expect(chooseListedDate("payment_requested")).toBe("appointment");
  });

  it("by which the agency must act is its answer to a filing, then the appointment", () => {
    expect(findPromisedDate(dossier({ state: "submitted", reception_due_at: ANSWER }))).toBe(ANSWER);
    expect(findPromisedDate(dossier({}))).toBe(DUE);
  });
});
