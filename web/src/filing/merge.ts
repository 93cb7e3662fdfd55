/** Three-way merge of a draft that was saved from two places: a change by one side alone is taken from that side. */
import type { DraftBody } from "../api/types";

export interface Clash {
  /** Which field: "answers.owner_full_name", "return_way". */
  readonly at: string;
  readonly mine: unknown;
  readonly theirs: unknown;
  takeTheirs(body: DraftBody): DraftBody;
}

type Fields = Readonly<Record<string, unknown>>;
const INNER = ["answers", "applicant"] as const;

export function merge(base: DraftBody, mine: DraftBody, theirs: DraftBody): { body: DraftBody; clashes: Clash[] } {
  const clashes: Clash[] = [];
  const outer = mergeFields(base as Fields, mine as Fields, theirs as Fields, (key) => {
    if (!INNER.includes(key as "answers")) clashes.push(makeClash(key, "", mine as Fields, theirs as Fields));
  });
  for (const part of INNER) {
    const [b, m, t] = [base, mine, theirs].map((each) => ((each as Fields)[part] ?? {}) as Fields);
    if (b && m && t) outer[part] = mergeFields(b, m, t, (key) => clashes.push(makeClash(key, part, m, t)));
  }
  return { body: outer as DraftBody, clashes };
}

function mergeFields(
  base: Fields,
  mine: Fields,
  theirs: Fields,
  onClash: (key: string) => void,
): Record<string, unknown> {
  const merged: Record<string, unknown> = {};
  for (const key of new Set([...Object.keys(theirs), ...Object.keys(mine)])) {
    const [b, m, t] = [base[key], mine[key], theirs[key]];
    const [iDid, theyDid] = [!isEqual(b, m), !isEqual(b, t)];
    merged[key] = iDid ? m : t;
    if (iDid && theyDid && !isEqual(m, t)) onClash(key);
  }
  return merged;
}

function makeClash(key: string, part: string, mine: Fields, theirs: Fields): Clash {
  const taken = theirs[key];
  return {
    at: part ? `${part}.${key}` : key,
    mine: mine[key],
    theirs: taken,
    takeTheirs: (body) =>
      part
        ? ({ ...body, [part]: { ...((body as Fields)[part] as Fields), [key]: taken } } as DraftBody)
        : ({ ...body, [key]: taken } as DraftBody),
  };
}

function isEqual(first: unknown, second: unknown): boolean {
  return JSON.stringify(first ?? null) === JSON.stringify(second ?? null);
}
