/** The search for procedures: the server ranks, the pages show. One for citizens and officers. */
import { useEffect, useState } from "preact/hooks";
import { loadProcedures } from "../api/catalogue";
import { api, unwrap } from "../api/client";
import { type Problem, toProblem } from "../api/problem";
import type { components } from "../generated/api";

export type ProcedurePage = components["schemas"]["ProcedurePage"];

export type OnlineTime = "" | "shorter" | "same";

export interface SearchQuery {
  readonly q: string;
  readonly field?: string;
  /** Only those with a shorter time for online filings, or without one. */
  readonly online?: OnlineTime;
}

const PAUSE_MS = 250;
const RETRY_MS = 5000;
/** The longest query that the server reads. */
export const MOST_TYPED = 100;
const known = new Map<string, ProcedurePage>();

interface SearchAnswer {
  readonly at: string;
  readonly typed: string;
  readonly page: ProcedurePage;
}

export interface Search {
  /** The last answer, with its search text; while `busy` it may answer text typed before. */
  readonly page: ProcedurePage | null;
  readonly typed: string;
  readonly busy: boolean;
  readonly problem: Problem | null;
  again(): void;
}

/** Asks once typing rests. Nothing is asked, and nothing found, while it is not `on`. */
export function useProcedureSearch({ q, field = "", online = "" }: SearchQuery, on: boolean): Search {
  // Half of a pair of code units cannot stand in an address.
  const typed = q
    .trim()
    .slice(0, MOST_TYPED)
    .replace(/\p{Cs}/gu, "");
  const at = `${online}|${field}|${typed}`;
  const [answered, setAnswered] = useState<SearchAnswer | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    if (!on) return setAnswered(null);
    let current = true;
    const timer = setTimeout(
      () => {
        find(at, { q: typed, field, online }).then(
          (page) => {
            if (!current) return;
            setProblem(null);
            setAnswered({ at, typed, page });
          },
          (thrown) => current && setProblem(toProblem(thrown)),
        );
      },
      typed && !known.has(at) ? PAUSE_MS : 0,
    );
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [at, on, turn]);
  const lost = problem?.isLost ?? false;
  useEffect(() => {
    if (!lost) return;
    const again = () => setTurn((n) => n + 1);
    const timer = setTimeout(again, RETRY_MS);
    addEventListener("online", again);
    return () => {
      clearTimeout(timer);
      removeEventListener("online", again);
    };
  }, [lost, turn]);
  const busy = on && !problem && answered?.at !== at;
  const shown = on ? answered : null;
  return { page: shown?.page ?? null, typed: shown?.typed ?? "", busy, problem, again: () => setTurn(turn + 1) };
}

async function find(at: string, wanted: Required<SearchQuery>): Promise<ProcedurePage> {
  const found = known.get(at) ?? (await ask(wanted));
  known.set(at, found);
  return found;
}

async function ask({ q, field, online }: Required<SearchQuery>): Promise<ProcedurePage> {
  if (!q && !field && !online) return loadProcedures();
  const query = { ...(q && { q }), ...(field && { field }), ...(online && { online_time: online }) };
  return unwrap(api.GET("/api/procedures", { params: { query } }));
}
