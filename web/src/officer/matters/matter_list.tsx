import { useEffect, useState } from "preact/hooks";
import { nameAgency } from "../../api/catalogue";
import type { Agency } from "../../api/types";
import { useAct, useLoad } from "../../api/use_load";
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
import { SearchBox } from "../../ui/search_box";
import { downloadTable, downloadWorkbook, makeWrittenColumn } from "../../ui/written_table";
import { workQueue } from "../worklist/work_queue";
import { MatterBulkBar } from "./bulk_bar";
import { type MatterFilters, makeMattersPath, narrowMatters } from "./matter_filters";
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
  const [typed, setTyped] = useState("");
  const save = useAct<typeof downloadTable>(async (write) => {
    const rows = narrowMatters(await collectRows(kind.plural, filters), typed);
    const columns = [
      makeWrittenColumn<MatterLine>(w.number, (row) => row.number, {}),
      makeWrittenColumn<MatterLine>(shared.national, (row) => row.national ?? "", {}),
      makeWrittenColumn<MatterLine>(w.subject, (row) => row.subject ?? "", {}),
      makeWrittenColumn<MatterLine>(w.concerns, (row) => row.concerns ?? "", {}),
      makeWrittenColumn<MatterLine>(
        w.state,
        ({ state }) => chooseName(findState(kind, state)?.name ?? { vi: state, en: state }, language),
        {},
      ),
      makeWrittenColumn<MatterLine>(w.unit, (row) => nameAgency(units, row.unit, language), {}),
      makeWrittenColumn<MatterLine>(w.opened, (row) => writeDateTime(row.opened_at), {}),
      makeWrittenColumn<MatterLine>(w.changed, (row) => writeDateTime(row.changed_at), {}),
      makeWrittenColumn<MatterLine>(w.due, (row) => (row.due_at ? writeDateTime(row.due_at) : ""), {}),
      makeWrittenColumn<MatterLine>(w.late, (row) => (row.late ? "x" : ""), {}),
    ];
    write(`${kind.plural}-${filters.unit}`, columns, rows);
  });
  return (
    <Ready from={loaded}>
      {({ items: read, cursor: following }) => {
        const rows = narrowMatters(read, typed);
        return (
          <>
            {(read.length > 0 || typed) && (
              <search class="filters">
                <SearchBox id="m-text" label={w.findOnPage} value={typed} onInput={setTyped} />
              </search>
            )}
            {rows.length === 0 && read.length > 0 ? (
              <p class="empty">{w.notOnPage}</p>
            ) : rows.length > 0 ? (
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
                <>
                  <Button
                    kind="secondary"
                    busy={save.busy}
                    busyText={w.saving}
                    onPress={() => void save.run(downloadWorkbook)}
                  >
                    {w.saveWorkbook}
                  </Button>
                  <Button
                    kind="secondary"
                    busy={save.busy}
                    busyText={w.saving}
                    onPress={() => void save.run(downloadTable)}
                  >
                    {w.save}
                  </Button>
                </>
              )}
              <Button kind="plain" onPress={loaded.reload}>
                {w.reload}
              </Button>
            </p>
            <Pager cursor={cursor} following={following ?? null} onTurn={setCursor} />
          </>
        );
      }}
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
