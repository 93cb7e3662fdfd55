import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { Problem } from "../api/problem";
import { useAct } from "../api/use_load";
import { FormFields, makeFieldId, type SpecialFields } from "../eform/fields";
import { type Answers, type FormSchema, leaveOutUnasked } from "../eform/schema";
import { validate } from "../eform/validate";
import { type IdsOf, useAttempts } from "../filing/attempts";
import { useWords } from "../lib/language";
import { readServerTime } from "../session/clock";
import { ErrorSummary, type Fault } from "../ui/error_summary";
import { FormButtons } from "../ui/form_buttons";
import { Check } from "../ui/inputs";
import { makeMatterBody } from "./matter_body";
import type { MatterBody } from "./matter_calls";
import { FILES_ID, FilesField, findFilesFault, listFormUploads, useFormName } from "./matter_files";
import { matterWords } from "./matter_words";
import { listNamesToConfirm } from "./second_look";

/** `/values/subject` is the field of that question, `/papers/0` that of the files. */
const findIds: IdsOf = ([part, key]) => (part === "papers" ? [FILES_ID] : key ? [makeFieldId(key)] : []);

interface MatterFormProps {
  readonly form: FormSchema;
  readonly initial: Answers;
  readonly submit: string;
  readonly onSend: (body: MatterBody, key: string) => Promise<void>;
  readonly onCancel?: () => void;
  /** Where files that come with it are uploaded to; none where it takes none. */
  readonly place?: string | undefined;
  /** Gets the answers as they are typed. */
  readonly onAnswers?: (answers: Answers) => void;
  /** Questions that the page draws itself, by key. */
  readonly special?: SpecialFields;
  /** Ctrl+Enter sends it. */
  readonly quick?: boolean;
  /** Stands above the form until something is refused. */
  readonly lead?: ComponentChildren;
  /** What to do about a refusal, below its words. */
  readonly onRefused?: (problem: Problem) => ComponentChildren;
  /** Stands above the button. */
  readonly children?: ComponentChildren;
}

/** The form of any step: its questions, their faults, and the second look that a finding asks for. */
export function MatterForm(props: MatterFormProps) {
  const {
    form: whole,
    initial,
    submit,
    onSend,
    onAnswers,
    quick,
    lead,
    onRefused,
    place,
    special,
    children,
    ...more
  } = props;
  const w = useWords(matterWords);
  const [answers, setAnswers] = useState(initial);
  /** Names that were confirmed for the texts as they stand, and whether the present finding is. */
  const [confirmed, setConfirmed] = useState<readonly string[]>([]);
  const [looked, setLooked] = useState(false);
  const form = leaveOutUnasked(whole, answers);
  const [papers, setPapers] = useState<readonly string[]>([]);
  const files = useFormName();
  const attempts = useAttempts();
  const act = useAct(onSend);
  const names = listNamesToConfirm(act.problem);
  function answer(key: string, value: unknown) {
    const next = { ...answers, [key]: value };
    setAnswers(next);
    // A changed text is looked at again.
    setConfirmed([]);
    setLooked(false);
    onAnswers?.(next);
  }
  async function send(event: Event) {
    event.preventDefault();
    const found: Fault[] = validate(form, answers, readServerTime()).map(({ key, vi, en }) => ({
      at: makeFieldId(key),
      text: { vi, en },
    }));
    const held = place ? findFilesFault(listFormUploads(place, files)) : null;
    if (held) found.push({ at: FILES_ID, text: held });
    if (!attempts.show(found)) {
      act.clear();
      return;
    }
    const all = looked ? [...new Set([...confirmed, ...names])] : confirmed;
    setConfirmed(all);
    if (!(await act.run({ ...makeMatterBody(form, answers, all), papers: [...papers] }))) {
      setLooked(false);
      attempts.show([]);
    }
  }
  const shown = attempts.withRefused(act.problem, findIds);
  const faults = Object.fromEntries(
    form.questions.flatMap(({ key }) => {
      const text = shown.byField[makeFieldId(key)];
      return text ? [[key, text]] : [];
    }),
  );
  return (
    <>
      <ErrorSummary faults={shown.faults} problem={act.problem} attempt={attempts.attempt} />
      {act.problem ? onRefused?.(act.problem) : shown.faults.length === 0 && lead}
      <form novalidate data-quick={quick ? true : undefined} onSubmit={(event) => void send(event)}>
        <FormFields form={form} answers={answers} faults={faults} special={special ?? {}} onAnswer={answer} />
        {place && <FilesField place={place} form={files} fault={shown.byField[FILES_ID]} onChange={setPapers} />}
        {children}
        {names.length > 0 && (
          <Check id="second-look" label={w.look} help={w.lookHelp} checked={looked} onChange={setLooked} />
        )}
        <FormButtons submit={submit} busy={act.busy} busyText={w.sending} {...more} />
      </form>
    </>
  );
}
