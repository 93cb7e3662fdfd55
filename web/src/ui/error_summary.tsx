import { useLayoutEffect, useRef } from "preact/hooks";
import type { Problem } from "../api/problem";
import { type BilingualText, defineWords, useLanguage, useWords } from "../lib/language";
import { LegalBasis } from "./legal_basis";

export interface Fault {
  /** Id of the field or group to move to; none for a fault of the whole. */
  readonly at?: string;
  /** In both languages: the language may change while it is shown. */
  readonly text: BilingualText;
}

const words = defineWords(
  {
    title: "Chưa thực hiện được",
    toFix: "Có mục cần sửa",
    trace: (id: string) => `Mã tra cứu lỗi: ${id}`,
    wait: (seconds: number) => `Thử lại sau ${seconds} giây.`,
  },
  {
    title: "That did not work",
    toFix: "There is a problem",
    trace: (id) => `Trace code: ${id}`,
    wait: (seconds) => `Try again in ${seconds} seconds.`,
  },
);

/** The page's faults; else the server's field faults, for which the page may have no control. */
export function chooseFaults(faults: readonly Fault[], problem: Problem | null): readonly Fault[] {
  return faults.length ? faults : (problem?.fields ?? []).map((each) => ({ text: each }));
}

interface ErrorSummaryProps {
  readonly faults: readonly Fault[];
  readonly problem?: Problem | null;
  /** Each refused attempt counts, so that a repeated one is announced again. */
  readonly attempt: number;
}

/** Summary of faults on top of the form, with a link to each field. Takes the focus when it appears. */
export function ErrorSummary({ faults, problem = null, attempt }: ErrorSummaryProps) {
  const w = useWords(words);
  const language = useLanguage();
  const box = useRef<HTMLElement>(null);
  const shown = faults.length > 0 || problem !== null;
  useLayoutEffect(() => {
    if (!shown) return;
    box.current?.focus({ preventScroll: true });
    box.current?.scrollIntoView({ block: "start" });
  }, [attempt, shown, problem]);
  if (!shown) return null;
  const found = chooseFaults(faults, problem);
  return (
    <section class="error-summary" ref={box} tabIndex={-1} aria-labelledby="error-summary-title">
      {/* The alert is inside the focused box: together some screen readers read half of it. */}
      <div role="alert">
        <h2 id="error-summary-title">{faults.some((fault) => fault.at) ? w.toFix : w.title}</h2>
        {problem && found.length === 0 && <p>{problem.text(language)}</p>}
        <LegalBasis of={problem?.law} />
        {problem?.retryAfter && <p>{w.wait(problem.retryAfter)}</p>}
        {problem?.traceId && problem.status >= 500 && <p>{w.trace(problem.traceId)}</p>}
        {found.length > 0 && (
          <ul>
            {found.map((fault) => {
              const text = fault.text[language];
              return <li key={`${fault.at}${text}`}>{fault.at ? <Jump text={text} at={fault.at} /> : text}</li>;
            })}
          </ul>
        )}
      </div>
    </section>
  );
}

/** Scrolls to the label, so that it stays in sight above the field that gets the focus. */
function Jump({ text, at }: { readonly text: string; readonly at: string }) {
  return (
    <a
      href={`#${at}`}
      onClick={(event) => {
        event.preventDefault();
        const field = document.getElementById(at);
        const label = document.querySelector(`label[for="${CSS.escape(at)}"]`) ?? field?.closest(".field") ?? field;
        label?.scrollIntoView({ block: "start" });
        const target = field?.matches("input,select,textarea,button")
          ? field
          : field?.querySelector<HTMLElement>("input,select,textarea,button");
        (target ?? field)?.focus({ preventScroll: true });
      }}
    >
      {text}
    </a>
  );
}
