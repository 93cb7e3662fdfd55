import "../../../styles/workspace.css";
import "../../../styles/officer/matters.css";
import { useRef, useState } from "preact/hooks";
import { nameAgency } from "../../../api/catalogue";
import { useLoad } from "../../../api/use_load";
import type { PageProps } from "../../../app/route";
import { chooseName, useLanguage, useWords } from "../../../lib/language";
import { useStore } from "../../../lib/store";
import { listResultKeys, readLatestAnswers, readOpeningAnswers } from "../../../matters/course";
import { findStep, listQuestions, type MatterStep } from "../../../matters/kinds";
import { type KindData, loadKindData } from "../../../matters/load_kind";
import { loadMatter, type Matter, type MatterFact } from "../../../matters/matter_calls";
import { MatterFiles } from "../../../matters/matter_files";
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
import { FAQS, makePublicPath, makeWorkPath, PORTAL_KINDS, QUESTIONS } from "../../../matters/matter_paths";
import { findingWords, matterWords } from "../../../matters/matter_words";
import { OfficerPage, useSectionKeys } from "../../../officer/layout/officer_page";
import { hasWrittenAnswer, WrittenAnswer } from "../../../officer/matters/answer_sheet";
import { makeMattersPath } from "../../../officer/matters/matter_filters";
import { MatterLedger } from "../../../officer/matters/matter_ledger";
import { officerMatterWords } from "../../../officer/matters/officer_matter_words";
import { PortalStanding } from "../../../officer/matters/portal_standing";
import { MatterStepPanel } from "../../../officer/matters/step_panel";
import { ReviewLines } from "../../../officer/reviews/review_lines";
import { isLineStep, RIGHTS_REVIEWS } from "../../../officer/reviews/review_rows";
import { DueMark } from "../../../officer/shared/due_mark";
import { findWord, roleWords } from "../../../officer/steps/step_words";
import { findNeighbours, workQueue } from "../../../officer/worklist/work_queue";
import { session } from "../../../session/session";
import { Button } from "../../../ui/button";
import { ReadyPage } from "../../../ui/loading";
import { Notice } from "../../../ui/notice";

/** One matter at work: its text, the steps that the officer may take, and its course. */
export default function MatterWorkPage({ params, query }: PageProps) {
  const { plural = "", id = "" } = params;
  const loaded = useLoad(async () => {
    const [data, matter] = await Promise.all([loadKindData(plural), loadMatter(plural, id)]);
    return { ...data, matter };
  }, [plural, id]);
  return (
    <ReadyPage from={loaded} title={useWords(officerMatterWords).title} frame={OfficerPage}>
      {(data) => (
        <MatterWork {...data} paper={query.has("paper")} reload={loaded.reload} refreshing={loaded.refreshing} />
      )}
    </ReadyPage>
  );
}

interface MatterWorkProps extends KindData {
  readonly matter: Matter;
  /** Whether the written answer was asked for. */
  readonly paper: boolean;
  readonly reload: () => void;
  readonly refreshing: boolean;
}

function MatterWork({ kind, units, matter, paper, reload, refreshing }: MatterWorkProps) {
  const w = useWords(officerMatterWords);
  const shared = useWords(matterWords);
  const language = useLanguage();
  const { me } = useStore(session);
  const queue = useStore(workQueue);
  const around = findNeighbours(queue, matter.id);
  const list = { plural: kind.plural, unit: matter.unit, ended: matter.ended, state: "" };
  const [open, setOpen] = useState<MatterStep | null>(null);
  const [message, setMessage] = useState("");
  const actions = useRef<HTMLElement>(null);
  useSectionKeys();
  const questions = listQuestions(kind, units);
  const nameUnit = (id: string) => nameAgency(units, id, language);
  const results = listResultKeys(kind);
  const latest = readLatestAnswers(matter);
  const steps = matter.steps.flatMap((word) => (isLineStep(kind.plural, word) ? [] : (findStep(kind, word) ?? [])));
  function close() {
    setOpen(null);
    actions.current?.focus({ preventScroll: true });
  }
  return (
    <OfficerPage
      title={matter.number}
      above={
        <>
          <a href={around ? queue.back : makeMattersPath(list)}>← {w.back}</a>
          {around && (
            <>
              {" · "}
              {around.previous && <a href={makeWorkPath(kind.plural, around.previous)}>{w.previous}</a>}{" "}
              {w.place(around.at, around.of)}{" "}
              {around.next && <a href={makeWorkPath(kind.plural, around.next)}>{w.following}</a>}
            </>
          )}
        </>
      }
      aside={
        <p class="head-line">
          <span>{chooseName(kind.words, language)}</span>
          <MatterOrigin national={matter.national} />
          {!matter.ended && matter.due_at && <DueMark due={matter.due_at} late={matter.late} />}
          <StateTag kind={kind} state={matter.state} />
          <span>{nameUnit(matter.unit)}</span>
          {matter.public && <a href={makePublicPath(kind.plural, matter.id)}>{shared.readPublic}</a>}
        </p>
      }
    >
      <p role="status" class="report">
        {message}
      </p>
      {message && around?.next && (
        <p>
          <a class="button" href={makeWorkPath(kind.plural, around.next)}>
            {w.next}
          </a>
        </p>
      )}
      <ErasureNote state={matter.state} />
      {kind.plural === RIGHTS_REVIEWS && <ReviewLines matter={matter} units={units} onChanged={reload} />}
      <div class="matter-work">
        <section class="matter-text" aria-labelledby="content" data-section tabIndex={-1}>
          <h2 id="content">{w.content}</h2>
          <Hints matter={matter} />
          <AnswerList
            kind={kind}
            answers={readOpeningAnswers(matter)}
            keys={Object.keys(kind.opening.fields)}
            questions={questions}
            people={matter.people}
          />
          <MatterFiles plural={kind.plural} matter={matter} />
          {results.some((key) => key in latest) && (
            <>
              <h2>{w.answer}</h2>
              <KindLabel kind={kind} />
              <AnswerList kind={kind} answers={latest} keys={results} questions={questions} />
            </>
          )}
        </section>
        <div class="matter-side">
          <section class="actions" aria-labelledby="steps" data-section tabIndex={-1} ref={actions}>
            <h2 id="steps">{w.steps}</h2>
            {steps.length === 0 && <p class="muted">{w.nothing}</p>}
            <p class="buttons">
              {steps.map((step) => (
                <Button key={step.word} kind="secondary" busy={refreshing} onPress={() => setOpen(step)}>
                  {chooseName(step.name, language)}
                </Button>
              ))}
            </p>
          </section>
          {open && (
            <MatterStepPanel
              key={open.word}
              kind={kind}
              units={units}
              matter={matter}
              step={open}
              onCancel={close}
              onOvertaken={reload}
              onDone={() => {
                setMessage(shared.done(chooseName(open.name, language)));
                close();
                reload();
              }}
            />
          )}
          {kind.plural === QUESTIONS && matter.public && me?.roles.includes("provincial_office") && (
            <p>
              <a href={`${makeWorkPath(FAQS, "moi")}?source=${matter.id}`}>{w.compile}</a>
            </p>
          )}
          {matter.first_unit !== matter.unit && <p>{w.first(nameUnit(matter.first_unit))}</p>}
          {matter.asked.length > 0 && <p>{w.asked(matter.asked.map(nameUnit).join("; "))}</p>}
          <MatterLinks matter={matter} makePath={makeWorkPath} makeLeadingPath={makeWorkPath} />
          <MatterClocks kind={kind} matter={matter} />
        </div>
      </div>
      {hasWrittenAnswer(kind, matter) && <WrittenAnswer id={matter.id} shown={paper} />}
      <MatterCourse kind={kind} matter={matter} units={units} nameActor={useActorNames(nameUnit)} />
      {PORTAL_KINDS.has(kind.plural) && (
        <PortalStanding kind={kind} id={matter.id} length={matter.course?.length ?? 0} />
      )}
      <MatterLedger id={matter.id} />
    </OfficerPage>
  );
}

const OFFICE = "provincial_office";

/** Role and unit of a fact's author, as colleagues call them. */
function useActorNames(nameUnit: (id: string) => string) {
  const w = useWords(matterWords);
  const roles = useWords(roleWords);
  return ({ role, unit }: MatterFact): string => {
    if (role === "system") return w.system;
    // The office is a unit of its own: role and unit have one name.
    if (role === OFFICE && unit) return nameUnit(unit);
    return [role === "applicant" ? w.sender : findWord(roles, role), unit && nameUnit(unit)].filter(Boolean).join(", ");
  };
}

/** What the check of the opening found: the focal officer judges it. */
function Hints({ matter }: { readonly matter: Matter }) {
  const w = useWords(officerMatterWords);
  const findings = useWords(findingWords);
  const hints = matter.course?.[0]?.hints ?? [];
  if (!hints.length) return null;
  return (
    <Notice tone="act" title={w.hints}>
      <ul>
        {hints.map((each) => (
          <li key={each}>{findWord(findings, each)}</li>
        ))}
      </ul>
    </Notice>
  );
}
