import { findHeldPart } from "../../dossier/corrected";
import { defineWords, useLanguage, useWords } from "../../lib/language";
import { Button } from "../../ui/button";
import { Group } from "../../ui/field";
import { Check, TextField } from "../../ui/inputs";
import { makeStepFieldId, type StepFieldProps } from "./step_field_base";

const words = defineWords(
  {
    name: "Họ và tên người nhận",
    id: "Số giấy tờ đã kiểm tra",
    authorised: "Nhận thay, có ủy quyền",
    authorisation: "Văn bản ủy quyền",
    owner: (name: string) => `Người nộp nhận: ${name}`,
  },
  {
    name: "Full name of the receiver",
    id: "Number of the identity paper that was checked",
    authorised: "Receives on behalf of another person, authorised",
    authorisation: "Authorisation",
    owner: (name) => `The applicant receives: ${name}`,
  },
);

interface Person {
  readonly full_name?: string;
  readonly id_number?: string;
}

/** Recipient of the result at the counter; one press fills in the applicant. */
export function ReceiverField({ field, whole, values, fault, faults = {}, onChange }: StepFieldProps) {
  const w = useWords(words);
  const language = useLanguage();
  const given = (values[field.name] ?? {}) as Readonly<Record<string, unknown>>;
  const set = (name: string, value: unknown) => onChange(field.name, { ...given, [name]: value });
  const id = makeStepFieldId(field.name);
  const owner = (findHeldPart(whole.dossier, "principal") ?? findHeldPart(whole.dossier, "applicant") ?? {}) as Person;
  return (
    <Group id={id} label={field[language]} fault={fault}>
      {owner.full_name && (
        <p>
          <Button
            kind="plain"
            onPress={() => onChange(field.name, { full_name: owner.full_name, id_number: owner.id_number ?? "" })}
          >
            {w.owner(owner.full_name)}
          </Button>
        </p>
      )}
      <TextField
        id={`${id}-full_name`}
        fault={faults[`${id}-full_name`]}
        label={w.name}
        value={String(given.full_name ?? "")}
        onInput={(text) => set("full_name", text)}
      />
      <TextField
        id={`${id}-id_number`}
        fault={faults[`${id}-id_number`]}
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
          fault={faults[`${id}-authorisation`]}
          label={w.authorisation}
          value={String(given.authorisation ?? "")}
          onInput={(text) => set("authorisation", text)}
        />
      )}
    </Group>
  );
}
