/** Fields that ask for a reason from one of the law's lists. */
import { useEffect } from "preact/hooks";
import { useLoad } from "../../api/use_load";
import { writeMoney } from "../../lib/format";
import { chooseName, defineWords, useLanguage, useWords } from "../../lib/language";
import { Radios, Select } from "../../ui/inputs";
import { sumOwedBy } from "./owed_notice";
import { loadReasons } from "./reasons";
import { makeStepFieldId, type StepFieldProps } from "./step_field_base";
import { findWord, reasonWords } from "./step_words";

const words = defineWords(
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

/** The law's list for a field: its reasons as options, its article, and the problem when it could not be read. */
function useReasons({ field, whole }: StepFieldProps) {
  const w = useWords(words);
  const known = useWords(reasonWords);
  const language = useLanguage();
  const listed = useLoad(() => loadReasons(field.param ?? "", whole.dossier.filed_at, field.scope), [field.param]);
  const { codes, article } = listed.state === "done" ? listed.data : { codes: [], article: "" };
  return {
    options: codes.map((code) => ({ value: code, text: findWord(known, code) })),
    article: article && w.article(article),
    fault: listed.state === "failed" ? listed.problem.text(language) : undefined,
  };
}

export function ReasonField(given: StepFieldProps) {
  const { field, values, fault, onChange } = given;
  const language = useLanguage();
  const listed = useReasons(given);
  // A list of one leaves nothing to choose.
  const only = listed.options.length === 1 && !field.optional ? listed.options[0]?.value : undefined;
  useEffect(() => {
    if (only && !values[field.name]) onChange(field.name, only);
  }, [only]);
  return (
    <Radios
      id={makeStepFieldId(field.name)}
      label={field[language]}
      help={listed.article || undefined}
      fault={fault ?? listed.fault}
      value={String(values[field.name] ?? "")}
      options={listed.options}
      onChoose={(code) => onChange(field.name, code)}
    />
  );
}

/** The law's grounds to receive before the fee is paid; nothing where nothing is owed by then. */
export function DeferralField(given: StepFieldProps) {
  const { field, whole, values, fault, onChange } = given;
  const w = useWords(words);
  const language = useLanguage();
  const owed = sumOwedBy(whole, "receive");
  const listed = useReasons(given);
  if (owed.length === 0) return null;
  const sum = owed.reduce((total, each) => total + each.amount, 0);
  return (
    <Radios
      id={makeStepFieldId(field.name)}
      label={field[language]}
      help={[w.owed(writeMoney(sum)), listed.article].filter(Boolean).join(" ")}
      fault={fault ?? listed.fault}
      value={String(values[field.name] ?? "")}
      options={[{ value: "", text: w.paid }, ...listed.options]}
      onChoose={(code) => onChange(field.name, code)}
    />
  );
}

/** For each requested paper that the state already holds: the legal reason to ask nevertheless. */
export function HeldField(given: StepFieldProps) {
  const { field, whole, values, onChange } = given;
  const w = useWords(words);
  const language = useLanguage();
  const { options } = useReasons(given);
  const asked = (values.components ?? []) as readonly string[];
  const held = whole.dossier.held.filter((key) => asked.includes(key));
  const chosen = (values[field.name] ?? {}) as Readonly<Record<string, string>>;
  return (
    <>
      {held.map((key) => {
        const component = whole.procedure.components.find((each) => each.key === key);
        return (
          <Select
            key={key}
            id={`${makeStepFieldId(field.name)}-${key}`}
            label={`${field[language]}: ${component ? chooseName(component.name, language) : key}`}
            value={chosen[key] ?? ""}
            empty={w.choose}
            options={options}
            onChoose={(code) => onChange(field.name, { ...chosen, [key]: code })}
          />
        );
      })}
    </>
  );
}
