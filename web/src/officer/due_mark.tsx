import { useLanguage } from "../lib/language";
import { serverNow } from "../session/clock";
import { dueAt, dueText } from "./due";

interface Given {
  readonly due: string | null;
  readonly late?: boolean | null;
  /** Short text for a column; the full text is in the title. */
  readonly short?: boolean;
}

/** A due date as words with a shape and a colour. */
export function DueMark({ due, late = null, short = false }: Given) {
  const language = useLanguage();
  const now = serverNow();
  const mark = dueAt(due, now);
  const bad = late ?? mark.when === "overdue";
  const tone = bad ? "bad" : mark.tone === "bad" ? "wait" : mark.tone;
  return (
    <span class={`due due-${tone}`} title={short ? dueText(due, now, language) : undefined}>
      <span class="due-shape" aria-hidden="true">
        {mark.shape}
      </span>{" "}
      {dueText(due, now, language, short)}
    </span>
  );
}
