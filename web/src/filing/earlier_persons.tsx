import { useLoad } from "../api/use";
import { answerText } from "../eform/answer_text";
import type { Answers, FormSchema } from "../eform/schema";
import { useLanguage, useWords, words } from "../lib/language";
import { serverNow } from "../session/clock";
import { Button } from "../ui/button";
import { Notice } from "../ui/notice";
import { asksOfThirdPersons, type Declared, offersOf, PERSONS, readDeclared } from "./third_persons";

const said = words(
  {
    title: (who: string, code: string) => `${who}: bạn đã khai trong hồ sơ ${code}`,
    use: (who: string) => `Điền thông tin này cho mục ${who}`,
  },
  {
    title: (who, code) => `${who}: as you declared in dossier ${code}`,
    use: (who) => `Fill this in: ${who}`,
  },
);

interface Given {
  readonly form: FormSchema;
  readonly answers: Answers;
  readonly onFill: (answers: Answers) => void;
}

/** Earlier declared data on people of the form. Nothing is filled in before it is chosen. */
export function EarlierPersons({ form, answers, onFill }: Given) {
  const w = useWords(said);
  const language = useLanguage();
  const asks = asksOfThirdPersons(form, answers);
  const loaded = useLoad(async (): Promise<readonly Declared[]> => (asks ? readDeclared() : []), []);
  if (loaded.state !== "done") return null;
  return (
    <>
      {offersOf(form, answers, loaded.data, serverNow()).map((offer) => {
        const who = PERSONS[offer.person]?.[language] ?? "";
        const asked = form.questions.filter((each) => each.key in offer.answers);
        return (
          <Notice key={offer.person} tone="info" title={w.title(who, offer.code)}>
            <p>{asked.map((q) => `${q[language]}: ${answerText(q, offer.answers[q.key], language)}`).join("; ")}</p>
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
