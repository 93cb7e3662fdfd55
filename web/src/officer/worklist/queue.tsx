import { useEffect, useState } from "preact/hooks";
import { api, unwrap } from "../../api/client";
import { useLoad } from "../../api/use_load";
import { useNextPage } from "../../app/page_modules";
import { rememberProcedures } from "../../dossier/listed_procedures";
import { useLanguage, useWords } from "../../lib/language";
import { useStore } from "../../lib/store";
import { session } from "../../session/session";
import { Button } from "../../ui/button";
import { Ready } from "../../ui/loading";
import { PrintPanel, usePrinting } from "../intake/print_panel";
import { loadMembers } from "../people/people";
import type { Names } from "../shared/names";
import { OFFICER_STATES } from "../shared/state_words";
import { BulkBar } from "./bulk_bar";
import { type Filters, makeWorklistPath, makeWorklistQuery, narrowRows } from "./filters";
import { PreviewDrawer, previewing, switchPreview } from "./preview_drawer";
import { workQueue } from "./work_queue";
import { listBulkSteps } from "./work_roles";
import { WorkTable } from "./work_table";
import { worklistWords } from "./worklist_words";

const PAGE = 50;

interface QueueProps {
  readonly filters: Filters;
  /** The beginning of a name that is looked for; empty for the whole list. */
  readonly name: string;
  readonly names: Names;
  readonly onChange: (next: Partial<Filters>) => void;
  readonly onActed: () => void;
  /** The whole queue is on the screen: how many that are. */
  readonly onSeen: (open: number) => void;
}

async function loadPage(filters: Filters, name: string, me: string, cursor: string | null) {
  const query = { ...makeWorklistQuery(filters, me), limit: PAGE, cursor };
  if (!name) return unwrap(api.GET("/api/worklist", { params: { query } }));
  const body = { sort: "due", descending: false, ...query, name } as const;
  return unwrap(api.POST("/api/worklist/search", { body }));
}

/** One page of a list at a time, with the acts on its rows. */
export function Queue({ filters, name, names: known, onChange, onActed, onSeen }: QueueProps) {
  const w = useWords(worklistWords);
  const language = useLanguage();
  const { me } = useStore(session);
  const [cursors, setCursors] = useState<readonly (string | null)[]>([null]);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const printing = usePrinting();
  const [active, setActive] = useState("");
  const preview = useStore(previewing);
  const cursor = cursors.at(-1) ?? null;
  const loaded = useLoad(() => loadPage(filters, name, me?.sub ?? "", cursor), [cursor]);
  useNextPage("/officer/dossiers/:id", loaded.state === "done");
  const narrowing = filters.when || filters.procedure || filters.holder || filters.capacity || name;
  // Counts follow an act within moments; a queue that is shown in full is known already.
  const whole = loaded.state === "done" && !loaded.data.cursor && !cursor && !narrowing;
  const open = whole ? loaded.data.items.length : null;
  useEffect(() => {
    if (open !== null) onSeen(open);
  }, [open]);
  const members = useLoad(() => loadMembers(filters.unit), [filters.unit]);
  const people = members.state === "done" ? members.data : [];
  const steps = listBulkSteps(me, filters);
  const items = loaded.state === "done" ? loaded.data.items : [];
  useEffect(() => {
    rememberProcedures(items);
    if (loaded.state !== "done" || printing.slips.length) return;
    workQueue.set({
      ids: [...new Set(items.map((row) => row.dossier_id))],
      back: makeWorklistPath("/officer", filters),
    });
  }, [items]);
  function turn(next: readonly (string | null)[]) {
    setSelected(new Set());
    setCursors(next);
  }
  return (
    <Ready from={loaded}>
      {({ items: read, cursor: following }) => {
        const rows = narrowRows(read, filters);
        const hidden = read.length - rows.length;
        return (
          <>
            {rows.length > 0 ? (
              <div key="rows" class={preview ? "with-drawer" : undefined}>
                <WorkTable
                  rows={rows}
                  names={known}
                  people={new Map(people.map((each) => [each.sub, each.name]))}
                  selected={steps.length > 0 ? selected : null}
                  onSelect={setSelected}
                  filters={filters}
                  onSort={onChange}
                  onActive={setActive}
                />
                {preview && active && <PreviewDrawer id={active} />}
              </div>
            ) : (
              <p key="empty" class="empty">
                {filters.state ? OFFICER_STATES[filters.state][language].label : w.title}:{" "}
                {name ? w.nobody(name) : w.empty}
              </p>
            )}
            {hidden > 0 && (
              <p>
                {w.hidden(hidden)}{" "}
                <Button kind="plain" onPress={() => onChange({ text: "" })}>
                  {w.clear}
                </Button>
              </p>
            )}
            {printing.slips.length > 0 && (
              <PrintPanel key={printing.turn} slips={printing.slips}>
                <Button kind="secondary" onPress={() => printing.print([])}>
                  {w.close}
                </Button>
              </PrintPanel>
            )}
            {steps.length > 0 && (
              <BulkBar
                key="bulk"
                steps={steps}
                members={people}
                selected={selected}
                rows={rows}
                onSelect={setSelected}
                onPrint={filters.state === "submitted" || filters.state === "received" ? printing.print : undefined}
                onDone={() => {
                  loaded.reload();
                  members.reload();
                  onActed();
                }}
              />
            )}
            <p key="pages" class="buttons pages">
              <span class="muted small" role="status">
                {rows.length > 0 && w.shown(rows.length, cursors.length)}
              </span>
              {cursors.length > 1 && (
                <>
                  <Button kind="secondary" onPress={() => turn(cursors.slice(0, -1))}>
                    {w.previous}
                  </Button>
                  <Button kind="plain" onPress={() => turn([null])}>
                    {w.first}
                  </Button>
                </>
              )}
              {following && (
                <Button kind="secondary" onPress={() => turn([...cursors, following])}>
                  {w.next}
                </Button>
              )}
              <Button kind="plain" onPress={loaded.reload}>
                {w.reload}
              </Button>
              <Button kind="plain" onPress={switchPreview}>
                {preview ? w.unpreview : w.preview}
              </Button>
            </p>
          </>
        );
      }}
    </Ready>
  );
}
