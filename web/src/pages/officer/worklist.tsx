import { useEffect, useState } from "preact/hooks";
import { nameAgency } from "../../api/catalogue";
import { api, unwrap } from "../../api/client";
import { useLoad } from "../../api/use_load";
import type { PageProps } from "../../app/route";
import { replaceUrl } from "../../app/router";
import { defineWords, useLanguage, useWords } from "../../lib/language";
import { useStore } from "../../lib/store";
import { PrintPanel, usePrinting } from "../../officer/intake/print_panel";
import { OfficerPage } from "../../officer/layout/officer_page";
import { UnitChoice } from "../../officer/layout/unit_choice";
import { AdminParts } from "../../officer/operations/admin";
import { loadMembers } from "../../officer/people/people";
import { findWorkUnits } from "../../officer/people/units";
import { loadNames, type Names } from "../../officer/shared/names";
import { OFFICER_STATES } from "../../officer/shared/state_words";
import { useTyped } from "../../officer/shared/use_typed";
import { BulkBar } from "../../officer/worklist/bulk_bar";
import {
  type Filters,
  makeWorklistPath,
  makeWorklistQuery,
  narrowRows,
  readFilters,
  readName,
} from "../../officer/worklist/filters";
import { PreviewDrawer, previewing, switchPreview } from "../../officer/worklist/preview_drawer";
import { readViews } from "../../officer/worklist/saved_views";
import { StateTabs } from "../../officer/worklist/state_tabs";
import { ViewBar } from "../../officer/worklist/view_bar";
import { WorkFilters } from "../../officer/worklist/work_filters";
import { workQueue } from "../../officer/worklist/work_queue";
import { chooseFirstState, listBulkSteps } from "../../officer/worklist/work_roles";
import { WorkTable } from "../../officer/worklist/work_table";
import { session } from "../../session/session";
import { Button } from "../../ui/button";
import { Ready, ReadyPage } from "../../ui/loading";

const words = defineWords(
  {
    title: "Hồ sơ chờ xử lý",
    empty: "Không còn hồ sơ trong danh sách này.",
    hidden: (n: number) => `Bộ lọc đang ẩn ${n} hồ sơ trên trang này.`,
    clear: "Bỏ lọc",
    nobody: (name: string) => `không có người nộp nào tên bắt đầu bằng “${name}”.`,
    close: "Đóng",
    shown: (n: number, page: number) => `${n} hồ sơ · trang ${page}`,
    next: "Trang sau",
    previous: "Trang trước",
    first: "Về trang đầu",
    reload: "Tải lại",
    preview: "Xem nhanh bên cạnh (P)",
    unpreview: "Đóng xem nhanh (P)",
    administration: "Quản trị",
  },
  {
    title: "Worklists",
    empty: "This list is empty.",
    hidden: (n) => `Filters hide ${n} dossiers of this page.`,
    clear: "Clear filters",
    nobody: (name) => `no applicant with a name that begins “${name}”.`,
    close: "Close",
    shown: (n, page) => `${n} dossiers · page ${page}`,
    next: "Next page",
    previous: "Previous page",
    first: "Back to the first page",
    reload: "Reload",
    preview: "Preview next to the list (P)",
    unpreview: "Close the preview (P)",
    administration: "Administration",
  },
);

const PAGE = 50;

export default function WorklistPage({ query }: PageProps) {
  const w = useWords(words);
  const { me } = useStore(session);
  const units = findWorkUnits(me);
  const loaded = useLoad(loadNames, []);
  const start = () => readFilters(query, units, chooseFirstState(me?.roles ?? []));
  if (!units.length) {
    return (
      <OfficerPage title={w.administration}>
        <AdminParts />
      </OfficerPage>
    );
  }
  return (
    <ReadyPage from={loaded} title={w.title} frame={OfficerPage}>
      {(known) => <Lists start={start()} units={units} names={known} />}
    </ReadyPage>
  );
}

interface ListsProps {
  readonly start: Filters;
  readonly units: readonly string[];
  readonly names: Names;
}

function Lists({ start, units, names: known }: ListsProps) {
  const w = useWords(words);
  const language = useLanguage();
  const [filters, setFilters] = useState(start);
  const counts = useLoad(
    () => unwrap(api.GET("/api/worklist/counts", { params: { query: { unit: filters.unit } } })),
    [filters.unit],
  );
  const name = readName(useTyped(filters.text));
  useEffect(readViews, []);
  function change(next: Partial<Filters>) {
    const all = { ...filters, ...next };
    setFilters(all);
    replaceUrl(makeWorklistPath("/officer", all));
  }
  const { text: _, ...server } = filters;
  const [seen, setSeen] = useState<{ readonly key: string; readonly open: number } | null>(null);
  const key = JSON.stringify({ ...server, name });
  return (
    <OfficerPage
      title={w.title}
      aside={
        <div class="filters">
          <UnitChoice
            units={units}
            known={known.units}
            value={filters.unit}
            onChoose={(unit) => change({ unit, procedure: "" })}
          />
          <WorkFilters filters={filters} names={known} onChange={change} />
        </div>
      }
    >
      <p class="print-only">
        {[
          nameAgency(known.units, filters.unit, language),
          filters.state && OFFICER_STATES[filters.state][language].label,
        ]
          .filter(Boolean)
          .join(" · ")}
      </p>
      <div class="list-line">
        <ViewBar filters={filters} onView={change} />
        <StateTabs
          now={filters.state}
          counts={counts.state === "done" ? counts.data : null}
          seen={seen?.key === key ? seen.open : null}
          onChoose={(state) => change({ state })}
        />
      </div>
      <Queue
        key={key}
        filters={filters}
        name={name}
        names={known}
        onChange={change}
        onActed={counts.reload}
        onSeen={(open) => setSeen({ key, open })}
      />
    </OfficerPage>
  );
}

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

function Queue({ filters, name, names: known, onChange, onActed, onSeen }: QueueProps) {
  const w = useWords(words);
  const language = useLanguage();
  const { me } = useStore(session);
  const [cursors, setCursors] = useState<readonly (string | null)[]>([null]);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const printing = usePrinting();
  const [active, setActive] = useState("");
  const preview = useStore(previewing);
  const cursor = cursors.at(-1) ?? null;
  const loaded = useLoad(() => loadPage(filters, name, me?.sub ?? "", cursor), [cursor]);
  const narrowing = filters.when || filters.procedure || filters.holder || name;
  // Counts follow an act within moments; what is on the screen in full is known already.
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
