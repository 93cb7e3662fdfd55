import { useState } from "preact/hooks";
import { api, unwrap } from "../../api/client";
import type { Listed as Row, State } from "../../api/types";
import { useLoad } from "../../api/use_load";
import { writeDateTime } from "../../lib/format";
import { useLanguage, useWords } from "../../lib/language";
import { Button } from "../../ui/button";
import { type Column, DataTable } from "../../ui/data_table";
import { Ready } from "../../ui/loading";
import type { When } from "../shared/due";
import { DueMark } from "../shared/due_mark";
import { type Names, nameProcedure } from "../shared/names";
import { OFFICER_STATES } from "../shared/state_words";
import { boardWords } from "./board_words";

/** The dossiers that a number of the board counts. */
export interface CountedWork {
  readonly state: State;
  readonly when: When | null;
}

/** The dossiers behind a number of the board, each a link for readers who may open it. */
export function DossierLinks({
  unit,
  behind,
  names: known,
}: {
  readonly unit: string;
  readonly behind: CountedWork;
  readonly names: Names;
}) {
  const w = useWords(boardWords);
  const language = useLanguage();
  const [limit, setLimit] = useState(50);
  const loaded = useLoad(() => {
    const query = { unit, state: behind.state, limit, ...(behind.when && { when: behind.when }) };
    return unwrap(api.GET("/api/board/dossiers", { params: { query } }));
  }, [limit]);
  const title = w.behind(OFFICER_STATES[behind.state][language].label);
  const columns: readonly Column<Row>[] = [
    { head: w.due, show: (row) => <DueMark due={row.due_at} /> },
    {
      head: w.code,
      show: (row) => {
        const code = row.code ?? row.receipt_no;
        return row.opens ? <a href={`/officer/dossiers/${row.dossier_id}`}>{code}</a> : code;
      },
    },
    { head: w.procedure, show: (row) => nameProcedure(known, row.procedure, language) },
    { head: w.filed, show: (row) => (row.filed_at ? writeDateTime(row.filed_at) : "") },
  ];
  return (
    <section aria-labelledby="behind">
      <h3 id="behind">{title}</h3>
      <Ready from={loaded}>
        {({ items, cursor }) => (
          <>
            <DataTable
              label={title}
              columns={columns}
              rows={items}
              rowKey={(row) => `${row.dossier_id}${row.kind}`}
              empty={w.empty}
            />
            {cursor && limit < 100 && (
              <Button kind="secondary" onPress={() => setLimit(100)}>
                {w.next}
              </Button>
            )}
          </>
        )}
      </Ready>
    </section>
  );
}
