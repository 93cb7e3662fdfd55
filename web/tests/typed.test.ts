import { describe, expect, it } from "vitest";
import examples from "../../tests/data/typed.json";
import { cleanText, fold } from "../src/lib/text";
import { readNumber, readReceiptNumber, showNumber, tidyIdentity, tidyPhone } from "../src/lib/typed_numbers";

const pairs = (found: unknown) => found as readonly (readonly [string, string])[];
const amounts = examples.amounts as unknown as readonly (readonly [string, number | null])[];

describe("what is typed has one form, the server's", () => {
  it.each(pairs(examples.texts))("text %j", (typed, stored) => expect(cleanText(typed)).toBe(stored));
  it.each(pairs(examples.folds))("comparison of %j", (typed, folded) => expect(fold(typed)).toBe(folded));
  it.each(pairs(examples.phones))("telephone %j", (typed, stored) => expect(tidyPhone(typed)).toBe(stored));
  it.each(pairs(examples.identities))("identity %j", (typed, stored) => expect(tidyIdentity(typed)).toBe(stored));
});

describe("a number", () => {
  it.each(amounts)("typed as %j", (typed, value) => expect(readNumber(typed)).toBe(value));
  it("is shown so that it reads as the same number", () => {
    for (const value of [0, 5, 999, 1000, 50_000_000, 1250.5, 0.05, -1250]) {
      expect(readNumber(showNumber(value))).toBe(value);
    }
    expect(showNumber(50_000_000)).toBe("50.000.000");
    expect(showNumber(0.05)).toBe("0,05");
  });
});

describe("the number of a receipt", () => {
  it.each([
    ["BL0001", "BL0001"],
    [" bl 0001 ", "BL0001"],
    ["01ab/26-0000123", "01AB/26-0000123"],
    ["", null],
    ["  ", null],
    ["BL<1>", null],
    ["số 12", null],
    ["A".repeat(33), null],
  ])("typed as %j", (typed, stored) => expect(readReceiptNumber(typed)).toBe(stored));
});
