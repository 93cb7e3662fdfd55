import { useEffect, useState } from "preact/hooks";
import { nameAgency } from "../../api/catalogue";
import { api, unwrap } from "../../api/client";
import type { Listed, State } from "../../api/types";
import { useLoad } from "../../api/use_load";
import type { components } from "../../generated/api";
import { writeDay } from "../../lib/format";
import { useLanguage, useWords } from "../../lib/language";
import { useStore } from "../../lib/store";
import { session } from "../../session/session";
import { type Column, DataTable } from "../../ui/data_table";
import { Ready } from "../../ui/loading";
import { DueMark } from "../shared/due_mark";
import { type Names, nameProcedure } from "../shared/names";
import { OFFICER_STATES } from "../shared/state_words";
import { roleWords } from "../steps/step_words";
import { BulkBar, type BulkStep } from "../worklist/bulk_bar";
import { handOverWords } from "./hand_over_words";
import { loadMembers, type Member } from "./people";
import { PROVINCE, type Right } from "./rights";
import { listRoles } from "./units";

type HeldWork = components["schemas"]["HeldWorkView"];
type Shares = HeldWork["shares"][number];

/** Dossiers that are read and handed over at a time; the next ones follow. */
const AT_A_TIME = 50;

/** What somebody has open, by unit, and the hand-over of what the reader may assign or hand over. */
export function HeldWorkOf({ sub, names: known }: { readonly sub: string; readonly names: Names }) {
  const loaded = useLoad(() => unwrap(api.GET("/api/officers/{sub}/work", { params: { path: { sub } } })), [sub]);
  return <Ready from={loaded}>{(work) => <Work work={work} names={known} onMoved={loaded.reload} />}</Ready>;
}

interface WorkProps {
  readonly work: HeldWork;
  readonly names: Names;
  readonly onMoved: () => void;
}

function Work({ work, names: known, onMoved }: WorkProps) {
  const w = useWords(handOverWords);
  const roles = useWords(roleWords);
  const language = useLanguage();
  const { me } = useStore(session);
  const nameUnit = (unit: string) => (unit === PROVINCE ? w.province : nameAgency(known.units, unit, language) || unit);
  const open = work.shares.reduce((total, each) => total + each.open, 0);
  const columns: readonly Column<Shares>[] = [
    { head: w.unit, show: (each) => nameUnit(each.unit) },
    { head: w.open, show: (each) => each.open, number: true },
    { head: w.overdue, show: (each) => each.overdue, number: true },
    { head: w.right, show: (each) => (each.has_right ? (each.until ? w.until(writeDay(each.until)) : w.has) : w.gone) },
    { head: w.backup, names: true, show: (each) => each.backup_name || each.backup || w.noBackup },
  ];
  const duties: readonly Column<Right>[] = [
    { head: w.role, show: (each) => roles[each.role] },
    { head: w.unit, show: (each) => nameUnit(each.unit) },
    { head: w.kind, show: (each) => (each.backup_for ? w.standsIn : w.own) },
  ];
  const stepFor = (unit: string): BulkStep | null => {
    const held = listRoles(me, unit);
    if (held.includes("head_of_section") || held.includes("agency_head")) return "assign";
    return me?.sub === work.sub && held.includes("case_officer") ? "hand_over" : null;
  };
  return (
    <>
      <p role="status">{open > 0 ? w.left(open) : w.nothing}</p>
      <DataTable
        label={w.shares}
        columns={columns}
        rows={work.shares}
        rowKey={(each) => each.unit}
        empty={w.noShares}
      />
      {work.shares.map((each) => {
        const step = stepFor(each.unit);
        if (each.open === 0) return null;
        return step ? (
          <UnitShares
            key={each.unit}
            title={nameUnit(each.unit)}
            unit={each.unit}
            sub={work.sub}
            step={step}
            names={known}
            onMoved={onMoved}
          />
        ) : (
          <p key={each.unit} class="muted">
            {w.others(nameUnit(each.unit))}
          </p>
        );
      })}
      <h2>{w.duties}</h2>
      <p class="muted">{w.dutiesHelp}</p>
      <DataTable
        label={w.duties}
        columns={duties}
        rows={work.duties}
        rowKey={(each) => `${each.role}${each.unit}${each.valid_from}`}
        empty={w.noDuties}
      />
    </>
  );
}

interface UnitSharesProps {
  readonly title: string;
  readonly unit: string;
  readonly sub: string;
  readonly step: BulkStep;
  readonly names: Names;
  readonly onMoved: () => void;
}

async function loadShares(unit: string, holder: string) {
  const query = { unit, holder, limit: AT_A_TIME };
  const [page, members] = await Promise.all([
    unwrap(api.GET("/api/worklist", { params: { query } })),
    loadMembers(unit),
  ]);
  return { rows: page.items, members: members.filter((each) => each.sub !== holder) };
}

/** The dossiers of one unit: all are selected, each is handed over by its own act, and those that failed stay. */
function UnitShares({ title, unit, sub, step, names: known, onMoved }: UnitSharesProps) {
  const loaded = useLoad(() => loadShares(unit, sub), [unit, sub]);
  return (
    <section>
      <h2>{title}</h2>
      <Ready from={loaded}>
        {(found) => (
          <Selection
            {...found}
            step={step}
            names={known}
            title={title}
            onMoved={() => {
              loaded.reload();
              onMoved();
            }}
          />
        )}
      </Ready>
    </section>
  );
}

interface SelectionProps {
  readonly rows: readonly Listed[];
  readonly members: readonly Member[];
  readonly step: BulkStep;
  readonly names: Names;
  readonly title: string;
  readonly onMoved: () => void;
}

function Selection({ rows, members, step, names: known, title, onMoved }: SelectionProps) {
  const w = useWords(handOverWords);
  const language = useLanguage();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => setSelected(new Set(rows.map((row) => row.dossier_id))), [rows]);
  function toggle(id: string) {
    const next = new Set(selected);
    if (!next.delete(id)) next.add(id);
    setSelected(next);
  }
  const columns: readonly Column<Listed>[] = [
    {
      head: w.choose,
      show: (each) => (
        <input
          type="checkbox"
          aria-label={w.chooseOne(each.code ?? each.receipt_no ?? each.dossier_id)}
          checked={selected.has(each.dossier_id)}
          onChange={() => toggle(each.dossier_id)}
        />
      ),
    },
    {
      head: w.code,
      show: (each) => <a href={`/officer/dossiers/${each.dossier_id}`}>{each.code ?? each.receipt_no}</a>,
    },
    { head: w.procedure, show: (each) => nameProcedure(known, each.procedure, language) },
    { head: w.state, show: (each) => each.state && OFFICER_STATES[each.state as State][language].label },
    { head: w.due, show: (each) => <DueMark due={each.due_at} /> },
  ];
  return (
    <>
      <DataTable label={title} columns={columns} rows={rows} rowKey={(each) => each.dossier_id} empty={w.noShares} />
      <BulkBar
        steps={[step]}
        members={members}
        rows={rows}
        selected={selected}
        onSelect={setSelected}
        onDone={onMoved}
      />
    </>
  );
}
