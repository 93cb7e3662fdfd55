import { procedures } from "../api/catalogue";
import type { Person } from "../api/types";
import { useLoad } from "../api/use";
import { heldPart, receptionWords } from "../dossier/corrected";
import { paperName } from "../dossier/paper_names";
import { named, useLanguage, useWords, words } from "../lib/language";
import { Group } from "../ui/field";
import { Select } from "../ui/inputs";
import { Ready } from "../ui/loading";
import { PersonFields } from "./intake_people";
import { type FieldGiven, stepFieldId } from "./step_field_base";
import { NOT_OURS } from "./step_fields";

const said = words(
  {
    stays: "Giữ nguyên",
    none: "Hồ sơ không có giấy tờ nào.",
    choose: "Chọn",
    along:
      "Thông tin và giấy tờ đã nộp được chuyển sang; phần còn thiếu sẽ được nêu. Người phụ trách duyệt xong thì mã cũ hết giá trị.",
  },
  {
    stays: "Stays as it is",
    none: "The dossier has no papers.",
    choose: "Choose",
    along:
      "The filed information and papers are transferred, and what is missing is listed. The code is void once the head of the unit has agreed.",
  },
);

/** A person's recorded data for correction; the former value is shown at each field. */
export function PersonField({ field, whole, values, fault, faults = {}, onChange }: FieldGiven) {
  const language = useLanguage();
  const was = (heldPart(whole.dossier, field.name) ?? null) as Person | null;
  if (!was) return null;
  return (
    <Group id={stepFieldId(field.name)} label={field[language]} fault={fault}>
      <PersonFields
        prefix={stepFieldId(field.name)}
        person={(values[field.name] ?? was) as Person}
        was={was}
        faults={faults}
        onPerson={(person) => onChange(field.name, person)}
      />
    </Group>
  );
}

/** For each filed paper: its true component, or that it belongs to another dossier. */
export function PaperComponentsField({ field, whole, values, fault, onChange }: FieldGiven) {
  const w = useWords(said);
  const known = useWords(receptionWords);
  const language = useLanguage();
  const given = (values[field.name] ?? {}) as Readonly<Record<string, string>>;
  const filed = whole.papers.filter((each) => each.id in whole.dossier.papers);
  const options = [
    ...whole.procedure.components.map((each) => ({ value: each.key, text: named(each.name, language) })),
    { value: NOT_OURS, text: known.out },
  ];
  const nameOf = (key: string) => options.find((each) => each.value === key)?.text ?? key;
  return (
    <Group id={stepFieldId(field.name)} label={field[language]} fault={fault} optional>
      {filed.length === 0 && <p class="muted">{w.none}</p>}
      {filed.map((paper) => (
        <Select
          key={paper.id}
          id={`${stepFieldId(field.name)}-${paper.id}`}
          label={paperName(paper, language)}
          help={nameOf(whole.dossier.papers[paper.id] ?? "")}
          value={given[paper.id] ?? ""}
          empty={w.stays}
          options={options}
          onChoose={(component) => onChange(field.name, { ...given, [paper.id]: component })}
        />
      ))}
    </Group>
  );
}

/** The procedure for which the dossier should have been received; its answers and papers come along. */
export function ProcedureField({ field, whole, values, fault, onChange }: FieldGiven) {
  const w = useWords(said);
  const language = useLanguage();
  const loaded = useLoad(procedures, []);
  return (
    <Ready from={loaded}>
      {({ items }) => (
        <Select
          id={stepFieldId(field.name)}
          label={field[language]}
          help={w.along}
          fault={fault}
          value={String(values[field.name] ?? "")}
          empty={w.choose}
          options={items
            .filter((each) => each.id !== whole.dossier.procedure.id)
            .map((each) => ({ value: each.id, text: named(each.name, language) }))}
          onChoose={(id) => onChange(field.name, id || undefined)}
        />
      )}
    </Ready>
  );
}
