import { agencyName } from "../api/catalogue";
import type { TimelineLine } from "../api/types";
import { dateTime } from "../lib/format";
import { useLanguage, useWords, words } from "../lib/language";
import type { Whole } from "./load";
import { FACTS, factText } from "./timeline_words";

const said = words(
  {
    title: "Những gì đã diễn ra",
    basis: "Căn cứ",
    open: "Căn cứ đang chờ ý kiến pháp lý",
    you: "Bạn",
    system: "Hệ thống",
  },
  {
    title: "What has happened",
    basis: "Basis",
    open: "Basis that awaits a lawyer's word",
    you: "You",
    system: "The system",
  },
);

/** Every fact in order, newest first, with the articles it rests on. */
export function Timeline({ whole }: { readonly whole: Whole }) {
  const w = useWords(said);
  return (
    <section aria-labelledby="timeline">
      <h2 id="timeline">{w.title}</h2>
      <ol class="timeline" reversed>
        {whole.timeline.toReversed().map((line) => (
          <Line key={line.seq} line={line} whole={whole} />
        ))}
      </ol>
    </section>
  );
}

function Line({ line, whole }: { readonly line: TimelineLine; readonly whole: Whole }) {
  const w = useWords(said);
  const language = useLanguage();
  const who = line.role === "applicant" ? w.you : line.unit ? agencyName(whole.units, line.unit, language) : w.system;
  // A choice of the service has no article and is never shown as law.
  const law = line.law.filter((each) => each.is_law && each.article);
  const [inferred, settled] = [true, false].map((open) => [
    ...new Set(law.filter((each) => (each.certainty === "inferred") === open).map((each) => each.article)),
  ]) as [string[], string[]];
  return (
    <li>
      <p>
        <strong>{factText(FACTS, line.kind, language)}</strong>
        {line.reported && `: ${line.reported[language]}`}
      </p>
      <p class="muted small">
        {dateTime(line.occurred_at)} · {who}
      </p>
      {settled.length > 0 && (
        <p class="muted small">
          {w.basis}: <span lang="vi">{settled.join("; ")}</span>
        </p>
      )}
      {inferred.length > 0 && (
        <p class="muted small">
          {w.open}: <span lang="vi">{inferred.join("; ")}</span>
        </p>
      )}
    </li>
  );
}
