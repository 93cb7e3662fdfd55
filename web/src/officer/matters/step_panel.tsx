import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { nameAgency } from "../../api/catalogue";
import { toProblem } from "../../api/problem";
import type { Agency } from "../../api/types";
import { useLoad } from "../../api/use_load";
import type { Answers } from "../../eform/schema";
import { chooseName, useLanguage, useWords } from "../../lib/language";
import { useStore } from "../../lib/store";
import { makeStepAnswers, readLatestAnswers, readOpeningAnswers } from "../../matters/course";
import { completeForm, type MatterKind, type MatterStep } from "../../matters/kinds";
import { type Matter, takeMatterStep } from "../../matters/matter_calls";
import { MatterForm } from "../../matters/matter_form";
import { openMatterPlace } from "../../matters/matter_papers";
import type { PublicMatter } from "../../matters/public_calls";
import { session } from "../../session/session";
import { Select, TextField } from "../../ui/inputs";
import { LegalBasis } from "../../ui/legal_basis";
import { Ready } from "../../ui/loading";
import { Notice } from "../../ui/notice";
import { ACCOUNT_REQUESTS, GRANT_STEP } from "../people/asked_rights";
import { RightsEffectPanel } from "../people/rights_effect";
import { isOvertaken } from "../steps/conflict";
import { UNIT_CHANGES } from "../units/change_answers";
import { DECIDE_STEP, UnitEffectPanel } from "../units/unit_effect";
import { listReadUnits } from "./matter_filters";
import { officerMatterWords } from "./officer_matter_words";
import { copyAnswer, loadLeading, namesOther, useOtherChoices } from "./other_matter";
import { compileText, listNamedKeys, loadSources, usePublishedChoices } from "./published_sources";

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

/** One step being prepared. What the matter names is read before its form is shown: published questions, and the matter
 * with which it is answered. */
export function MatterStepPanel(given: MatterStepPanelProps) {
  const latest = readLatestAnswers(given.matter);
  const loaded = useLoad(async () => {
    const [sources, leading] = await Promise.all([loadSources(latest), loadLeading(given.matter)]);
    return { sources, leading };
  }, []);
  return <Ready from={loaded}>{(named) => <StepForm {...given} {...named} latest={latest} />}</Ready>;
}

interface StepFormProps extends MatterStepPanelProps {
  readonly latest: Answers;
  readonly sources: readonly PublicMatter[];
  readonly leading: Matter | null;
}

/** The step's words, its form and the articles it rests on. */
function StepForm(given: StepFormProps) {
  const { kind, units, matter, step, latest, sources, leading, onDone, onCancel, onOvertaken } = given;
  const w = useWords(officerMatterWords);
  const language = useLanguage();
  const { me } = useStore(session);
  const panel = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    const first = panel.current?.querySelector<HTMLElement>("input,select,textarea,button[type=submit]");
    first?.focus();
  }, []);
  const plain = completeForm(kind, step, units, matter.unit);
  const [searched, setSearched] = useState("");
  const [number, setNumber] = useState("");
  const published = usePublishedChoices(kind, units, plain, sources, searched);
  const readable = listReadUnits(me, units, kind);
  const [unit, setUnit] = useState(readable.includes(matter.unit) ? matter.unit : (readable[0] ?? matter.unit));
  const form = useOtherChoices(kind, matter, published, unit, number);
  const copied = copyAnswer(plain, leading);
  const who = { answered_by: me?.name ?? "", answered_title: me?.title ?? "" };
  return (
    <section class="step" aria-labelledby="step-title" data-section tabIndex={-1} ref={panel}>
      <h2 id="step-title">{chooseName(step.name, language)}</h2>
      {form.questions.length === 0 && <p>{w.plain}</p>}
      {step.erases && <p class="due due-bad">● {w.grave}</p>}
      {listNamedKeys(plain).length > 0 && (
        <TextField id="earlier-q" label={w.find} value={searched} type="search" onInput={setSearched} />
      )}
      {namesOther(plain) && readable.length > 1 && (
        <Select
          id="other-unit"
          label={w.otherUnit}
          value={unit}
          options={readable.map((id) => ({ value: id, text: nameAgency(units, id, language) }))}
          onChoose={setUnit}
        />
      )}
      {namesOther(plain) && (
        <TextField
          id="other-number"
          label={w.findOther}
          help={w.findOtherHelp}
          value={number}
          type="search"
          onInput={setNumber}
        />
      )}
      <MatterForm
        form={form}
        initial={{
          ...copied,
          ...makeStepAnswers(plain, step.fields, { ...compileText(sources), ...latest }, who),
        }}
        lead={
          leading && "answer" in copied ? (
            <Notice tone="info">
              <p>{w.copied(leading.number)}</p>
            </Notice>
          ) : undefined
        }
        submit={chooseName(step.name, language)}
        quick
        place={step.papers ? openMatterPlace(kind.plural, matter.id) : undefined}
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
      >
        {kind.plural === ACCOUNT_REQUESTS && step.word === GRANT_STEP && (
          <RightsEffectPanel answers={readOpeningAnswers(matter)} units={units} />
        )}
        {kind.plural === UNIT_CHANGES && step.word === DECIDE_STEP && (
          <UnitEffectPanel answers={readOpeningAnswers(matter)} units={units} />
        )}
      </MatterForm>
      <details class="cites muted small">
        <summary>{w.basis}</summary>
        <LegalBasis of={step.articles} />
      </details>
    </section>
  );
}
