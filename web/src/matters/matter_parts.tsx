/** Parts of a matter's page that both sides draw: answers, clocks and course. */
import { nameAgency } from "../api/catalogue";
import type { Agency } from "../api/types";
import { writeAnswer } from "../eform/answer_text";
import type { Answers, Question } from "../eform/schema";
import { writeLongMoment } from "../lib/format";
import { chooseName, useLanguage, useWords } from "../lib/language";
import { CourseEvent } from "../ui/course_event";
import { Notice, Tag } from "../ui/notice";
import { Unbroken } from "../ui/unbroken";
import { listAnswers } from "./course";
import { findState, findStep, listQuestions, type MatterKind, nameOpened } from "./kinds";
import type { Matter, MatterFact } from "./matter_calls";
import { makePublicPath, makeWorkPath, QUESTIONS } from "./matter_paths";
import { findingWords, matterWords } from "./matter_words";

/** The key whose answer is the id of another, published matter of the kind. */
export const EARLIER = "earlier";
/** Whether the answer to a question is the id of a published question from which a text was compiled. */
export const isSource = (key: string): boolean => /^source(_\d)?$/.test(key);

/** The key whose answer is the id of another matter of the kind, which officers alone read. */
export const OTHER = "other";
const ID = /^[0-9a-z]{26}$/;
/** Keys whose answers are accounts: of somebody without a record yet, the account is all that is known. */
const ACCOUNTS: ReadonlySet<string> = new Set(["person", "backup_for", "stand_in"]);

interface StateTagProps {
  readonly kind: MatterKind;
  readonly state: string;
}

/** The state in the table's own words. */
export function StateTag({ kind, state }: StateTagProps) {
  const language = useLanguage();
  const found = findState(kind, state);
  if (!found) return null;
  return <Tag tone={found.ended ? "done" : "wait"}>{chooseName(found.name, language)}</Tag>;
}

interface AnswerListProps {
  readonly kind: MatterKind;
  readonly answers: Answers;
  readonly keys: readonly string[];
  readonly questions: ReadonlyMap<string, Question>;
  /** Names of the officers whose accounts answers hold, by question. */
  readonly people?: Readonly<Record<string, string>> | undefined;
}

/** Answers that programs read: role, unit and effect say in words which right it is. */
const CODES: ReadonlySet<string> = new Set(["right"]);

/** Answers under their questions, in the order of the keys; questions without an answer are left out. */
export function AnswerList({ kind, answers, keys, questions, people }: AnswerListProps) {
  const language = useLanguage();
  const shown = keys.filter((key) => questions.has(key) && key in answers && !CODES.has(key));
  if (!shown.length) return null;
  return (
    <dl class="facts matter-answers">
      {shown.map((key) => {
        const question = questions.get(key) as Question;
        return (
          <div key={key}>
            <dt>{question[language]}</dt>
            <dd class="lines" lang={question.choices.length ? undefined : "vi"}>
              <AnswerText kind={kind} question={question} answer={answers[key]} person={people?.[key]} />
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

interface AnswerTextProps {
  readonly kind: MatterKind;
  readonly question: Question;
  readonly answer: unknown;
  /** Name of the officer whose account the answer is. */
  readonly person?: string | undefined;
}

function AnswerText({ kind, question, answer, person }: AnswerTextProps) {
  const w = useWords(matterWords);
  const language = useLanguage();
  if (answer === null) return <span class="muted">{w.erased}</span>;
  if (question.key === EARLIER) return <a href={makePublicPath(kind.plural, String(answer))}>{w.earlier}</a>;
  if (question.key === OTHER && ID.test(String(answer)))
    return <a href={makeWorkPath(kind.plural, String(answer))}>{w.other}</a>;
  if (person) return <>{person}</>;
  if (ACCOUNTS.has(question.key)) return <span class="account-id">{String(answer)}</span>;
  if (isSource(question.key)) return <a href={makePublicPath(QUESTIONS, String(answer))}>{w.earlier}</a>;
  return <>{writeAnswer(question, answer, language)}</>;
}

interface MatterLinksProps {
  readonly matter: Matter;
  /** The address of another matter's page on this side. */
  readonly makePath: (plural: string, id: string) => string;
  /** The address at which the matter is read with which this one is answered. */
  readonly makeLeadingPath: (plural: string, id: string) => string;
}

/** The matter as which this one continues, the one as which it came in, and the one with which it is answered. */
export function MatterLinks({ matter, makePath, makeLeadingPath }: MatterLinksProps) {
  const w = useWords(matterWords);
  const links = [
    { link: matter.became, write: w.became, make: makePath },
    { link: matter.came_from, write: w.cameFrom, make: makePath },
    { link: matter.leading, write: w.leading, make: makeLeadingPath },
  ];
  return (
    <>
      {links.map(
        ({ link, write, make }) =>
          link && (
            <p key={link.id}>
              <a href={make(link.plural, link.id)}>
                <Unbroken text={write(link.number)} />
              </a>
            </p>
          ),
      )}
    </>
  );
}

/** What became of the personal data once their erasure was ordered; nothing before. */
export function ErasureNote({ state }: { readonly state: string }) {
  const w = useWords(matterWords);
  if (state !== "erasing" && state !== "erased") return null;
  const done = state === "erased";
  return (
    <Notice tone={done ? "info" : "wait"} title={done ? w.erasedAll : w.erasing}>
      <p>{done ? w.erasedAllText : w.erasingText}</p>
    </Notice>
  );
}

/** The national system to which the matter was sent, with its number there; nothing for one that was sent here. */
export function MatterOrigin({ national }: { readonly national: string | null | undefined }) {
  const w = useWords(matterWords);
  return national ? <span>{w.fromNational(national)}</span> : null;
}

/** The sentence that stands wherever the kind's texts are read. */
export function KindLabel({ kind }: { readonly kind: MatterKind }) {
  const language = useLanguage();
  return kind.label ? (
    <Notice tone="info">
      <p>{chooseName(kind.label, language)}</p>
    </Notice>
  ) : null;
}

/** What people read first, with the articles that say so. */
export function LawNotes({ notes }: { readonly notes: MatterKind["notes"] }) {
  const w = useWords(matterWords);
  const language = useLanguage();
  const articles = [...new Set(notes.flatMap(({ article }) => article ?? []))];
  if (!notes.length) return null;
  return (
    <>
      <p>{notes.map((each) => chooseName(each, language)).join(" ")}</p>
      {articles.length > 0 && (
        <details class="cites muted small">
          <summary>{w.basis}</summary>
          <p lang="vi">{articles.join("; ")}</p>
        </details>
      )}
    </>
  );
}

/** The clocks that run, each with its due time and article. */
export function MatterClocks({ kind, matter }: { readonly kind: MatterKind; readonly matter: Matter }) {
  const w = useWords(matterWords);
  const language = useLanguage();
  if (!matter.clocks.length) return null;
  return (
    <section aria-labelledby="clocks">
      <h2 id="clocks">{w.clocks}</h2>
      <ul class="plain rows">
        {matter.clocks.map(({ name, due_at, article }) => (
          <li key={name}>
            {nameClock(kind, name, language)}: {w.until(writeLongMoment(due_at, language))}
            {article && (
              <details class="cites muted small">
                <summary>{w.basis}</summary>
                <p lang="vi">{article}</p>
              </details>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

const nameClock = (kind: MatterKind, name: string, language: "vi" | "en"): string => {
  const found = kind.clocks[name];
  return found ? chooseName(found, language) : "";
};

interface MatterCourseProps {
  readonly kind: MatterKind;
  readonly matter: Matter;
  readonly units: readonly Agency[];
  /** The actor of a fact, as this reader calls them. */
  readonly nameActor: (fact: MatterFact) => string;
  /** Answers that this reader sees elsewhere, by key. */
  readonly without?: readonly string[];
}

/** Every event of a matter, newest first, with what it says to this reader. What it was opened with stands above. */
export function MatterCourse({ kind, matter, units, nameActor, without = [] }: MatterCourseProps) {
  const w = useWords(matterWords);
  const findings = useWords(findingWords) as Readonly<Record<string, string>>;
  const language = useLanguage();
  const questions = listQuestions(kind, units);
  const nameEvent = ({ event, clock, to, handed_to }: MatterFact): string => {
    if (event === "open") return nameOpened(kind, to, w.open, language);
    const step = findStep(kind, event);
    if (step) return chooseName(step.name, language);
    if (event === "succeeded" && handed_to) return w.succeeded(nameAgency(units, handed_to, language));
    return clock ? w.alert(nameClock(kind, clock, language)) : w.changed;
  };
  return (
    <section aria-labelledby="course" data-section tabIndex={-1}>
      <h2 id="course">{w.course}</h2>
      <ol class="timeline" reversed>
        {(matter.course ?? []).toReversed().map((fact) => {
          const opened = fact.event === "open";
          const answers = opened ? {} : listAnswers(fact);
          const name = nameEvent(fact);
          const found = !opened && fact.to ? findState(kind, fact.to) : undefined;
          const state = found ? chooseName(found.name, language) : name;
          return (
            <CourseEvent
              key={fact.seq}
              at={fact.at}
              who={nameActor(fact)}
              basis={[[w.basis, fact.articles]]}
              title={
                <>
                  <strong>{name}</strong>
                  {state !== name && ` → ${state}`}
                </>
              }
            >
              {[...questions.values()]
                .filter(({ key }) => key in answers && !without.includes(key))
                .map((question) => (
                  <p key={question.key} class="said lines">
                    <span class="muted small">{question[language]}: </span>
                    <AnswerText kind={kind} question={question} answer={answers[question.key]} />
                  </p>
                ))}
              {Object.entries(fact.due).map(([name, at]) => (
                <p key={name} class="muted small">
                  {nameClock(kind, name, language)}: {w.until(writeLongMoment(at, language))}
                </p>
              ))}
              {fact.hints.length > 0 && (
                <p class="due due-act">● {fact.hints.map((each) => findings[each] ?? w.changed).join("; ")}</p>
              )}
            </CourseEvent>
          );
        })}
      </ol>
    </section>
  );
}
