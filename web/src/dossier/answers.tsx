import { writeAnswer } from "../eform/answer_text";
import type { Answers } from "../eform/schema";
import { authorityWords, listPrincipalRows } from "../filing/authority_words";
import { capacityWords, listCapacityRows } from "../filing/capacity_words";
import { PERSON_FIELDS, personWords } from "../filing/person_words";
import { defineWords, useLanguage, useWords } from "../lib/language";
import { findHeldPart } from "./corrected";
import { type DossierView, findPart } from "./load";

const words = defineWords(
  { title: "Nội dung đã khai", none: "Không cung cấp", look: "Xem và in đơn" },
  { title: "What you declared", none: "Not given", look: "See and print the application" },
);

/** The newest answers of the form that the reader may see; undefined where there are none. */
export function readAnswers(whole: DossierView): Answers | undefined {
  return findPart(whole, ["submitted", "supplemented"], "form") as Answers | undefined;
}

/** The owner's declared data, in the words of the questions, readable at any time. */
export function Declared({ whole }: { readonly whole: DossierView }) {
  const w = useWords(words);
  const labels = useWords(personWords);
  const rights = useWords(authorityWords);
  const capacity = useWords(capacityWords);
  const language = useLanguage();
  const { dossier: d, form } = whole;
  const answers = readAnswers(whole);
  const applicant = (findHeldPart(d, "applicant") ?? {}) as Readonly<Record<string, unknown>>;
  if (!answers) return null;
  const rows = [
    ...PERSON_FIELDS.filter((name) => applicant[name]).map((name) => [labels[name], String(applicant[name])] as const),
    ...listPrincipalRows(rights, d.authority, findHeldPart(d, "principal") as Record<string, unknown> | null),
    ...listCapacityRows(capacity, d.capacity, findHeldPart(d, "relation") as Record<string, unknown> | null),
    ...form.questions
      .filter((each) => !each.same)
      .map((each) => [each[language], writeAnswer(each, answers[each.key], language)] as const),
  ];
  return (
    <section aria-labelledby="declared-title">
      <h2 id="declared-title">{w.title}</h2>
      <dl class="facts">
        {rows.map(([label, text], at) => (
          <div key={`${label}${at}`}>
            <dt>{label}</dt>
            <dd>{text || <span class="muted">{w.none}</span>}</dd>
          </div>
        ))}
      </dl>
      <p>
        <a href={`/dossiers/${d.id}/application`}>{w.look}</a>
      </p>
    </section>
  );
}
