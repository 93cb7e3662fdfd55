import { useState } from "preact/hooks";
import { api, unwrap } from "../../api/client";
import { useLoad } from "../../api/use_load";
import type { components } from "../../generated/api";
import { writeDateTime } from "../../lib/format";
import { chooseName, defineWords, useLanguage, useWords } from "../../lib/language";
import { useStore } from "../../lib/store";
import { OfficerPage } from "../../officer/layout/officer_page";
import { UnitChoice } from "../../officer/layout/unit_choice";
import { findUnits, OPEN_TO } from "../../officer/people/units";
import { loadNames, type Names } from "../../officer/shared/names";
import { nameFinding } from "../../officer/supervision/finding_words";
import { Outages } from "../../officer/supervision/outages";
import { UseReports } from "../../officer/supervision/use_reports";
import { nameFactForOfficer } from "../../officer/workspace/officer_timeline";
import { session } from "../../session/session";
import { type Column, DataTable } from "../../ui/data_table";
import { Select } from "../../ui/inputs";
import { Ready } from "../../ui/loading";

const words = defineWords(
  {
    title: "Gián đoạn và nhập muộn",
    late: "Nhập hoặc làm muộn, làm ngoài hệ thống",
    none: "Không có ghi nhận nào của đơn vị này.",
    unit: "Đơn vị",
    choose: "Chọn đơn vị",
    dossier: "Hồ sơ",
    what: "Việc",
    why: "Phát hiện",
    minutes: "Số phút",
    occurred: "Xảy ra",
    recorded: "Ghi vào",
    open: "Mở",
    register: "từ sổ giấy",
  },
  {
    title: "Outages and late entries",
    late: "Entered or done late, or outside the system",
    none: "There are no records for this unit.",
    unit: "Unit",
    choose: "Choose a unit",
    dossier: "Dossier",
    what: "Act",
    why: "Finding",
    minutes: "Minutes",
    occurred: "Happened",
    recorded: "Recorded",
    open: "Open",
    register: "from the paper register",
  },
);

type LateEntry = components["schemas"]["LateEntryView"];

export default function LatePage() {
  const w = useWords(words);
  const loaded = useLoad(loadNames, []);
  return (
    <OfficerPage title={w.title}>
      <Ready from={loaded}>{(known) => <Parts names={known} />}</Ready>
    </OfficerPage>
  );
}

function Parts({ names: known }: { readonly names: Names }) {
  const { me } = useStore(session);
  const hasRole = (role: "operator" | "provincial_office" | "auditor") => me?.roles.includes(role) ?? false;
  const oversees = hasRole("provincial_office") || hasRole("auditor");
  return (
    <>
      <Outages names={known} may={hasRole("operator") || hasRole("provincial_office")} />
      {oversees ? <AnyUnit names={known} /> : <OwnUnits names={known} />}
      {oversees && <UseReports names={known} may={hasRole("provincial_office")} />}
    </>
  );
}

/** Staff of a unit see its late dossiers; operators see none. */
function OwnUnits({ names: known }: { readonly names: Names }) {
  const w = useWords(words);
  const { me } = useStore(session);
  const units = findUnits(me, OPEN_TO.late).filter((each) => each !== "province");
  const [unit, setUnit] = useState(units[0] ?? "");
  if (!unit) return null;
  return (
    <>
      <h2>{w.late}</h2>
      <UnitChoice units={units} known={known.units} value={unit} onChoose={setUnit} />
      <Entries key={unit} unit={unit} />
    </>
  );
}

/** The provincial office and auditors look at any unit. */
function AnyUnit({ names: known }: { readonly names: Names }) {
  const w = useWords(words);
  const language = useLanguage();
  const [unit, setUnit] = useState("");
  return (
    <>
      <h2>{w.late}</h2>
      <Select
        id="any-unit"
        label={w.unit}
        value={unit}
        empty={w.choose}
        options={known.units.map((each) => ({ value: each.id, text: chooseName(each.name, language) }))}
        onChoose={setUnit}
      />
      {unit && <Entries key={unit} unit={unit} />}
    </>
  );
}

function Entries({ unit }: { readonly unit: string }) {
  const w = useWords(words);
  const language = useLanguage();
  const loaded = useLoad(() => unwrap(api.GET("/api/late_entries", { params: { query: { unit } } })), [unit]);
  const columns: readonly Column<LateEntry>[] = [
    {
      head: w.dossier,
      show: (each) =>
        each.dossier_id ? (
          <a href={`/officer/dossiers/${each.dossier_id}`}>
            {w.open} <span class="small">…{each.dossier_id.slice(-6)}</span>
          </a>
        ) : (
          each.code
        ),
    },
    { head: w.what, show: (each) => nameFactForOfficer(each.kind, language) },
    {
      head: w.why,
      show: (each) => (
        <>
          {nameFinding(each.why, language)}
          {each.outage && ` (${w.register})`}
        </>
      ),
    },
    { head: w.minutes, show: (each) => each.minutes },
    { head: w.occurred, show: (each) => writeDateTime(each.occurred_at) },
    { head: w.recorded, show: (each) => writeDateTime(each.recorded_at) },
  ];
  return (
    <Ready from={loaded}>
      {({ items }) => (
        <DataTable
          label={w.late}
          columns={columns}
          rows={items}
          rowKey={(each) => `${each.dossier_id}${each.code}${each.seq}${each.why}${each.occurred_at}`}
          empty={w.none}
        />
      )}
    </Ready>
  );
}
