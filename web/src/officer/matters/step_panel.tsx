import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { toProblem } from "../../api/problem";
import type { Agency } from "../../api/types";
import { useLoad } from "../../api/use_load";
import type { FormSchema } from "../../eform/schema";
import { chooseName, useLanguage, useWords } from "../../lib/language";
import { useStore } from "../../lib/store";
import { makeStepAnswers, readLatestAnswers } from "../../matters/course";
import { completeForm, listQuestions, type MatterKind, type MatterStep } from "../../matters/kinds";
import { type Matter, takeMatterStep } from "../../matters/matter_calls";
import { MatterForm } from "../../matters/matter_form";
import { EARLIER } from "../../matters/matter_parts";
import { namePublic, searchPublic } from "../../matters/public_calls";
import { session } from "../../session/session";
import { TextField } from "../../ui/inputs";
import { LegalBasis } from "../../ui/legal_basis";
import { useTyped } from "../../ui/use_typed";
import { isOvertaken } from "../steps/conflict";
import { officerMatterWords } from "./officer_matter_words";

interface MatterStepPanelProps {
  readonly kind: MatterKind;
  readonly units: readonly Agency[];
  readonly matter: Matter;
  readonly step: MatterStep;
  readonly onDone: () => void;
  readonly onCancel: () => void;
  /** Somebody else was faster: the matter is read again, and what was typed stays. */
  readonly onOvertaken: () => void;
}

/** One step being prepared: its words, its form and the articles it rests on. */
export function MatterStepPanel({ kind, units, matter, step, onDone, onCancel, onOvertaken }: MatterStepPanelProps) {
  const w = useWords(officerMatterWords);
  const language = useLanguage();
  const { me } = useStore(session);
  const panel = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    const first = panel.current?.querySelector<HTMLElement>("input,select,textarea,button[type=submit]");
    first?.focus();
  }, []);
  const plain = completeForm(kind, step, units, matter.unit);
  const asksEarlier = plain.questions.some((each) => each.key === EARLIER);
  const [searched, setSearched] = useState("");
  const form = useEarlierChoices(kind, units, plain, asksEarlier ? searched : null);
  const who = { answered_by: me?.name ?? "", answered_title: me?.title ?? "" };
  return (
    <section class="step" aria-labelledby="step-title" data-section tabIndex={-1} ref={panel}>
      <h2 id="step-title">{chooseName(step.name, language)}</h2>
      {form.questions.length === 0 && <p>{w.plain}</p>}
      {asksEarlier && <TextField id="earlier-q" label={w.find} value={searched} type="search" onInput={setSearched} />}
      <MatterForm
        form={form}
        initial={makeStepAnswers(form, step.fields, readLatestAnswers(matter), who)}
        submit={chooseName(step.name, language)}
        quick
        onCancel={onCancel}
        onSend={async (body, key) => {
          try {
            await takeMatterStep(kind.plural, matter, step.word, body, key);
          } catch (thrown) {
            if (isOvertaken(toProblem(thrown))) onOvertaken();
            throw thrown;
          }
          onDone();
        }}
      />
      <details class="cites muted small">
        <summary>{w.basis}</summary>
        <LegalBasis of={step.articles} />
      </details>
    </section>
  );
}

/** The form whose question for an earlier matter offers the published ones that fit the typed words. */
function useEarlierChoices(
  kind: MatterKind,
  units: readonly Agency[],
  form: FormSchema,
  typed: string | null,
): FormSchema {
  const q = useTyped(typed ?? "");
  const loaded = useLoad(async () => (typed === null ? [] : (await searchPublic(kind.name, q, null)).items), [q]);
  if (typed === null) return form;
  const questions = listQuestions(kind, units);
  const choices = (loaded.state === "done" ? loaded.data : []).map((each) => {
    const name = `${namePublic(kind, questions, each)} (${each.number})`;
    return { value: each.id, vi: name, en: name };
  });
  const help = choices.length ? {} : { helpVi: officerMatterWords.vi.notFound, helpEn: officerMatterWords.en.notFound };
  return { questions: form.questions.map((each) => (each.key === EARLIER ? { ...each, choices, ...help } : each)) };
}
