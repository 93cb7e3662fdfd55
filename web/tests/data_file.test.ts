import { describe, expect, it } from "vitest";
import { makeTemplate, readData } from "../src/filing/data_file";

const FORM = "urn:motcua:form:1.004873:1";

describe("data made elsewhere in the prescribed format", () => {
  it("is read when it names the present form", () => {
    const answers = { purpose: "other" };
    expect(readData(makeTemplate(FORM, answers), FORM)).toEqual({ data: { form: FORM, answers } });
  });
  it("is refused with its reason in both languages otherwise", () => {
    const cases: readonly [string, RegExp][] = [
      ["{", /not valid JSON/],
      ["[]", /lacks the name/],
      [JSON.stringify({ form: FORM, answers: [] }), /lacks the name/],
      [JSON.stringify({ form: `${FORM}0`, answers: {} }), /older version/],
      [JSON.stringify({ form: FORM, answers: { a: "x".repeat(210_000) } }), /200 KB/],
    ];
    for (const [text, why] of cases) {
      const read = readData(text, FORM);
      expect("fault" in read && read.fault.en).toMatch(why);
      expect("fault" in read && read.fault.vi).toBeTruthy();
    }
  });
});
