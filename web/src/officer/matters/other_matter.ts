/** The other matter that a step's form names: one of those that a unit handles. */

import { toProblem } from "../../api/problem";
import { useLoad } from "../../api/use_load";
import type { Answers, Choice, FormSchema } from "../../eform/schema";
import { readLatestAnswers } from "../../matters/course";
import type { MatterKind } from "../../matters/kinds";
import { listMatters, loadMatter, type Matter, type MatterLine } from "../../matters/matter_calls";
import { OTHER } from "../../matters/matter_parts";
import { useTyped } from "../../ui/use_typed";
import { explainNone } from "./published_sources";

/** Whether a form names another matter. */
export const namesOther = ({ questions }: FormSchema): boolean => questions.some(({ key }) => key === OTHER);

/** A whole number of a matter as it was typed, in its own form; empty for anything else. */
export function readNumber(typed: string): string {
  const text = typed.trim().toUpperCase();
  return /^[A-Z]{2,4}-\d{4}-\d{5,9}$/.test(text) ? text : "";
}

/** How a matter is called in a list of choices. */
export const nameLine = ({ number, subject }: MatterLine): string => (subject ? `${subject} (${number})` : number);

/** The form whose question for another matter offers the open ones of a unit, or the one that has the typed number. */
export function useOtherChoices(
  kind: MatterKind,
  matter: Matter,
  form: FormSchema,
  unit: string,
  typed: string,
): FormSchema {
  const number = readNumber(useTyped(typed));
  const asked = namesOther(form);
  const loaded = useLoad(async (): Promise<readonly Choice[]> => {
    if (!asked) return [];
    const { items } = await listMatters(kind.plural, { unit, ...(number && { number }) });
    const others = items.filter(({ id }) => id !== matter.id);
    return others.map((each) => ({ value: each.id, vi: nameLine(each), en: nameLine(each) }));
  }, [unit, number]);
  if (!asked) return form;
  const choices = loaded.state === "done" ? loaded.data : [];
  const help = choices.length ? {} : explainNone(loaded, (s) => s.noOther);
  return { questions: form.questions.map((each) => (each.key === OTHER ? { ...each, choices, ...help } : each)) };
}

/** The matter with which an open one is answered; null without one, or where the officer may not read it. */
export async function loadLeading({ leading, ended }: Matter): Promise<Matter | null> {
  if (!leading || ended) return null;
  try {
    return await loadMatter(leading.plural, leading.id);
  } catch (thrown) {
    if (toProblem(thrown).code === "not_found") return null;
    throw thrown;
  }
}

const ANSWER = "answer";

/** The answer with which a form begins: that of the leading matter, which the officer looks through again. */
export function copyAnswer({ questions }: FormSchema, leading: Matter | null): Answers {
  const answer = leading && readLatestAnswers(leading)[ANSWER];
  return answer && questions.some(({ key }) => key === ANSWER) ? { [ANSWER]: answer } : {};
}
