import type { ComponentChildren } from "preact";
import { defineWords, useWords } from "../lib/language";

const words = defineWords(
  { optional: " (không bắt buộc)", error: "Lỗi: " },
  { optional: " (optional)", error: "Error: " },
);

export interface FieldProps {
  readonly id: string;
  readonly label: string;
  readonly help?: string | undefined;
  readonly fault?: string | undefined;
  readonly optional?: boolean;
}

/** The ids that describe a control: its help and its error, only those that are there. */
export function listDescriptions({ id, help, fault }: FieldProps): string | undefined {
  return [help && `${id}-help`, fault && `${id}-error`].filter(Boolean).join(" ") || undefined;
}

/** A label, its help and its error around one control. */
export function Field(given: FieldProps & { readonly children: ComponentChildren }) {
  const w = useWords(words);
  return (
    <div class={given.fault ? "field field-bad" : "field"}>
      <label for={given.id}>
        {given.label}
        {given.optional && <span class="optional">{w.optional}</span>}
      </label>
      <HelpAndFault {...given} />
      {given.children}
    </div>
  );
}

/** A question with several controls: radios, check boxes, the parts of a date. */
export function Group(given: FieldProps & { readonly children: ComponentChildren }) {
  const w = useWords(words);
  return (
    <fieldset
      id={given.id}
      tabIndex={-1}
      class={given.fault ? "field field-bad" : "field"}
      aria-describedby={listDescriptions(given)}
    >
      <legend>
        {given.label}
        {given.optional && <span class="optional">{w.optional}</span>}
      </legend>
      <HelpAndFault {...given} />
      {given.children}
    </fieldset>
  );
}

function HelpAndFault({ id, help, fault }: FieldProps) {
  const w = useWords(words);
  return (
    <>
      {help && (
        <p class="help" id={`${id}-help`}>
          {help}
        </p>
      )}
      {fault && (
        <p class="fault" id={`${id}-error`}>
          <span class="hidden">{w.error}</span>
          {fault}
        </p>
      )}
    </>
  );
}
