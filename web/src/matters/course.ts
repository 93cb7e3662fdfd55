/** What the course of a matter says, apart from how it is drawn. */
import type { Answers, FormSchema } from "../eform/schema";
import { listPublicKeys, type MatterKind } from "./kinds";
import type { Matter, MatterFact } from "./matter_calls";

/** Answers of a fact: codes, days and units, and the texts that the reader may see. */
export const listAnswers = ({ values, texts }: MatterFact): Answers => ({ ...values, ...texts });

/** The latest answer to each question, over the whole course. */
export function readLatestAnswers({ course = [] }: Matter): Answers {
  return Object.assign({}, ...course.map(listAnswers)) as Answers;
}

/** The answers with which it was opened. */
export function readOpeningAnswers({ course = [] }: Matter): Answers {
  const [opening] = course;
  return opening ? listAnswers(opening) : {};
}

/** Keys that hold what the units answered and everybody may read, in the order of the table. */
export function listResultKeys(kind: MatterKind): readonly string[] {
  return listPublicKeys(kind).filter((key) => !(key in kind.opening.fields));
}

const PUBLIC_PREFIX = "public_";

/** The key whose published form this is (`subject` of `public_subject`); none for any other. */
export const findSource = (key: string): string | undefined =>
  key.startsWith(PUBLIC_PREFIX) ? key.slice(PUBLIC_PREFIX.length) : undefined;

/** Keys of published forms of what the matter was opened with: its sender reads their own words instead. */
export const listRetold = (kind: MatterKind): readonly string[] =>
  listResultKeys(kind).filter((key) => (findSource(key) ?? "") in kind.opening.fields);

/** What the units answered, once: as the sender was answered, else as it was published. */
export function listOwnResultKeys(kind: MatterKind, latest: Answers): readonly string[] {
  const retold = listRetold(kind);
  const keys = listResultKeys(kind).filter((key) => !retold.includes(key));
  return [...new Set(keys.map((key) => ((findSource(key) ?? "") in latest ? (findSource(key) as string) : key)))];
}

/** The officer's own name and title, by the keys that ask for them. */
export interface Signature {
  readonly answered_by: string;
  readonly answered_title: string;
}

/**
 * Answers with which a step's form begins. A public text begins as it was answered last; one that is a public form of
 * another (`public_subject` of `subject`) begins as that one; who answers is the officer.
 */
export function makeStepAnswers(
  form: FormSchema,
  audience: Readonly<Record<string, string>>,
  latest: Answers,
  who: Signature,
): Answers {
  const found: Record<string, unknown> = {};
  for (const { key, choices } of form.questions) {
    if (audience[key] !== "public" || choices.length) continue;
    const own = who[key as keyof Signature];
    const answer = own || (latest[key] ?? latest[findSource(key) ?? ""]);
    if (answer) found[key] = answer;
  }
  return found;
}
