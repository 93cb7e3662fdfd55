/** Tables of text that can be saved as a file as well. */
import { writeCsv } from "../lib/csv";
import { download } from "../lib/download";
import { writeXlsx, XLSX_TYPE } from "../lib/xlsx";
import type { Column } from "./data_table";

/** A column of text, which the file holds as well. */
export type WrittenColumn<Row> = Column<Row> & { readonly write: (row: Row) => string };

export function makeWrittenColumn<Row>(
  head: string,
  write: (row: Row) => string,
  look: Pick<Column<Row>, "names" | "number">,
): WrittenColumn<Row> {
  return { head, write, show: write, ...look };
}

function writeRows<Row>(columns: readonly WrittenColumn<Row>[], rows: readonly Row[]): readonly (readonly string[])[] {
  return [columns.map(({ head }) => head), ...rows.map((each) => columns.map(({ write }) => write(each)))];
}

/** Save the rows as a CSV file of that name. */
export function downloadTable<Row>(file: string, columns: readonly WrittenColumn<Row>[], rows: readonly Row[]): void {
  download(`${file}.csv`, "text/csv;charset=utf-8", writeCsv(writeRows(columns, rows)));
}

/** Save the rows as a workbook of that name. */
export function downloadWorkbook<Row>(
  file: string,
  columns: readonly WrittenColumn<Row>[],
  rows: readonly Row[],
): void {
  download(`${file}.xlsx`, XLSX_TYPE, writeXlsx(writeRows(columns, rows)));
}
