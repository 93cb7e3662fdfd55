import { useState } from "preact/hooks";
import { nameAgency } from "../../api/catalogue";
import { api, unwrap } from "../../api/client";
import type { Agency } from "../../api/types";
import { useLoad } from "../../api/use_load";
import type { components } from "../../generated/api";
import { writeDateTime } from "../../lib/format";
import { useLanguage, useWords } from "../../lib/language";
import { useStore } from "../../lib/store";
import { foldText } from "../../lib/text";
import { OfficerPage } from "../../officer/layout/officer_page";
import { findUnits } from "../../officer/people/units";
import { loadNames, type Names } from "../../officer/shared/names";
import { SaveList } from "../../officer/shared/save_list";
import { findWord, roleWords } from "../../officer/steps/step_words";
import { ALL_USE, filterUse, USES, type UseFilters } from "../../officer/units/unit_use";
import { unitUseWords } from "../../officer/units/unit_use_words";
import { session } from "../../session/session";
import { DataTable } from "../../ui/data_table";
import { Select } from "../../ui/inputs";
import { Ready } from "../../ui/loading";
import { SearchBox } from "../../ui/search_box";
import { makeWrittenColumn, type WrittenColumn } from "../../ui/written_table";

type OfficerUse = components["schemas"]["OfficerUseView"];

const READERS = ["operator", "provincial_office", "auditor"];

/** Use of the system in a unit, for its IT officer; units without one, for those who grant and audit rights. */
export default function UnitUsePage() {
  const w = useWords(unitUseWords);
  const { me } = useStore(session);
  const loaded = useLoad(loadNames, []);
  const own = findUnits(me, ["unit_it"]);
  const reads = me?.roles.some((role) => READERS.includes(role)) ?? false;
  return (
    <OfficerPage title={w.title}>
      <Ready from={loaded}>
        {(known) => (
          <>
            {own.length > 0 && <OwnUnits units={own} names={known} />}
            {reads && <Unattended names={known} />}
            {own.length === 0 && !reads && <p>{w.none}</p>}
          </>
        )}
      </Ready>
    </OfficerPage>
  );
}

function OwnUnits({ units, names: known }: { readonly units: readonly string[]; readonly names: Names }) {
  const w = useWords(unitUseWords);
  const language = useLanguage();
  const [unit, setUnit] = useState(units[0] ?? "");
  const loaded = useLoad(() => unwrap(api.GET("/api/unit-use", { params: { query: { unit } } })), [unit]);
  return (
    <div>
      <h2 id="use">{w.use}</h2>
      <p class="muted">{w.about}</p>
      <p class="buttons">
        <a href="/officer/inbox">{w.inbox}</a>
      </p>
      {units.length > 1 && (
        <Select
          id="use-unit"
          label={w.unit}
          value={unit}
          options={units.map((each) => ({ value: each, text: nameAgency(known.units, each, language) || each }))}
          onChoose={setUnit}
        />
      )}
      <Ready from={loaded}>{({ items }) => <UseTable rows={items} />}</Ready>
    </div>
  );
}

function UseTable({ rows }: { readonly rows: readonly OfficerUse[] }) {
  const w = useWords(unitUseWords);
  const roles = useWords(roleWords);
  const [filters, setFilters] = useState(ALL_USE);
  const shown = filterUse(rows, filters);
  const columns: readonly WrittenColumn<OfficerUse>[] = [
    makeWrittenColumn(w.name, (each) => each.name || each.sub, { names: true }),
    makeWrittenColumn(w.job, (each) => each.title, {}),
    makeWrittenColumn(w.roles, (each) => each.roles.map((role) => findWord(roles, role)).join(", "), {}),
    makeWrittenColumn(w.last, (each) => (each.last_sign_in ? writeDateTime(each.last_sign_in) : w.never), {}),
    makeWrittenColumn(w.month, (each) => String(each.sign_ins), { number: true }),
    makeWrittenColumn(w.monthBefore, (each) => String(each.sign_ins_before), { number: true }),
    makeWrittenColumn(w.open, (each) => String(each.open), { number: true }),
    makeWrittenColumn(w.overdue, (each) => String(each.overdue), { number: true }),
  ];
  return (
    <>
      <search class="filters">
        <SearchBox
          id="use-name"
          label={w.find}
          value={filters.typed}
          onInput={(typed) => setFilters({ ...filters, typed })}
        />
        <Select
          id="use-kind"
          label={w.shown}
          value={filters.use}
          options={USES.map((value) => ({ value, text: w[value] }))}
          onChoose={(use) => setFilters({ ...filters, use: use as UseFilters["use"] })}
        />
      </search>
      <DataTable
        label={w.use}
        columns={columns}
        rows={shown}
        rowKey={(each) => each.sub}
        empty={rows.length > 0 ? w.notFound : w.nobody}
      />
      <SaveList file="unit-use" columns={columns} rows={shown} />
    </>
  );
}

function Unattended({ names: known }: { readonly names: Names }) {
  const w = useWords(unitUseWords);
  const language = useLanguage();
  const [typed, setTyped] = useState("");
  const loaded = useLoad(() => unwrap(api.GET("/api/missing-tasks", { params: { query: { task: "unit_it" } } })), []);
  const columns: readonly WrittenColumn<string>[] = [
    makeWrittenColumn(w.unit, (each) => nameAgency(known.units as Agency[], each, language) || each, { names: true }),
  ];
  return (
    <div>
      <h2 id="missing">{w.missing}</h2>
      <Ready from={loaded}>
        {({ known: ruled, article, units }) => {
          const nameUnit = (unit: string) => nameAgency(known.units as Agency[], unit, language) || unit;
          const shown = units.filter((each) => foldText(nameUnit(each)).includes(foldText(typed)));
          return ruled ? (
            <>
              <p>
                {w.counted(units.length)} <span class="muted">{article}</span>
              </p>
              <p class="buttons">
                <a href="/officer/matters/account-requests/moi">{w.ask}</a>
              </p>
              <search class="filters">
                <SearchBox id="missing-unit" label={w.findUnit} value={typed} onInput={setTyped} />
              </search>
              <DataTable
                label={w.missing}
                columns={columns}
                rows={shown}
                rowKey={(each) => each}
                empty={units.length > 0 ? w.notFound : w.every}
              />
              <SaveList file="units-without-it-officer" columns={columns} rows={shown} />
            </>
          ) : (
            <p>{w.unknown}</p>
          );
        }}
      </Ready>
    </div>
  );
}
