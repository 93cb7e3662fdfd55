/** Published matters that a step's form names, and the text that begins from them. */
import type { Agency } from "../../api/types";
import { type Loaded, useLoad } from "../../api/use_load";
import type { Answers, Choice, FormSchema } from "../../eform/schema";
import { listQuestions, loadKind, type MatterKind } from "../../matters/kinds";
import { EARLIER, isSource } from "../../matters/matter_parts";
import { QUESTIONS } from "../../matters/matter_paths";
import { listPublicAnswers, loadPublic, namePublic, type PublicMatter, searchPublic } from "../../matters/public_calls";
import { useTyped } from "../../ui/use_typed";
import { officerMatterWords } from "./officer_matter_words";

/** Keys of a form whose answers are published matters. */
export const listNamedKeys = ({ questions }: FormSchema): readonly string[] =>
  questions.map(({ key }) => key).filter((key) => key === EARLIER || isSource(key));

/** The published questions that answers name; one that is not public any more is left out. */
export async function loadSources(answers: Answers): Promise<readonly PublicMatter[]> {
  const ids = Object.keys(answers)
    .filter((key) => isSource(key) && answers[key])
    .map((key) => String(answers[key]));
  const found = await Promise.allSettled(ids.map(loadPublic));
  return found.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
}

/** The public text with which an entry begins: what its sources say, one after the other. */
export function compileText(sources: readonly PublicMatter[]): Answers {
  const all = sources.map(listPublicAnswers);
  const join = (key: string) => all.flatMap((each) => (each[key] ? [String(each[key])] : [])).join("\n\n");
  const [first] = all;
  return first
    ? { public_subject: first.public_subject, public_question: join("public_question"), public_answer: join("answer") }
    : {};
}

type Words = (typeof officerMatterWords)["vi"];

/** The help of a question that offers nothing: it is still being looked for, could not be read, or there is nothing. */
export function explainNone(
  loaded: Loaded<readonly Choice[]>,
  choose: (words: Words) => string,
): Pick<FormSchema["questions"][number], "helpVi" | "helpEn"> {
  const { vi, en } = officerMatterWords;
  if (loaded.state === "failed") return { helpVi: loaded.problem.text("vi"), helpEn: loaded.problem.text("en") };
  return loaded.state === "loading"
    ? { helpVi: vi.finding, helpEn: en.finding }
    : { helpVi: choose(vi), helpEn: choose(en) };
}

/** The form whose questions for a published matter offer those that fit the typed words: of the kind itself, or questions
 * as the source of a text. What was chosen before stays on offer. */
export function usePublishedChoices(
  kind: MatterKind,
  units: readonly Agency[],
  form: FormSchema,
  sources: readonly PublicMatter[],
  typed: string,
): FormSchema {
  const q = useTyped(typed);
  const named = listNamedKeys(form);
  const loaded = useLoad(async (): Promise<readonly Choice[]> => {
    if (!named.length) return [];
    const of = named.some(isSource) ? await loadKind(QUESTIONS) : kind;
    const questions = listQuestions(of, units);
    const found = (await searchPublic(of.name, q, null)).items;
    const all = [...sources, ...found.filter(({ id }) => !sources.some((each) => each.id === id))];
    return all.map((each) => {
      const name = `${namePublic(of, questions, each)} (${each.number})`;
      return { value: each.id, vi: name, en: name };
    });
  }, [q]);
  if (!named.length) return form;
  const choices = loaded.state === "done" ? loaded.data : [];
  const help = choices.length ? {} : explainNone(loaded, (s) => s.notFound);
  // Without anything on offer the first of them says so; the others would be boxes to type into.
  const shown = form.questions.filter(({ key }) => choices.length > 0 || !named.slice(1).includes(key));
  return { questions: shown.map((each) => (named.includes(each.key) ? { ...each, choices, ...help } : each)) };
}
