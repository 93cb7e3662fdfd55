import { useState } from "preact/hooks";
import { useLanguage } from "../lib/language";
import type { Fault } from "../ui/error_summary";

/** The faults of the last attempt, and how many there were: each moves the focus to the summary again. */
export function useAttempts() {
  const language = useLanguage();
  const [found, setFound] = useState<{ readonly faults: readonly Fault[]; readonly attempt: number }>({
    faults: [],
    attempt: 0,
  });
  return {
    ...found,
    /** Show these faults; answers whether there were none. */
    show(faults: readonly Fault[]): boolean {
      setFound(({ attempt }) => ({ faults, attempt: attempt + 1 }));
      return faults.length === 0;
    },
    /** The words of each field that is at fault, by field id. */
    byField(): Record<string, string> {
      return Object.fromEntries(found.faults.flatMap((fault) => (fault.at ? [[fault.at, fault.text[language]]] : [])));
    },
  };
}
