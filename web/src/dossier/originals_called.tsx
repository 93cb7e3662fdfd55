import { nameAgency } from "../api/catalogue";
import { chooseName, defineWords, useLanguage, useWords } from "../lib/language";
import { Notice } from "../ui/notice";
import type { DossierView } from "./load";

const words = defineWords(
  {
    title: "Cần xuất trình giấy tờ để đối chiếu",
    bring: (unit: string) => `Mang đến ${unit}:`,
    original: "bản gốc",
    principal: "bản chính",
    certified_copy: "bản sao có chứng thực",
    basis: "Theo",
    runs: "Thời hạn giải quyết vẫn được tính.",
  },
  {
    title: "Papers to show for comparison",
    bring: (unit) => `Bring to ${unit}:`,
    original: "the original",
    principal: "the principal copy",
    certified_copy: "a certified copy",
    basis: "By",
    runs: "The time limit keeps running.",
  },
);

/** Papers that the agency has called for: the form to show, and the article of the sector's law. */
export function OriginalsCalled({ whole }: { readonly whole: DossierView }) {
  const w = useWords(words);
  const language = useLanguage();
  const { dossier: d, procedure, units } = whole;
  if (d.originals_called.length === 0) return null;
  const as = w[(d.originals_shown_as ?? "original") as "original" | "principal" | "certified_copy"];
  return (
    <Notice tone="act" title={w.title}>
      <p>{w.bring(nameAgency(units, d.one_stop, language))}</p>
      <ul>
        {d.originals_called.map((key) => {
          const component = procedure.components.find((each) => each.key === key);
          return (
            <li key={key}>
              {component ? chooseName(component.name, language) : key} ({as})
            </li>
          );
        })}
      </ul>
      {d.originals_legal_basis && (
        <p>
          {w.basis} <span lang="vi">{d.originals_legal_basis}</span>.
        </p>
      )}
      <p>{w.runs}</p>
    </Notice>
  );
}
