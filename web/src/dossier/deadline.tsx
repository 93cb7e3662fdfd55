import { useState } from "preact/hooks";
import { api, unwrap } from "../api/client";
import type { Counted, Dossier } from "../api/types";
import { useLoad } from "../api/use_load";
import { writeDuration, writeLongDay, writeLongMoment } from "../lib/format";
import { defineWords, useLanguage, useWords } from "../lib/language";
import { Ready } from "../ui/loading";
import { Notice } from "../ui/notice";
import { Table } from "../ui/table";
import { dateWords, listDates } from "./dates";

const words = defineWords(
  {
    title: "Thời hạn",
    moved: (t: string) => `Ngày hẹn ban đầu: ${t}`,
    provisional: "Tạm tính: lịch nghỉ của năm sau chưa công bố; có thay đổi sẽ báo ở mục Thông báo.",
    how: "Cách tính",
    limit: "Thời hạn theo quy định",
    from: (t: string) => `Tính từ ${t}`,
    byHours: (t: string) => `Chỉ tính giờ làm việc, đến ${t}.`,
    day: "Ngày",
    counted: "Được tính",
    why: "Lý do",
    nth: (n: number) => `ngày ${n}`,
    skipped: "không tính",
    basis: "Căn cứ",
    open: "Căn cứ đang chờ ý kiến pháp lý",
    late: "Có kết quả quá hạn.",
    onTime: "Có kết quả đúng hạn.",
  },
  {
    title: "Time limit",
    moved: (t) => `First promised: ${t}`,
    provisional: "Provisional: next year's holidays are not published yet; any change is announced under Messages.",
    how: "How it was counted",
    limit: "Time limit by law",
    from: (t) => `Counted from ${t}`,
    byHours: (t) => `Only working hours count, until ${t}.`,
    day: "Day",
    counted: "Counts as",
    why: "Why",
    nth: (n) => `day ${n}`,
    skipped: "not counted",
    basis: "Basis",
    open: "Basis awaiting a legal opinion",
    late: "The result was late.",
    onTime: "The result was on time.",
  },
);

/** When the next thing is due, and how the server counted it. Nothing is counted here. */
export function DeadlineBox({ dossier: d }: { readonly dossier: Dossier }) {
  const w = useWords(words);
  const language = useLanguage();
  const names = useWords(dateWords);
  const dates = listDates(d);
  if (!dates.length) return null;
  return (
    <section aria-labelledby="deadline">
      <h2 id="deadline">{w.title}</h2>
      {dates.map(([kind, at]) => (
        <p key={kind}>
          {names[kind]}: <strong>{writeLongMoment(at, language)}</strong>
        </p>
      ))}
      {d.original_due_at && d.due_at && d.original_due_at !== d.due_at && (
        <p>{w.moved(writeLongMoment(d.original_due_at, language))}</p>
      )}
      {d.late !== null && <p>{d.late ? w.late : w.onTime}</p>}
      {d.provisional && d.received_at && (
        <Notice tone="info">
          <p>{w.provisional}</p>
        </Notice>
      )}
      <HowCounted id={d.id} />
    </section>
  );
}

function HowCounted({ id }: { readonly id: string }) {
  const w = useWords(words);
  const [open, setOpen] = useState(false);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{w.how}</summary>
      {open && <Days id={id} />}
    </details>
  );
}

/** Our reading of the rule on the day of receipt. A choice of the service is never shown as law. */
function Reading({ of }: { readonly of: NonNullable<Counted["reading"]> }) {
  const w = useWords(words);
  const language = useLanguage();
  return (
    <>
      <p>{of[language]}</p>
      {of.rule.is_law && (
        <p class="muted small">
          {of.rule.certainty === "inferred" ? w.open : w.basis}: <span lang="vi">{of.rule.article}</span>
        </p>
      )}
    </>
  );
}

/** Limits in hours count hours, not days: of their days only those are named on which nobody works. */
export function chooseDays(unit: Counted["unit"], days: Counted["days"]): Counted["days"] {
  return isCountedInHours(unit) ? days.filter((each) => each.reason === "weekend" || each.reason === "holiday") : days;
}

const isCountedInHours = (unit: Counted["unit"]) => unit === "working_hour" || unit === "immediate";

function DayTable({ days }: { readonly days: Counted["days"] }) {
  const w = useWords(words);
  const language = useLanguage();
  if (days.length === 0) return null;
  return (
    <Table
      columns={[
        { head: w.day, show: (each) => writeLongDay(each.day, language) },
        { head: w.counted, show: (each) => (each.number === null ? w.skipped : w.nth(each.number)) },
        { head: w.why, show: (each) => each[language] },
      ]}
      rows={days}
      rowKey={(each) => each.day}
    />
  );
}

function Days({ id }: { readonly id: string }) {
  const w = useWords(words);
  const language = useLanguage();
  const counted = useLoad(
    () => unwrap(api.GET("/api/dossiers/{dossier_id}/deadline", { params: { path: { dossier_id: id } } })),
    [id],
  );
  return (
    <Ready from={counted}>
      {({ started_at, due_at, reading, days, value, unit, basis }) => (
        <>
          <p>
            {w.limit}: {writeDuration({ value, unit }, language)}{" "}
            <span class="muted small">
              ({w.basis}: <span lang="vi">{basis}</span>)
            </span>
          </p>
          <p>{w.from(writeLongMoment(started_at, language))}</p>
          {isCountedInHours(unit) && <p>{w.byHours(writeLongMoment(due_at, language))}</p>}
          {reading && <Reading of={reading} />}
          <DayTable days={chooseDays(unit, days)} />
        </>
      )}
    </Ready>
  );
}
