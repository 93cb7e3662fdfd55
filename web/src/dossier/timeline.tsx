import type { ComponentChildren } from "preact";
import type { TimelineLine } from "../api/types";
import { defineWords, useWords } from "../lib/language";
import { CourseEvent } from "../ui/course_event";
import { Corrected } from "./corrected";
import type { DossierView } from "./load";
import { Succession } from "./succession";

const words = defineWords(
  { basis: "Căn cứ", open: "Căn cứ đang chờ ý kiến pháp lý" },
  { basis: "Basis", open: "Basis awaiting a legal opinion" },
);

interface TimelineProps {
  readonly whole: DossierView;
  /** Draw one event as a `TimelineItem`. */
  readonly draw: (line: TimelineLine) => ComponentChildren;
}

/** Every event of a dossier, newest first. */
export function Timeline({ whole, draw }: TimelineProps) {
  return (
    <ol class="timeline" reversed>
      {whole.timeline.toReversed().map(draw)}
    </ol>
  );
}

interface TimelineItemProps {
  readonly whole: DossierView;
  readonly line: TimelineLine;
  readonly title: ComponentChildren;
  readonly who: string;
  /** Where pages of dossiers are, for the reader. */
  readonly dossiers: "/dossiers" | "/officer/dossiers";
  readonly detail?: string;
  readonly children?: ComponentChildren;
}

/** One event: its name, time and actor, its corrections, and folded away the articles it rests on. */
export function TimelineItem({ whole, line, title, who, dossiers, detail, children }: TimelineItemProps) {
  const w = useWords(words);
  // A choice of the service has no article and is never shown as law. Only officers are sent how certain a rule is.
  const law = line.law.filter((each) => each.is_law && each.article);
  const listArticles = (open: boolean) =>
    law.filter((each) => (each.certainty === "inferred") === open).map((each) => each.article);
  return (
    <CourseEvent
      title={title}
      at={line.occurred_at}
      who={who}
      basis={[
        [w.basis, listArticles(false)],
        [w.open, listArticles(true)],
      ]}
    >
      {detail && <p>{detail}</p>}
      {line.other && (
        <p>
          → <a href={`${dossiers}/${line.other.dossier}`}>{line.other.number}</a>
        </p>
      )}
      <Succession line={line} units={whole.units} />
      <Corrected whole={whole} line={line} />
      {children}
    </CourseEvent>
  );
}
