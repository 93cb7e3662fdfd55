/** Questions of a form that were answered outside it: filled in, kept in sync, and never asked again. */
import { type Answers, chooseFormat, type FormSchema, type Question } from "./schema";
import { tidyText } from "./tidy";
import { validate } from "./validate";

type KnownPerson = Readonly<Record<string, unknown>>;

/** People named outside the form: the filer, and the principal if there is one. */
export interface People {
  readonly applicant?: KnownPerson | null;
  readonly on_behalf?: KnownPerson | null;
}

/** The stored form of an answer given outside the form; empty when nothing was, or nothing
 * that the question takes: half a number is not carried on. */
export function prefillAnswer(question: Question, answers: Answers, people: People): string {
  const said = findKnownValue(question, people);
  const answer = said ? tidyText(chooseFormat(question, answers), said) : "";
  const alone = { questions: [{ ...question, required: false, earliest: "", latest: "", notBefore: "" }] };
  return validate(alone, { ...answers, [question.key]: answer }, "").length ? "" : answer;
}

function findKnownValue({ prefill, same }: Question, people: People): string {
  const person = same ? people.applicant : (people.on_behalf ?? people.applicant);
  return String((prefill && person?.[prefill]) || "");
}

/** Whether the answer is the one that was given outside the form. */
export function isFilledIn(question: Question, answers: Answers, people: People): boolean {
  const said = prefillAnswer(question, answers, people);
  return said !== "" && answers[question.key] === said;
}

/** The answers after people were named or changed: empty answers are filled in, answers filled in before follow. */
export function updateKnownAnswers(form: FormSchema, answers: Answers, before: People, now: People): Answers {
  const found: Record<string, unknown> = { ...answers };
  for (const question of form.questions) {
    const [was, is] = [prefillAnswer(question, found, before), prefillAnswer(question, found, now)];
    const answer = found[question.key] ?? "";
    if (was !== is && (answer === "" || answer === was)) found[question.key] = is || undefined;
  }
  return found;
}

/** The questions that are left to ask: without those that the filer's own data answer. A value that
 * the question does not take, such as a passport's number where it asks for twelve digits, is asked for. */
export function withoutKnownQuestions(form: FormSchema, answers: Answers, people: People): FormSchema {
  const isKnown = (question: Question) =>
    question.same &&
    (isFilledIn(question, answers, people) ||
      ((answers[question.key] ?? "") === "" && findKnownValue(question, people) === ""));
  return { questions: form.questions.filter((question) => !isKnown(question)) };
}
