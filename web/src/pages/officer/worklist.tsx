import { useEffect, useState } from "preact/hooks";
import { api, got } from "../../api/client";
import type { State } from "../../api/types";
import { useLoad } from "../../api/use";
import { say } from "../../app/router";
import type { PageProps } from "../../app/routes";
import { useLanguage, useWords, words } from "../../lib/language";
import { useStore } from "../../lib/store";
import { AdminParts } from "../../officer/admin";
import { BulkBar, type BulkStep } from "../../officer/bulk_bar";
import { address, asked, type Filters, narrowed, narrows, readFilters } from "../../officer/filters";
import { OfficerPage } from "../../officer/frame";
import { type Names, names, procedureName } from "../../officer/names";
import { loadMembers } from "../../officer/people";
import { StateTabs } from "../../officer/state_tabs";
import { OFFICER_STATES } from "../../officer/state_words";
import { UnitChoice } from "../../officer/unit_choice";
import { deskUnits, rolesIn, workUnits } from "../../officer/units";
import { WorkFilters } from "../../officer/work_filters";
import { WorkTable } from "../../officer/work_table";
import { type Me, session } from "../../session/session";
import { Button } from "../../ui/button";
import { Ready } from "../../ui/loading";

const said = words(
  {
    title: "Danh sách việc",
    empty: "Không còn hồ sơ trong danh sách này.",
    hidden: (n: number) => `Bộ lọc đang ẩn ${n} hồ sơ trên trang này.`,
    clear: "Bỏ lọc",
    local: "Lọc theo người giữ và theo chữ chỉ áp dụng cho các dòng đã tải trên trang này.",
    shown: (n: number, page: number) => `${n} hồ sơ · trang ${page}`,
    next: "Trang sau",
    previous: "Trang trước",
    first: "Về trang đầu",
    reload: "Tải lại",
    administration: "Quản trị",
  },
  {
    title: "Worklists",
    empty: "This list is empty.",
    hidden: (n) => `Filters hide ${n} dossiers of this page.`,
    clear: "Clear filters",
    local: "Filters by holder and by text only narrow the rows loaded on this page.",
    shown: (n, page) => `${n} dossiers · page ${page}`,
    next: "Next page",
    previous: "Previous page",
    first: "Back to the first page",
    reload: "Reload",
    administration: "Administration",
  },
);

const PAGE = 50;

/** Which queue a role begins its day with. */
function firstState(roles: readonly string[]): State {
  if (roles.includes("one_stop_officer") || roles.includes("postal_staff")) return "submitted";
  return roles.includes("cashier") ? "payment_requested" : "processing";
}

/** What the person may do with many dossiers of a queue at once. */
function bulkSteps(me: Me | null, { unit, state }: Filters): readonly BulkStep[] {
  const roles = rolesIn(me, unit);
  const isDesk = (stage: "receive" | "process") =>
    roles.includes("head_of_one_stop") || deskUnits(me, stage).includes(unit);
  if (state === "submitted" && isDesk("receive")) return ["receive"];
  if (state === "received" && isDesk("process")) return ["transfer"];
  if (state !== "processing") return [];
  if (roles.includes("head_of_section") || roles.includes("agency_head")) return ["assign"];
  return roles.includes("case_officer") ? ["claim", "hand_over"] : [];
}

export default function WorklistPage({ query }: PageProps) {
  const w = useWords(said);
  const { me } = useStore(session);
  const units = workUnits(me);
  const loaded = useLoad(names, []);
  const start = () => readFilters(query, units, firstState(me?.roles ?? []));
  if (!units.length) {
    return (
      <OfficerPage title={w.administration}>
        <AdminParts />
      </OfficerPage>
    );
  }
  return (
    <OfficerPage title={w.title}>
      <Ready from={loaded}>{(known) => <Lists start={start()} units={units} names={known} />}</Ready>
    </OfficerPage>
  );
}

interface Given {
  readonly start: Filters;
  readonly units: readonly string[];
  readonly names: Names;
}

function Lists({ start, units, names: known }: Given) {
  const [filters, setFilters] = useState(start);
  const counts = useLoad(
    () => got(api.GET("/api/worklist/counts", { params: { query: { unit: filters.unit } } })),
    [filters.unit],
  );
  function change(next: Partial<Filters>) {
    const all = { ...filters, ...next };
    setFilters(all);
    say(address("/officer", all));
  }
  const { holder: _h, text: _t, ...server } = filters;
  const [seen, setSeen] = useState<{ readonly key: string; readonly open: number } | null>(null);
  const key = JSON.stringify(server);
  return (
    <>
      <div class="filters">
        <UnitChoice
          units={units}
          known={known.units}
          value={filters.unit}
          onChoose={(unit) => change({ unit, procedure: "" })}
        />
        <WorkFilters filters={filters} names={known} onChange={change} />
      </div>
      <StateTabs
        now={filters.state}
        counts={counts.state === "done" ? counts.data : null}
        seen={seen?.key === key ? seen.open : null}
        onChoose={(state) => change({ state })}
      />
      <Queue
        key={key}
        filters={filters}
        names={known}
        onClear={() => change({ holder: "", text: "", when: "", procedure: "" })}
        onActed={counts.reload}
        onSeen={(open) => setSeen({ key, open })}
      />
    </>
  );
}

interface QueueGiven {
  readonly filters: Filters;
  readonly names: Names;
  readonly onClear: () => void;
  readonly onActed: () => void;
  /** The whole queue is on the screen: how many that are. */
  readonly onSeen: (open: number) => void;
}

function Queue({ filters, names: known, onClear, onActed, onSeen }: QueueGiven) {
  const w = useWords(said);
  const language = useLanguage();
  const { me } = useStore(session);
  const [cursors, setCursors] = useState<readonly (string | null)[]>([null]);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const cursor = cursors.at(-1) ?? null;
  const loaded = useLoad(
    () => got(api.GET("/api/worklist", { params: { query: { ...asked(filters), limit: PAGE, cursor } } })),
    [cursor],
  );
  // Counts follow an act within moments; what is on the screen in full is known already.
  const whole = loaded.state === "done" && !loaded.data.cursor && !cursor && !filters.when && !filters.procedure;
  const open = whole ? loaded.data.items.length : null;
  useEffect(() => {
    if (open !== null) onSeen(open);
  }, [open]);
  const members = useLoad(() => loadMembers(filters.unit), [filters.unit]);
  const people = members.state === "done" ? members.data : [];
  const steps = bulkSteps(me, filters);
  function turn(next: readonly (string | null)[]) {
    setSelected(new Set());
    setCursors(next);
  }
  return (
    <Ready from={loaded}>
      {({ items, cursor: following }) => {
        const rows = narrowed(items, filters, me?.sub ?? "", (row) => procedureName(known, row.procedure, language));
        const hidden = items.length - rows.length;
        return (
          <>
            <p class="muted small" role="status">
              {rows.length > 0 && w.shown(rows.length, cursors.length)} {narrows(filters) && w.local}
            </p>
            {steps.length > 0 && (
              <BulkBar
                steps={steps}
                members={people}
                selected={selected}
                rows={rows}
                onSelect={setSelected}
                onDone={() => {
                  loaded.reload();
                  members.reload();
                  onActed();
                }}
              />
            )}
            {rows.length > 0 ? (
              <WorkTable
                rows={rows}
                names={known}
                people={new Map(people.map((each) => [each.sub, each.name]))}
                selected={steps.length > 0 ? selected : null}
                onSelect={setSelected}
              />
            ) : (
              <p class="empty">
                {OFFICER_STATES[filters.state][language].label}: {w.empty}
              </p>
            )}
            {hidden > 0 && (
              <p>
                {w.hidden(hidden)}{" "}
                <Button kind="plain" onPress={onClear}>
                  {w.clear}
                </Button>
              </p>
            )}
            <p class="buttons">
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
            </p>
          </>
        );
      }}
    </Ready>
  );
}
