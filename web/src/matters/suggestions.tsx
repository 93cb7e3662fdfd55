import type { Agency } from "../api/types";
import { useLoad } from "../api/use_load";
import { useWords } from "../lib/language";
import { useTyped } from "../ui/use_typed";
import { listQuestions, type MatterKind } from "./kinds";
import { makePublicPath } from "./matter_paths";
import { matterWords } from "./matter_words";
import { namePublic, searchPublic } from "./public_calls";

const LEAST_TYPED = 4;
const MOST_SHOWN = 5;

interface SuggestionsProps {
  readonly kind: MatterKind;
  readonly units: readonly Agency[];
  /** The subject as it is typed. */
  readonly typed: string;
}

/** Published matters like the one being typed; each opens in a window of its own, so that nothing typed is lost. */
export function Suggestions({ kind, units, typed }: SuggestionsProps) {
  const w = useWords(matterWords);
  const q = useTyped(typed).trim();
  const loaded = useLoad(
    async () => (q.length < LEAST_TYPED ? [] : (await searchPublic(kind.name, q, null)).items),
    [q],
  );
  // Suggestions help, and nothing more: without them the form is the same.
  const found = loaded.state === "done" ? loaded.data.slice(0, MOST_SHOWN) : [];
  const questions = listQuestions(kind, units);
  return (
    <div role="status">
      {found.length > 0 && (
        <>
          <h2>{w.suggestions}</h2>
          <ul>
            {found.map((each) => (
              <li key={each.id}>
                <a href={makePublicPath(kind.plural, each.id)} target="_blank" rel="noopener" lang="vi">
                  {namePublic(kind, questions, each)}
                </a>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
