import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect } from "preact/hooks";
import type { Problem } from "../../api/problem";
import type { useAttempts } from "../../filing/attempts";
import { type BilingualText, useWords, writeInBoth } from "../../lib/language";
import type { SignInStep } from "../../session/route";
import { ErrorSummary, type Fault } from "../../ui/error_summary";
import { FormButtons } from "../../ui/form_buttons";
import { Page } from "../../ui/page";
import { signInWords } from "./sign_in_words";

/** After these the sign-in is over: it begins again with the name and the password. */
const OVER: readonly string[] = ["sign_in_expired", "too_many_codes", "factor_missing", "sign_in_refused"];

interface StepFrameProps {
  readonly title: string;
  readonly tries: ReturnType<typeof useAttempts>;
  readonly problem: Problem | null;
  readonly busy: boolean;
  readonly submit: string;
  readonly onSubmit: () => void;
  /** Text before the form, and links after it. */
  readonly before?: ComponentChildren;
  readonly after?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** A step of signing in: its title, its faults, and a form with one button. */
export function StepFrame({ title, tries, problem, busy, submit, onSubmit, before, after, children }: StepFrameProps) {
  const w = useWords(signInWords);
  return (
    <Page title={title} failed={tries.faults.length > 0 || problem !== null}>
      <ErrorSummary faults={tries.faults} problem={problem} attempt={tries.attempt} />
      {before}
      <form
        class="narrow"
        onSubmit={(event) => {
          event.preventDefault();
          onSubmit();
        }}
        noValidate
      >
        {children}
        <FormButtons submit={submit} busy={busy} busyText={w.checking} />
      </form>
      {after}
    </Page>
  );
}

export interface StepFormProps {
  readonly onStep: (step: SignInStep) => void;
}

export interface RestartProps {
  readonly onOver: (problem: Problem | null) => void;
}

type Word = "noName" | "noPassword" | "noCode";

export function makeFault(at: string, word: Word): Fault {
  const text: BilingualText = writeInBoth(signInWords, (each) => each[word]);
  return { at, text };
}

export function findBlank(value: string, at: string, word: Word): readonly Fault[] {
  return value ? [] : [makeFault(at, word)];
}

/** Focus the first field of a step. */
export function useFocus(id: string): void {
  useLayoutEffect(() => document.getElementById(id)?.focus(), [id]);
}

/** Start again when the problem says that the sign-in is over. */
export function useExpiredSession(problem: Problem | null, onOver: (problem: Problem) => void): void {
  useEffect(() => {
    if (problem && OVER.includes(problem.code)) onOver(problem);
  }, [problem]);
}
