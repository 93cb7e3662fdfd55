import { useState } from "preact/hooks";
import { defineWords, useWords } from "../../lib/language";
import type { FieldProps } from "../../ui/field";
import { findPeople, type Member, writeSignature } from "./people";
import { PersonBox } from "./person_box";

const words = defineWords(
  {
    nobody: "Không có ai trong đơn vị khớp với tên này.",
    load: (open: number) => `đang thụ lý ${open}`,
    late: (overdue: number) => `${overdue} quá hạn`,
    hint: "Gõ vài chữ của tên, không cần dấu; ↑ ↓ rồi Enter để chọn.",
  },
  {
    nobody: "No person in the unit matches this name.",
    load: (open) => `${open} in work`,
    late: (overdue) => `${overdue} overdue`,
    hint: "Type some letters of the name; ↑ ↓ and Enter to choose.",
  },
);

interface PersonPickerProps extends FieldProps {
  readonly members: readonly Member[];
  readonly value: string;
  readonly onChoose: (sub: string) => void;
}

/** One person of the unit, found by name; each with title and open load. */
export function PersonPicker(given: PersonPickerProps) {
  const { members, value, onChoose } = given;
  const w = useWords(words);
  const [typed, setTyped] = useState("");
  return (
    <PersonBox
      {...given}
      help={given.help ?? w.hint}
      found={findPeople(members, typed)}
      typed={typed}
      chosen={members.find((each) => each.sub === value)?.name ?? ""}
      empty={w.nobody}
      onType={setTyped}
      onChoose={(person) => onChoose(person?.sub ?? "")}
      showPerson={(each) => (
        <>
          <span>{writeSignature(each)}</span>
          <span class="muted small">
            {w.load(each.open)}
            {each.overdue > 0 && ` · ${w.late(each.overdue)}`}
          </span>
        </>
      )}
    />
  );
}
