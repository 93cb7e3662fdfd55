import { api, unwrap } from "../../api/client";
import type { Agency } from "../../api/types";
import { useLoad } from "../../api/use_load";
import { isDate } from "../../eform/formats";
import type { Answers } from "../../eform/schema";
import type { components } from "../../generated/api";
import { writeDay } from "../../lib/format";
import { chooseName, defineWords, useLanguage, useWords } from "../../lib/language";
import { type Column, DataTable } from "../../ui/data_table";
import { Ready } from "../../ui/loading";
import { Notice } from "../../ui/notice";
import { useTyped } from "../../ui/use_typed";

type Effect = components["schemas"]["UnitEffectView"];
type Line = components["schemas"]["UnitEffectLine"];

/** The step that decides a change of units. */
export const DECIDE_STEP = "approve";

const words = defineWords(
  {
    title: "Tác động của thay đổi",
    asks: "Chọn thay đổi, đơn vị và ngày hiệu lực để xem trước tác động.",
    from: (t: string) => `Từ ngày ${t}`,
    faults: "Chưa đề nghị được:",
    list: "Các đơn vị thay đổi",
    unit: "Đơn vị",
    later: "Sau thay đổi",
    dossiers: "Hồ sơ đang giải quyết",
    matters: "Việc khác chưa xong",
    people: "Người có quyền",
    below: "Đơn vị trực thuộc",
    procedures: "Thủ tục có thẩm quyền",
    counter: "Nơi tiếp nhận, điện thoại, giờ làm việc",
    counterMoves: (before: string, after: string) => `${before} → ${after}`,
    counterSame: (now: string) => `${now} (không đổi)`,
    opens: "được thành lập",
    ends: (t: string, heir: string) => `kết thúc ${t}; ${heir ? `${heir} kế tục` : "không có đơn vị kế tục"}`,
    named: (name: string) => `mang tên ${name}`,
    under: (name: string) => `trực thuộc ${name}`,
    same: "tiếp tục hoạt động",
    none: "Không có đơn vị nào thay đổi.",
  },
  {
    title: "Effect of the change",
    asks: "Choose the change, the unit and the first day in effect to see the effect.",
    from: (t) => `From ${t}`,
    faults: "It cannot be proposed yet:",
    list: "Units that change",
    unit: "Unit",
    later: "After the change",
    dossiers: "Running dossiers",
    matters: "Other open work",
    people: "People with rights",
    below: "Units below",
    procedures: "Procedures within its competence",
    counter: "Counter, telephone, office hours",
    counterMoves: (before, after) => `${before} → ${after}`,
    counterSame: (now) => `${now} (as before)`,
    opens: "is opened",
    ends: (t, heir) => `ends on ${t}; ${heir ? `${heir} follows it` : "nobody follows it"}`,
    named: (name) => `is called ${name}`,
    under: (name) => `stands below ${name}`,
    same: "operates as before",
    none: "No unit changes.",
  },
);

interface UnitEffectProps {
  readonly answers: Answers;
  readonly units: readonly Agency[];
}

/** The answers that decide what a change does; null until they say what happens from which day on. */
export function readAskedChange(answers: Answers): Answers | null {
  const given = Object.fromEntries(
    Object.entries(answers).filter(([, value]) => typeof value === "string" && value.trim() !== ""),
  );
  return given.action && isDate(String(given.effective ?? "")) ? given : null;
}

/** What a change of units does, shown before it is proposed and before it is decided. */
export function UnitEffectPanel({ answers, units }: UnitEffectProps) {
  const w = useWords(words);
  const asked = readAskedChange(answers);
  const typed = useTyped(asked ? JSON.stringify(asked) : "");
  return (
    <section class="effect" aria-labelledby="effect">
      <h2 id="effect">{w.title}</h2>
      <div role="status">{typed ? <Loaded asked={typed} units={units} /> : <p class="muted">{w.asks}</p>}</div>
    </section>
  );
}

function Loaded({ asked, units }: { readonly asked: string; readonly units: readonly Agency[] }) {
  const body = { values: JSON.parse(asked) };
  const loaded = useLoad(() => unwrap(api.POST("/api/unit-effects", { body })), [asked]);
  return <Ready from={loaded}>{(effect) => <Shown effect={effect} units={units} />}</Ready>;
}

function Shown({ effect, units }: { readonly effect: Effect; readonly units: readonly Agency[] }) {
  const w = useWords(words);
  const language = useLanguage();
  function nameUnit(id: string | null): string {
    const line = effect.units.find((each) => each.unit === id);
    const agency = units.find((each) => each.id === id);
    const name = line?.before?.name ?? line?.after.name ?? agency?.name;
    return name ? chooseName(name, language) : (id ?? "");
  }
  function describe({ before, after }: Line): string {
    if (!before) return w.opens;
    if (after.until && after.until !== before.until) return w.ends(writeDay(after.until), nameUnit(after.successor));
    const changes = [
      ...(after.name.vi === before.name.vi ? [] : [w.named(chooseName(after.name, language))]),
      ...(after.parent === before.parent ? [] : [w.under(nameUnit(after.parent))]),
    ];
    return changes.join("; ") || w.same;
  }
  function describeCounter({ counter_before: before, counter_after: after }: Line): string {
    const [was, now] = [before, after].map((each) =>
      each
        ? [chooseName(each.name, language), each.hotline, chooseName(each.hours, language)].filter(Boolean).join(", ")
        : "",
    );
    if (!was || !now) return now || was || "";
    return was === now ? w.counterSame(now) : w.counterMoves(was, now);
  }
  const columns: readonly Column<Line>[] = [
    { head: w.unit, names: true, show: (each) => nameUnit(each.unit) },
    { head: w.later, show: describe },
    { head: w.counter, show: describeCounter },
    { head: w.dossiers, number: true, show: (each) => String(each.dossiers) },
    { head: w.matters, number: true, show: (each) => String(each.matters) },
    { head: w.people, number: true, show: (each) => String(each.people) },
    { head: w.below, number: true, show: (each) => String(each.below) },
    { head: w.procedures, number: true, show: (each) => String(each.procedures) },
  ];
  return (
    <>
      <p>{w.from(writeDay(effect.effective))}</p>
      {effect.faults.length > 0 && (
        <Notice tone="act" title={w.faults}>
          <ul>
            {effect.faults.map((each) => (
              <li key={`${each.path}${each.code}`}>{chooseName(each, language)}</li>
            ))}
          </ul>
        </Notice>
      )}
      <DataTable
        label={w.list}
        columns={columns}
        rows={effect.units}
        rowKey={(each) => each.unit}
        empty={w.none}
        look="stacked"
      />
    </>
  );
}
