import { useState } from "preact/hooks";
import type { Problem } from "../api/problem";
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
      return groupTextsByField(found.faults);
    },
    /** The same together with the server's field faults, each at the control that shows it: see `makeIdLookup`. */
    withRefused(problem: Problem | null, idsOf: IdsOf) {
      const faults = [...found.faults, ...placeFaults(problem, idsOf)];
      return { faults, byField: groupTextsByField(faults) };
    },
  };
  function groupTextsByField(faults: readonly Fault[]): Record<string, string> {
    return Object.fromEntries(faults.flatMap((fault) => (fault.at ? [[fault.at, fault.text[language]]] : [])));
  }
}

/** The ids of controls that may show a field of the API, the nearest first. */
export type IdsOf = (path: readonly string[]) => readonly string[];

/**
 * Controls are called as the fields that they send: `/receiver/id_number` is at `s-receiver-id_number`, else at
 * `s-receiver`. `names` has the parts that a page calls otherwise.
 */
export function makeIdLookup(prefix = "", names: Readonly<Record<string, string>> = {}): IdsOf {
  return (path) => {
    const parts = path.map((part) => names[part] ?? part);
    return parts.map((_, at) => prefix + parts.slice(0, parts.length - at).join("-"));
  };
}

/** The server's field faults, each at its control; without a control for fields that no control shows. */
export function placeFaults(
  problem: Problem | null,
  idsOf: IdsOf,
  shows: (id: string) => boolean = (id) => document.getElementById(id) !== null,
): readonly Fault[] {
  return (problem?.fields ?? []).map((text) => {
    const at = idsOf(text.path.split(/[/.]/).filter(Boolean)).find(shows);
    return at ? { at, text } : { text };
  });
}
