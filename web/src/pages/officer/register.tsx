import { useState } from "preact/hooks";
import { api, unwrap } from "../../api/client";
import { useAct, useLoad } from "../../api/use_load";
import type { PageProps } from "../../app/route";
import { replaceUrl } from "../../app/router";
import { toDay } from "../../eform/day_bounds";
import { isDate } from "../../eform/formats";
import type { components } from "../../generated/api";
import { writeCsv } from "../../lib/csv";
import { download } from "../../lib/download";
import { writeDay } from "../../lib/format";
import { defineWords, useLanguage, useWords } from "../../lib/language";
import { OfficerPage } from "../../officer/layout/officer_page";
import { UnitDayForm } from "../../officer/layout/unit_day_form";
import { OPEN_TO } from "../../officer/people/units";
import { loadNames, type Names } from "../../officer/shared/names";
import { readServerTime } from "../../session/clock";
import { Button } from "../../ui/button";
import { DataTable } from "../../ui/data_table";
import { Ready } from "../../ui/loading";
import { Notice } from "../../ui/notice";

const words = defineWords(
  {
    title: "Sổ theo dõi hồ sơ",
    nowhere: "Sổ do Bộ phận Một cửa quản lý; tài khoản của bạn không thuộc Bộ phận Một cửa nào.",
    show: "Xem sổ",
    none: (t: string) => `Ngày ${t} không tiếp nhận hồ sơ nào.`,
    part: (first: number, last: number, total: number) => `Hồ sơ ${first}–${last} trên ${total}`,
    seen: "Sổ có dữ liệu cá nhân: mỗi lần xem, in hoặc tải đều được ghi lại.",
    print: "In trang sổ này",
    save: "Tải cả ngày (CSV)",
    saving: "Đang gom các trang…",
    previous: "Trang trước",
    next: "Trang sau",
    basis: "Căn cứ",
  },
  {
    title: "Register of dossiers",
    nowhere: "One-stop units keep the register; your account belongs to none.",
    show: "Show the register",
    none: (t) => `Nothing was received on ${t}.`,
    part: (first, last, total) => `Dossiers ${first}–${last} of ${total}`,
    seen: "The register holds personal data: each look, print and download is on record.",
    print: "Print this sheet",
    save: "Download the day (CSV)",
    saving: "Collecting the sheets…",
    previous: "Previous sheet",
    next: "Next sheet",
    basis: "Basis",
  },
);

type Sheet = components["schemas"]["RegisterView"];
type Table = components["schemas"]["SlipTableView"];

/** Today in Vietnam, by the server's clock. */
const readToday = () => toDay(readServerTime());

const fetchSheet = (unit: string, day: string, after: number): Promise<Sheet> =>
  unwrap(api.GET("/api/register", { params: { query: { unit, day, after } } }));

const makeTable = (sheet: Sheet): Table => sheet.slip.lines[0]?.table ?? { columns: [], rows: [] };

/** Receptions of a one-stop unit on a day, on the form of that day's law: to read, print and keep. */
export default function RegisterPage({ query }: PageProps) {
  const w = useWords(words);
  const loaded = useLoad(loadNames, []);
  return (
    <OfficerPage title={w.title}>
      <Ready from={loaded}>{(known) => <Book names={known} asked={query.get("day") ?? ""} />}</Ready>
    </OfficerPage>
  );
}

function Book({ names: known, asked }: { readonly names: Names; readonly asked: string }) {
  const w = useWords(words);
  return (
    <UnitDayForm
      roles={OPEN_TO.register}
      known={known.units}
      field="register_day"
      button={w.show}
      nowhere={w.nowhere}
      first={isDate(asked) ? asked : readToday()}
      onShow={(day) => replaceUrl(`/officer/register?day=${day}`)}
    >
      {(unit, day) => <Sheets key={`${unit}${day}`} unit={unit} day={day} />}
    </UnitDayForm>
  );
}

function Sheets({ unit, day }: { readonly unit: string; readonly day: string }) {
  const w = useWords(words);
  const language = useLanguage();
  const [starts, setStarts] = useState<readonly number[]>([0]);
  const after = starts.at(-1) ?? 0;
  const loaded = useLoad(() => fetchSheet(unit, day, after), [unit, day, after]);
  const save = useAct<{ readonly day: string }>(async () => {
    const rows: string[][] = [];
    for (let next: number | null = 0; next !== null; ) {
      const sheet: Sheet = await fetchSheet(unit, day, next);
      const { columns, rows: found } = makeTable(sheet);
      rows.push(...(rows.length ? [] : [columns]), ...found);
      next = sheet.following;
    }
    download(`so-theo-doi-${unit}-${day}.csv`, "text/csv;charset=utf-8", writeCsv(rows));
  });
  return (
    <Ready from={loaded}>
      {(sheet) =>
        sheet.total === 0 ? (
          <p class="empty" role="status">
            {w.none(writeDay(day))}
          </p>
        ) : (
          <>
            <p class="muted small screen-only" role="status">
              {w.part(after + 1, after + makeTable(sheet).rows.length, sheet.total)} · {w.seen}
            </p>
            {save.problem && (
              <Notice tone="bad" role="alert">
                <p>{save.problem.text(language)}</p>
              </Notice>
            )}
            <p class="buttons">
              <Button onPress={() => print()}>{w.print}</Button>
              <Button kind="secondary" busy={save.busy} busyText={w.saving} onPress={() => void save.run({ day })}>
                {w.save}
              </Button>
              {starts.length > 1 && (
                <Button kind="plain" onPress={() => setStarts(starts.slice(0, -1))}>
                  {w.previous}
                </Button>
              )}
              {sheet.following !== null && (
                <Button kind="plain" onPress={() => setStarts([...starts, sheet.following ?? 0])}>
                  {w.next}
                </Button>
              )}
            </p>
            <Printed sheet={sheet} />
          </>
        )
      }
    </Ready>
  );
}

/** The sheet as it is printed. It is in Vietnamese: the form of the law is. */
function Printed({ sheet }: { readonly sheet: Sheet }) {
  const w = useWords(words);
  const { slip } = sheet;
  const { columns, rows } = makeTable(sheet);
  return (
    <article class="register-sheet" lang="vi">
      <p class="sheet-head">
        <span>
          {slip.authority}
          <br />
          <strong>{slip.issuer}</strong>
        </span>
        <span class="small">{slip.form}</span>
      </p>
      <h2 class="sheet-title">{slip.title}</h2>
      <p>{slip.lead}</p>
      {slip.mark && <p class="tag tag-act">{slip.mark}</p>}
      <DataTable
        label={slip.title}
        columns={columns.map((head, at) => ({ head, show: (row: readonly string[]) => row[at] }))}
        rows={rows}
        rowKey={(row) => row.join("|")}
        look="sheet-table"
      />
      <p class="sheet-signers">
        {slip.date_line}
        {slip.signers.map((each) => (
          <span key={each}>
            <br />
            {each}
          </span>
        ))}
      </p>
      <p class="muted small screen-only">
        <span lang={undefined}>{w.basis}</span>: {slip.basis.map((each) => each.text).join("; ")}
      </p>
    </article>
  );
}
