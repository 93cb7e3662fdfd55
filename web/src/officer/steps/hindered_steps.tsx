import type { Dossier } from "../../api/types";
import { defineWords, useLanguage, useWords } from "../../lib/language";
import { LegalBasis } from "../../ui/legal_basis";
import { findWord, stepWords } from "./step_words";

const words = defineWords({ not: "Chưa thực hiện được" }, { not: "Not possible yet" });

/** Steps of this person that would be refused at present: where their buttons would be, with the reason. */
export function HinderedSteps({ dossier }: { readonly dossier: Dossier }) {
  const w = useWords(words);
  const steps = useWords(stepWords);
  const language = useLanguage();
  if (!dossier.hindered?.length) return null;
  return (
    <details class="hindered">
      <summary>
        {w.not}: {dossier.hindered.map((each) => findWord(steps, each.step)).join(", ")}
      </summary>
      <ul class="tight">
        {dossier.hindered.map((each) => (
          <li key={each.step}>
            {findWord(steps, each.step)}: {each[language]}
            <LegalBasis of={each.law} />
          </li>
        ))}
      </ul>
    </details>
  );
}
