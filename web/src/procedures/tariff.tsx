/** The fees of a procedure as its tariff has them: subject, amount for each, due time, and legal basis. */
import { Fragment } from "preact";
import type { Procedure } from "../api/types";
import { feeDueWords, writeFeeDue } from "../dossier/fee_words";
import { writeMoney } from "../lib/format";
import { chooseName, defineWords, useLanguage, useWords } from "../lib/language";

const words = defineWords(
  {
    free: "Không thu tiền",
    sample: "mức thu mẫu",
    page: "/trang",
    copy: "/bản",
    oneOf: "Một trong các mức sau, tùy nội dung bạn khai:",
    byOfficer: "Một trong các mức sau; công chức xác định mức phải nộp theo giấy tờ của bạn:",
    computed: "theo thông báo của cơ quan thuế",
    optional: "chỉ khi bạn yêu cầu",
  },
  {
    free: "Free of charge",
    sample: "sample amount",
    page: " per page",
    copy: " per copy",
    oneOf: "One of these, depending on what you state:",
    byOfficer: "One of these; an officer decides which one by your papers:",
    computed: "as the tax authority computes it",
    optional: "only on request",
  },
);

type Line = Procedure["fees"][number];

/** Lines that are all owed, and groups of which a filing owes one; free when nothing costs anything. `online` leaves out
 * what is owed only by people who file at a counter. */
export function arrangeFees(fees: readonly Line[], online: boolean) {
  const lines = fees.filter((line) => !online || line.channel !== "desk");
  const names = [...new Set(lines.flatMap((line) => line.choice ?? []))];
  return {
    free: lines.every((line) => line.amount === 0 && line.status !== "computed"),
    owed: lines.filter((line) => line.choice === null),
    groups: names.map((name) => lines.filter((line) => line.choice === name)),
  };
}

export function Tariff({ found, online = false }: { readonly found: Procedure; readonly online?: boolean }) {
  const w = useWords(words);
  const { free, owed, groups } = arrangeFees(found.fees, online);
  if (free) return <strong>{w.free}</strong>;
  return (
    <>
      {owed.length > 0 && <Lines of={owed} />}
      {groups.map((lines) => (
        <Fragment key={lines[0]?.choice}>
          <p>{lines.some((line) => line.by_officer) ? w.byOfficer : w.oneOf}</p>
          <Lines of={lines} />
        </Fragment>
      ))}
    </>
  );
}

function Lines({ of }: { readonly of: readonly Line[] }) {
  return (
    <ul class="plain">
      {of.map((line) => (
        <FeeLine key={line.key} line={line} />
      ))}
    </ul>
  );
}

function FeeLine({ line }: { readonly line: Line }) {
  const w = useWords(words);
  const due = useWords(feeDueWords);
  const language = useLanguage();
  const unit = line.per === "page" ? w.page : line.per === "copy" ? w.copy : "";
  return (
    <li>
      {chooseName(line.name, language)}:{" "}
      <strong>{line.status === "computed" ? w.computed : writeMoney(line.amount) + unit}</strong>
      {line.amount > 0 && <span class="muted small"> {writeFeeDue(due, line.due)}</span>}
      {line.optional && <span class="muted small"> ({w.optional})</span>}
      {line.status === "sample" && <span class="muted small"> ({w.sample})</span>}
      {line.note_vi && (line.amount > 0 || line.status === "computed") && (
        <>
          {" "}
          <span class="muted small" lang="vi">
            · {line.note_vi}
          </span>
        </>
      )}
    </li>
  );
}
