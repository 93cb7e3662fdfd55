import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { Field, type FieldProps, listDescriptions } from "../../ui/field";

/** Somebody who can be chosen. */
export interface Choosable {
  readonly sub: string;
  readonly name: string;
  readonly title: string;
}

interface PersonBoxProps<T extends Choosable> extends FieldProps {
  /** Whom the typed text finds, and what was typed. */
  readonly found: readonly T[];
  readonly typed: string;
  /** How the chosen person is called; empty while nobody is chosen. */
  readonly chosen: string;
  readonly onType: (typed: string) => void;
  readonly onChoose: (person: T | null) => void;
  readonly showPerson: (person: T) => ComponentChildren;
  /** Said in place of the list when it is empty. */
  readonly empty: string;
}

/** A box in which a person is found and chosen, by keyboard or pointer. */
export function PersonBox<T extends Choosable>(given: PersonBoxProps<T>) {
  const { id, found, typed, chosen, onType, onChoose } = given;
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  const active = found[Math.min(at, found.length - 1)];
  function choose(person: T) {
    setOpen(false);
    onType("");
    onChoose(person);
  }
  function type(next: string) {
    onType(next);
    setAt(0);
    setOpen(true);
    if (chosen) onChoose(null);
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
    <Field {...given}>
      <div class="people">
        <input
          id={id}
          name={id}
          class="input"
          type="text"
          role="combobox"
          autocomplete="off"
          spellcheck={false}
          value={open ? typed : chosen || typed}
          aria-expanded={open}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={open && active ? `${id}-${active.sub}` : undefined}
          aria-invalid={given.fault ? "true" : undefined}
          aria-describedby={listDescriptions(given)}
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
              {given.showPerson(each)}
            </div>
          ))}
        </div>
        {open && found.length === 0 && given.empty && (
          <p class="muted small" role="status">
            {given.empty}
          </p>
        )}
      </div>
    </Field>
  );
}
