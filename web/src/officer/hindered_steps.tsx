import type { Dossier } from "../api/types";
import { useLanguage, useWords, words } from "../lib/language";
import { LegalBasis } from "../ui/legal_basis";
import { stepWords, wordFor } from "./step_words";

const said = words({ not: "Chưa thực hiện được" }, { not: "Not possible yet" });

/** Steps of this person that would be refused as the dossier stands: where their buttons would be, with the reason. */
export function HinderedSteps({ dossier }: { readonly dossier: Dossier }) {
  const w = useWords(said);
  const steps = useWords(stepWords);
  const language = useLanguage();
  if (!dossier.hindered?.length) return null;
  return (
    <details class="hindered">
      <summary>
        {w.not}: {dossier.hindered.map((each) => wordFor(steps, each.step)).join(", ")}
      </summary>
      <ul class="tight">
        {dossier.hindered.map((each) => (
          <li key={each.step}>
            {wordFor(steps, each.step)}: {each[language]}
            <LegalBasis of={each.law} />
          </li>
        ))}
      </ul>
    </details>
  );
}
