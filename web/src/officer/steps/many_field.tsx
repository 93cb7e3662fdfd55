import type { ComponentChildren } from "preact";
import { defineWords, useLanguage, useWords } from "../../lib/language";
import { Group } from "../../ui/field";
import { Check } from "../../ui/inputs";
import { makeStepFieldId, type StepFieldProps } from "./step_field_base";

const words = defineWords(
  {
    none: "Không có mục nào để chọn.",
  },
  {
    none: "There is nothing to choose.",
  },
);

interface ManyProps extends StepFieldProps {
  readonly options: readonly { readonly value: string; readonly text: string }[];
}

/** Any number of the options; nothing where none is offered and none is needed. */
export function Many({ field, values, fault, onChange, options }: ManyProps): ComponentChildren {
  const w = useWords(words);
  const language = useLanguage();
  const chosen = (values[field.name] ?? []) as readonly string[];
  const id = makeStepFieldId(field.name);
  if (options.length === 0 && field.optional) return null;
  return (
    <Group id={id} label={field[language]} fault={fault} optional={field.optional ?? false}>
      {options.length === 0 && <p class="muted">{w.none}</p>}
      {options.map((option) => (
        <Check
          key={option.value}
          id={`${id}-${option.value}`}
          label={option.text}
          checked={chosen.includes(option.value)}
          onChange={(on) =>
            onChange(field.name, on ? [...chosen, option.value] : chosen.filter((each) => each !== option.value))
          }
        />
      ))}
    </Group>
  );
}
