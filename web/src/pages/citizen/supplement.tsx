import { useState } from "preact/hooks";
import { api, got, ifMatch } from "../../api/client";
import type { Paper } from "../../api/types";
import { useAct, useLoad } from "../../api/use";
import { go } from "../../app/router";
import type { PageProps } from "../../app/routes";
import { loadDossier, partOf, type Whole } from "../../dossier/load";
import { FormFields, fieldId } from "../../eform/fields";
import type { Answers } from "../../eform/schema";
import { validate } from "../../eform/validate";
import { useAttempts } from "../../filing/attempts";
import { PaperSlot } from "../../filing/paper_slot";
import { longMoment } from "../../lib/format";
import { inBoth, named, useLanguage, useWords, words } from "../../lib/language";
import { Button } from "../../ui/button";
import { ErrorSummary } from "../../ui/error_summary";
import { ReadyPage } from "../../ui/loading";
import { Notice } from "../../ui/notice";
import { Page } from "../../ui/page";

const said = words(
  {
    title: "Bổ sung hồ sơ",
    says: "Cán bộ hướng dẫn",
    before: (t: string) => `Gửi trước ${t}.`,
    fields: "Sửa các mục này của đơn",
    papers: "Tải lên các giấy tờ này",
    missing: (what: string) => `Tải lên: ${what}`,
    send: "Gửi phần bổ sung",
    sending: "Đang gửi…",
    nothing: "Hiện không có gì cần bổ sung cho hồ sơ này.",
    back: "Về hồ sơ",
  },
  {
    title: "Add what is missing",
    says: "The officer says",
    before: (t) => `Send it before ${t}.`,
    fields: "Correct these parts of the application",
    papers: "Upload these papers",
    missing: (what) => `Upload: ${what}`,
    send: "Send",
    sending: "Sending…",
    nothing: "Nothing needs to be added to this dossier at present.",
    back: "Back to the dossier",
  },
);

export default function SupplementPage({ params }: PageProps) {
  const loaded = useLoad(() => loadDossier(params.id ?? ""), [params.id]);
  return (
    <ReadyPage from={loaded} title={useWords(said).title}>
      {(whole) => <Supplement whole={whole} reload={loaded.reload} />}
    </ReadyPage>
  );
}

function Supplement({ whole, reload }: { readonly whole: Whole; readonly reload: () => void }) {
  const w = useWords(said);
  const language = useLanguage();
  const { dossier: d, procedure, form } = whole;
  const [answers, setAnswers] = useState<Answers>(
    () => (partOf(whole, ["submitted", "supplemented"], "form") ?? {}) as Answers,
  );
  const [papers, setPapers] = useState<readonly Paper[]>(() =>
    whole.papers.filter(
      (each) => d.asked.includes(each.component) && !(each.id in d.papers) && each.state !== "quarantined",
    ),
  );
  const attempts = useAttempts();
  const asked = { questions: form.questions.filter((each) => d.asked_fields.includes(each.key)) };
  const guidance = partOf(whole, ["supplement_requested"], "guidance");
  const act = useAct<{ papers: string[]; answers: Record<string, unknown> | null }>(async (body, key) => {
    const params = { path: { dossier_id: d.id }, header: { "Idempotency-Key": key, ...ifMatch(d.version) } };
    await got(api.POST("/api/dossiers/{dossier_id}/supplement", { params, body }));
    await go(`/dossiers/${d.id}`, { replace: true });
  });
  async function send(event: Event) {
    event.preventDefault();
    const brought = new Set(papers.map((each) => each.component));
    const lacking = procedure.components.filter((each) => d.asked.includes(each.key) && !brought.has(each.key));
    const good = attempts.show([
      ...validate(asked, answers).map((fault) => ({ at: fieldId(fault.key), text: fault })),
      ...lacking.map((each) => ({ at: `p-${each.key}`, text: inBoth(said, (s, l) => s.missing(named(each.name, l))) })),
    ]);
    if (!good) return;
    const corrected = d.asked_fields.length ? { ...answers } : null;
    if (!(await act.run({ papers: papers.map((each) => each.id), answers: corrected }))) attempts.show([]);
  }
  const faults = attempts.byField();
  const problem = act.problem;
  if (d.state !== "supplement_requested") {
    return (
      <Page title={w.title}>
        <p>{w.nothing}</p>
        <p>
          <a href={`/dossiers/${d.id}`}>{w.back}</a>
        </p>
      </Page>
    );
  }
  return (
    <Page
      title={w.title}
      above={`${d.code ?? d.receipt_no} · ${named(d.procedure, language)}`}
      failed={attempts.faults.length > 0}
    >
      <ErrorSummary
        faults={[...attempts.faults, ...(problem?.fields ?? []).map((each) => ({ text: each }))]}
        problem={problem}
        attempt={attempts.attempt}
      />
      {problem?.status === 412 && (
        <p>
          <Button kind="secondary" onPress={reload}>
            {w.back}
          </Button>
        </p>
      )}
      <Notice tone="act" title={w.says}>
        <p lang="vi">{String(guidance ?? "")}</p>
        {d.wait_until && <p>{w.before(longMoment(d.wait_until, language))}</p>}
      </Notice>
      <form novalidate onSubmit={(event) => void send(event)}>
        {asked.questions.length > 0 && (
          <>
            <h2>{w.fields}</h2>
            <FormFields
              form={asked}
              answers={answers}
              faults={Object.fromEntries(asked.questions.map(({ key }) => [key, faults[fieldId(key)] ?? ""]))}
              onAnswer={(key, value) => setAnswers((all) => ({ ...all, [key]: value }))}
            />
          </>
        )}
        {d.asked.length > 0 && <h2>{w.papers}</h2>}
        {procedure.components
          .filter((each) => d.asked.includes(each.key))
          .map((each) => (
            <PaperSlot
              key={each.key}
              id={`p-${each.key}`}
              dossier={d.id}
              kind="component"
              component={each.key}
              label={named(each.name, language)}
              fault={faults[`p-${each.key}`]}
              papers={papers.filter((paper) => paper.component === each.key)}
              onPaper={(paper) => setPapers((all) => [...all.filter((one) => one.id !== paper.id), paper])}
              onRemove={(id) => setPapers((all) => all.filter((one) => one.id !== id))}
            />
          ))}
        <p class="buttons">
          <Button type="submit" busy={act.busy} busyText={w.sending}>
            {w.send}
          </Button>
        </p>
      </form>
    </Page>
  );
}
