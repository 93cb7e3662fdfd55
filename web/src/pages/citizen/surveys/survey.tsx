import { useState } from "preact/hooks";
import { useAct, useLoad } from "../../../api/use_load";
import type { PageProps } from "../../../app/route";
import { makeIdLookup, useAttempts } from "../../../filing/attempts";
import { defineWords, useLanguage, useWords, writeInBoth } from "../../../lib/language";
import { useStore } from "../../../lib/store";
import { LawNotes } from "../../../matters/matter_parts";
import { CALL_BACK_PATH } from "../../../matters/matter_paths";
import { answerSurvey, loadSurvey, type Survey, type SurveyQuestion, writePeriod } from "../../../matters/surveys";
import { writeMean } from "../../../ratings/figures";
import { session } from "../../../session/session";
import { Button } from "../../../ui/button";
import { DataTable } from "../../../ui/data_table";
import { ErrorSummary } from "../../../ui/error_summary";
import { Radios } from "../../../ui/inputs";
import { ReadyPage } from "../../../ui/loading";
import { Notice } from "../../../ui/notice";
import { Page } from "../../../ui/page";
import { downloadTable, makeWrittenColumn, type WrittenColumn } from "../../../ui/written_table";

const words = defineWords(
  {
    title: "Khảo sát",
    all: "Khảo sát ý kiến",
    period: (first: string, last: string) => `Nhận trả lời từ ${first} đến hết ${last}.`,
    counted: "Câu trả lời chỉ được đếm, không gắn với bạn và không sửa được sau khi gửi.",
    signInFirst: "Đăng nhập để trả lời, mỗi người một lần.",
    signIn: "Đăng nhập để trả lời",
    closed: "Khảo sát không nhận trả lời. Kết quả hiện ở đây khi được công bố.",
    level1: "1 – Rất không hài lòng",
    level2: "2 – Không hài lòng",
    level3: "3 – Tạm được",
    level4: "4 – Hài lòng",
    level5: "5 – Rất hài lòng",
    agree1: "1 – Hoàn toàn không đồng ý",
    agree2: "2 – Không đồng ý",
    agree3: "3 – Không có ý kiến",
    agree4: "4 – Đồng ý",
    agree5: "5 – Hoàn toàn đồng ý",
    consultation: "Câu hỏi tham vấn",
    missing: "Chọn một mức cho câu hỏi này.",
    send: "Gửi trả lời",
    sending: "Đang gửi…",
    thanks: "Đã ghi nhận trả lời. Cảm ơn bạn.",
    contact: "Nếu muốn được liên hệ, hãy để lại số điện thoại ở một yêu cầu riêng, không gắn với câu trả lời.",
    callBack: "Gửi yêu cầu gọi lại",
    results: "Kết quả",
    people: (n: number) => `Có ${n} người trả lời.`,
    few: (least: number) => `Chưa đủ ${least} người trả lời nên không công bố kết quả.`,
    question: "Câu hỏi",
    mean: "Điểm trung bình",
    save: "Tải bảng (CSV)",
    file: "ket-qua-khao-sat",
  },
  {
    title: "Survey",
    all: "Surveys",
    period: (first, last) => `Takes answers from ${first} to ${last}.`,
    counted: "Answers are only counted. They are not linked to you, and cannot be changed once sent.",
    signInFirst: "Sign in to answer, once each.",
    signIn: "Sign in to answer",
    closed: "The survey takes no answers. Results are shown here once they are published.",
    level1: "1 – Very dissatisfied",
    level2: "2 – Dissatisfied",
    level3: "3 – Acceptable",
    level4: "4 – Satisfied",
    level5: "5 – Very satisfied",
    agree1: "1 – Do not agree at all",
    agree2: "2 – Do not agree",
    agree3: "3 – No opinion",
    agree4: "4 – Agree",
    agree5: "5 – Fully agree",
    consultation: "Consultation questions",
    missing: "Choose a level for this question.",
    send: "Send the answers",
    sending: "Sending…",
    thanks: "Your answers are counted. Thank you.",
    contact: "To be contacted, leave your number in a request of its own, which is not linked to the answers.",
    callBack: "Ask to be called back",
    results: "Results",
    people: (n) => `${n} people answered.`,
    few: (least) => `Fewer than ${least} people answered, so no results are shown.`,
    question: "Question",
    mean: "Mean",
    save: "Save the table (CSV)",
    file: "survey-results",
  },
);

/** Whether people say how far they agree, and not how satisfied they are. */
const isConsultation = ({ sort }: Survey): boolean => sort === "consultation";

const SCALE = [1, 2, 3, 4, 5] as const;

/** One survey: its questions while it is open, its results once they are published. */
export default function SurveyPage({ params }: PageProps) {
  const id = params.id ?? "";
  const loaded = useLoad(() => loadSurvey(id), [id]);
  return (
    <ReadyPage from={loaded} title={useWords(words).title}>
      {(survey) => <SurveyContent survey={survey} />}
    </ReadyPage>
  );
}

function SurveyContent({ survey }: { readonly survey: Survey }) {
  const w = useWords(words);
  const { state } = useStore(session);
  const [done, setDone] = useState(false);
  return (
    <Page title={survey.title} above={<a href="/khao-sat">{w.all}</a>}>
      {isConsultation(survey) && <p class="muted">{w.consultation}</p>}
      <p lang="vi">{survey.introduction}</p>
      <p class="muted">{writePeriod({ ...survey }, w.period)}</p>
      {done ? (
        <Notice tone="done" role="status">
          <p>{w.thanks}</p>
          {survey.contact_offered && (
            <p>
              {w.contact} <a href={CALL_BACK_PATH}>{w.callBack}</a>
            </p>
          )}
        </Notice>
      ) : survey.published ? (
        <Results survey={survey} />
      ) : survey.open ? (
        <>
          <p>{w.counted}</p>
          <LawNotes notes={survey.notes} />
          {state === "out" ? <SignIn id={survey.id} /> : <Answers survey={survey} onDone={() => setDone(true)} />}
        </>
      ) : (
        <Notice tone="info">
          <p>{w.closed}</p>
        </Notice>
      )}
    </Page>
  );
}

function SignIn({ id }: { readonly id: string }) {
  const w = useWords(words);
  return (
    <Notice tone="act">
      <p>
        {w.signInFirst} <a href={`/sign-in?to=${encodeURIComponent(`/khao-sat/${id}`)}`}>{w.signIn}</a>
      </p>
    </Notice>
  );
}

interface AnswersProps {
  readonly survey: Survey;
  readonly onDone: () => void;
}

function Answers({ survey, onDone }: AnswersProps) {
  const w = useWords(words);
  const [answers, setAnswers] = useState<Record<string, number>>({});
  const attempts = useAttempts();
  const act = useAct<Record<string, number>>(async (given, key) => {
    await answerSurvey(survey.id, given, key);
    onDone();
  });
  const found = attempts.withRefused(act.problem, makeIdLookup());
  const levels = isConsultation(survey)
    ? [w.agree1, w.agree2, w.agree3, w.agree4, w.agree5]
    : [w.level1, w.level2, w.level3, w.level4, w.level5];
  const options = SCALE.map((value) => ({ value: String(value), text: levels[value - 1] ?? "" }));
  async function submit(event: Event) {
    event.preventDefault();
    const missing = survey.questions.filter((each) => !(each.code in answers));
    const faults = missing.map((each) => ({
      at: `answers-${each.code}`,
      text: writeInBoth(words, (s) => `${each.text}: ${s.missing}`),
    }));
    if (attempts.show(faults) && !(await act.run(answers))) attempts.show([]);
  }
  return (
    <form novalidate onSubmit={(event) => void submit(event)}>
      <ErrorSummary faults={found.faults} problem={act.problem} attempt={attempts.attempt} />
      {survey.questions.map((each) => (
        <Radios
          key={each.code}
          id={`answers-${each.code}`}
          label={each.text}
          value={String(answers[each.code] ?? "")}
          options={options}
          fault={found.byField[`answers-${each.code}`]}
          onChoose={(value) => setAnswers((before) => ({ ...before, [each.code]: Number(value) }))}
        />
      ))}
      <p class="buttons">
        <Button type="submit" busy={act.busy} busyText={w.sending}>
          {w.send}
        </Button>
      </p>
    </form>
  );
}

function Results({ survey }: { readonly survey: Survey }) {
  const w = useWords(words);
  const language = useLanguage();
  if (survey.people === null) {
    return (
      <Notice tone="info">
        <p>{w.few(survey.shown_from)}</p>
      </Notice>
    );
  }
  const columns: readonly WrittenColumn<SurveyQuestion>[] = [
    makeWrittenColumn(w.question, (each) => each.text, { names: true }),
    makeWrittenColumn(w.mean, (each) => writeMean(each.mean, language), { number: true }),
    ...SCALE.map((value) =>
      makeWrittenColumn<SurveyQuestion>(String(value), (each) => String(each.levels?.[value - 1] ?? "–"), {
        number: true,
      }),
    ),
  ];
  return (
    <>
      <h2>{w.results}</h2>
      <p>{w.people(survey.people)}</p>
      <DataTable label={w.results} columns={columns} rows={survey.questions} rowKey={(each) => each.code} />
      <p class="buttons">
        <Button kind="secondary" onPress={() => downloadTable(`${w.file}-${survey.number}`, columns, survey.questions)}>
          {w.save}
        </Button>
      </p>
    </>
  );
}
