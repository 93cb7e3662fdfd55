import { useEffect, useState } from "preact/hooks";
import { nameAgency } from "../../api/catalogue";
import type { Agency } from "../../api/types";
import { useAct, useLoad } from "../../api/use_load";
import { writeCsv } from "../../lib/csv";
import { download } from "../../lib/download";
import { writeDateTime } from "../../lib/format";
import { chooseName, useLanguage, useWords } from "../../lib/language";
import { findState, listPlainSteps, type MatterKind } from "../../matters/kinds";
import { listMatters, type MatterLine } from "../../matters/matter_calls";
import { matterWords } from "../../matters/matter_words";
import { findStateBeforePublic } from "../../matters/public_calls";
import { Button } from "../../ui/button";
import { Ready } from "../../ui/loading";
import { Notice } from "../../ui/notice";
import { Pager } from "../../ui/pager";
import { workQueue } from "../worklist/work_queue";
import { MatterBulkBar } from "./bulk_bar";
import { type MatterFilters, makeMattersPath } from "./matter_filters";
import { MatterTable } from "./matter_table";
import { officerMatterWords } from "./officer_matter_words";

const MOST_A_PAGE = 100;

interface MatterListProps {
  readonly kind: MatterKind;
  readonly units: readonly Agency[];
  readonly filters: MatterFilters;
}

/** One page of a list at a time, with the whole of it as a file. */
export function MatterList({ kind, units, filters }: MatterListProps) {
  const w = useWords(officerMatterWords);
  const shared = useWords(matterWords);
  const language = useLanguage();
  const [cursor, setCursor] = useState<string | null>(null);
  const loaded = useLoad(() => listMatters(kind.plural, { ...pickWanted(filters), cursor }), [cursor]);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const waiting = findStateBeforePublic(kind);
  const bulk = !filters.ended && listPlainSteps(kind).length > 0;
  const items = loaded.state === "done" ? loaded.data.items : null;
  useEffect(() => {
    if (items) workQueue.set({ ids: items.map((each) => each.id), back: makeMattersPath(filters) });
  }, [items]);
  const save = useAct<MatterFilters>(async (wanted) => {
    const rows = await collectRows(kind.plural, wanted);
    const head = [
      w.number,
      shared.national,
      w.subject,
      w.concerns,
      w.state,
      w.unit,
      w.opened,
      w.changed,
      w.due,
      w.late,
    ];
    const lines = rows.map((row) => [
      row.number,
      row.national ?? "",
      row.subject ?? "",
      row.concerns ?? "",
      chooseName(findState(kind, row.state)?.name ?? { vi: row.state, en: row.state }, language),
      nameAgency(units, row.unit, language),
      writeDateTime(row.opened_at),
      writeDateTime(row.changed_at),
      row.due_at ? writeDateTime(row.due_at) : "",
      row.late ? "x" : "",
    ]);
    download(`${kind.plural}-${wanted.unit}.csv`, "text/csv;charset=utf-8", writeCsv([head, ...lines]));
  });
  return (
    <Ready from={loaded}>
      {({ items: rows, cursor: following }) => (
        <>
          {rows.length > 0 ? (
            <MatterTable
              kind={kind}
              rows={rows}
              ended={filters.ended}
              selected={bulk ? selected : null}
              onSelect={setSelected}
            />
          ) : (
            <>
              <p class="empty">{chooseName(kind.empty, language)}</p>
              {!filters.ended && waiting && <p class="muted">{w.elsewhere(chooseName(waiting.name, language))}</p>}
            </>
          )}
          {bulk && (
            <MatterBulkBar
              kind={kind}
              rows={rows.filter((row) => selected.has(row.id))}
              onDone={() => {
                setSelected(new Set());
                loaded.reload();
              }}
            />
          )}
          {save.problem && (
            <Notice tone="bad" role="alert">
              <p>{save.problem.text(language)}</p>
            </Notice>
          )}
          <p class="buttons pages">
            {rows.length > 0 && (
              <Button kind="secondary" busy={save.busy} busyText={w.saving} onPress={() => void save.run(filters)}>
                {w.save}
              </Button>
            )}
            <Button kind="plain" onPress={loaded.reload}>
              {w.reload}
            </Button>
          </p>
          <Pager cursor={cursor} following={following ?? null} onTurn={setCursor} />
        </>
      )}
    </Ready>
  );
}

const pickWanted = ({ unit, ended, state }: MatterFilters) => ({ unit, ended, state });

/** Every row of a list, page by page. */
async function collectRows(plural: string, filters: MatterFilters): Promise<readonly MatterLine[]> {
  const rows: MatterLine[] = [];
  let cursor: string | null = null;
  do {
    const page = await listMatters(plural, { ...pickWanted(filters), cursor, limit: MOST_A_PAGE });
    rows.push(...page.items);
    cursor = page.cursor ?? null;
  } while (cursor);
  return rows;
}
