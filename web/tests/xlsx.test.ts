import { describe, expect, it } from "vitest";
import { writeXlsx } from "../src/lib/xlsx";

describe("a table as a workbook", () => {
  const text = (rows: readonly (readonly string[])[]) => new TextDecoder().decode(writeXlsx(rows));

  it("hands no formula to a spreadsheet: every cell is a text", () => {
    const written = text([["=1+1", "+84"]]);
    expect(written).toContain('<c r="A1" t="inlineStr"><is><t xml:space="preserve">=1+1</t></is></c>');
    expect(written).not.toContain("<f>");
  });

  it("writes signs of XML as text, and leaves out what XML has no place for", () => {
    expect(text([['Sở <A> & "B"\u0000\u000b']])).toContain(">Sở &lt;A&gt; &amp; &quot;B&quot;</t>");
  });

  it("names columns beyond Z", () => {
    const written = text([Array.from({ length: 28 }, (_, n) => `${n}`)]);
    expect(written).toContain('<c r="Z1"');
    expect(written).toContain('<c r="AB1"');
  });

  it("is the same file for the same table, an archive of five parts", () => {
    const bytes = writeXlsx([["a"]]);
    expect(bytes).toEqual(writeXlsx([["a"]]));
    expect([...bytes.slice(0, 4)]).toEqual([0x50, 0x4b, 3, 4]);
    const end = new DataView(bytes.buffer, bytes.length - 22);
    expect([end.getUint32(0, true), end.getUint16(10, true)]).toEqual([0x06054b50, 5]);
  });
});
