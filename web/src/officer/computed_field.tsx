import { named, useLanguage, useWords, words } from "../lib/language";
import { Group } from "../ui/field";
import { TextField } from "../ui/inputs";
import { NumberField } from "../ui/number_field";
import { type FieldGiven, stepFieldId } from "./step_field_base";

const said = words(
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
export function ComputedField({ field, whole, values, fault, onChange }: FieldGiven) {
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
