import { useState } from "preact/hooks";
import { api, unwrap } from "../../api/client";
import { useLoad } from "../../api/use_load";
import type { PageProps } from "../../app/route";
import { replaceUrl } from "../../app/router";
import { isDate } from "../../eform/formats";
import { useWords } from "../../lib/language";
import { OfficerPage } from "../../officer/layout/officer_page";
import { includeAbove } from "../../officer/units/tree";
import { UnitCard } from "../../officer/units/unit_card";
import { UnitTree } from "../../officer/units/unit_tree";
import { unitWords } from "../../officer/units/unit_words";
import { ChoiceTabs } from "../../ui/choice_tabs";
import { Ready } from "../../ui/loading";
import { FoundUnits, UnitFilterFields } from "../../units/directory";
import { UnitDay } from "../../units/unit_day";
import { filterUnits, NO_FILTERS, type UnitFilters, type Units } from "../../units/units";

const WORKING: UnitFilters = { ...NO_FILTERS, standing: "working" };
const MOST_IN_TABLE = 200;

/** The organisation on a day, as a tree and as a table. */
export default function UnitsPage({ query }: PageProps) {
  const w = useWords(unitWords);
  const asked = query.get("date") ?? "";
  const [date, setDate] = useState(isDate(asked) ? asked : "");
  // Those who change the organisation see it as it is, not as it was some minutes ago.
  const on = { params: { query: date ? { date } : {} }, cache: "no-cache" as const };
  const loaded = useLoad(() => unwrap(api.GET("/api/territory/units", on)), [date]);
  return (
    <OfficerPage title={w.title} above={<a href="/officer/admin">← {w.back}</a>}>
      <p>
        <a href="/officer/matters?kind=unit-changes">{w.proposals}</a>
      </p>
      <Ready from={loaded}>
        {(units) => (
          <>
            <UnitDay
              date={units.date}
              onChoose={(next) => {
                setDate(next);
                replaceUrl(`/officer/units?date=${next}`);
              }}
            />
            <Organisation units={units} first={query.get("unit") ?? ""} />
          </>
        )}
      </Ready>
    </OfficerPage>
  );
}

const listTops = (units: Units): ReadonlySet<string> =>
  new Set(units.items.filter((each) => !each.parent).map((each) => each.id));

function Organisation({ units, first }: { readonly units: Units; readonly first: string }) {
  const w = useWords(unitWords);
  const [wanted, setWanted] = useState(WORKING);
  const [look, setLook] = useState<"tree" | "table">("tree");
  const [chosen, setChosen] = useState(first);
  const [open, setOpen] = useState(() => listTops(units));
  const found = filterUnits(units, wanted);
  const inTree = includeAbove(found, units.items);
  const unit = units.items.find((each) => each.id === chosen);
  function narrow(next: UnitFilters) {
    setWanted(next);
    // A search shows where each found unit stands.
    const isNarrow = next.typed || next.body || next.tier;
    setOpen(isNarrow ? new Set(units.items.map((each) => each.id)) : listTops(units));
  }
  return (
    <>
      <div class="filters">
        <UnitFilterFields units={units} wanted={wanted} onChange={narrow} />
      </div>
      <ChoiceTabs
        label={w.look}
        choices={[
          { key: "tree", text: w.tree },
          { key: "table", text: w.table },
        ]}
        now={look}
        onChoose={setLook}
      />
      <div class="tree-and-unit">
        <div>
          {look === "tree" ? (
            <>
              <p class="muted small">{w.keys}</p>
              <p class="muted small" role="status">
                {w.shownInTree(found.length)}
              </p>
              <UnitTree units={inTree} chosen={chosen} open={open} onOpen={setOpen} onChoose={setChosen} />
            </>
          ) : (
            <FoundUnits units={units} found={found} most={MOST_IN_TABLE} onChoose={setChosen} />
          )}
        </div>
        {unit ? <UnitCard key={unit.id} units={units} unit={unit} /> : <p class="muted">{w.choose}</p>}
      </div>
    </>
  );
}
