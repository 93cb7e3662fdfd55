import { describe, expect, it } from "vitest";
import { writeCsv } from "../src/lib/csv";

describe("a table as a file", () => {
  it("keeps every cell as it was written", () => {
    expect(
      writeCsv([
        ["Mã", 'nói "có", rồi\nxuống dòng'],
        ["", "1"],
      ]),
    ).toBe('\ufeff"Mã","nói ""có"", rồi\nxuống dòng"\r\n"","1"\r\n');
  });

  it("hands no formula to a spreadsheet", () => {
    expect(writeCsv([["=1+1", "+84", "-2", "@x", "a=b"]])).toBe(`\ufeff"'=1+1","'+84","'-2","'@x","a=b"\r\n`);
  });
});
