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

  it("guards formulas behind blanks, line breaks and full-width signs, which spreadsheets drop or read alike", () => {
    for (const text of ["\n=1", "\t1", "\r1", "＝1", "＋1", "－1", "＠x", " =1", "\u3000＝1", "\u200b=1", "\r\n\t@x"]) {
      expect(writeCsv([[text]]), JSON.stringify(text)).toBe(`\ufeff"'${text}"\r\n`);
    }
    expect(writeCsv([["số 5 - 7", " Lê Lợi", "－"]])).toBe('\ufeff"số 5 - 7"," Lê Lợi","\'－"\r\n');
  });
});
