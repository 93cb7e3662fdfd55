import { useState } from "preact/hooks";
import { nameAgency } from "../../api/catalogue";
import { api, unwrap } from "../../api/client";
import { useAct, useLoad } from "../../api/use_load";
import { DateField } from "../../eform/date_field";
import { readSpan } from "../../eform/day_bounds";
import { makeIdLookup, useAttempts } from "../../filing/attempts";
import type { components } from "../../generated/api";
import { writeDateTime, writeDay } from "../../lib/format";
import { defineWords, useLanguage, useWords, writeInBoth } from "../../lib/language";
import { readServerTime } from "../../session/clock";
import { Button } from "../../ui/button";
import { type Column, DataTable } from "../../ui/data_table";
import { ErrorSummary } from "../../ui/error_summary";
import { FormButtons } from "../../ui/form_buttons";
import { Ready } from "../../ui/loading";
import { unnamedWords } from "../people/people";
import { findOfficerDayFault, makeUnrealFault } from "../shared/days";
import type { Names } from "../shared/names";
import { nameFinding } from "./finding_words";

const words = defineWords(
  {
    title: "Báo cáo việc sử dụng hệ thống",
    none: "Chưa lập báo cáo nào.",
    make: "Tổng hợp, lập báo cáo",
    making: "Đang tổng hợp…",
    since: "Từ ngày",
    until: "Đến hết ngày",
    order: (first: string) => `Đến hết ngày không được trước ${first}`,
    chairman: "Kính gửi: Chủ tịch Ủy ban nhân dân tỉnh",
    line: (from: string, to: string) => `Kỳ ${from} – ${to}`,
    made: (at: string, basis: string) => `Lập lúc ${at}. Căn cứ ${basis}.`,
    clean: "Không phát hiện gì trong kỳ này.",
    unit: "Đơn vị",
    found: "Phát hiện",
    who: "Công chức, viên chức",
    register: "Nhập từ sổ giấy (gián đoạn đã công bố)",
    times: (n: number) => `${n} lần`,
    missing: "Mã chưa nhập",
    print: "In báo cáo",
    look: "Mỗi phát hiện là điều cần xem lại, chưa phải kết luận vi phạm.",
  },
  {
    title: "Reports on the use of the system",
    none: "No report was made yet.",
    make: "Compile a report",
    making: "Compiling…",
    since: "From",
    until: "Up to and with",
    order: (first) => `The last day cannot be before ${first}`,
    chairman: "To the Chairman of the provincial People's Committee",
    line: (from, to) => `Period ${from} – ${to}`,
    made: (at, basis) => `Made at ${at}. Basis: ${basis}.`,
    clean: "Nothing was found in this period.",
    unit: "Unit",
    found: "Findings",
    who: "Officers",
    register: "From the paper register (declared outage)",
    times: (n) => `${n} times`,
    missing: "Codes never entered",
    print: "Print the report",
    look: "Each finding calls for a review; it is not a conclusion of a violation.",
  },
);

type Report = components["schemas"]["UseReportView"];

/** Reports that were made, and the making of one by the provincial office. */
export function UseReports({ names: known, may }: { readonly names: Names; readonly may: boolean }) {
  const w = useWords(words);
  const loaded = useLoad(async () => (await unwrap(api.GET("/api/use_reports", {}))).items, []);
  return (
    <section aria-labelledby="reports">
      <h2 id="reports">{w.title}</h2>
      {may && <Make onDone={loaded.reload} />}
      <Ready from={loaded}>
        {(items) =>
          items.length === 0 ? (
            <p class="empty">{w.none}</p>
          ) : (
            <div>
              {items.map((each, at) => (
                <One key={each.id} report={each} names={known} open={at === 0} />
              ))}
            </div>
          )
        }
      </Ready>
    </section>
  );
}

function Make({ onDone }: { readonly onDone: () => void }) {
  const w = useWords(words);
  const [since, setSince] = useState("");
  const [until, setUntil] = useState("");
  const attempts = useAttempts();
  const act = useAct<{ since: string; until: string }>(async (body, key) => {
    await unwrap(api.POST("/api/use_reports", { params: { header: { "Idempotency-Key": key } }, body }));
  });
  async function make(event: Event) {
    event.preventDefault();
    const early = findOfficerDayFault("report_since", since, readServerTime());
    const good = attempts.show([
      ...(early ? [{ at: "since", text: early }] : []),
      ...(readSpan(until) ? [] : [{ at: "until", text: makeUnrealFault(until) }]),
      ...(readSpan(until) && until < since
        ? [{ at: "until", text: writeInBoth(words, (s) => s.order(writeDay(since))) }]
        : []),
    ]);
    if (!good) return;
    if (await act.run({ since, until })) return onDone();
    attempts.show([]);
  }
  const found = attempts.withRefused(act.problem, makeIdLookup());
  const faults = found.byField;
  return (
    <form class="narrow screen-only" novalidate onSubmit={(event) => void make(event)}>
      <ErrorSummary faults={found.faults} problem={act.problem} attempt={attempts.attempt} />
      <DateField id="since" label={w.since} value={since} fault={faults.since} onInput={setSince} />
      <DateField id="until" label={w.until} value={until} fault={faults.until} onInput={setUntil} />
      <FormButtons submit={w.make} busy={act.busy} busyText={w.making} />
    </form>
  );
}

function One({
  report,
  names: known,
  open,
}: {
  readonly report: Report;
  readonly names: Names;
  readonly open: boolean;
}) {
  const w = useWords(words);
  const language = useLanguage();
  const unnamed = useWords(unnamedWords);
  const nameReport = (sub: string) => report.people.find((each) => each.sub === sub)?.name ?? unnamed.officer;
  const title = w.line(writeDay(report.since), writeDay(report.until));
  const columns: readonly Column<Report["units"][number]>[] = [
    { head: w.unit, show: (each) => nameAgency(known.units, each.unit, language) },
    {
      head: w.found,
      show: (each) => (
        <ul>
          {Object.entries(each.found).map(([kind, n]) => (
            <li key={kind}>
              {nameFinding(kind, language)}: {w.times(n)}
              {kind === "missing_number" && ` (${w.missing}: ${each.missing.join(", ")})`}
            </li>
          ))}
        </ul>
      ),
    },
    {
      head: w.who,
      show: (each) =>
        Object.entries(each.officers)
          .map(([sub, n]) => `${nameReport(sub)} (${n})`)
          .join(", "),
    },
    { head: w.register, show: (each) => each.from_register },
  ];
  return (
    <details open={open} class="card">
      <summary>{title}</summary>
      {report.addressee === "province_chairman" && <p>{w.chairman}</p>}
      <p class="muted small">{w.made(writeDateTime(report.made_at), report.article)}</p>
      <p class="muted small">{w.look}</p>
      <DataTable label={title} columns={columns} rows={report.units} rowKey={(each) => each.unit} empty={w.clean} />
      <p class="buttons">
        <Button kind="secondary" onPress={() => print()}>
          {w.print}
        </Button>
      </p>
    </details>
  );
}
