import { useLoad } from "../api/use_load";
import { writeAnswer } from "../eform/answer_text";
import type { Answers, FormSchema } from "../eform/schema";
import { defineWords, useLanguage, useWords } from "../lib/language";
import { readServerTime } from "../session/clock";
import { Button } from "../ui/button";
import { Notice } from "../ui/notice";
import { asksThirdPersons, type Declared, listOffers, PERSONS, readDeclared } from "./third_persons";

const words = defineWords(
  {
    title: (who: string, code: string) => `${who}: bạn đã khai trong hồ sơ ${code}`,
    use: (who: string) => `Điền thông tin này cho mục ${who}`,
  },
  {
    title: (who, code) => `${who}: as you declared in dossier ${code}`,
    use: (who) => `Fill this in: ${who}`,
  },
);

interface EarlierPersonsProps {
  readonly form: FormSchema;
  readonly answers: Answers;
  readonly onFill: (answers: Answers) => void;
}

/** Earlier declared data on people of the form. Nothing is filled in before it is chosen. */
export function EarlierPersons({ form, answers, onFill }: EarlierPersonsProps) {
  const w = useWords(words);
  const language = useLanguage();
  const asks = asksThirdPersons(form, answers);
  const loaded = useLoad(async (): Promise<readonly Declared[]> => (asks ? readDeclared() : []), []);
  if (loaded.state !== "done") return null;
  return (
    <>
      {listOffers(form, answers, loaded.data, readServerTime()).map((offer) => {
        const who = PERSONS[offer.person]?.[language] ?? "";
        const asked = form.questions.filter((each) => each.key in offer.answers);
        return (
          <Notice key={offer.person} tone="info" title={w.title(who, offer.code)}>
            <p>{asked.map((q) => `${q[language]}: ${writeAnswer(q, offer.answers[q.key], language)}`).join("; ")}</p>
            <p class="buttons">
              <Button kind="secondary" onPress={() => onFill(offer.answers)}>
                {w.use(who)}
              </Button>
            </p>
          </Notice>
        );
      })}
    </>
  );
}
