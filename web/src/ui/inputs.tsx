import type { ComponentChildren } from "preact";
import { Field, type FieldProps, Group, listDescriptions } from "./field";

interface TextFieldProps extends FieldProps {
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly onLeave?: (() => void) | undefined;
  readonly type?: "text" | "email" | "tel" | "search" | "password";
  readonly inputMode?: "numeric" | "decimal" | "text" | "email" | "tel" | undefined;
  readonly autocomplete?: string | undefined;
  readonly rows?: number | undefined;
  readonly width?: "short" | "medium" | "full";
}

/** A line or some lines of text. The value is never changed while it is typed: that would break Vietnamese input. */
export function TextField(given: TextFieldProps) {
  const shared = {
    id: given.id,
    name: given.id,
    value: given.value,
    class: `input input-${given.width ?? "full"}`,
    "aria-invalid": given.fault ? ("true" as const) : undefined,
    "aria-describedby": listDescriptions(given),
    autocomplete: given.autocomplete ?? "off",
    onInput: (event: Event) => given.onInput((event.currentTarget as HTMLInputElement).value),
    onBlur: () => given.onLeave?.(),
  };
  return (
    <Field {...given}>
      {given.rows ? (
        <textarea {...shared} rows={given.rows} />
      ) : (
        <input
          {...shared}
          type={given.type ?? "text"}
          inputMode={given.inputMode}
          spellcheck={false}
          onPaste={separateLines}
        />
      )}
    </Field>
  );
}

/**
 * Pasted lines stay apart. The browser would glue them together in a field of one line, so that a cell of the next row
 * became part of a name; with a tab between them the check of the form sees what was pasted.
 */
function separateLines(event: ClipboardEvent) {
  const text = (event.clipboardData?.getData("text/plain") ?? "").replace(/[\s\u2028\u2029]+$/, "");
  if (!BREAK.test(text)) return;
  event.preventDefault();
  const input = event.currentTarget as HTMLInputElement;
  const apart = text.replace(BREAKS, "\t");
  // A box for an e-mail address says nothing of its selection, and takes no range.
  if (input.selectionStart === null) input.value += apart;
  else input.setRangeText(apart, input.selectionStart, input.selectionEnd ?? input.selectionStart, "end");
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

const BREAK = /[\r\n\u0085\u2028\u2029]/;
const BREAKS = /[\r\n\u0085\u2028\u2029]+/g;

export interface Option {
  readonly value: string;
  readonly text: string;
  /** Shown in place of the text, saying the same. */
  readonly shown?: ComponentChildren;
  readonly help?: string;
}

interface ChoiceProps extends FieldProps {
  readonly value: string;
  readonly options: readonly Option[];
  readonly onChoose: (value: string) => void;
}

/** One of a few answers, all in sight. */
export function Radios(given: ChoiceProps & { readonly disabled?: boolean }) {
  return (
    <Group {...given}>
      {given.options.map((option, at) => (
        <div class="choice" key={option.value}>
          <input
            type="radio"
            id={`${given.id}-${at}`}
            name={given.id}
            value={option.value}
            checked={option.value === given.value}
            disabled={given.disabled}
            aria-describedby={option.help ? `${given.id}-${at}-help` : undefined}
            onChange={() => given.onChoose(option.value)}
          />
          <label for={`${given.id}-${at}`}>{option.shown ?? option.text}</label>
          {option.help && (
            <p class="help" id={`${given.id}-${at}-help`}>
              {option.help}
            </p>
          )}
        </div>
      ))}
    </Group>
  );
}

/** One of many answers; `empty` names the choice of none, where there is one. */
export function Select(given: ChoiceProps & { readonly empty?: string }) {
  return (
    <Field {...given}>
      <select
        id={given.id}
        name={given.id}
        class="input"
        value={given.value}
        aria-invalid={given.fault ? "true" : undefined}
        aria-describedby={listDescriptions(given)}
        onChange={(event) => given.onChoose(event.currentTarget.value)}
      >
        {given.empty !== undefined && <option value="">{given.empty}</option>}
        {given.options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.text}
          </option>
        ))}
      </select>
    </Field>
  );
}

interface CheckProps {
  readonly id: string;
  readonly label: string;
  readonly checked: boolean;
  readonly fault?: string | undefined;
  readonly help?: string | undefined;
  readonly onChange: (checked: boolean) => void;
}

export function Check({ id, label, checked, fault, help, onChange }: CheckProps) {
  return (
    <div class={fault ? "field field-bad" : "field"}>
      {fault && (
        <p class="fault" id={`${id}-error`}>
          {fault}
        </p>
      )}
      <div class="choice">
        <input
          type="checkbox"
          id={id}
          name={id}
          checked={checked}
          aria-invalid={fault ? "true" : undefined}
          aria-describedby={listDescriptions({ id, label, help, fault })}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
        <label for={id}>{label}</label>
        {help && (
          <p class="help" id={`${id}-help`}>
            {help}
          </p>
        )}
      </div>
    </div>
  );
}
