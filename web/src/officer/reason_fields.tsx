/** Fields that ask for a reason from one of the law's lists. */
import { useEffect } from "preact/hooks";
import { useLoad } from "../api/use";
import { money } from "../lib/format";
import { named, useLanguage, useWords, words } from "../lib/language";
import { Radios, Select } from "../ui/inputs";
import { reasons } from "./reasons";
import { type FieldGiven, stepFieldId } from "./step_field_base";
import { reasonWords, wordFor } from "./step_words";

const said = words(
  {
    choose: "Chọn",
    article: (text: string) => `Danh mục theo ${text}`,
    owed: (sum: string) => `Chưa nộp ${sum}: hồ sơ chỉ được tiếp nhận khi đã nộp, trừ khi có một căn cứ dưới đây.`,
    paid: "Thu ngay, không nộp sau",
  },
  {
    choose: "Choose",
    article: (text) => `List by ${text}`,
    owed: (sum) => `${sum} is not paid: the dossier is accepted after payment, unless a ground below applies.`,
    paid: "Collected now, not later",
  },
);

export function ReasonField({ field, whole, values, fault, onChange }: FieldGiven) {
  const w = useWords(said);
  const known = useWords(reasonWords);
  const language = useLanguage();
  const listed = useLoad(() => reasons(field.param ?? "", whole.dossier.filed_at, field.scope), [field.param]);
  const found = listed.state === "done" ? listed.data : { codes: [], article: "" };
  // A list of one leaves nothing to choose.
  const only = found.codes.length === 1 && !field.optional ? found.codes[0] : undefined;
  useEffect(() => {
    if (only && !values[field.name]) onChange(field.name, only);
  }, [only]);
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

/** The law's grounds to receive before the fee is paid; nothing where nothing is owed by then. */
export function DeferralField({ field, whole, values, fault, onChange }: FieldGiven) {
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
export function HeldField({ field, whole, values, onChange }: FieldGiven) {
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
