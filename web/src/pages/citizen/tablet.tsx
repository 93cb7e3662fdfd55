import { useEffect, useState } from "preact/hooks";
import { api, unwrap } from "../../api/client";
import { useAct } from "../../api/use_load";
import { replaceUrl } from "../../app/router";
import { type GivenRating, RatingFields } from "../../dossier/rating_form";
import { makeIdLookup, useAttempts } from "../../filing/attempts";
import type { components } from "../../generated/api";
import { chooseName, defineWords, useLanguage, useWords, writeInBoth } from "../../lib/language";
import { Button } from "../../ui/button";
import { ErrorSummary } from "../../ui/error_summary";
import { TextField } from "../../ui/inputs";
import { Notice } from "../../ui/notice";
import { Page } from "../../ui/page";

const words = defineWords(
  {
    title: "Đánh giá tại quầy",
    intro: "Nhập mã 8 ký tự công chức tại quầy đã cấp cho hồ sơ của bạn. Mã dùng một lần, trong 15 phút.",
    code: "Mã đánh giá",
    noCode: "Nhập mã 8 ký tự.",
    open: "Mở phiếu đánh giá",
    opening: "Đang mở…",
    what: "Đánh giá không ảnh hưởng đến kết quả. Đơn vị, công chức chỉ biết số tổng hợp.",
    leave: "Không đánh giá",
    thanks: "Đã ghi nhận đánh giá. Cảm ơn bạn.",
    next: "Người tiếp theo",
  },
  {
    title: "Rate at the counter",
    intro: "Enter the code of 8 letters that the officer at the counter gave you. It is used once, within 15 minutes.",
    code: "Rating code",
    noCode: "Enter the code of 8 letters.",
    open: "Open the rating",
    opening: "Opening…",
    what: "Your rating does not affect the result. The unit and its officers see totals only.",
    leave: "Do not rate",
    thanks: "Your rating is recorded. Thank you.",
    next: "Next person",
  },
);

const PAGE = "/danh-gia/quay";
/** After so long without a touch the tablet shows nothing of the last person. */
const IDLE_MS = 120_000;

type Form = components["schemas"]["TabletFormView"];

/** The counter's tablet: the applicant enters the code and answers; nothing is left for the next person. */
export default function TabletPage() {
  const w = useWords(words);
  const [turn, setTurn] = useState(0);
  const [code, setCode] = useState(() => location.hash.slice(1));
  const [form, setForm] = useState<Form | null>(null);
  const [done, setDone] = useState(false);
  function start() {
    setCode("");
    setForm(null);
    setDone(false);
    setTurn((n) => n + 1);
    replaceUrl(PAGE);
  }
  useIdle(form !== null, start);
  return (
    <Page title={w.title}>
      {done ? (
        <>
          <Notice tone="done" role="status">
            <p>{w.thanks}</p>
          </Notice>
          <p class="buttons">
            <Button onPress={start}>{w.next}</Button>
          </p>
        </>
      ) : form ? (
        <Answers key={turn} form={form} code={code} onDone={() => setDone(true)} onLeave={start} />
      ) : (
        <CodeEntry key={turn} code={code} onType={setCode} onOpen={setForm} />
      )}
    </Page>
  );
}

/** Starts again after a while without a touch or a key. */
function useIdle(on: boolean, start: () => void) {
  useEffect(() => {
    if (!on) return;
    let timer = setTimeout(start, IDLE_MS);
    const wait = () => {
      clearTimeout(timer);
      timer = setTimeout(start, IDLE_MS);
    };
    for (const kind of ["pointerdown", "keydown"]) addEventListener(kind, wait);
    return () => {
      clearTimeout(timer);
      for (const kind of ["pointerdown", "keydown"]) removeEventListener(kind, wait);
    };
  }, [on]);
}

interface CodeEntryProps {
  readonly code: string;
  readonly onType: (code: string) => void;
  readonly onOpen: (form: Form) => void;
}

function CodeEntry({ code, onType, onOpen }: CodeEntryProps) {
  const w = useWords(words);
  const attempts = useAttempts();
  const act = useAct<{ readonly code: string }>(async (body) => {
    onOpen(await unwrap(api.POST("/api/tablet/form", { body })));
    replaceUrl(PAGE);
  });
  const found = attempts.withRefused(act.problem, makeIdLookup());
  async function open(event?: Event) {
    event?.preventDefault();
    const missing = code.trim() ? [] : [{ at: "code", text: writeInBoth(words, (s) => s.noCode) }];
    if (attempts.show(missing) && !(await act.run({ code }))) attempts.show([]);
  }
  useEffect(() => {
    if (code) void open();
  }, []);
  return (
    <form novalidate onSubmit={(event) => void open(event)}>
      <ErrorSummary faults={found.faults} problem={act.problem} attempt={attempts.attempt} />
      <p>{w.intro}</p>
      <TextField id="code" label={w.code} value={code} fault={found.byField.code} onInput={onType} width="medium" />
      <p class="buttons">
        <Button type="submit" busy={act.busy} busyText={w.opening}>
          {w.open}
        </Button>
      </p>
    </form>
  );
}

interface AnswersProps {
  readonly form: Form;
  readonly code: string;
  readonly onDone: () => void;
  readonly onLeave: () => void;
}

function Answers({ form, code, onDone, onLeave }: AnswersProps) {
  const w = useWords(words);
  const language = useLanguage();
  const act = useAct<GivenRating>(async (given, key) => {
    const params = { header: { "Idempotency-Key": key } };
    await unwrap(api.POST("/api/tablet/rate", { params, body: { code, ...given } }));
    onDone();
  });
  return (
    <>
      <p>
        <strong>{form.number}</strong> · {chooseName(form.procedure, language)}
      </p>
      <p>{w.what}</p>
      <RatingFields form={form} before={null} busy={act.busy} problem={act.problem} send={act.run} />
      <p class="buttons">
        <Button kind="plain" onPress={onLeave}>
          {w.leave}
        </Button>
      </p>
    </>
  );
}
