/** What everybody reads of matters: their public fields alone, searched without marks. */
import { api, unwrap } from "../api/client";
import type { Agency } from "../api/types";
import type { Question } from "../eform/schema";
import type { components } from "../generated/api";
import { findSource } from "./course";
import { listPublicKeys, listQuestions, type MatterKind, type MatterState } from "./kinds";

export type PublicMatter = components["schemas"]["PublicMatterView"];
export type PublicPage = components["schemas"]["PublicMattersPage"];

/** The longest text that the search reads. */
export const MOST_SEARCHED = 100;

export async function searchPublic(kind: string, q: string, cursor: string | null, group = ""): Promise<PublicPage> {
  const wanted = q
    .trim()
    .slice(0, MOST_SEARCHED)
    .replace(/\p{Cs}/gu, "");
  const query = { kind, ...(wanted && { q: wanted }), ...(cursor && { cursor }), ...(group && { group }) };
  return unwrap(api.GET("/api/matters/public", { params: { query } }));
}

export async function loadPublic(id: string): Promise<PublicMatter> {
  return unwrap(api.GET("/api/matters/public/{matter_id}", { params: { path: { matter_id: id } } }));
}

/** Whether people outside read anything of this kind. */
export const isPublicKind = (kind: MatterKind): boolean => kind.states.some((each) => each.public);

/** The state in which a matter of this kind has ended and waits to be published; none where it is open until then. */
export function findStateBeforePublic({ states }: MatterKind): MatterState | undefined {
  const before = states[states.findIndex((each) => each.public) - 1];
  return before?.ended ? before : undefined;
}

/** All public answers of a matter by their keys. */
export const listPublicAnswers = ({ values, texts }: PublicMatter): Readonly<Record<string, unknown>> => ({
  ...values,
  ...texts,
});

/** Questions under the words that readers know: a published form is called as what it is a form of. */
export function listReaderQuestions(kind: MatterKind, units: readonly Agency[]): ReadonlyMap<string, Question> {
  const questions = listQuestions(kind, units);
  return new Map(
    [...questions].map(([key, question]) => {
      const source = questions.get(findSource(key) ?? "");
      return [key, source ? { ...question, vi: source.vi, en: source.en } : question];
    }),
  );
}

/** The key whose answer names a public matter: its first public line of text. */
export function findNameKey(
  kind: MatterKind,
  questions: ReadonlyMap<string, Question>,
  found: PublicMatter,
): string | undefined {
  const answers = listPublicAnswers(found);
  const isLine = (key: string) => {
    const question = questions.get(key);
    return question?.oneLine && !question.choices.length && findSource(key) && answers[key];
  };
  return listPublicKeys(kind).find(isLine);
}

/** The name of a public matter, else its number. */
export function namePublic(kind: MatterKind, questions: ReadonlyMap<string, Question>, found: PublicMatter): string {
  const key = findNameKey(kind, questions, found);
  return key ? String(listPublicAnswers(found)[key]) : found.number;
}
