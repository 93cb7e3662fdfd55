import type { ComponentChildren } from "preact";
import type { Loaded } from "../api/use_load";
import { defineWords, useLanguage, useWords } from "../lib/language";
import { Button } from "./button";
import { Notice } from "./notice";
import { Page } from "./page";
import { type PageFrame, ProblemPage } from "./problem_page";
import { useDelayed } from "./use_delayed";

const words = defineWords({ loading: "Đang tải…", again: "Thử lại" }, { loading: "Loading…", again: "Try again" });

/** Says that something is being fetched, once it takes longer than a moment. */
export function Loading() {
  const w = useWords(words);
  const late = useDelayed(true);
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

interface ReadyProps<T> {
  readonly from: Loaded<T> & { reload(): void };
  readonly children: (data: T) => ComponentChildren;
}

/** A part of a page: being fetched, failed with a way on, or there. */
export function Ready<T>({ from, children }: ReadyProps<T>) {
  const w = useWords(words);
  const language = useLanguage();
  if (from.state === "loading") return <Loading />;
  if (from.state === "done") return <>{children(from.data)}</>;
  return (
    <Notice tone="bad" role="alert">
      <p>{from.problem.text(language)}</p>
      <Button kind="secondary" onPress={from.reload}>
        {w.again}
      </Button>
    </Notice>
  );
}

interface ReadyPageProps<T> extends ReadyProps<T> {
  /** The heading while the data load; the loaded page has its own. */
  readonly title: string;
  readonly frame?: PageFrame;
}

/** A whole page that is drawn from its data. It has a heading at once, also while they come and when they do not. */
export function ReadyPage<T>({ from, title, frame, children }: ReadyPageProps<T>) {
  const Frame = frame ?? Page;
  if (from.state === "done") return <>{children(from.data)}</>;
  if (from.state === "failed") return <ProblemPage problem={from.problem} again={from.reload} frame={frame} />;
  return (
    <Frame title={title}>
      <Loading />
    </Frame>
  );
}
