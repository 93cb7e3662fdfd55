import { nameAgency } from "../api/catalogue";
import type { Agency, TimelineLine } from "../api/types";
import { defineWords, useLanguage, useWords } from "../lib/language";

const words = defineWords(
  {
    merge: (after: string, before: string) => `Hồ sơ được chuyển cho ${after} do sáp nhập ${before}.`,
    split: (after: string, before: string) => `Hồ sơ được chuyển cho ${after} do chia, tách ${before}.`,
    close: (after: string, before: string) => `Hồ sơ được chuyển cho ${after} do giải thể ${before}.`,
    other: (after: string, before: string) => `Hồ sơ được chuyển cho ${after}, đơn vị kế tục ${before}.`,
  },
  {
    merge: (after, before) => `The dossier went to ${after}: ${before} was merged.`,
    split: (after, before) => `The dossier went to ${after}: ${before} was split.`,
    close: (after, before) => `The dossier went to ${after}: ${before} was closed.`,
    other: (after, before) => `The dossier went to ${after}, the successor of ${before}.`,
  },
);

/** Says to which unit the work of one that ended went, and why. */
export function Succession({ line, units }: { readonly line: TimelineLine; readonly units: readonly Agency[] }) {
  const w = useWords(words);
  const language = useLanguage();
  if (!line.succession) return null;
  const { before, after, cause } = line.succession;
  const say = cause === "merge" || cause === "split" || cause === "close" ? w[cause] : w.other;
  return <p>{say(nameAgency(units, after, language), nameAgency(units, before, language))}</p>;
}
