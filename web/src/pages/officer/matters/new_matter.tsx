import { useState } from "preact/hooks";
import { useLoad } from "../../../api/use_load";
import type { PageProps } from "../../../app/route";
import { go } from "../../../app/router";
import type { Answers } from "../../../eform/schema";
import { useLanguage, useWords } from "../../../lib/language";
import { completeForm, nameOpening } from "../../../matters/kinds";
import { type KindData, loadKindData } from "../../../matters/load_kind";
import { openMatter } from "../../../matters/matter_calls";
import { useOpening } from "../../../matters/matter_files";
import { MatterForm } from "../../../matters/matter_form";
import { KindLabel } from "../../../matters/matter_parts";
import { makeWorkPath } from "../../../matters/matter_paths";
import { matterWords, openingNotes } from "../../../matters/matter_words";
import { isPublicKind, type PublicMatter } from "../../../matters/public_calls";
import { Suggestions } from "../../../matters/suggestions";
import { OfficerPage, useSectionKeys } from "../../../officer/layout/officer_page";
import { officerMatterWords } from "../../../officer/matters/officer_matter_words";
import { listNamedKeys, loadSources, usePublishedChoices } from "../../../officer/matters/published_sources";
import { readCaseAnswers } from "../../../officer/operations/alarm_case";
import { securityLogWords } from "../../../officer/operations/security_log_words";
import { ACCOUNT_REQUESTS, describeChosen, RIGHT } from "../../../officer/people/asked_rights";
import { OfficerPicker } from "../../../officer/people/officer_picker";
import { readPersonAnswers } from "../../../officer/people/person_answers";
import { useRightChoices } from "../../../officer/people/right_choices";
import { RightsEffectPanel } from "../../../officer/people/rights_effect";
import { readChangeAnswers, UNIT_CHANGES } from "../../../officer/units/change_answers";
import { UnitEffectPanel } from "../../../officer/units/unit_effect";
import { TextField } from "../../../ui/inputs";
import { ReadyPage } from "../../../ui/loading";

/** Questions for people in requests for rights. */
const PEOPLE = { person: OfficerPicker, backup_for: OfficerPicker, stand_in: OfficerPicker };

/** An officer begins a matter of a kind that officers open, or takes one down for somebody. */
export default function NewMatterPage({ params, query }: PageProps) {
  const plural = params.plural ?? "";
  const source = query.get("source") ?? "";
  const loaded = useLoad(async () => {
    const [data, sources] = await Promise.all([loadKindData(plural), loadSources({ source })]);
    return { ...data, sources };
  }, [plural, source]);
  return (
    <ReadyPage from={loaded} title={useWords(officerMatterWords).title} frame={OfficerPage}>
      {(data) => <OpeningForm {...data} query={query} />}
    </ReadyPage>
  );
}

interface OpeningFormProps extends KindData {
  /** The published questions from which an entry is compiled. */
  readonly sources: readonly PublicMatter[];
  /** What the page that led here found, such as an alarm of the security log. */
  readonly query: URLSearchParams;
}

function OpeningForm({ kind, units, sources, query }: OpeningFormProps) {
  const w = useWords(matterWords);
  const words = useWords(officerMatterWords);
  const language = useLanguage();
  const found = {
    ...readCaseAnswers(kind.plural, query, useWords(securityLogWords)),
    ...readChangeAnswers(kind.plural, query),
    ...readPersonAnswers(kind.plural, query),
  };
  const [answers, setAnswers] = useState<Answers>({});
  const [searched, setSearched] = useState("");
  const plain = completeForm(kind, kind.opening, units);
  const published = usePublishedChoices(kind, units, plain, sources, searched);
  const { form, choices } = useRightChoices(published, answers, units);
  const [source] = sources;
  const { opening, place } = useOpening(kind.plural);
  useSectionKeys();
  const notes: Readonly<Record<string, string>> = useWords(openingNotes);
  const note = notes[kind.plural];
  return (
    <OfficerPage
      title={nameOpening(kind, w, language)}
      above={<a href={`/officer/matters?kind=${kind.plural}`}>← {words.back}</a>}
    >
      <div class="step" data-section tabIndex={-1}>
        <KindLabel kind={kind} />
        {note && <p>{note}</p>}
        {listNamedKeys(plain).length > 0 && (
          <TextField id="earlier-q" label={words.find} value={searched} type="search" onInput={setSearched} />
        )}
        <MatterForm
          form={form}
          initial={source ? { source: source.id, [kind.subject]: source.texts.public_subject } : found}
          submit={kind.opened_by.includes("applicant") ? w.send : w.save}
          quick
          place={kind.opening.papers ? place : undefined}
          onAnswers={setAnswers}
          special={kind.plural === ACCOUNT_REQUESTS ? PEOPLE : {}}
          onSend={async (body, key) => {
            const chosen = describeChosen(choices, body.values?.[RIGHT]);
            const opened = await openMatter(
              kind.plural,
              { ...body, values: { ...body.values, ...chosen } },
              opening,
              key,
            );
            await go(makeWorkPath(kind.plural, opened.id), { replace: true });
          }}
        >
          {kind.plural === ACCOUNT_REQUESTS && <RightsEffectPanel answers={answers} units={units} />}
          {kind.plural === UNIT_CHANGES && <UnitEffectPanel answers={{ ...found, ...answers }} units={units} />}
          {isPublicKind(kind) && <Suggestions kind={kind} units={units} typed={String(answers[kind.subject] ?? "")} />}
        </MatterForm>
      </div>
    </OfficerPage>
  );
}
