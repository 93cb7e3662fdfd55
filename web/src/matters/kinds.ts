/** Kinds of matters as the API's tables describe them. Pages of every kind are drawn from these alone. */
import { cacheById, loadProcedures } from "../api/catalogue";
import { api, unwrap } from "../api/client";
import { Problem } from "../api/problem";
import type { Agency } from "../api/types";
import { type FormSchema, type Question, readForm } from "../eform/schema";
import type { components } from "../generated/api";
import { chooseName, type Language } from "../lib/language";

type Schemas = components["schemas"];
export type MatterKind = Schemas["MatterKindView"];
export type MatterStep = Schemas["MatterStepView"];
export type MatterState = Schemas["MatterStateView"];
type MatterForm = Schemas["MatterFormView"];

interface OpeningWords {
  readonly begin: (kind: string) => string;
  readonly draft: (kind: string) => string;
}

const loadAllKinds = cacheById(async () => (await unwrap(api.GET("/api/matters", {}))).items);
export const loadKinds = (): Promise<readonly MatterKind[]> => loadAllKinds("");

/** The kind at an address; the page is missing where the province has no such kind. */
export async function loadKind(plural: string): Promise<MatterKind> {
  const found = (await loadKinds()).find((each) => each.plural === plural);
  if (!found) throw new Problem(404, "not_found", "", "");
  return offerProcedures(found);
}

/** The kind whose questions for a procedure offer those of the catalogue, which are read only where a form asks. */
async function offerProcedures(kind: MatterKind): Promise<MatterKind> {
  if (![kind.opening, ...kind.steps].some(({ procedures }) => procedures.length)) return kind;
  const { items } = await loadProcedures();
  const offer = <F extends MatterForm>(view: F): F => {
    const properties = { ...(view.form.properties as Record<string, object>) };
    for (const key of view.procedures) {
      const labels = Object.fromEntries(items.map(({ id, name }) => [id, name]));
      properties[key] = { ...properties[key], enum: Object.keys(labels), "x-enum-labels": labels };
    }
    return { ...view, form: { ...view.form, properties } };
  };
  return { ...kind, opening: offer(kind.opening), steps: kind.steps.map(offer) };
}

/** How opening a matter of the kind is called: people send, and what officers alone open is drafted. */
export const nameOpening = (kind: MatterKind, words: OpeningWords, language: Language): string =>
  words[kind.opened_by.includes("applicant") ? "begin" : "draft"](chooseName(kind.words, language).toLowerCase());

export const findState = (kind: MatterKind, key: string): MatterState | undefined =>
  kind.states.find((each) => each.key === key);

/** What opening was: people sent the matter; what officers alone open is in its first state. */
export function nameOpened(
  kind: MatterKind,
  first: string | null | undefined,
  sent: string,
  language: Language,
): string {
  const state = kind.opened_by.includes("applicant") ? undefined : findState(kind, first ?? "");
  return state ? chooseName(state.name, language) : sent;
}

export const findStep = (kind: MatterKind, word: string): MatterStep | undefined =>
  kind.steps.find((each) => each.word === word);

/** Steps of officers that ask for nothing: what needs words is written for one matter at a time. */
export function listPlainSteps(kind: MatterKind): readonly MatterStep[] {
  const asksNothing = ({ form }: MatterStep) => Object.keys((form.properties ?? {}) as object).length === 0;
  return kind.steps.filter((step) => !step.reporter_only && !step.erases && asksNothing(step));
}

/** Of these, the steps that the officer may take now on each of the rows. */
export const listSharedSteps = (
  steps: readonly MatterStep[],
  rows: readonly { readonly steps: readonly string[] }[],
): readonly MatterStep[] => steps.filter(({ word }) => rows.every((row) => row.steps.includes(word)));

/** Every question of the kind's forms by its key; of a key that several forms use, the first. */
export function listQuestions(kind: MatterKind, units: readonly Agency[]): ReadonlyMap<string, Question> {
  const found = new Map<string, Question>();
  for (const form of [kind.opening, ...kind.steps]) {
    for (const question of completeForm(kind, form, units).questions) {
      if (!found.has(question.key)) found.set(question.key, question);
    }
  }
  return found;
}

/** Keys that everybody reads once the matter is public, in the order of the table; those of the opening come first. */
export function listPublicKeys(kind: MatterKind): readonly string[] {
  const forms = [kind.opening, ...kind.steps];
  return [...new Set(forms.flatMap(({ fields }) => Object.keys(fields).filter((key) => fields[key] === "public")))];
}

/** A step's form with the choices of today: the province's units, and of the codes those that its rule lists. */
export function completeForm(kind: MatterKind, view: MatterForm, units: readonly Agency[], without = ""): FormSchema {
  const agencies = units
    .filter((each) => each.id !== without)
    .map((each) => ({ value: each.id, vi: each.name.vi, en: each.name.en }));
  return {
    questions: readForm(view.form).questions.map((question) => {
      if (view.units.includes(question.key)) return { ...question, choices: agencies };
      const codes = kind.codes[question.key];
      return codes
        ? { ...question, choices: question.choices.filter((choice) => codes.includes(choice.value)) }
        : question;
    }),
  };
}
