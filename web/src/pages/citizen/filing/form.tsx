import type { PageProps } from "../../../app/route";
import { FormFields, makeFieldId } from "../../../eform/fields";
import { isFilledIn, withoutKnownQuestions } from "../../../eform/known";
import { validate } from "../../../eform/validate";
import { useAttempts } from "../../../filing/attempts";
import { EarlierPersons } from "../../../filing/earlier_persons";
import { sectionWords } from "../../../filing/section_list";
import { listRefusedFields, SectionPage } from "../../../filing/section_page";
import { type Filing, useDraftState, useFiling } from "../../../filing/use_filing";
import { defineWords, useLanguage, useWords } from "../../../lib/language";
import { readServerTime } from "../../../session/clock";
import { ReadyPage } from "../../../ui/loading";

const words = defineWords(
  {
    filledIn: "Lấy từ phần Người nộp hồ sơ; sửa lại nếu khác.",
    same: (what: string) => `Người nộp: ${what}.`,
    change: "Sửa phần Người nộp hồ sơ",
  },
  {
    filledIn: "Taken from the section on the applicant; change it if it differs.",
    same: (what) => `Applicant: ${what}.`,
    change: "Change the section on the applicant",
  },
);

export default function FormPage({ params }: PageProps) {
  const filing = useFiling(params.id ?? "");
  return (
    <ReadyPage from={filing} title={useWords(sectionWords).form}>
      {(data) => <Form filing={data} />}
    </ReadyPage>
  );
}

function Form({ filing }: { readonly filing: Filing }) {
  const w = useWords(words);
  const { draftSession, form } = filing;
  const { body, draft, problem } = useDraftState(draftSession);
  const language = useLanguage();
  const attempts = useAttempts();
  const answers = body.answers ?? {};
  const asked = withoutKnownQuestions(form, answers, body);
  const known = form.questions.filter((each) => !asked.questions.includes(each) && answers[each.key]);
  const filledIn = asked.questions.filter((each) => isFilledIn(each, answers, body)).map((each) => each.key);
  const faults = { ...listRefusedFields(problem, "/answers/", makeFieldId(""), language), ...attempts.byField() };
  const byKey = Object.fromEntries(asked.questions.map(({ key }) => [key, faults[makeFieldId(key)] ?? ""]));
  const notes = Object.fromEntries(filledIn.map((key) => [key, w.filledIn]));
  const check = () =>
    attempts.show(
      validate(asked, answers, readServerTime()).map((fault) => ({ at: makeFieldId(fault.key), text: fault })),
    );
  return (
    <SectionPage filing={filing} section="form" faults={attempts.faults} attempt={attempts.attempt} onNext={check}>
      {known.length > 0 && (
        <p>
          {w.same(known.map((each) => String(answers[each.key])).join(", "))}{" "}
          <a href={`/drafts/${draftSession.id}/applicant`}>{w.change}</a>
        </p>
      )}
      {draft.channel === "own_portal" && (
        <EarlierPersons
          form={asked}
          answers={answers}
          onFill={(known) => draftSession.edit({ answers: { ...draftSession.store.get().body.answers, ...known } })}
        />
      )}
      <FormFields
        form={asked}
        answers={answers}
        faults={byKey}
        notes={notes}
        onAnswer={(key, value) => draftSession.answer(key, value)}
      />
    </SectionPage>
  );
}
