import { describe, expect, it } from "vitest";
import { splitCodes } from "../src/ui/unbroken";

const findCodes = (text: string) => splitCodes(text).flatMap(({ part, code }) => (code ? [part] : []));

describe("codes in a text", () => {
  it.each([
    ["Câu hỏi HD-2026-00002", ["HD-2026-00002"]],
    ["H57.11-261123-0001 · Cấp bản sao", ["H57.11-261123-0001"]],
    ["Chuyển từ PA-2026-00001 sang HD-2026-00002.", ["PA-2026-00001", "HD-2026-00002."]],
    ["Quét, tải lên - xem lại", []],
    ["khai sinh 12-2026", []],
    ["", []],
  ])("are found in %s", (text, codes) => {
    expect(findCodes(text)).toEqual(codes);
    expect(
      splitCodes(text)
        .map(({ part }) => part)
        .join(""),
    ).toBe(text);
  });
});
