import { useState } from "preact/hooks";
import { useLoad } from "../../api/use_load";
import type { PageProps } from "../../app/route";
import { useWords } from "../../lib/language";
import { useStore } from "../../lib/store";
import { OfficerPage } from "../../officer/layout/officer_page";
import { UnitChoice } from "../../officer/layout/unit_choice";
import { handOverWords } from "../../officer/people/hand_over_words";
import { HeldWorkOf } from "../../officer/people/held_work";
import { loadMembers, type Member } from "../../officer/people/people";
import { findUnits } from "../../officer/people/units";
import { loadNames, type Names } from "../../officer/shared/names";
import { session } from "../../session/session";
import { type Column, DataTable } from "../../ui/data_table";
import { Ready, ReadyPage } from "../../ui/loading";

/** Open work of an officer who leaves, moves or is away, and its hand-over; without one, who of the unit has some. */
export default function HandOverPage({ query }: PageProps) {
  const w = useWords(handOverWords);
  const account = query.get("account") ?? "";
  const loaded = useLoad(loadNames, []);
  const above = account ? <a href="/officer/hand-over">← {w.who}</a> : null;
  return (
    <ReadyPage from={loaded} title={w.title} frame={OfficerPage}>
      {(known) => (
        <OfficerPage title={w.title} above={above}>
          <p class="muted">{w.help}</p>
          {account ? <HeldWorkOf key={account} sub={account} names={known} /> : <Holders names={known} />}
        </OfficerPage>
      )}
    </ReadyPage>
  );
}

function Holders({ names: known }: { readonly names: Names }) {
  const w = useWords(handOverWords);
  const { me } = useStore(session);
  const units = findUnits(me, ["head_of_section", "agency_head", "case_officer"]);
  const [unit, setUnit] = useState(units[0] ?? "");
  if (!unit) return <p class="empty">{w.noUnit}</p>;
  return (
    <>
      <UnitChoice units={units} known={known.units} value={unit} onChoose={setUnit} />
      <UnitHolders key={unit} unit={unit} />
    </>
  );
}

function UnitHolders({ unit }: { readonly unit: string }) {
  const w = useWords(handOverWords);
  const loaded = useLoad(() => loadMembers(unit), [unit]);
  const columns: readonly Column<Member>[] = [
    { head: w.name, names: true, show: (each) => <span lang="vi">{each.name || each.sub}</span> },
    { head: w.job, show: (each) => <span lang="vi">{each.title}</span> },
    { head: w.open, number: true, show: (each) => each.open },
    { head: w.overdue, number: true, show: (each) => each.overdue },
    { head: w.right, show: (each) => (each.roles.includes("case_officer") ? w.has : w.gone) },
    {
      head: w.view,
      show: (each) => (
        <a href={`/officer/hand-over?account=${encodeURIComponent(each.sub)}`} aria-label={w.viewOf(each.name)}>
          {w.view}
        </a>
      ),
    },
  ];
  return (
    <Ready from={loaded}>
      {(members) => (
        <DataTable
          label={w.all}
          columns={columns}
          rows={members.filter((each) => each.open > 0)}
          rowKey={(each) => each.sub}
          empty={w.nobody}
        />
      )}
    </Ready>
  );
}
