import { useState } from "preact/hooks";
import { useLoad } from "../../api/use_load";
import type { PageProps } from "../../app/route";
import { useWords } from "../../lib/language";
import { useStore } from "../../lib/store";
import { foldText } from "../../lib/text";
import { OfficerPage } from "../../officer/layout/officer_page";
import { UnitChoice } from "../../officer/layout/unit_choice";
import { handOverWords } from "../../officer/people/hand_over_words";
import { HeldWorkOf } from "../../officer/people/held_work";
import { loadMembers, type Member } from "../../officer/people/people";
import { findUnits } from "../../officer/people/units";
import { loadNames, type Names } from "../../officer/shared/names";
import { SaveList } from "../../officer/shared/save_list";
import { session } from "../../session/session";
import { type Column, DataTable } from "../../ui/data_table";
import { Ready, ReadyPage } from "../../ui/loading";
import { SearchBox } from "../../ui/search_box";
import { makeWrittenColumn, type WrittenColumn } from "../../ui/written_table";

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
  const [typed, setTyped] = useState("");
  const written: readonly WrittenColumn<Member>[] = [
    makeWrittenColumn(w.name, (each) => each.name || each.sub, { names: true }),
    makeWrittenColumn(w.job, (each) => each.title, {}),
    makeWrittenColumn(w.open, (each) => String(each.open), { number: true }),
    makeWrittenColumn(w.overdue, (each) => String(each.overdue), { number: true }),
    makeWrittenColumn(w.right, (each) => (each.roles.includes("case_officer") ? w.has : w.gone), {}),
  ];
  const columns: readonly Column<Member>[] = [
    ...written,
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
      {(members) => {
        const holding = members.filter((each) => each.open > 0);
        const shown = holding.filter((each) => foldText(`${each.name} ${each.title}`).includes(foldText(typed)));
        return (
          <>
            {holding.length > 0 && (
              <search class="filters">
                <SearchBox id="find-holder" label={w.find} value={typed} onInput={setTyped} />
              </search>
            )}
            <DataTable
              label={w.all}
              columns={columns}
              rows={shown}
              rowKey={(each) => each.sub}
              empty={holding.length > 0 ? w.notFound : w.nobody}
            />
            <SaveList file="open-work" columns={written} rows={shown} />
          </>
        );
      }}
    </Ready>
  );
}
