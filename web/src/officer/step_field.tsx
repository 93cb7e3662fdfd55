import type { ComponentChildren } from "preact";
import { useLoad } from "../api/use";
import { feeName, payableAtReception } from "../dossier/fee_words";
import type { Whole } from "../dossier/load";
import { MomentField } from "../eform/date_field";
import { money, unitText } from "../lib/format";
import { named, useLanguage, useWords, words } from "../lib/language";
import { useStore } from "../lib/store";
import { type Me, session } from "../session/session";
import { Group } from "../ui/field";
import { Check, Radios, Select, TextField } from "../ui/inputs";
import { Ready } from "../ui/loading";
import { NumberField } from "../ui/number_field";
import { PaperComponentsField, PersonField, ProcedureField } from "./correction_fields";
import { FileField } from "./file_field";
import { caseOfficers, loadMembers } from "./people";
import { PersonPicker } from "./person_picker";
import { reasons } from "./reasons";
import { RegisterEntry } from "./register_entry";
import type { RegisterLine } from "./register_line";
import type { StepField, Values } from "./step_fields";
import { reasonWords, wordFor } from "./step_words";

const said = words(
  {
    choose: "Chọn",
    article: (text: string) => `Danh mục theo ${text}`,
    none: "Không có mục nào để chọn.",
    noResult: "Chưa có văn bản kết quả; tải lên ở phần Giấy tờ.",
    name: "Họ và tên người nhận",
    id: "Số giấy tờ đã kiểm tra",
    authorised: "Nhận thay, có ủy quyền",
    authorisation: "Văn bản ủy quyền",
    units: "Nhập số nguyên",
    more: (unit: string) => `Số ${unit} đề nghị gia hạn`,
    owed: (sum: string) => `Chưa nộp ${sum}: hồ sơ chỉ được tiếp nhận khi đã nộp, trừ khi có một căn cứ dưới đây.`,
    paid: "Thu ngay, không nộp sau",
    sum: "số tiền (đồng)",
    notice: "số thông báo",
  },
  {
    choose: "Choose",
    article: (text) => `List by ${text}`,
    none: "There is nothing to choose.",
    noResult: "There is no result paper yet; upload it under Papers.",
    name: "Full name of the receiver",
    id: "Number of the identity paper that was checked",
    authorised: "Receives on behalf of another person, authorised",
    authorisation: "Authorisation",
    units: "Enter a whole number",
    more: (unit) => `Number of ${unit} to extend by`,
    owed: (sum) => `${sum} is not paid: the dossier is accepted after payment, unless a ground below applies.`,
    paid: "Collected now, not later",
    sum: "amount (đồng)",
    notice: "number of the notice",
  },
);

export interface FieldGiven {
  readonly field: StepField;
  readonly whole: Whole;
  readonly values: Values;
  readonly fault: string | undefined;
  readonly onChange: (name: string, value: unknown) => void;
}

export const stepFieldId = (name: string) => `s-${name}`;

/** One field of a step, by its kind. */
export function StepFieldInput(given: FieldGiven) {
  const language = useLanguage();
  const w = useWords(said);
  const { field, whole, values, fault, onChange } = given;
  const { dossier: d, procedure } = whole;
  // An extension counts in the unit of the procedure's own time limit.
  const label = field.name === "units" ? w.more(unitText(procedure.time.unit, language)) : field[language];
  const shared = { id: stepFieldId(field.name), label, fault, optional: field.optional ?? false };
  const value = values[field.name];
  const text = value === undefined || value === null ? "" : String(value);
  const set = (next: unknown) => onChange(field.name, next);
  const pick = (options: readonly { readonly value: string; readonly text: string }[]) => (
    <Select {...shared} value={text} options={options} empty={w.choose} onChoose={set} />
  );
  switch (field.kind) {
    case "text":
      return <TextField {...shared} value={text} onInput={set} rows={3} />;
    case "line":
      return <TextField {...shared} value={text} onInput={set} width="medium" />;
    case "case_officer":
    case "officer":
      return <OfficerField {...given} />;
    case "files":
      return <FileField id={shared.id} dossier={d.id} label={shared.label} onChange={set} />;
    case "number":
      return <NumberField {...shared} value={value} integer width="short" onValue={set} />;
    case "check":
      return <Check id={shared.id} label={shared.label} checked={value === true} onChange={set} />;
    case "procedure":
      return <ProcedureField {...given} />;
    case "person":
      return <PersonField {...given} />;
    case "paper_components":
      return <PaperComponentsField {...given} />;
    case "kept":
      return (
        <Many
          {...given}
          values={{ [field.name]: d.originals_kept, ...values }}
          options={procedure.components.map((each) => ({ value: each.key, text: named(each.name, language) }))}
        />
      );
    case "about":
    case "choice": {
      // A centre that did not receive the dossier hands over at its counter alone.
      const open = (each: { readonly value: string }) =>
        field.name !== "way" || d.seen_as !== "centre" || each.value === "counter";
      const options = (field.choices ?? []).filter(open).map((each) => ({ value: each.value, text: each[language] }));
      return field.optional ? pick(options) : <Radios {...shared} value={text} options={options} onChoose={set} />;
    }
    case "reason":
      return <ReasonField {...given} />;
    case "held":
      return <HeldField {...given} />;
    case "deferral":
      return <DeferralField {...given} />;
    case "computed":
      return <ComputedField {...given} />;
    case "payment":
      return payableAtReception(d) && d.state === "submitted" ? (
        <Check
          id={shared.id}
          label={`${shared.label}: ${money(payableAtReception(d))}`}
          checked={value === true}
          onChange={(on) => set(on || undefined)}
        />
      ) : null;
    case "components": {
      // What was filled in online has no paper; its fields are corrected instead.
      const filed = new Set(Object.values(d.papers));
      const onPaper = procedure.components.filter((each) => !d.by_form.includes(each.key) || filed.has(each.key));
      return (
        <Many {...given} options={onPaper.map((each) => ({ value: each.key, text: named(each.name, language) }))} />
      );
    }
    case "awaited": {
      const awaited = d.originals_called.length ? d.originals_called : d.to_compare;
      const known = procedure.components.filter((each) => awaited.includes(each.key));
      return <Many {...given} options={known.map((each) => ({ value: each.key, text: named(each.name, language) }))} />;
    }
    case "form_fields":
      return (
        <details class="field">
          <summary>{shared.label}</summary>
          <Many {...given} options={whole.form.questions.map((each) => ({ value: each.key, text: each[language] }))} />
        </details>
      );
    case "unit":
      return pick(whole.units.map((each) => ({ value: each.id, text: named(each.name, language) })));
    case "one_stop":
      return pick(
        whole.units
          .filter((each) => each.is_one_stop && each.id !== d.one_stop)
          .map((each) => ({ value: each.id, text: named(each.name, language) })),
      );
    case "obligations":
      return <Many {...given} options={owed(whole, language)} />;
    case "obligation":
      return pick(owed(whole, language, true));
    case "fee_lines":
      return (
        <Many
          {...given}
          options={procedure.fees.map((fee) => ({
            value: fee.key,
            text: `${named(fee.name, language)}: ${money(fee.amount)}`,
          }))}
        />
      );
    case "result": {
      const results = whole.papers.filter((each) => each.kind === "result" && each.state === "accepted");
      return results.length ? (
        pick(results.map((each) => ({ value: each.id, text: each.name })))
      ) : (
        <Group {...shared}>
          <p>{w.noResult}</p>
        </Group>
      );
    }
    case "moment":
      return <MomentField {...shared} value={text} onInput={(next) => set(next || undefined)} />;
    case "part": {
      const parts = new Map(
        whole.timeline.flatMap((line) => Object.entries(line.parts).map(([name, at]) => [at, name])),
      );
      return pick([...parts].map(([digest, name]) => ({ value: digest, text: `${name} (${digest.slice(0, 12)}…)` })));
    }
    case "receiver":
      return <ReceiverField {...given} />;
    case "register":
    case "coded_register":
      return (
        <RegisterEntry
          id={shared.id}
          value={(value ?? null) as RegisterLine | null}
          coded={field.kind === "coded_register"}
          fault={fault}
          onChange={(line) => set(line ?? undefined)}
        />
      );
  }
}

/** Somebody of the own unit; where the fault of a delay is named, also whoever the course names. */
function OfficerField({ field, whole, values, fault, onChange }: FieldGiven) {
  const language = useLanguage();
  const { me } = useStore(session);
  const unit = ownUnit(whole, me);
  const loaded = useLoad(() => loadMembers(unit), [unit]);
  return (
    <Ready from={loaded}>
      {(members) => {
        const others = whole.people.filter((each) => !members.some((one) => one.sub === each.sub));
        const named = others.map((each) => ({ ...each, roles: [], open: 0, overdue: 0 }));
        return (
          <PersonPicker
            id={stepFieldId(field.name)}
            label={field[language]}
            fault={fault}
            optional={field.optional ?? false}
            members={field.kind === "officer" ? [...members, ...named] : caseOfficers(members)}
            value={String(values[field.name] ?? "")}
            onChoose={(sub) => onChange(field.name, sub || undefined)}
          />
        );
      }}
    </Ready>
  );
}

/** The unit for which the person acts on the dossier: one with an open share, else the agency or the desk. */
function ownUnit({ dossier: d }: Whole, me: Me | null): string {
  const mine = new Set((me?.assignments ?? []).filter((each) => each.in_force).map((each) => each.unit));
  const open = d.tasks.filter((task) => !task.done_at && !task.lead).map((task) => task.unit);
  return [...open, d.agency ?? "", d.one_stop].find((unit) => mine.has(unit)) ?? d.one_stop;
}

function owed(whole: Whole, language: "vi" | "en", every = false) {
  return whole.dossier.obligations
    .filter((each) => every || each.state === "open")
    .map((each) => ({
      value: each.id,
      text: `${feeName(whole.procedure, each.fee_key, language)}: ${money(each.amount)}`,
    }));
}

function ReasonField({ field, whole, values, fault, onChange }: FieldGiven) {
  const w = useWords(said);
  const known = useWords(reasonWords);
  const language = useLanguage();
  const listed = useLoad(() => reasons(field.param ?? "", whole.dossier.filed_at, field.scope), [field.param]);
  const found = listed.state === "done" ? listed.data : { codes: [], article: "" };
  return (
    <Radios
      id={stepFieldId(field.name)}
      label={field[language]}
      help={found.article ? w.article(found.article) : undefined}
      fault={fault ?? (listed.state === "failed" ? listed.problem.text(language) : undefined)}
      value={String(values[field.name] ?? "")}
      options={found.codes.map((code) => ({ value: code, text: wordFor(known, code) }))}
      onChoose={(code) => onChange(field.name, code)}
    />
  );
}

interface Computed {
  readonly fee: string;
  readonly amount: number | string;
  readonly notice: string;
}

/** Sums that another authority sets for the one dossier, such as a tax: amount and number of its notice. */
function ComputedField({ field, whole, values, fault, onChange }: FieldGiven) {
  const w = useWords(said);
  const language = useLanguage();
  const lines = whole.procedure.fees.filter((fee) => fee.status === "computed");
  if (lines.length === 0) return null;
  const given = (values[field.name] ?? []) as readonly Computed[];
  const of = (fee: string) => given.find((each) => each.fee === fee) ?? { fee, amount: "", notice: "" };
  function set(next: Computed) {
    const others = given.filter((each) => each.fee !== next.fee);
    const kept = next.amount === "" && next.notice === "" ? others : [...others, next];
    onChange(field.name, kept.length ? kept : undefined);
  }
  return (
    <Group id={stepFieldId(field.name)} label={field[language]} fault={fault} optional>
      {lines.map((line) => (
        <div key={line.key}>
          <NumberField
            id={`${stepFieldId(field.name)}-${line.key}-amount`}
            label={`${named(line.name, language)}: ${w.sum}`}
            value={of(line.key).amount}
            integer
            width="short"
            onValue={(amount) => set({ ...of(line.key), amount: amount ?? "" })}
          />
          <TextField
            id={`${stepFieldId(field.name)}-${line.key}-notice`}
            label={`${named(line.name, language)}: ${w.notice}`}
            value={of(line.key).notice}
            width="medium"
            onInput={(text) => set({ ...of(line.key), notice: text })}
          />
        </div>
      ))}
    </Group>
  );
}

/** The law's grounds to receive before the fee is paid; nothing where nothing is owed by then. */
function DeferralField({ field, whole, values, fault, onChange }: FieldGiven) {
  const w = useWords(said);
  const known = useWords(reasonWords);
  const language = useLanguage();
  const owed = whole.dossier.obligations.filter((each) => each.state === "open" && each.due === "reception");
  const listed = useLoad(() => reasons(field.param ?? "", whole.dossier.filed_at), [field.param]);
  if (owed.length === 0) return null;
  const found = listed.state === "done" ? listed.data : { codes: [], article: "" };
  const sum = owed.reduce((total, each) => total + each.amount, 0);
  return (
    <Radios
      id={stepFieldId(field.name)}
      label={field[language]}
      help={[w.owed(money(sum)), ...(found.article ? [w.article(found.article)] : [])].join(" ")}
      fault={fault ?? (listed.state === "failed" ? listed.problem.text(language) : undefined)}
      value={String(values[field.name] ?? "")}
      options={[
        { value: "", text: w.paid },
        ...found.codes.map((code) => ({ value: code, text: wordFor(known, code) })),
      ]}
      onChoose={(code) => onChange(field.name, code)}
    />
  );
}

/** For each paper asked for that the state holds already: the law's reason to ask all the same. */
function HeldField({ field, whole, values, onChange }: FieldGiven) {
  const w = useWords(said);
  const known = useWords(reasonWords);
  const language = useLanguage();
  const listed = useLoad(() => reasons(field.param ?? "", whole.dossier.filed_at), [field.param]);
  const asked = (values.components ?? []) as readonly string[];
  const held = whole.dossier.held.filter((key) => asked.includes(key));
  const chosen = (values[field.name] ?? {}) as Readonly<Record<string, string>>;
  const codes = listed.state === "done" ? listed.data.codes : [];
  return (
    <>
      {held.map((key) => {
        const component = whole.procedure.components.find((each) => each.key === key);
        return (
          <Select
            key={key}
            id={`${stepFieldId(field.name)}-${key}`}
            label={`${field[language]}: ${component ? named(component.name, language) : key}`}
            value={chosen[key] ?? ""}
            empty={w.choose}
            options={codes.map((code) => ({ value: code, text: wordFor(known, code) }))}
            onChoose={(code) => onChange(field.name, { ...chosen, [key]: code })}
          />
        );
      })}
    </>
  );
}

interface ManyGiven extends FieldGiven {
  readonly options: readonly { readonly value: string; readonly text: string }[];
}

function Many({ field, values, fault, onChange, options }: ManyGiven): ComponentChildren {
  const w = useWords(said);
  const language = useLanguage();
  const chosen = (values[field.name] ?? []) as readonly string[];
  const id = stepFieldId(field.name);
  return (
    <Group id={id} label={field[language]} fault={fault} optional={field.optional ?? false}>
      {options.length === 0 && <p class="muted">{w.none}</p>}
      {options.map((option) => (
        <Check
          key={option.value}
          id={`${id}-${option.value}`}
          label={option.text}
          checked={chosen.includes(option.value)}
          onChange={(on) =>
            onChange(field.name, on ? [...chosen, option.value] : chosen.filter((each) => each !== option.value))
          }
        />
      ))}
    </Group>
  );
}

function ReceiverField({ field, values, fault, onChange }: FieldGiven) {
  const w = useWords(said);
  const language = useLanguage();
  const given = (values[field.name] ?? {}) as Readonly<Record<string, unknown>>;
  const set = (name: string, value: unknown) => onChange(field.name, { ...given, [name]: value });
  const id = stepFieldId(field.name);
  return (
    <Group id={id} label={field[language]} fault={fault}>
      <TextField
        id={`${id}-name`}
        label={w.name}
        value={String(given.full_name ?? "")}
        onInput={(text) => set("full_name", text)}
      />
      <TextField
        id={`${id}-id`}
        label={w.id}
        value={String(given.id_number ?? "")}
        onInput={(text) => set("id_number", text)}
        width="medium"
      />
      <Check
        id={`${id}-authorised`}
        label={w.authorised}
        checked={given.authorised === true}
        onChange={(on) => set("authorised", on)}
      />
      {given.authorised === true && (
        <TextField
          id={`${id}-authorisation`}
          label={w.authorisation}
          value={String(given.authorisation ?? "")}
          onInput={(text) => set("authorisation", text)}
        />
      )}
    </Group>
  );
}
