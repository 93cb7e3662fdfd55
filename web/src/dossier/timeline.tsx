import { nameAgency } from "../api/catalogue";
import type { TimelineLine } from "../api/types";
import { defineWords, useLanguage, useWords } from "../lib/language";
import { Corrected } from "./corrected";
import type { DossierView } from "./load";
import { TimelineItem } from "./timeline_item";
import { FACTS, nameFact } from "./timeline_words";

const words = defineWords(
  {
    title: "Quá trình giải quyết hồ sơ",
    you: "Bạn",
    system: "Hệ thống",
    others: "Văn bản ngoài quy chế của tỉnh được áp dụng theo",
  },
  {
    title: "What has happened",
    you: "You",
    system: "The system",
    others: "Texts other than the province's regulation apply under",
  },
);

/** Every fact in order, newest first, with the articles it rests on. */
export function Timeline({ whole }: { readonly whole: DossierView }) {
  const w = useWords(words);
  const language = useLanguage();
  const nameActor = (line: TimelineLine) =>
    line.role === "applicant" ? w.you : line.unit ? nameAgency(whole.units, line.unit, language) : w.system;
  const declined = whole.dossier.outcome === "not_granted";
  const findKind = (line: TimelineLine) => (declined && line.kind === "resolved" ? "not_granted" : line.kind);
  return (
    <section aria-labelledby="timeline">
      <h2 id="timeline">{w.title}</h2>
      <ol class="timeline" reversed>
        {whole.timeline.toReversed().map((line) => (
          <TimelineItem
            key={line.seq}
            line={line}
            who={nameActor(line)}
            title={
              <>
                <strong>{nameFact(FACTS, findKind(line), language)}</strong>
                {line.reported && `: ${line.reported[language]}`}
              </>
            }
          >
            {line.other && (
              <p>
                → <a href={`/dossiers/${line.other.dossier}`}>{line.other.number}</a>
              </p>
            )}
            <Corrected whole={whole} line={line} />
          </TimelineItem>
        ))}
      </ol>
      {whole.fallback && (
        <p class="muted small">
          {w.others}{" "}
          <span lang="vi">
            {whole.fallback.article}, {whole.fallback.instrument}
          </span>
        </p>
      )}
    </section>
  );
}
