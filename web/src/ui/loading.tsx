import type { ComponentChildren } from "preact";
import type { Loaded } from "../api/use";
import { useWords, words } from "../lib/language";
import { useLate } from "./late";
import { ProblemPage } from "./problem_page";

const said = words({ loading: "Đang tải…" }, { loading: "Loading…" });

/** Says that something is being fetched, once it takes longer than a moment. */
export function Loading() {
  const w = useWords(said);
  const late = useLate(true);
  return (
    <p class="loading" role="status">
      {late && (
        <>
          <span class="spinner" aria-hidden="true" />
          {w.loading}
        </>
      )}
    </p>
  );
}

interface Given<T> {
  readonly from: Loaded<T> & { reload(): void };
  readonly children: (data: T) => ComponentChildren;
}

/** A page's data: being fetched, failed with a way on, or there. */
export function Ready<T>({ from, children }: Given<T>) {
  if (from.state === "loading") return <Loading />;
  if (from.state === "failed") return <ProblemPage problem={from.problem} again={from.reload} />;
  return <>{children(from.data)}</>;
}
