import type { ComponentChildren } from "preact";

export interface Column<Row> {
  readonly head: string;
  readonly show: (row: Row) => ComponentChildren;
  /** The column that names the row. */
  readonly names?: boolean;
  readonly number?: boolean;
  /** Long words and numbers stay in one line. */
  readonly nowrap?: boolean;
  /** The language of texts that people wrote, when it is not the page's. */
  readonly lang?: "vi";
}

export interface TableProps<Row> {
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  readonly class?: string;
}

/** Rows under named columns. */
export function Table<Row>({ columns, rows, rowKey, class: name }: TableProps<Row>) {
  return (
    <table class={name}>
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
            {columns.map(({ head, show, names, number, nowrap, lang }) =>
              names ? (
                <th key={head} scope="row" data-head={head}>
                  {show(row)}
                </th>
              ) : (
                <td key={head} data-head={head} class={number ? "figure" : nowrap ? "nowrap" : undefined} lang={lang}>
                  {show(row)}
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
