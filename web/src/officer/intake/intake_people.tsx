import type { DraftBody, Person } from "../../api/types";
import { AuthorityFields } from "../../filing/authority";
import { CapacityFields } from "../../filing/capacity";
import { tidyPersonText } from "../../filing/person_faults";
import { defineWords, useWords } from "../../lib/language";
import { Check, TextField } from "../../ui/inputs";

const words = defineWords(
  {
    applicant: "Người nộp hồ sơ",
    principal: "Người được nộp thay",
    proxy: "Nộp thay cho người khác (ủy quyền)",
    full_name: "Họ và tên",
    id_number: "Số định danh cá nhân",
    phone: "Số điện thoại",
    email: "Thư điện tử",
    address: "Nơi ở hiện nay",
    was: (value: string) => `Đang ghi: ${value}`,
    nothing: "để trống",
  },
  {
    applicant: "The person who files",
    principal: "Represented person",
    proxy: "Files on behalf of another person (proxy)",
    full_name: "Full name",
    id_number: "Personal ID number",
    phone: "Telephone number",
    email: "E-mail",
    address: "Present address",
    was: (value) => `On record: ${value}`,
    nothing: "nothing",
  },
);

const FIELDS = ["full_name", "id_number", "phone", "email", "address"] as const;

interface IntakePeopleProps {
  readonly body: DraftBody;
  /** Capacities that the law of the place offers. */
  readonly capacities: readonly string[];
  readonly faults: Readonly<Record<string, string>>;
  readonly onEdit: (change: Partial<DraftBody>) => void;
}

/** The filer, the principal if there is one, and the capacity in which it is filed. */
export function IntakePeople({ body, capacities, faults, onEdit }: IntakePeopleProps) {
  const w = useWords(words);
  const other = body.on_behalf ?? null;
  return (
    <section aria-labelledby="people" data-section tabIndex={-1}>
      <h2 id="people">{w.applicant}</h2>
      <PersonFields
        prefix="a"
        person={body.applicant ?? {}}
        faults={faults}
        onPerson={(applicant) => onEdit({ applicant })}
      />
      <Check
        id="proxy"
        label={w.proxy}
        checked={other !== null}
        onChange={(on) => onEdit({ on_behalf: on ? { full_name: null } : null, authority: null })}
      />
      {other && (
        <>
          <h3>{w.principal}</h3>
          <PersonFields
            prefix="b"
            person={other}
            faults={faults}
            onPerson={(person) => onEdit({ on_behalf: person })}
          />
          <AuthorityFields body={body} faults={faults} onEdit={onEdit} />
        </>
      )}
      <CapacityFields body={body} offered={capacities} faults={faults} onEdit={onEdit} />
    </section>
  );
}

interface PersonFieldsProps {
  readonly prefix: string;
  readonly person: Person;
  /** Recorded values, shown at each corrected field. */
  readonly was?: Person;
  readonly faults: Readonly<Record<string, string>>;
  readonly onPerson: (person: Person) => void;
}

export function PersonFields({ prefix, person, was, faults, onPerson }: PersonFieldsProps) {
  const w = useWords(words);
  const goBefore = (name: (typeof FIELDS)[number]) =>
    was && (was[name] || null) !== (person[name] || null) ? w.was(String(was[name] ?? "") || w.nothing) : undefined;
  return (
    <div class="dense">
      {FIELDS.map((name) => (
        <TextField
          key={name}
          id={`${prefix}-${name}`}
          label={w[name]}
          value={String(person[name] ?? "")}
          help={goBefore(name)}
          fault={faults[`${prefix}-${name}`]}
          inputMode={name === "phone" ? "numeric" : undefined}
          optional={name === "email" || name === "address"}
          onInput={(text) => onPerson({ ...person, [name]: text || null })}
          onLeave={() => onPerson({ ...person, [name]: tidyPersonText(name, person) || null })}
        />
      ))}
    </div>
  );
}
