import { useEffect, useRef, useState } from "preact/hooks";
import { api, unwrap } from "../../api/client";
import { combineLoads, useLoad } from "../../api/use_load";
import type { PageProps } from "../../app/route";
import { replaceUrl } from "../../app/router";
import { isDate } from "../../eform/formats";
import type { components } from "../../generated/api";
import { chooseName, defineWords, useLanguage, useWords } from "../../lib/language";
import { DataTable } from "../../ui/data_table";
import { Ready } from "../../ui/loading";
import { Page } from "../../ui/page";
import { UnitDirectory } from "../../units/directory";
import { UnitDay } from "../../units/unit_day";
import { Details } from "../../units/unit_details";
import type { Units } from "../../units/units";

const words = defineWords(
  {
    title: "Đơn vị và nơi nộp hồ sơ",
    units: "Đơn vị, tên cũ và tên mới",
    procedures: "Nơi nộp của từng thủ tục",
    procedure: "Thủ tục",
    reach: "Nơi nộp",
    own_desk: "Tại nơi giải quyết",
    province: "Tại bất kỳ Bộ phận Một cửa nào trong tỉnh",
    national: "Tại bất kỳ nơi nào trong cả nước",
    basis: (article: string) => `Căn cứ: ${article}`,
    lists: "Danh mục đã công bố",
    unseen: "chưa công bố",
    none: "Không có thủ tục nào.",
  },
  {
    title: "Units, and where to file",
    units: "Units, old names and new",
    procedures: "Where each procedure may be filed",
    procedure: "Procedure",
    reach: "May be filed",
    own_desk: "Where it is settled",
    province: "At any one-stop unit of the province",
    national: "Anywhere in the country",
    basis: (article) => `Basis: ${article}`,
    lists: "Published lists",
    unseen: "not published yet",
    none: "There is no procedure.",
  },
);

type Territory = components["schemas"]["TerritoryView"];

/** The units of the province with their predecessors, and how far away each procedure may be filed, on any day. */
export default function TerritoryPage({ query }: PageProps) {
  const w = useWords(words);
  const asked = query.get("date") ?? "";
  const [date, setDate] = useState(isDate(asked) ? asked : "");
  const [unit, setUnit] = useState(query.get("unit") ?? "");
  const on = { params: { query: date ? { date } : {} } };
  const loaded = combineLoads(
    useLoad(() => unwrap(api.GET("/api/territory/units", on)), [date]),
    useLoad(() => unwrap(api.GET("/api/territory", on)), [date]),
  );
  return (
    <Page title={w.title}>
      <Ready from={loaded}>
        {([units, territory]) => (
          <>
            <UnitDay
              date={units.date}
              onChoose={(next) => {
                setDate(next);
                replaceUrl(makePath(next, unit));
              }}
            />
            <h2>{w.units}</h2>
            <p lang="vi">{units.merger_note_vi}</p>
            <UnitDirectory
              units={units}
              onChoose={(next) => {
                setUnit(next);
                replaceUrl(makePath(units.date, next));
              }}
            />
            {unit && <ChosenUnit key={unit} units={units} unit={unit} />}
            <h2>{w.procedures}</h2>
            <Reach territory={territory} />
          </>
        )}
      </Ready>
    </Page>
  );
}

const makePath = (date: string, unit: string): string =>
  `/territory?${new URLSearchParams(unit ? { date, unit } : { date })}`;

/** What the chosen unit is competent for; its heading takes the focus. */
function ChosenUnit({ units, unit }: { readonly units: Units; readonly unit: string }) {
  const language = useLanguage();
  const on = { params: { query: { date: units.date, unit } } };
  const loaded = useLoad(() => unwrap(api.GET("/api/territory", on)), [unit, units.date]);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const found = units.items.find((each) => each.id === unit);
  return (
    <section class="chosen-unit" aria-labelledby="chosen-unit">
      <h2 id="chosen-unit" tabIndex={-1} ref={heading}>
        {found ? chooseName(found.name, language) : unit}
      </h2>
      <Ready from={loaded}>
        {(territory) => territory.unit && <Details details={territory.unit} units={units} page="/territory" />}
      </Ready>
    </section>
  );
}

function Reach({ territory }: { readonly territory: Territory }) {
  const w = useWords(words);
  const language = useLanguage();
  const reaches = w as unknown as Readonly<Record<string, string>>;
  return (
    <>
      {territory.rule.cite && (
        <p class="muted small" lang="vi">
          {w.basis(territory.rule.cite)}
        </p>
      )}
      <DataTable
        label={w.procedures}
        columns={[
          {
            head: w.procedure,
            names: true,
            show: (each) => <a href={`/procedures/${each.id}`}>{chooseName(each.name, language)}</a>,
          },
          { head: w.reach, show: (each) => reaches[each.reach] ?? each.reach },
        ]}
        rows={territory.items}
        rowKey={(each) => each.id}
        empty={w.none}
        look="stacked"
      />
      {territory.lists.length > 0 && (
        <>
          <h3>{w.lists}</h3>
          <ul>
            {territory.lists.map((each) => (
              <li key={`${each.instrument}${each.since}`}>
                <span lang="vi">{each.name_vi}</span> ({each.article}): {each.number ?? w.unseen}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
