import type { ComponentChildren } from "preact";
import type { TimelineLine } from "../api/types";
import { writeDateTime } from "../lib/format";
import { defineWords, useWords } from "../lib/language";

const words = defineWords(
  { basis: "Căn cứ", open: "Căn cứ đang chờ ý kiến pháp lý" },
  { basis: "Basis", open: "Basis awaiting a legal opinion" },
);

interface TimelineItemProps {
  readonly line: TimelineLine;
  readonly title: ComponentChildren;
  readonly who: string;
  readonly children?: ComponentChildren;
}

/** One event, for applicants and officers: what, when, by whom, what was said, and folded away the articles behind it. */
export function TimelineItem({ line, title, who, children }: TimelineItemProps) {
  return (
    <li>
      <p>{title}</p>
      <p class="muted small">
        {writeDateTime(line.occurred_at)} · {who}
      </p>
      {children}
      <Articles line={line} />
    </li>
  );
}

function Articles({ line }: { readonly line: TimelineLine }) {
  const w = useWords(words);
  // A choice of the service has no article and is never shown as law. Only officers are sent how certain a rule is.
  const law = line.law.filter((each) => each.is_law && each.article);
  const findUrl = (open: boolean) => [
    ...new Set(law.filter((each) => (each.certainty === "inferred") === open).map((each) => each.article)),
  ];
  return (
    <>
      {[[w.basis, findUrl(false)] as const, [w.open, findUrl(true)] as const].map(
        ([label, articles]) =>
          articles.length > 0 && (
            <details key={label} class="cites muted small">
              <summary>{label}</summary>
              <p lang="vi">{articles.join("; ")}</p>
            </details>
          ),
      )}
    </>
  );
}
