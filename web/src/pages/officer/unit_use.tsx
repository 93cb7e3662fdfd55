import { useState } from "preact/hooks";
import { nameAgency } from "../../api/catalogue";
import { api, unwrap } from "../../api/client";
import type { Agency } from "../../api/types";
import { useLoad } from "../../api/use_load";
import { toDay } from "../../eform/day_bounds";
import type { components } from "../../generated/api";
import { writeDateTime } from "../../lib/format";
import { useLanguage, useWords } from "../../lib/language";
import { useStore } from "../../lib/store";
import { OfficerPage } from "../../officer/layout/officer_page";
import { findUnits } from "../../officer/people/units";
import { loadNames, type Names } from "../../officer/shared/names";
import { findWord, roleWords } from "../../officer/steps/step_words";
import { unitUseWords } from "../../officer/units/unit_use_words";
import { readServerTime } from "../../session/clock";
import { session } from "../../session/session";
import { Button } from "../../ui/button";
import { DataTable } from "../../ui/data_table";
import { Select } from "../../ui/inputs";
import { Ready } from "../../ui/loading";
import { downloadTable, downloadWorkbook, makeWrittenColumn, type WrittenColumn } from "../../ui/written_table";

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
    <section aria-labelledby="use">
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
    </section>
  );
}

function UseTable({ rows }: { readonly rows: readonly OfficerUse[] }) {
  const w = useWords(unitUseWords);
  const roles = useWords(roleWords);
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
      <DataTable label={w.use} columns={columns} rows={rows} rowKey={(each) => each.sub} empty={w.nobody} />
      <Saved file="unit-use" columns={columns} rows={rows} />
    </>
  );
}

function Unattended({ names: known }: { readonly names: Names }) {
  const w = useWords(unitUseWords);
  const language = useLanguage();
  const loaded = useLoad(() => unwrap(api.GET("/api/missing-tasks", { params: { query: { task: "unit_it" } } })), []);
  const columns: readonly WrittenColumn<string>[] = [
    makeWrittenColumn(w.unit, (each) => nameAgency(known.units as Agency[], each, language) || each, { names: true }),
  ];
  return (
    <section aria-labelledby="missing">
      <h2 id="missing">{w.missing}</h2>
      <Ready from={loaded}>
        {({ known: ruled, article, units }) =>
          ruled ? (
            <>
              <p>
                {w.counted(units.length)} <span class="muted">{article}</span>
              </p>
              <p class="buttons">
                <a href="/officer/matters/account-requests/moi">{w.ask}</a>
              </p>
              <DataTable label={w.missing} columns={columns} rows={units} rowKey={(each) => each} empty={w.every} />
              <Saved file="units-without-it-officer" columns={columns} rows={units} />
            </>
          ) : (
            <p>{w.unknown}</p>
          )
        }
      </Ready>
    </section>
  );
}

interface SavedProps<Row> {
  readonly file: string;
  readonly columns: readonly WrittenColumn<Row>[];
  readonly rows: readonly Row[];
}

/** Saves what is shown as a file. */
function Saved<Row>({ file, columns, rows }: SavedProps<Row>) {
  const w = useWords(unitUseWords);
  if (rows.length === 0) return null;
  const name = `${file}-${toDay(readServerTime())}`;
  return (
    <p class="buttons">
      {w.save}{" "}
      <Button kind="secondary" onPress={() => downloadWorkbook(name, columns, rows)}>
        XLSX
      </Button>
      <Button kind="secondary" onPress={() => downloadTable(name, columns, rows)}>
        CSV
      </Button>
    </p>
  );
}
