import { useRef, useState } from "preact/hooks";
import { nameAgency } from "../../../api/catalogue";
import { useLoad } from "../../../api/use_load";
import type { PageProps } from "../../../app/route";
import { chooseName, useLanguage, useWords } from "../../../lib/language";
import {
  listOwnResultKeys,
  listRetold,
  makeStepAnswers,
  readLatestAnswers,
  readOpeningAnswers,
} from "../../../matters/course";
import { completeForm, findState, findStep, type MatterStep } from "../../../matters/kinds";
import { type KindData, loadKindData } from "../../../matters/load_kind";
import { loadMatter, type Matter, type MatterFact, takeMatterStep } from "../../../matters/matter_calls";
import { MatterFiles } from "../../../matters/matter_files";
import { MatterForm } from "../../../matters/matter_form";
import { openMatterPlace } from "../../../matters/matter_papers";
import {
  AnswerList,
  ErasureNote,
  KindLabel,
  MatterClocks,
  MatterCourse,
  MatterLinks,
  MatterOrigin,
  StateTag,
} from "../../../matters/matter_parts";
import { makeKindPath, makeMatterPath, makePublicPath } from "../../../matters/matter_paths";
import { matterWords } from "../../../matters/matter_words";
import { listReaderQuestions } from "../../../matters/public_calls";
import { Button } from "../../../ui/button";
import { ReadyPage } from "../../../ui/loading";
import { Notice } from "../../../ui/notice";
import { Page } from "../../../ui/page";

const NOBODY = { answered_by: "", answered_title: "" };

/** One matter of the reader's own: its state, clocks, answers and course, and the steps that they may take. */
export default function MatterPage({ params, query }: PageProps) {
  const { plural = "", id = "" } = params;
  const loaded = useLoad(async () => {
    const [data, matter] = await Promise.all([loadKindData(plural), loadMatter(plural, id)]);
    return { ...data, matter };
  }, [plural, id]);
  return (
    <ReadyPage from={loaded} title={useWords(matterWords).all}>
      {(data) => <OwnMatter {...data} reload={loaded.reload} sent={query.has("sent")} />}
    </ReadyPage>
  );
}

interface OwnMatterProps extends KindData {
  readonly matter: Matter;
  readonly reload: () => void;
  readonly sent: boolean;
}

function OwnMatter({ kind, units, matter, reload, sent }: OwnMatterProps) {
  const w = useWords(matterWords);
  const language = useLanguage();
  const [open, setOpen] = useState<MatterStep | null>(null);
  const [message, setMessage] = useState(sent ? w.sent : "");
  const report = useRef<HTMLDivElement>(null);
  const questions = listReaderQuestions(kind, units);
  const latest = readLatestAnswers(matter);
  const results = listOwnResultKeys(kind, latest);
  const steps = matter.steps.flatMap((word) => findStep(kind, word) ?? []);
  const nameActor = ({ role, unit }: MatterFact) =>
    role === "applicant" ? w.you : unit ? nameAgency(units, unit, language) : w.system;
  function finish(step: MatterStep) {
    setOpen(null);
    setMessage(w.done(chooseName(step.name, language)));
    reload();
    report.current?.focus();
  }
  return (
    <Page
      title={`${chooseName(kind.words, language)} ${matter.number}`}
      above={<a href={`${makeKindPath(kind.plural)}/cua-toi`}>{w.mine(chooseName(kind.words, language))}</a>}
    >
      <div role="status" tabIndex={-1} ref={report}>
        {message && (
          <Notice tone="done">
            <p>{message}</p>
          </Notice>
        )}
      </div>
      <p>
        <StateTag kind={kind} state={matter.state} />
      </p>
      <ErasureNote state={matter.state} />
      {matter.national && (
        <p>
          <MatterOrigin national={matter.national} />
        </p>
      )}
      <p>{nameAgency(units, matter.unit, language)}</p>
      <MatterLinks matter={matter} makePath={makeMatterPath} makeLeadingPath={makePublicPath} />
      {findState(kind, matter.state)?.public && (
        <p>
          <a href={makePublicPath(kind.plural, matter.id)}>{w.readPublic}</a>
        </p>
      )}
      {results.some((key) => key in latest) && (
        <section aria-labelledby="result">
          <h2 id="result">{w.result}</h2>
          <KindLabel kind={kind} />
          <AnswerList kind={kind} answers={latest} keys={results} questions={questions} />
        </section>
      )}
      <MatterClocks kind={kind} matter={matter} />
      <section aria-labelledby="content">
        <h2 id="content">{w.content}</h2>
        <AnswerList
          kind={kind}
          answers={readOpeningAnswers(matter)}
          keys={Object.keys(kind.opening.fields)}
          questions={questions}
        />
      </section>
      <MatterFiles plural={kind.plural} matter={matter} />
      {steps.length > 0 && (
        <section aria-labelledby="steps">
          <h2 id="steps">{w.steps}</h2>
          {open ? (
            <MatterForm
              key={open.word}
              form={completeForm(kind, open, units, matter.unit)}
              initial={makeStepAnswers(completeForm(kind, open, units), open.fields, latest, NOBODY)}
              place={open.papers ? openMatterPlace(kind.plural, matter.id) : undefined}
              submit={chooseName(open.name, language)}
              onCancel={() => setOpen(null)}
              onSend={async (body, key) => {
                await takeMatterStep(kind.plural, matter, open.word, body, key);
                finish(open);
              }}
            />
          ) : (
            <p class="buttons">
              {steps.map((step) => (
                <Button key={step.word} kind="secondary" onPress={() => setOpen(step)}>
                  {chooseName(step.name, language)}
                </Button>
              ))}
            </p>
          )}
        </section>
      )}
      <MatterCourse kind={kind} matter={matter} units={units} nameActor={nameActor} without={listRetold(kind)} />
    </Page>
  );
}
