import { writeDay } from "../lib/format";
import { chooseName, defineWords, useLanguage, useWords } from "../lib/language";
import type { Guide } from "./load";

const words = defineWords(
  {
    links: "Mở trang",
    source: (owner: string, version: number, since: string) => `${owner} · bản ${version}, từ ${since}`,
  },
  {
    links: "Open the page",
    source: (owner, version, since) => `${owner} · version ${version}, since ${since}`,
  },
);

/** The text of one guide: summary, points, pages that it leads to, and who answers for it. */
export function GuideText({ guide }: { readonly guide: Guide }) {
  const w = useWords(words);
  const language = useLanguage();
  return (
    <>
      <p>{chooseName(guide.summary, language)}</p>
      <ul>
        {guide.points.map((each) => (
          <li key={each.en}>{chooseName(each, language)}</li>
        ))}
      </ul>
      {guide.links.length > 0 && (
        <p>
          {w.links}:{" "}
          {guide.links.map((each, at) => (
            <span key={each.address}>
              {at > 0 && " · "}
              <a href={each.address}>{chooseName(each.name, language)}</a>
            </span>
          ))}
        </p>
      )}
      <p class="muted small">{w.source(chooseName(guide.owner, language), guide.version, writeDay(guide.since))}</p>
    </>
  );
}
