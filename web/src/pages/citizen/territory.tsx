import { useState } from "preact/hooks";
import { api, unwrap } from "../../api/client";
import { combineLoads, useLoad } from "../../api/use_load";
import type { PageProps } from "../../app/route";
import { replaceUrl } from "../../app/router";
import { DateField } from "../../eform/date_field";
import { isDate } from "../../eform/formats";
import { useAttempts } from "../../filing/attempts";
import type { components } from "../../generated/api";
import { writeDay } from "../../lib/format";
import { chooseName, defineWords, useLanguage, useWords, writeInBoth } from "../../lib/language";
import { foldText } from "../../lib/text";
import { Button } from "../../ui/button";
import { type Column, DataTable } from "../../ui/data_table";
import { ErrorSummary } from "../../ui/error_summary";
import { TextField } from "../../ui/inputs";
import { Ready } from "../../ui/loading";
import { Page } from "../../ui/page";

const words = defineWords(
  {
    title: "Đơn vị và nơi nộp hồ sơ",
    day: "Ngày cần xem",
    show: "Xem",
    noDay: "Ghi ngày có thật, ví dụ 27 3 2026",
    units: "Đơn vị, tên cũ và tên mới",
    find: "Tìm đơn vị",
    findHelp: "Gõ tên cũ hoặc tên mới, có dấu hay không dấu đều được.",
    counts: (working: number, ended: number) => `${working} đơn vị đang hoạt động, ${ended} đơn vị đã kết thúc.`,
    nothing: "Không có đơn vị nào có tên như vậy.",
    shown: (n: number, all: number) => `Hiện ${n} trên ${all} đơn vị; gõ thêm để thu hẹp.`,
    name: "Đơn vị",
    stands: "Tình trạng",
    works: "Đang hoạt động",
    since: (t: string) => `Đang hoạt động từ ${t}`,
    begins: (t: string) => `Hoạt động từ ${t}`,
    ended: (t: string) => `Kết thúc ${t}`,
    now: (name: string) => `nay là ${name}`,
    heir: (name: string) => `được kế tục bởi ${name}, nay cũng đã kết thúc`,
    unknown: "chưa có dữ liệu đơn vị kế tục; hỏi Bộ phận Một cửa gần nhất",
    formerly: "Hình thành từ",
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
    day: "Date to view",
    show: "Show",
    noDay: "Give a real day, such as 27 3 2026",
    units: "Units, old names and new",
    find: "Find a unit",
    findHelp: "Type an old or a new name, with or without marks.",
    counts: (working, ended) => `${working} units operating, ${ended} ended.`,
    nothing: "No unit matches this name.",
    shown: (n, all) => `${n} of ${all} units shown; type more to narrow them.`,
    name: "Unit",
    stands: "Standing",
    works: "Operating",
    since: (t) => `Operating since ${t}`,
    begins: (t) => `Operating from ${t}`,
    ended: (t) => `Ended on ${t}`,
    now: (name) => `now ${name}`,
    heir: (name) => `followed by ${name}, which has ended too`,
    unknown: "no successor on record; ask the nearest one-stop unit",
    formerly: "Formed from",
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

type Unit = components["schemas"]["UnitView"];
type Units = components["schemas"]["UnitsView"];
type Territory = components["schemas"]["TerritoryView"];
const MOST_SHOWN = 30;
const AT_FIRST = 10;

/** The units of the province with their predecessors, and how far away each procedure may be filed, on any day. */
export default function TerritoryPage({ query }: PageProps) {
  const w = useWords(words);
  const asked = query.get("date") ?? "";
  const [date, setDate] = useState(isDate(asked) ? asked : "");
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
            <Day
              date={units.date}
              onChoose={(next) => {
                setDate(next);
                replaceUrl(`/territory?date=${next}`);
              }}
            />
            <h2>{w.units}</h2>
            <p lang="vi">{units.merger_note_vi}</p>
            <UnitSearch units={units} />
            <h2>{w.procedures}</h2>
            <Reach territory={territory} />
          </>
        )}
      </Ready>
    </Page>
  );
}

function Day({ date, onChoose }: { readonly date: string; readonly onChoose: (date: string) => void }) {
  const w = useWords(words);
  const [typed, setTyped] = useState(date);
  const attempts = useAttempts();
  function show(event: Event) {
    event.preventDefault();
    if (attempts.show(isDate(typed) ? [] : [{ at: "on", text: writeInBoth(words, (s) => s.noDay) }])) onChoose(typed);
  }
  return (
    <form novalidate onSubmit={show}>
      <ErrorSummary faults={attempts.faults} attempt={attempts.attempt} />
      <DateField id="on" label={w.day} value={typed} fault={attempts.byField().on} onInput={setTyped} />
      <p class="buttons">
        <Button type="submit" kind="secondary">
          {w.show}
        </Button>
      </p>
    </form>
  );
}

/** The unit that does the work of an ended one today, as far as successors are on record. */
function findSuccessor(units: Units, unit: Unit): Unit | null {
  const byId = new Map(units.items.map((each) => [each.id, each]));
  let next: Unit | undefined = unit;
  for (let turns = 0; next && !next.active && turns < units.items.length; turns += 1) {
    next = next.successor ? byId.get(next.successor) : undefined;
  }
  return next ?? null;
}

function UnitSearch({ units }: { readonly units: Units }) {
  const w = useWords(words);
  const language = useLanguage();
  const [typed, setTyped] = useState("");
  const wanted = foldText(typed);
  const ended = units.items.filter((each) => each.active_until !== null && each.active_until < units.date);
  const most = wanted ? MOST_SHOWN : AT_FIRST;
  const found = units.items.filter((each) =>
    [each.name.vi, each.name.en, each.code ?? "", ...each.formerly_vi].some((text) => foldText(text).includes(wanted)),
  );
  const columns: readonly Column<Unit>[] = [
    {
      head: w.name,
      names: true,
      show: (each) => (
        <>
          {chooseName(each.name, language)} {each.code && <span class="muted small nowrap">{each.code}</span>}
        </>
      ),
    },
    { head: w.stands, show: (each) => describeUnit(each) },
    { head: w.formerly, lang: "vi", show: (each) => each.formerly_vi.join("; ") },
  ];
  function describeUnit(unit: Unit): string {
    if (unit.active) return unit.active_from ? w.since(writeDay(unit.active_from)) : w.works;
    if (unit.active_from && unit.active_from > units.date) return w.begins(writeDay(unit.active_from));
    const today = findSuccessor(units, unit);
    const end = unit.active_until ? w.ended(writeDay(unit.active_until)) : "";
    const heir = units.items.find((each) => each.id === unit.successor);
    const after = today
      ? w.now(chooseName(today.name, language))
      : heir
        ? w.heir(chooseName(heir.name, language))
        : w.unknown;
    return [end, after].filter(Boolean).join("; ");
  }
  return (
    <>
      <TextField id="find-unit" label={w.find} help={w.findHelp} value={typed} onInput={setTyped} type="search" />
      <p class="muted small" role="status">
        {found.length > most
          ? w.shown(most, found.length)
          : w.counts(units.items.filter((each) => each.active).length, ended.length)}
      </p>
      <DataTable
        label={w.units}
        columns={columns}
        rows={found.slice(0, most)}
        rowKey={(each) => each.id}
        empty={w.nothing}
        look="stacked"
      />
    </>
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
