import { useState } from "preact/hooks";
import { defineWords, useWords } from "../../lib/language";
import { Field, type FieldProps, listDescriptions } from "../../ui/field";
import { findPeople, type Member, writeSignature } from "./people";

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
  const { id, members, value, onChoose } = given;
  const w = useWords(words);
  const chosen = members.find((each) => each.sub === value);
  const [typed, setTyped] = useState("");
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  const found = findPeople(members, typed);
  const active = found[Math.min(at, found.length - 1)];
  const text = open ? typed : (chosen?.name ?? typed);
  function choose(member: Member) {
    setOpen(false);
    setTyped("");
    onChoose(member.sub);
  }
  function type(next: string) {
    setTyped(next);
    setAt(0);
    setOpen(true);
    if (value) onChoose("");
  }
  function press(event: KeyboardEvent) {
    if (event.isComposing) return;
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (move !== undefined) {
      event.preventDefault();
      if (open) setAt(Math.max(0, Math.min(found.length - 1, at + move)));
      setOpen(true);
    } else if (event.key === "Enter" && open && active) {
      // The first press chooses, the next one sends.
      event.preventDefault();
      choose(active);
    } else if (event.key === "Escape" && open) {
      event.stopPropagation();
      setOpen(false);
    }
  }
  return (
    <Field {...given} help={given.help ?? w.hint}>
      <div class="people">
        <input
          id={id}
          name={id}
          class="input"
          type="text"
          role="combobox"
          autocomplete="off"
          spellcheck={false}
          value={text}
          aria-expanded={open}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={open && active ? `${id}-${active.sub}` : undefined}
          aria-invalid={given.fault ? "true" : undefined}
          aria-describedby={listDescriptions({ ...given, help: w.hint })}
          onInput={(event) => type(event.currentTarget.value)}
          onFocus={(event) => event.currentTarget.select()}
          onClick={() => setOpen(true)}
          onBlur={() => setOpen(false)}
          onKeyDown={press}
        />
        <div id={`${id}-list`} role="listbox" aria-label={given.label} class="people-list" hidden={!open}>
          {found.map((each) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the box above, which keeps the focus
            <div
              key={each.sub}
              id={`${id}-${each.sub}`}
              role="option"
              tabIndex={-1}
              aria-selected={each === active}
              class={each === active ? "person active" : "person"}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => choose(each)}
            >
              <span>{writeSignature(each)}</span>
              <span class="muted small">
                {w.load(each.open)}
                {each.overdue > 0 && ` · ${w.late(each.overdue)}`}
              </span>
            </div>
          ))}
        </div>
        {open && found.length === 0 && (
          <p class="muted small" role="status">
            {w.nobody}
          </p>
        )}
      </div>
    </Field>
  );
}
