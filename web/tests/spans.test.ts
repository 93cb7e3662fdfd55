import { describe, expect, test } from "vitest";
import { splitAt } from "../src/lib/spans";

describe("a text cut by spans", () => {
  test("keeps every character in its place", () => {
    const spans = [
      { start: 0, end: 2 },
      { start: 8, end: 12 },
    ];
    const parts = splitAt("Đổi giấy phép lái xe", spans);
    expect(parts.map((part) => [part.text, part.marked])).toEqual([
      ["Đổ", true],
      ["i giấy", false],
      [" phé", true],
      ["p lái xe", false],
    ]);
  });

  test("counts characters as the server does, not the units of the language", () => {
    expect(splitAt("😀 xe", [{ start: 2, end: 4 }])).toEqual([
      { start: 0, text: "😀 ", marked: false },
      { start: 2, text: "xe", marked: true },
    ]);
  });

  test("has one part without spans and none without text", () => {
    expect(splitAt("xe", [])).toEqual([{ start: 0, text: "xe", marked: false }]);
    expect(splitAt("", [])).toEqual([]);
  });
});
