/** In which capacity somebody files: for what they request themselves, or as another person whom the matter concerns. */
import type { DraftBody } from "../api/types";
import { useWords } from "../lib/language";
import { Check, TextField } from "../ui/inputs";
import { capacityWords } from "./capacity_words";

interface CapacityFieldsProps {
  readonly body: DraftBody;
  /** What the law of the place lets one choose; empty where everybody files in their own right. */
  readonly offered: readonly string[];
  readonly faults: Readonly<Record<string, string>>;
  readonly onEdit: (change: Partial<DraftBody>) => void;
}

export function CapacityFields({ body, offered, faults, onEdit }: CapacityFieldsProps) {
  const w = useWords(capacityWords);
  const given = body.capacity ?? null;
  if (!offered.includes("related_interest") && !given) return null;
  return (
    <>
      <Check
        id="related"
        label={w.related}
        help={w.relatedHelp}
        checked={given !== null}
        onChange={(on) => onEdit({ capacity: on ? { kind: "related_interest", relation: "" } : null })}
      />
      {given && (
        <TextField
          id="k-relation"
          label={w.relation}
          help={w.relationHelp}
          value={given.relation ?? ""}
          fault={faults["k-relation"]}
          onInput={(relation) => onEdit({ capacity: { ...given, relation } })}
        />
      )}
    </>
  );
}
