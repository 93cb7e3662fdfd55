import { type Answers, chooseFormat, type FormSchema, isEmpty } from "../eform/schema";
import { tidyText } from "../eform/tidy";
import { readNumber } from "../lib/typed_numbers";
import type { MatterBody } from "./matter_calls";

/** The request of a step: its answers in the form in which they are stored, and what its author confirms. */
export function makeMatterBody(form: FormSchema, answers: Answers, confirmed: readonly string[]): MatterBody {
  const values: Record<string, string | boolean | number> = {};
  for (const question of form.questions) {
    const answer = answers[question.key];
    if (isEmpty(answer)) continue;
    if (typeof answer === "boolean" || typeof answer === "number") values[question.key] = answer;
    else if (question.type === "string")
      values[question.key] = tidyText(chooseFormat(question, answers), String(answer));
    else values[question.key] = readNumber(String(answer)) ?? String(answer);
  }
  return { values, confirmed: [...confirmed] };
}
