import { useEffect, useRef, useState } from "preact/hooks";
import { api, unwrap } from "../../api/client";
import type { Listed as Row } from "../../api/types";
import { useLoad } from "../../api/use_load";
import { writeDateTime } from "../../lib/format";
import { useLanguage, useWords } from "../../lib/language";
import { type Column, DataTable } from "../../ui/data_table";
import { Ready } from "../../ui/loading";
import { Pager } from "../../ui/pager";
import { DueMark } from "../shared/due_mark";
import { type Names, nameProcedure } from "../shared/names";
import { boardWords } from "./board_words";
import { type CountedWork, nameCountedWork } from "./counted_work";

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
  const [cursor, setCursor] = useState<string | null>(null);
  const loaded = useLoad(() => {
    const query = { unit, cursor, ...behind };
    return unwrap(api.GET("/api/board/dossiers", { params: { query } }));
  }, [cursor]);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus();
    heading.current?.scrollIntoView({ block: "start" });
  }, []);
  const title = w.behind(nameCountedWork(behind, known, language));
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
    <div class="behind">
      <h3 id="behind" ref={heading} tabIndex={-1}>
        {title}
      </h3>
      <Ready from={loaded}>
        {({ items, cursor: following }) => (
          <>
            <DataTable
              label={title}
              columns={columns}
              rows={items}
              rowKey={(row) => `${row.dossier_id}${row.kind}`}
              empty={w.empty}
            />
            <Pager cursor={cursor} following={following} onTurn={setCursor} />
          </>
        )}
      </Ready>
    </div>
  );
}
