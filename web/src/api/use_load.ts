import { useCallback, useLayoutEffect, useRef, useState } from "preact/hooks";
import { type Problem, toProblem } from "./problem";

export type Loaded<T> =
  | { readonly state: "loading" }
  | { readonly state: "failed"; readonly problem: Problem }
  | { readonly state: "done"; readonly data: T };

export type Reloading<T> = Loaded<T> & {
  reload(): void;
  /** The shown data are older than the last `reload`: steps on their version would be refused. */
  readonly refreshing: boolean;
};

const RETRY_MS = 5000;

const isSameQuestion = (first: readonly unknown[], second: readonly unknown[] | null): boolean =>
  second !== null && first.length === second.length && first.every((each, at) => Object.is(each, second[at]));

/**
 * Data that a page needs before it is drawn. Fetched again when `on` changes or `reload` is called. Shown data stay
 * when a reload does not reach the server, and typed text with them; the load is retried until it does.
 */
export function useLoad<T>(ask: () => Promise<T>, on: readonly unknown[]): Reloading<T> {
  const [loaded, setLoaded] = useState<Loaded<T>>({ state: "loading" });
  const [turn, setTurn] = useState(0);
  const [shown, setShown] = useState(0);
  const [unreached, setUnreached] = useState(false);
  const answered = useRef<readonly unknown[] | null>(null);
  useLayoutEffect(() => {
    let wanted = true;
    // Shown data stay during a reload; another question starts empty.
    if (turn === 0) setLoaded({ state: "loading" });
    const show = (next: Loaded<T>) => {
      if (!wanted) return;
      const lost = next.state === "failed" && next.problem.isLost;
      setUnreached(lost);
      if (lost && isSameQuestion(on, answered.current)) return;
      answered.current = next.state === "done" ? on : null;
      setLoaded(next);
      setShown(turn);
    };
    ask().then(
      (data) => show({ state: "done", data }),
      (thrown) => show({ state: "failed", problem: toProblem(thrown) }),
    );
    return () => {
      wanted = false;
    };
  }, [...on, turn]);
  const reload = useCallback(() => setTurn((n) => n + 1), []);
  useLayoutEffect(() => {
    if (!unreached) return;
    const timer = setTimeout(reload, RETRY_MS);
    addEventListener("online", reload);
    return () => {
      clearTimeout(timer);
      removeEventListener("online", reload);
    };
  }, [unreached, turn, reload]);
  return { ...loaded, reload, refreshing: shown !== turn };
}

/** Two things that a page needs together. */
export function combineLoads<A, B>(
  first: Loaded<A> & { reload(): void },
  second: Loaded<B> & { reload(): void },
): Loaded<readonly [A, B]> & { reload(): void } {
  const reload = () => {
    first.reload();
    second.reload();
  };
  if (first.state === "failed") return { state: "failed", problem: first.problem, reload };
  if (second.state === "failed") return { state: "failed", problem: second.problem, reload };
  if (first.state === "done" && second.state === "done")
    return { state: "done", data: [first.data, second.data], reload };
  return { state: "loading", reload };
}

export interface Act<T> {
  /** Runs once at a time: a second press while it runs does nothing. Answers whether it was done. */
  run(body: T): Promise<boolean>;
  clear(): void;
  readonly busy: boolean;
  readonly problem: Problem | null;
}

/** A write. The same content keeps its idempotency key until its outcome is known, so that a retry doubles nothing. */
export function useAct<T>(send: (body: T, key: string) => Promise<void>): Act<T> {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const running = useRef(false);
  const open = useRef<{ text: string; key: string } | null>(null);

  async function run(body: T): Promise<boolean> {
    if (running.current) return false;
    running.current = true;
    setBusy(true);
    setProblem(null);
    const text = JSON.stringify(body) ?? "";
    if (open.current?.text !== text) open.current = { text, key: makeKey() };
    try {
      await send(body, open.current.key);
      open.current = null;
      return true;
    } catch (thrown) {
      const found = toProblem(thrown);
      // A refusal is the outcome; the next attempt is another act.
      if (!found.unknownOutcome) open.current = null;
      setProblem(found);
      return false;
    } finally {
      running.current = false;
      setBusy(false);
    }
  }
  return { run, clear: () => setProblem(null), busy, problem };
}

/** A fresh Idempotency-Key. */
export function makeKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(18));
  return btoa(String.fromCharCode(...bytes))
    .replace(/\+/g, "-")
    .replace(/\//g, "_");
}
