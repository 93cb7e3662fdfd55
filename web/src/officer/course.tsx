import { agencyName } from "../api/catalogue";
import type { TimelineLine } from "../api/types";
import type { Whole } from "../dossier/load";
import { FACTS, factText } from "../dossier/timeline_words";
import { dateTime } from "../lib/format";
import { type Language, useLanguage, useWords, words } from "../lib/language";
import { OFFICER_STATES } from "./state_words";
import { roleWords, wordFor } from "./step_words";

const said = words(
  { title: "Diễn biến", basis: "Căn cứ", open: "đang chờ ý kiến pháp lý", system: "Hệ thống" },
  { title: "Course", basis: "Basis", open: "awaits a lawyer's word", system: "The system" },
);

/** Facts whose words to the owner say “you”. */
const TO_OTHERS: Readonly<Record<string, { readonly vi: string; readonly en: string }>> = {
  submitted: { vi: "Nộp hồ sơ", en: "Filed" },
  supplemented: { vi: "Người nộp bổ sung", en: "The applicant added something" },
  post_invited: { vi: "Mời người nộp nhận bưu gửi", en: "The applicant was invited to collect the post" },
};

export function factWord(kind: string, language: Language): string {
  return TO_OTHERS[kind]?.[language] ?? factText(FACTS, kind, language);
}

/** What happened to the dossier, newest first, for those who work on it: who in which role, and by which article. */
export function Course({ whole }: { readonly whole: Whole }) {
  const w = useWords(said);
  return (
    <section aria-labelledby="course" data-section tabIndex={-1}>
      <h2 id="course">{w.title}</h2>
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
  const roles = useWords(roleWords);
  const language = useLanguage();
  const unit = line.unit ? agencyName(whole.units, line.unit, language) : "";
  const who = [line.role ? wordFor(roles, line.role) : w.system, unit].filter(Boolean).join(", ");
  // A choice of the service has no article and is never shown as law.
  const cited = line.law.filter((each) => each.is_law && each.article);
  const articles = [
    ...new Set(cited.map((each) => (each.certainty === "inferred" ? `${each.article} (${w.open})` : each.article))),
  ];
  return (
    <li>
      <p>
        <strong>{factWord(line.kind, language)}</strong>
        {line.reported && `: ${line.reported[language]}`}
        {line.to && ` → ${OFFICER_STATES[line.to][language].label}`}
      </p>
      <p class="muted small">
        {dateTime(line.occurred_at)} · {who}
      </p>
      {articles.length > 0 && (
        <p class="muted small">
          {w.basis}: <span lang="vi">{articles.join("; ")}</span>
        </p>
      )}
    </li>
  );
}
