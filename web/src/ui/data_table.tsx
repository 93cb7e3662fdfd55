import "../styles/tables.css";
import { type Column, Table } from "./table";

export type { Column };

interface DataTableProps<Row> {
  /** Caption of the table for screen readers. */
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  /** Text without rows; without it the table is drawn with its columns alone. */
  readonly empty?: string;
  /** Class of a table with a look of its own. */
  readonly look?: string;
}

/** Rows under named columns. A table wider than the screen is scrolled in its own frame, with keys too. */
export function DataTable<Row>({ label, columns, rows, rowKey, empty, look }: DataTableProps<Row>) {
  if (rows.length === 0 && empty !== undefined) return <p class="empty">{empty}</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table is scrolled with keys once it has the focus
    <section class="scroll" aria-label={label} tabIndex={0}>
      <Table columns={columns} rows={rows} rowKey={rowKey} class={look ? `work ${look}` : "work"} />
    </section>
  );
}
