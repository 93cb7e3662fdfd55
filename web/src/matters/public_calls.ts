/** What everybody reads of matters: their public fields alone, searched without marks. */
import { api, unwrap } from "../api/client";
import type { Question } from "../eform/schema";
import type { components } from "../generated/api";
import { listPublicKeys, type MatterKind } from "./kinds";

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

/** All public answers of a matter by their keys. */
export const listPublicAnswers = ({ values, texts }: PublicMatter): Readonly<Record<string, unknown>> => ({
  ...values,
  ...texts,
});

/** The name of a public matter: its first public line of text, else its number. */
export function namePublic(kind: MatterKind, questions: ReadonlyMap<string, Question>, found: PublicMatter): string {
  const answers = listPublicAnswers(found);
  const isLine = (key: string) => {
    const question = questions.get(key);
    return question?.oneLine && !question.choices.length && key.startsWith("public_") && answers[key];
  };
  const key = listPublicKeys(kind).find(isLine);
  return key ? String(answers[key]) : found.number;
}
