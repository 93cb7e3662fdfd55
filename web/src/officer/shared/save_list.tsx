import { toDay } from "../../eform/day_bounds";
import { defineWords, useWords } from "../../lib/language";
import { readServerTime } from "../../session/clock";
import { Button } from "../../ui/button";
import { downloadTable, downloadWorkbook, type WrittenColumn } from "../../ui/written_table";

const words = defineWords({ save: "Lưu danh sách:" }, { save: "Save the list:" });

interface SaveListProps<Row> {
  /** The file's name, without its day and ending. */
  readonly file: string;
  readonly columns: readonly WrittenColumn<Row>[];
  readonly rows: readonly Row[];
}

/** Saves the rows of a list, as they are narrowed, as a file. */
export function SaveList<Row>({ file, columns, rows }: SaveListProps<Row>) {
  const w = useWords(words);
  if (rows.length === 0) return null;
  const name = `${file}-${toDay(readServerTime())}`;
  return (
    <p class="buttons">
      {w.save}{" "}
      <Button kind="secondary" onPress={() => downloadWorkbook(name, columns, rows)}>
        XLSX
      </Button>
      <Button kind="secondary" onPress={() => downloadTable(name, columns, rows)}>
        CSV
      </Button>
    </p>
  );
}
