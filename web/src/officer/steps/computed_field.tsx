import { chooseName, defineWords, useLanguage, useWords } from "../../lib/language";
import { Group } from "../../ui/field";
import { TextField } from "../../ui/inputs";
import { NumberField } from "../../ui/number_field";
import { makeStepFieldId, type StepFieldProps } from "./step_field_base";

const words = defineWords(
  {
    sum: "số tiền (đồng)",
    notice: "số thông báo",
  },
  {
    sum: "amount (đồng)",
    notice: "number of the notice",
  },
);

interface Computed {
  readonly fee: string;
  readonly amount: number | string;
  readonly notice: string;
}

/** Sums that another authority sets for the one dossier, such as a tax: amount and number of its notice. */
export function ComputedField({ field, whole, values, fault, onChange }: StepFieldProps) {
  const w = useWords(words);
  const language = useLanguage();
  const lines = whole.procedure.fees.filter((fee) => fee.status === "computed");
  if (lines.length === 0) return null;
  const given = (values[field.name] ?? []) as readonly Computed[];
  const readPart = (fee: string) => given.find((each) => each.fee === fee) ?? { fee, amount: "", notice: "" };
  function set(next: Computed) {
    const others = given.filter((each) => each.fee !== next.fee);
    const kept = next.amount === "" && next.notice === "" ? others : [...others, next];
    onChange(field.name, kept.length ? kept : undefined);
  }
  return (
    <Group id={makeStepFieldId(field.name)} label={field[language]} fault={fault} optional>
      {lines.map((line) => (
        <div key={line.key}>
          <NumberField
            id={`${makeStepFieldId(field.name)}-${line.key}-amount`}
            label={`${chooseName(line.name, language)}: ${w.sum}`}
            value={readPart(line.key).amount}
            integer
            width="short"
            onValue={(amount) => set({ ...readPart(line.key), amount: amount ?? "" })}
          />
          <TextField
            id={`${makeStepFieldId(field.name)}-${line.key}-notice`}
            label={`${chooseName(line.name, language)}: ${w.notice}`}
            value={readPart(line.key).notice}
            width="medium"
            onInput={(text) => set({ ...readPart(line.key), notice: text })}
          />
        </div>
      ))}
    </Group>
  );
}
