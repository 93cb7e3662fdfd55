import type { ComponentChildren } from "preact";
import { useWords, words } from "../lib/language";

const said = words({ optional: " (không bắt buộc)", error: "Lỗi: " }, { optional: " (optional)", error: "Error: " });

export interface FieldGiven {
  readonly id: string;
  readonly label: string;
  readonly help?: string | undefined;
  readonly fault?: string | undefined;
  readonly optional?: boolean;
}

/** The ids that describe a control: its help and its error, only those that are there. */
export function describedBy({ id, help, fault }: FieldGiven): string | undefined {
  return [help && `${id}-help`, fault && `${id}-error`].filter(Boolean).join(" ") || undefined;
}

/** A label, its help and its error around one control. */
export function Field(given: FieldGiven & { readonly children: ComponentChildren }) {
  const w = useWords(said);
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
export function Group(given: FieldGiven & { readonly children: ComponentChildren }) {
  const w = useWords(said);
  return (
    <fieldset
      id={given.id}
      tabIndex={-1}
      class={given.fault ? "field field-bad" : "field"}
      aria-describedby={describedBy(given)}
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

function HelpAndFault({ id, help, fault }: FieldGiven) {
  const w = useWords(said);
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
