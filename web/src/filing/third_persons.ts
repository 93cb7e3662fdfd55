/** Data on third persons from an earlier dossier, offered where a form asks the same again. */
import { api, unwrap } from "../api/client";
import { toProblem } from "../api/problem";
import { type Answers, chooseFormat, type FormSchema, isEmpty } from "../eform/schema";
import { tidyText } from "../eform/tidy";
import { validate } from "../eform/validate";
import type { BilingualText } from "../lib/language";

/** Key prefixes of questions about one person other than the filer, with that person's name. */
export const PERSONS: Readonly<Record<string, BilingualText>> = {
  mother: { vi: "Mẹ", en: "The mother" },
  father: { vi: "Cha", en: "The father" },
  child: { vi: "Con", en: "The child" },
  householder: { vi: "Chủ hộ", en: "The householder" },
  deceased: { vi: "Người đã mất", en: "The person who died" },
  beneficiary: { vi: "Người hưởng trợ cấp", en: "The person who gets the allowance" },
};

/** Answers that identify the person. */
const NAMED_BY = ["full_name", "id_number"];

export interface Declared {
  /** Name of the dossier. */
  readonly code: string;
  readonly answers: Answers;
}

export interface Offer {
  readonly person: string;
  readonly code: string;
  readonly answers: Answers;
}

/** The questions of a form about a person other than the filer. */
const listAsked = (form: FormSchema, person: string) =>
  form.questions.filter((each) => each.key.startsWith(`${person}_`) && !each.same && !each.prefill);

/** Whether a form asks about a person without any answer yet. */
export const asksThirdPersons = (form: FormSchema, answers: Answers): boolean =>
  Object.keys(PERSONS).some((person) => {
    const asked = listAsked(form, person);
    return asked.length > 0 && asked.every((each) => isEmpty(answers[each.key]));
  });

/** For each person without data, the answers of the newest earlier dossier: answers to the same
 * questions, and only those that this form takes. */
export function listOffers(form: FormSchema, answers: Answers, earlier: readonly Declared[], now: string): Offer[] {
  return Object.keys(PERSONS).flatMap((person) => {
    const asked = listAsked(form, person);
    if (!asked.every((each) => isEmpty(answers[each.key]))) return [];
    const from = earlier.find((each) => NAMED_BY.some((name) => !isEmpty(each.answers[`${person}_${name}`])));
    if (!from) return [];
    const known: Record<string, unknown> = {};
    for (const question of asked) {
      const said = from.answers[question.key];
      if (isEmpty(said)) continue;
      const value = typeof said === "string" ? tidyText(chooseFormat(question, from.answers), said) : said;
      const alone = { questions: [{ ...question, notBefore: "" }] };
      if (!validate(alone, { ...answers, [question.key]: value }, now).length) known[question.key] = value;
    }
    return Object.keys(known).length ? [{ person, code: from.code, answers: known }] : [];
  });
}

/** Number of a person's newest dossiers that are read. */
const MOST_READ = 3;

/** The forms of the person's own newest dossiers. An unreadable form is not offered: its answers can be typed. */
export async function readDeclared(): Promise<readonly Declared[]> {
  try {
    const { items } = await unwrap(api.GET("/api/me/dossiers", { params: { query: { limit: MOST_READ } } }));
    const paths = items.map(({ dossier_id }) => ({ params: { path: { dossier_id } } }));
    const dossiers = await Promise.all(paths.map((path) => unwrap(api.GET("/api/dossiers/{dossier_id}", path))));
    return dossiers.flatMap((each) => {
      const form = each.parts?.find((part) => part.name === "form" && !part.superseded)?.value;
      return form ? [{ code: each.code ?? each.receipt_no, answers: form as Answers }] : [];
    });
  } catch (thrown) {
    if (toProblem(thrown).code === "client_fault") throw thrown;
    return [];
  }
}
