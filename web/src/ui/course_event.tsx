import type { ComponentChildren } from "preact";
import { writeDateTime } from "../lib/format";

interface CourseEventProps {
  readonly title: ComponentChildren;
  /** When it happened. */
  readonly at: string;
  readonly who: string;
  /** Articles that it rests on, each group under its label. */
  readonly basis: readonly (readonly [string, readonly string[]])[];
  readonly children?: ComponentChildren;
}

/** One event of a timeline: its name, time and actor, what it says, and folded away the articles it rests on. */
export function CourseEvent({ title, at, who, basis, children }: CourseEventProps) {
  return (
    <li>
      <p>{title}</p>
      <p class="muted small">{[writeDateTime(at), who].filter(Boolean).join(" · ")}</p>
      {children}
      {basis.map(
        ([label, articles]) =>
          articles.length > 0 && (
            <details key={label} class="cites muted small">
              <summary>{label}</summary>
              <p lang="vi">{[...new Set(articles)].join("; ")}</p>
            </details>
          ),
      )}
    </li>
  );
}
