import { nameAgency } from "../../api/catalogue";
import type { Agency } from "../../api/types";
import { defineWords, useLanguage, useWords } from "../../lib/language";

const words = defineWords({ unit: "Đơn vị" }, { unit: "Unit" });

interface UnitChoiceProps {
  readonly units: readonly string[];
  readonly known: readonly Agency[];
  readonly value: string;
  readonly onChoose: (unit: string) => void;
}

/** Which of the person's units is looked at; a word alone when there is only one. */
export function UnitChoice({ units, known, value, onChoose }: UnitChoiceProps) {
  const w = useWords(words);
  const language = useLanguage();
  if (units.length < 2) return <p class="muted">{nameAgency(known, value, language)}</p>;
  return (
    <div class="filter">
      <label for="unit-choice">{w.unit}</label>
      <select id="unit-choice" class="input" value={value} onChange={(event) => onChoose(event.currentTarget.value)}>
        {units.map((unit) => (
          <option key={unit} value={unit}>
            {nameAgency(known, unit, language)}
          </option>
        ))}
      </select>
    </div>
  );
}
