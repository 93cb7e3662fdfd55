import type { ProcedureLine } from "../api/types";
import { chooseName, defineWords, useLanguage, useWords } from "../lib/language";
import { Marked } from "../ui/marked";

const words = defineWords(
  { also: (phrase: string) => `Khớp với “${phrase}”` },
  { also: (phrase: string) => `Matches “${phrase}”` },
);

/** The name of a procedure with the words that were searched for marked. */
export function FoundName({ line }: { readonly line: ProcedureLine }) {
  const language = useLanguage();
  return (
    <Marked text={chooseName(line.name, language)} spans={line.match?.[line.name[language] ? language : "vi"] ?? []} />
  );
}

/** By which other name or life event it was found; empty where its name says it. */
export function useFoundBy(): (line: ProcedureLine) => string {
  const w = useWords(words);
  return (line) => (line.match?.also ? w.also(line.match.also) : "");
}
