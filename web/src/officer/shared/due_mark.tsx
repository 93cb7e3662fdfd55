import { useLanguage } from "../../lib/language";
import { readServerTime } from "../../session/clock";
import { findDue, writeDue } from "./due";

interface DueMarkProps {
  readonly due: string | null;
  readonly late?: boolean | null;
  /** Short text for a column; the full text is in the title. */
  readonly short?: boolean;
}

/** A due date as words with a shape and a colour. */
export function DueMark({ due, late = null, short = false }: DueMarkProps) {
  const language = useLanguage();
  const now = readServerTime();
  const mark = findDue(due, now);
  const bad = late ?? mark.when === "overdue";
  const tone = bad ? "bad" : mark.tone === "bad" ? "wait" : mark.tone;
  return (
    <span class={`due due-${tone}`} title={short ? writeDue(due, now, language) : undefined}>
      <span class="due-shape" aria-hidden="true">
        {mark.shape}
      </span>{" "}
      {writeDue(due, now, language, short)}
    </span>
  );
}
