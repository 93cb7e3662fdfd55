import { loadProcedures } from "../../api/catalogue";
import type { Person } from "../../api/types";
import { useLoad } from "../../api/use_load";
import { findHeldPart, receptionWords } from "../../dossier/corrected";
import { namePaper } from "../../dossier/paper_names";
import { chooseName, defineWords, useLanguage, useWords } from "../../lib/language";
import { Group } from "../../ui/field";
import { Select } from "../../ui/inputs";
import { Ready } from "../../ui/loading";
import { PersonFields } from "../intake/intake_people";
import { makeStepFieldId, type StepFieldProps } from "./step_field_base";
import { NOT_OURS } from "./step_fields";

const words = defineWords(
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
export function PersonField({ field, whole, values, fault, faults = {}, onChange }: StepFieldProps) {
  const language = useLanguage();
  const was = (findHeldPart(whole.dossier, field.name) ?? null) as Person | null;
  if (!was) return null;
  return (
    <Group id={makeStepFieldId(field.name)} label={field[language]} fault={fault}>
      <PersonFields
        prefix={makeStepFieldId(field.name)}
        person={(values[field.name] ?? was) as Person}
        was={was}
        faults={faults}
        onPerson={(person) => onChange(field.name, person)}
      />
    </Group>
  );
}

/** For each filed paper: its true component, or that it belongs to another dossier. */
export function PaperComponentsField({ field, whole, values, fault, onChange }: StepFieldProps) {
  const w = useWords(words);
  const known = useWords(receptionWords);
  const language = useLanguage();
  const given = (values[field.name] ?? {}) as Readonly<Record<string, string>>;
  const filed = whole.papers.filter((each) => each.id in whole.dossier.papers);
  const options = [
    ...whole.procedure.components.map((each) => ({ value: each.key, text: chooseName(each.name, language) })),
    { value: NOT_OURS, text: known.out },
  ];
  const namePart = (key: string) => options.find((each) => each.value === key)?.text ?? key;
  return (
    <Group id={makeStepFieldId(field.name)} label={field[language]} fault={fault} optional>
      {filed.length === 0 && <p class="muted">{w.none}</p>}
      {filed.map((paper) => (
        <Select
          key={paper.id}
          id={`${makeStepFieldId(field.name)}-${paper.id}`}
          label={namePaper(paper, language)}
          help={namePart(whole.dossier.papers[paper.id] ?? "")}
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
export function ProcedureField({ field, whole, values, fault, onChange }: StepFieldProps) {
  const w = useWords(words);
  const language = useLanguage();
  const loaded = useLoad(loadProcedures, []);
  return (
    <Ready from={loaded}>
      {({ items }) => (
        <Select
          id={makeStepFieldId(field.name)}
          label={field[language]}
          help={w.along}
          fault={fault}
          value={String(values[field.name] ?? "")}
          empty={w.choose}
          options={items
            .filter((each) => each.id !== whole.dossier.procedure.id)
            .map((each) => ({ value: each.id, text: chooseName(each.name, language) }))}
          onChoose={(id) => onChange(field.name, id || undefined)}
        />
      )}
    </Ready>
  );
}
