import { useState } from "preact/hooks";
import { api, unwrap } from "../../api/client";
import { useLoad } from "../../api/use_load";
import { DateField } from "../../eform/date_field";
import { toDay } from "../../eform/day_bounds";
import type { components } from "../../generated/api";
import { writeCsv } from "../../lib/csv";
import { download } from "../../lib/download";
import { writeDateTime } from "../../lib/format";
import { defineWords, useWords } from "../../lib/language";
import { useStore } from "../../lib/store";
import { OfficerPage } from "../../officer/layout/officer_page";
import { actWords, nameAct } from "../../officer/operations/act_words";
import { session } from "../../session/session";
import { Button } from "../../ui/button";
import { type Column, DataTable } from "../../ui/data_table";
import { TextField } from "../../ui/inputs";
import { Ready } from "../../ui/loading";
import { Pager } from "../../ui/pager";

const words = defineWords(
  {
    title: "Nhật ký an toàn",
    what: "Ai làm gì, từ đâu, trên hồ sơ nào, kết quả ra sao. Giữ 12 tháng; không ai sửa, xóa được. Việc tra cứu này cũng được ghi lại.",
    alarms: "Cảnh báo",
    noAlarm: "Chưa có cảnh báo nào.",
    mass_reading: "Xem dữ liệu cá nhân của nhiều hồ sơ trong thời gian ngắn",
    mass_listing: "Xem tên trong danh sách của rất nhiều hồ sơ trong thời gian ngắn",
    refused_series: "Bị từ chối nhiều lần liên tiếp",
    odd_hours: "Cấp, thu hồi quyền ngoài giờ",
    new_device: "Công chức dùng thiết bị mới",
    search: "Tra cứu",
    day: "Ngày",
    who: "Tài khoản",
    address: "Địa chỉ mạng",
    dossier: "Định danh hồ sơ",
    outcome: "Kết quả",
    outcomeHelp: "ok, hoặc mã ghi dưới mỗi kết quả, như forbidden, not_found.",
    show: "Tìm",
    csv: "Xuất CSV trang này",
    none: "Không có bản ghi nào khớp trên trang này.",
    at: "Lúc",
    act: "Việc",
    seen: "đã xem dữ liệu cá nhân",
    nobody: "chưa đăng nhập",
    count: "Số lần",
    records: "Bản ghi",
    listOf: (unit: string) => `Danh sách của ${unit}`,
    searchIn: (unit: string) => `Tìm kiếm tại ${unit}`,
    listed: (n: number) => `hiện tên của ${n} hồ sơ`,
    done: "Được thực hiện",
    malformed: "Dữ liệu gửi lên không hợp lệ",
    unknown: "Chưa đăng nhập được, hoặc phiên đã hết",
    forbidden: "Không có quyền",
    missing: "Không có, hoặc không được xem",
    refused: "Bị từ chối",
    tooMany: "Quá nhiều lần",
    busy: "Hệ thống bận",
    fault: "Lỗi hệ thống",
  },
  {
    title: "Security log",
    what: "Who did what, from where, on which dossier, with which outcome. Kept for 12 months; nobody can change or delete it. This search is on record too.",
    alarms: "Alarms",
    noAlarm: "No alarm was raised.",
    mass_reading: "Personal data of many dossiers read in a short time",
    mass_listing: "Names of very many dossiers seen in lists in a short time",
    refused_series: "Refused many times in a row",
    odd_hours: "Rights granted or revoked at odd hours",
    new_device: "An officer uses a new device",
    search: "Search",
    day: "Day",
    who: "Account",
    address: "Network address",
    dossier: "Dossier ID",
    outcome: "Outcome",
    outcomeHelp: "ok, or the code below each outcome, such as forbidden, not_found.",
    show: "Search",
    csv: "Export this page as CSV",
    none: "No record on this page matches.",
    at: "At",
    act: "Act",
    seen: "was given personal data",
    nobody: "not signed in",
    count: "Times",
    records: "Records",
    listOf: (unit: string) => `List of ${unit}`,
    searchIn: (unit: string) => `Search in ${unit}`,
    listed: (n: number) => `names of ${n} dossiers shown`,
    done: "Done",
    malformed: "Malformed request",
    unknown: "Not signed in, or the session has ended",
    forbidden: "No right to do so",
    missing: "Not there, or not to be seen",
    refused: "Refused",
    tooMany: "Too many times",
    busy: "System busy",
    fault: "System fault",
  },
);

type Found = components["schemas"]["SecurityLogView"];
type Entry = Found["items"][number];
type Alarm = components["schemas"]["AlarmView"];
type People = Found["people"];

interface Sought {
  readonly day: string;
  readonly who: string;
  readonly address: string;
  readonly dossier: string;
  readonly outcome: string;
}

/** Records are dated by the clock on the wall, also where a demonstration runs on another one. */
const makeSearch = (): Sought => ({
  day: toDay(new Date().toISOString()),
  who: "",
  address: "",
  dossier: "",
  outcome: "",
});

export default function SecurityLogPage() {
  const w = useWords(words);
  const { me } = useStore(session);
  return (
    <OfficerPage title={w.title}>
      <p class="narrow">{w.what}</p>
      <h2>{w.alarms}</h2>
      <Alarms />
      {me?.roles.includes("auditor") && (
        <>
          <h2>{w.search}</h2>
          <Search />
        </>
      )}
    </OfficerPage>
  );
}

function namePerson(people: People, account: string, nobody: string): string {
  if (!account) return nobody;
  return people.find((each) => each.sub === account)?.name ?? account;
}

function Alarms() {
  const w = useWords(words);
  const [cursor, setCursor] = useState<string | null>(null);
  const loaded = useLoad(() => unwrap(api.GET("/api/security_alarms", { params: { query: { cursor } } })), [cursor]);
  return (
    <Ready from={loaded}>
      {({ items, people, cursor: following }) => {
        const columns: readonly Column<Alarm>[] = [
          { head: w.at, show: (each) => writeDateTime(each.at) },
          { head: w.alarms, names: true, show: (each) => w[each.alarm] },
          { head: w.who, show: (each) => namePerson(people, each.who, w.nobody) },
          { head: w.address, show: (each) => each.address },
          { head: w.count, number: true, show: (each) => each.count },
        ];
        return (
          <>
            <DataTable
              label={w.alarms}
              columns={columns}
              rows={items}
              rowKey={(each) => `${each.alarm}${each.at}${each.who}${each.address}`}
              empty={w.noAlarm}
            />
            <Pager cursor={cursor} following={following} onTurn={setCursor} />
          </>
        );
      }}
    </Ready>
  );
}

function Search() {
  const w = useWords(words);
  const [typed, setTyped] = useState(makeSearch);
  const [sought, setSought] = useState(typed);
  const [cursor, setCursor] = useState<string | null>(null);
  const loaded = useLoad(() => find(sought, cursor), [sought, cursor]);
  const type = (name: keyof Sought) => (value: string) => setTyped({ ...typed, [name]: value });
  function search(event: Event) {
    event.preventDefault();
    setCursor(null);
    setSought({ ...typed });
  }
  return (
    <>
      <form class="filters" novalidate onSubmit={search}>
        <DateField id="log-day" label={w.day} value={typed.day} onInput={type("day")} />
        <TextField id="log-who" label={w.who} value={typed.who} onInput={type("who")} width="medium" optional />
        <TextField id="log-address" label={w.address} value={typed.address} onInput={type("address")} optional />
        <TextField id="log-dossier" label={w.dossier} value={typed.dossier} onInput={type("dossier")} optional />
        <TextField
          id="log-outcome"
          label={w.outcome}
          help={w.outcomeHelp}
          value={typed.outcome}
          onInput={type("outcome")}
          optional
        />
        <p class="buttons">
          <Button type="submit">{w.show}</Button>
        </p>
      </form>
      <Ready from={loaded}>
        {(found) => (
          <>
            <Records of={found} />
            <Pager cursor={cursor} following={found.cursor} onTurn={setCursor} />
          </>
        )}
      </Ready>
    </>
  );
}

/** The query is in the body, so that no address and no access log contains it. */
function find({ day, ...rest }: Sought, cursor: string | null): Promise<Found> {
  const asked = Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, value.trim() || null]));
  return unwrap(api.POST("/api/security_log/search", { body: { day, limit: 100, cursor, ...asked } }));
}

type Said = (typeof words)["vi"];

/** Outcome of a request, by the status of its answer. */
function nameOutcome(status: number, text: Said): string {
  if (status < 400) return text.done;
  if (status >= 500) return status === 503 ? text.busy : text.fault;
  const named = { 400: text.malformed, 401: text.unknown, 403: text.forbidden, 404: text.missing, 429: text.tooMany };
  return named[status as keyof typeof named] ?? text.refused;
}

/** A dossier by its ID; a list or a search by the unit that it is of. */
function nameDossier(id: string, text: Said): string {
  const [kind, unit] = id.split("#", 2);
  if (!unit) return id;
  return kind === "LIST" ? text.listOf(unit) : kind === "SEARCH" ? text.searchIn(unit) : id;
}

function Records({ of }: { readonly of: Found }) {
  const w = useWords(words);
  const acts = useWords(actWords);
  const columns: readonly Column<Entry>[] = [
    { head: w.at, show: (each) => writeDateTime(each.at) },
    { head: w.who, names: true, show: (each) => namePerson(of.people, each.who, w.nobody) },
    { head: w.address, show: (each) => each.address },
    {
      head: w.act,
      show: (each) => (
        <>
          {nameAct(each.act, acts)}
          {each.seen && <p class="muted small">{w.seen}</p>}
          {each.listed.length > 0 && <p class="muted small">{w.listed(each.listed.length)}</p>}
        </>
      ),
    },
    {
      head: w.dossier,
      show: (each) => <code class="wrap">{each.dossiers.map((id) => nameDossier(id, w)).join(", ")}</code>,
    },
    {
      head: w.outcome,
      show: (each) => (
        <>
          {nameOutcome(each.status, w)}
          {each.status >= 400 && <p class="muted small">{each.outcome}</p>}
        </>
      ),
    },
  ];
  return (
    <>
      {of.items.length > 0 && (
        <p class="buttons">
          <Button kind="secondary" onPress={() => save(of.items)}>
            {w.csv}
          </Button>
        </p>
      )}
      <DataTable
        label={w.records}
        columns={columns}
        rows={of.items}
        rowKey={(each) => `${each.at}${each.trace_id}`}
        empty={w.none}
      />
    </>
  );
}

const EXPORTED = [
  "at",
  "trace_id",
  "who",
  "address",
  "method",
  "route",
  "act",
  "dossiers",
  "status",
  "outcome",
  "officer",
  "seen",
  "device",
  "about",
  "listed",
] as const;

function save(items: readonly Entry[]): void {
  const rows = items.map((each) => EXPORTED.map((name) => String(each[name])));
  // The day is Vietnam's, as it was asked for.
  const day = items[0] ? toDay(items[0].at) : "";
  download(`security-log-${day}.csv`, "text/csv", writeCsv([EXPORTED, ...rows]));
}
