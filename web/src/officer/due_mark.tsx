import { useLanguage } from "../lib/language";
import { serverNow } from "../session/clock";
import { dueAt, dueText } from "./due";

/** A due date as words with a shape and a colour. */
export function DueMark({ due, late = null }: { readonly due: string | null; readonly late?: boolean | null }) {
  const language = useLanguage();
  const now = serverNow();
  const mark = dueAt(due, now);
  const bad = late ?? mark.when === "overdue";
  const tone = bad ? "bad" : mark.tone === "bad" ? "wait" : mark.tone;
  return (
    <span class={`due due-${tone}`}>
      <span class="due-shape" aria-hidden="true">
        {mark.shape}
      </span>{" "}
      {dueText(due, now, language)}
    </span>
  );
}
