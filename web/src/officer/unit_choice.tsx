import { agencyName } from "../api/catalogue";
import type { Agency } from "../api/types";
import { useLanguage, useWords, words } from "../lib/language";

const said = words({ unit: "Đơn vị" }, { unit: "Unit" });

interface Given {
  readonly units: readonly string[];
  readonly known: readonly Agency[];
  readonly value: string;
  readonly onChoose: (unit: string) => void;
}

/** Which of the person's units is looked at; a word alone when there is only one. */
export function UnitChoice({ units, known, value, onChoose }: Given) {
  const w = useWords(said);
  const language = useLanguage();
  if (units.length < 2) return <p class="muted">{agencyName(known, value, language)}</p>;
  return (
    <div class="filter">
      <label for="unit-choice">{w.unit}</label>
      <select id="unit-choice" class="input" value={value} onChange={(event) => onChoose(event.currentTarget.value)}>
        {units.map((unit) => (
          <option key={unit} value={unit}>
            {agencyName(known, unit, language)}
          </option>
        ))}
      </select>
    </div>
  );
}
