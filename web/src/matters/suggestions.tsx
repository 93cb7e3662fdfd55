import type { Agency } from "../api/types";
import { useLoad } from "../api/use_load";
import { useWords } from "../lib/language";
import { useTyped } from "../ui/use_typed";
import { listQuestions, loadKind, type MatterKind } from "./kinds";
import { FAQS, makePublicPath, QUESTIONS } from "./matter_paths";
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
  const loaded = useLoad(async () => (q.length < LEAST_TYPED ? [] : findPublished(kind, units, q)), [q]);
  // Suggestions help, and nothing more: without them the form is the same.
  const found = loaded.state === "done" ? loaded.data.slice(0, MOST_SHOWN) : [];
  return (
    <div role="status">
      {found.length > 0 && (
        <>
          <h2>{w.suggestions}</h2>
          <ul>
            {found.map(({ path, name }) => (
              <li key={path}>
                <a href={path} target="_blank" rel="noopener" lang="vi">
                  {name}
                </a>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

/** Published matters of the kind; before questions, the frequent ones. */
async function findPublished(kind: MatterKind, units: readonly Agency[], q: string) {
  const kinds = kind.plural === QUESTIONS ? [await loadKind(FAQS), kind] : [kind];
  const pages = await Promise.all(kinds.map((each) => searchPublic(each.name, q, null)));
  return kinds.flatMap((of, index) => {
    const questions = listQuestions(of, units);
    return (pages[index]?.items ?? []).map((each) => ({
      path: makePublicPath(of.plural, each.id),
      name: namePublic(of, questions, each),
    }));
  });
}
