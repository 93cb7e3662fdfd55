import { useEffect } from "preact/hooks";
import type { PageProps } from "../../../app/routes";
import { FormFields, fieldId } from "../../../eform/fields";
import { prefilled } from "../../../eform/schema";
import { validate } from "../../../eform/validate";
import { useAttempts } from "../../../filing/attempts";
import { refusedFields, SectionPage, sectionWords } from "../../../filing/frame";
import { type Filing, useFiling, useKept } from "../../../filing/use_filing";
import { useLanguage, useWords } from "../../../lib/language";
import { serverNow } from "../../../session/clock";
import { ReadyPage } from "../../../ui/loading";

export default function FormPage({ params }: PageProps) {
  const filing = useFiling(params.id ?? "");
  return (
    <ReadyPage from={filing} title={useWords(sectionWords).form}>
      {(data) => <Form filing={data} />}
    </ReadyPage>
  );
}

function Form({ filing }: { readonly filing: Filing }) {
  const { keeper, form } = filing;
  const { body, problem } = useKept(keeper);
  const language = useLanguage();
  const attempts = useAttempts();
  const answers = body.answers ?? {};
  useEffect(() => {
    const { answers: typed = {}, applicant = {} } = keeper.store.get().body;
    const filled = prefilled(form, typed, applicant);
    if (JSON.stringify(filled) !== JSON.stringify(typed)) keeper.edit({ answers: filled });
  }, [keeper, form]);
  const faults = { ...refusedFields(problem, "/answers/", fieldId(""), language), ...attempts.byField() };
  const byKey = Object.fromEntries(form.questions.map(({ key }) => [key, faults[fieldId(key)] ?? ""]));
  const check = () =>
    attempts.show(validate(form, answers, serverNow()).map((fault) => ({ at: fieldId(fault.key), text: fault })));
  return (
    <SectionPage filing={filing} section="form" faults={attempts.faults} attempt={attempts.attempt} onNext={check}>
      <FormFields form={form} answers={answers} faults={byKey} onAnswer={(key, value) => keeper.answer(key, value)} />
    </SectionPage>
  );
}
