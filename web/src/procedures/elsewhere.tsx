import type { components } from "../generated/api";
import { readConfig } from "../lib/config";
import { chooseName, defineWords, useLanguage, useWords } from "../lib/language";
import { Notice } from "../ui/notice";

const words = defineWords(
  {
    notHere: (q: string, place: string) => `Không có thủ tục này ở ${place}: “${q}”.`,
    here: "đây",
    by: (authority: string) => `Nơi giải quyết: ${authority}.`,
    source: (text: string) => `Căn cứ: ${text}.`,
  },
  {
    notHere: (q, place) => `There is no such procedure in ${place}: “${q}”.`,
    here: "this place",
    by: (authority) => `Handled by: ${authority}.`,
    source: (text) => `Basis: ${text}.`,
  },
);

/** Text for a search without a matching procedure of the province. */
export function useNotHere(): (typed: string) => string {
  const w = useWords(words);
  const language = useLanguage();
  return (typed) => {
    const site = readConfig();
    const place = site ? chooseName({ vi: site.province_vi, en: site.province_en }, language) : w.here;
    return w.notHere(typed, language === "vi" ? place.charAt(0).toLowerCase() + place.slice(1) : place);
  };
}

/** The authority that handles the searched matter, and its law. */
export function HandledElsewhere({ subject }: { readonly subject: components["schemas"]["ElsewhereView"] }) {
  const w = useWords(words);
  const language = useLanguage();
  return (
    <Notice tone="info" title={chooseName(subject.name, language)}>
      <p>{w.by(chooseName(subject.authority, language))}</p>
      <p class="muted small" lang="vi">
        {w.source(subject.source)}
      </p>
    </Notice>
  );
}
