import type { ComponentChildren } from "preact";
import type { Language } from "../lib/language";
import { defineWords, useLanguage, useWords } from "../lib/language";
import { Check, Radios, Select, TextField } from "../ui/inputs";
import { NumberField } from "../ui/number_field";
import { DateField, MomentField } from "./date_field";
import { type Answers, chooseFormat, type FormSchema, type Question } from "./schema";
import { tidyText } from "./tidy";

const words = defineWords(
  { choose: "Chọn trong danh sách", yes: "Có", no: "Không", dong: "Số tiền bằng đồng" },
  { choose: "Choose from the list", yes: "Yes", no: "No", dong: "Amount in đồng" },
);

/** More answers than this stand in a list that opens. */
const MOST_RADIOS = 7;
const AUTOCOMPLETE: Record<string, string> = {
  full_name: "name",
  phone: "tel",
  email: "email",
  address: "street-address",
};
/** The applicant's date that the browser may autofill; each box has its own autocomplete word. */
const BIRTHDAY = "birth_date";

export const makeFieldId = (key: string) => `f-${key}`;

/** A question that a page draws in its own way: with the words that the form would have, and the answer. */
export interface SpecialField {
  readonly id: string;
  readonly label: string;
  readonly help: string | undefined;
  readonly fault: string | undefined;
  readonly optional: boolean;
  readonly value: unknown;
  readonly onAnswer: (value: unknown) => void;
}

export type SpecialFields = Readonly<Record<string, (given: SpecialField) => ComponentChildren>>;

interface FormFieldsProps {
  readonly form: FormSchema;
  readonly answers: Answers;
  /** Error words by question. */
  readonly faults: Readonly<Record<string, string>>;
  /** Texts below a question next to its help, by question. */
  readonly notes?: Readonly<Record<string, string>>;
  /** Questions that the page draws itself, by key. */
  readonly special?: SpecialFields;
  readonly onAnswer: (key: string, value: unknown) => void;
}

/** The questions of an e-form, drawn from its schema. */
export function FormFields({ form, answers, faults, notes = {}, special = {}, onAnswer }: FormFieldsProps) {
  return (
    <>
      {form.questions.map((question) => (
        <QuestionField
          key={question.key}
          q={question}
          value={answers[question.key]}
          format={chooseFormat(question, answers)}
          fault={faults[question.key]}
          note={notes[question.key]}
          special={special[question.key]}
          onAnswer={(value) => onAnswer(question.key, value)}
        />
      ))}
    </>
  );
}

interface QuestionFieldProps {
  readonly q: Question;
  readonly value: unknown;
  readonly format: string;
  readonly fault: string | undefined;
  readonly note: string | undefined;
  readonly special: ((given: SpecialField) => ComponentChildren) | undefined;
  readonly onAnswer: (value: unknown) => void;
}

function QuestionField({ q, value, format, fault, note, special: Special, onAnswer }: QuestionFieldProps) {
  const language = useLanguage();
  const w = useWords(words);
  const shared = {
    id: makeFieldId(q.key),
    label: q[language],
    help: [findHelp(q, language) || (q.format === "vnd" ? w.dong : ""), note].filter(Boolean).join(". ") || undefined,
    fault,
    // What follows from an answer is asked for a reason, which its words or a refusal say.
    optional: !q.required && !q.shownWith,
  };
  if (Special) return <Special {...shared} value={value} onAnswer={onAnswer} />;
  const text = value === undefined || value === null ? "" : String(value);
  if (q.box)
    return (
      <Check
        id={shared.id}
        label={shared.label}
        help={shared.help}
        fault={fault}
        checked={value === true}
        onChange={(ticked) => onAnswer(ticked || undefined)}
      />
    );
  if (q.type === "boolean") {
    const options = [
      { value: "true", text: w.yes },
      { value: "false", text: w.no },
    ];
    return <Radios {...shared} value={text} options={options} onChoose={(chosen) => onAnswer(chosen === "true")} />;
  }
  if (q.choices.length) {
    const options = q.choices.map((choice) => ({ value: choice.value, text: choice[language] }));
    const onChoose = (chosen: string) => onAnswer(chosen || undefined);
    return q.choices.length <= MOST_RADIOS ? (
      <Radios {...shared} value={text} options={options} onChoose={onChoose} />
    ) : (
      <Select {...shared} value={text} options={options} onChoose={onChoose} empty={w.choose} />
    );
  }
  if (q.format === "date")
    return (
      <DateField {...shared} value={text} birthday={q.prefill === BIRTHDAY} onInput={(v) => onAnswer(v || undefined)} />
    );
  if (q.format === "date-time")
    return <MomentField {...shared} value={text} onInput={(v) => onAnswer(v || undefined)} />;
  if (q.type !== "string")
    return (
      <NumberField
        {...shared}
        value={value}
        integer={q.type === "integer"}
        grouped={q.format !== "year"}
        width="medium"
        onValue={(next) => onAnswer(next)}
      />
    );
  return <TypedField {...shared} q={q} format={format} text={text} onAnswer={onAnswer} />;
}

function TypedField(
  given: Omit<QuestionFieldProps, "value" | "note" | "special"> & {
    id: string;
    label: string;
    help: string | undefined;
    optional: boolean;
    text: string;
  },
) {
  const { q, format, text, onAnswer, ...shared } = given;
  const digits = format === "phone" || format === "vn-personal-id" || format === "old-identity-card";
  return (
    <TextField
      {...shared}
      value={text}
      onInput={(typed) => onAnswer(typed || undefined)}
      onLeave={() => text && onAnswer(tidyText(format, text) || undefined)}
      type={q.format === "email" ? "email" : q.format === "phone" ? "tel" : "text"}
      inputMode={digits ? "numeric" : undefined}
      autocomplete={AUTOCOMPLETE[q.prefill]}
      rows={q.format === "textarea" ? 4 : q.format === "address" ? 2 : undefined}
      width={digits ? "medium" : "full"}
    />
  );
}

function findHelp(question: Question, language: Language): string {
  return language === "vi" ? question.helpVi : question.helpEn || question.helpVi;
}
