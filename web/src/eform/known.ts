/** Questions of a form that were answered outside it: filled in, kept in sync, and never asked again. */
import { type Answers, type FormSchema, formatOf, type Question } from "./schema";
import { tidyText } from "./tidy";
import { validate } from "./validate";

type Said = Readonly<Record<string, unknown>>;

/** People named outside the form: the filer, and the principal if there is one. */
export interface People {
  readonly applicant?: Said | null;
  readonly on_behalf?: Said | null;
}

/** The stored form of an answer given outside the form; empty when nothing was, or nothing
 * that the question takes: half a number is not carried on. */
export function givenAnswer(question: Question, answers: Answers, people: People): string {
  const said = rawAnswer(question, people);
  const answer = said ? tidyText(formatOf(question, answers), said) : "";
  const alone = { questions: [{ ...question, required: false, earliest: "", latest: "", notBefore: "" }] };
  return validate(alone, { ...answers, [question.key]: answer }, "").length ? "" : answer;
}

function rawAnswer({ prefill, same }: Question, people: People): string {
  const person = same ? people.applicant : (people.on_behalf ?? people.applicant);
  return String((prefill && person?.[prefill]) || "");
}

/** Whether the answer is what was given outside the form. */
export function isFilledIn(question: Question, answers: Answers, people: People): boolean {
  const said = givenAnswer(question, answers, people);
  return said !== "" && answers[question.key] === said;
}

/** The answers after people were named or changed: what was empty is filled in, what was only filled in follows. */
export function followed(form: FormSchema, answers: Answers, before: People, now: People): Answers {
  const found: Record<string, unknown> = { ...answers };
  for (const question of form.questions) {
    const [was, is] = [givenAnswer(question, found, before), givenAnswer(question, found, now)];
    const answer = found[question.key] ?? "";
    if (was !== is && (answer === "" || answer === was)) found[question.key] = is || undefined;
  }
  return found;
}

/** The questions that are left to ask: without those that can only be about who files and are answered by that. What
 * the question does not take, such as a passport's number where it asks for twelve digits, is asked for. */
export function leftToAsk(form: FormSchema, answers: Answers, people: People): FormSchema {
  const known = (q: Question) =>
    q.same && (isFilledIn(q, answers, people) || ((answers[q.key] ?? "") === "" && rawAnswer(q, people) === ""));
  return { questions: form.questions.filter((question) => !known(question)) };
}
