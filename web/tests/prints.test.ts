import { expect, test } from "vitest";
import { Problem } from "../src/api/problem";
import type { Paper } from "../src/api/types";
import { dropNamed, makeReceiptSlip, replacesReceipt } from "../src/officer/intake/prints";

const RECEIPT = [{ kind: "slip", component: "receipt" }] as unknown as Paper[];

test("a correction that holds at once replaces a receipt that was given out", () => {
  for (const about of ["people", "papers", "way"]) {
    expect(replacesReceipt(RECEIPT, "correct_reception", { about })).toBe(true);
    expect(replacesReceipt([], "correct_reception", { about })).toBe(false);
  }
  expect(replacesReceipt(RECEIPT, "correct_reception", { about: "procedure" })).toBe(false);
  expect(replacesReceipt(RECEIPT, "transfer", { about: "people" })).toBe(false);
});

test("dossiers without the slip do not keep the others from being printed", () => {
  const field = { path: "/slips/1", code: "slip_not_due", vi: "", en: "" };
  const refused = new Problem(409, "slip_not_due", "", "", [field]);
  expect(dropNamed(["a", "b", "c"].map(makeReceiptSlip), refused).map((each) => each.dossier_id)).toEqual(["a", "c"]);
});
