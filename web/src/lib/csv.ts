/** Tables as files that a spreadsheet opens. */

/** What makes a spreadsheet take a cell for a formula: the signs, full-width ones too, and blanks that it drops. */
const FORMULA = /^[\s\u200b-\u200d\u2060\ufeff]*[=+\-@＝＋－＠]|^[\t\r\n]/;

/** A cell that a spreadsheet would take for a formula is made plain text. */
function writeCell(text: string): string {
  const plain = FORMULA.test(text) ? `'${text}` : text;
  return `"${plain.replace(/"/g, '""')}"`;
}

/** Rows as RFC 4180 text, with the mark by which spreadsheets know UTF-8. */
export function writeCsv(rows: readonly (readonly string[])[]): string {
  return `\ufeff${rows.map((row) => `${row.map(writeCell).join(",")}\r\n`).join("")}`;
}
