/** Which of several like rights ends: asked only where somebody has several. */
import { api, unwrap } from "../../api/client";
import type { Agency } from "../../api/types";
import { useLoad } from "../../api/use_load";
import type { Answers, FormSchema } from "../../eform/schema";
import { useLanguage, useWords } from "../../lib/language";
import { useTyped } from "../../ui/use_typed";
import { roleWords, stageWords } from "../steps/step_words";
import { type AskedRights, RIGHT, type RightChoice, readAskedEnd } from "./asked_rights";
import { writeRight } from "./directory";
import { directoryWords } from "./directory_words";

interface RightChoices {
  readonly form: FormSchema;
  readonly choices: readonly RightChoice[];
}

/** The form of a request for rights, which asks for the right that ends where the person has several that fit. */
export function useRightChoices(form: FormSchema, answers: Answers, units: readonly Agency[]): RightChoices {
  const names = {
    words: useWords(directoryWords),
    roles: useWords(roleWords),
    stages: useWords(stageWords),
    units,
    language: useLanguage(),
  };
  const asked = readAskedEnd(answers);
  const typed = useTyped(asked ? JSON.stringify(asked) : "");
  const loaded = useLoad(async (): Promise<readonly RightChoice[]> => {
    if (!typed) return [];
    return (await unwrap(api.POST("/api/officers/preview", { body: JSON.parse(typed) as AskedRights }))).choices;
  }, [typed]);
  const choices = loaded.state === "done" ? loaded.data : [];
  const options = choices.map(({ key, right, backup_name }) => {
    const name = writeRight({ ...right, backup_name }, names);
    return { value: key, vi: name, en: name };
  });
  const questions = form.questions
    .filter(({ key }) => key !== RIGHT || (asked && options.length > 0))
    .map((each) => (each.key === RIGHT ? { ...each, choices: options, required: true } : each));
  return { form: { questions }, choices };
}
