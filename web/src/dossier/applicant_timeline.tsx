import { nameAgency } from "../api/catalogue";
import type { TimelineLine } from "../api/types";
import { defineWords, useLanguage, useWords } from "../lib/language";
import type { DossierView } from "./load";
import { Timeline, TimelineItem } from "./timeline";
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
export function ApplicantTimeline({ whole }: { readonly whole: DossierView }) {
  const w = useWords(words);
  const language = useLanguage();
  const nameActor = (line: TimelineLine) =>
    line.role === "applicant" ? w.you : line.unit ? nameAgency(whole.units, line.unit, language) : w.system;
  const declined = whole.dossier.outcome === "not_granted";
  const findKind = (line: TimelineLine) => (declined && line.kind === "resolved" ? "not_granted" : line.kind);
  return (
    <section aria-labelledby="timeline">
      <h2 id="timeline">{w.title}</h2>
      <Timeline
        whole={whole}
        draw={(line) => (
          <TimelineItem
            key={line.seq}
            whole={whole}
            line={line}
            dossiers="/dossiers"
            who={nameActor(line)}
            title={
              <>
                <strong>{nameFact(FACTS, findKind(line), language)}</strong>
                {line.reported && `: ${line.reported[language]}`}
              </>
            }
          />
        )}
      />
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
