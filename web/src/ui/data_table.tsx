import "../styles/tables.css";
import type { ComponentChildren } from "preact";

export interface Column<Row> {
  readonly head: string;
  readonly show: (row: Row) => ComponentChildren;
  /** The column that names the row. */
  readonly names?: boolean;
  readonly number?: boolean;
}

interface DataTableProps<Row> {
  /** Caption of the table for screen readers. */
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  /** Text without rows. */
  readonly empty: string;
}

/** Rows under named columns. A table wider than the screen is scrolled in its own frame, with keys too. */
export function DataTable<Row>({ label, columns, rows, rowKey, empty }: DataTableProps<Row>) {
  if (rows.length === 0) return <p class="empty">{empty}</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table is scrolled with the keys of who focuses it
    <section class="scroll" aria-label={label} tabIndex={0}>
      <table class="work">
        <thead>
          <tr>
            {columns.map(({ head, number }) => (
              <th key={head} scope="col" class={number ? "figure" : undefined}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)}>
              {columns.map(({ head, show, names, number }) =>
                names ? (
                  <th key={head} scope="row">
                    {show(row)}
                  </th>
                ) : (
                  <td key={head} class={number ? "figure" : undefined}>
                    {show(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
