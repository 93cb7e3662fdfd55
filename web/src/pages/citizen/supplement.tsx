import { useState } from "preact/hooks";
import { api, ifMatch, unwrap } from "../../api/client";
import type { Paper } from "../../api/types";
import { useAct, useLoad } from "../../api/use_load";
import type { PageProps } from "../../app/route";
import { go } from "../../app/router";
import { readAnswers } from "../../dossier/answers";
import { type DossierView, findPart, loadDossier } from "../../dossier/load";
import { Payment } from "../../dossier/payment";
import { wantingWords } from "../../dossier/wanting_words";
import { FormFields, makeFieldId } from "../../eform/fields";
import type { Answers } from "../../eform/schema";
import { validate } from "../../eform/validate";
import { type IdsOf, makeIdLookup, useAttempts } from "../../filing/attempts";
import { DataChoice } from "../../filing/data_choice";
import { type FilledForm, readData } from "../../filing/data_file";
import { PaperSlot } from "../../filing/paper_slot";
import type { components } from "../../generated/api";
import { writeLongMoment } from "../../lib/format";
import { type BilingualText, chooseName, defineWords, useLanguage, useWords, writeInBoth } from "../../lib/language";
import { RegisterEntry } from "../../officer/steps/register_entry";
import { isComplete, REGISTER_IDS, type RegisterLine, toStepLine } from "../../officer/steps/register_line";
import { readServerTime } from "../../session/clock";
import { Button } from "../../ui/button";
import { ErrorSummary } from "../../ui/error_summary";
import { ReadyPage } from "../../ui/loading";
import { Notice } from "../../ui/notice";
import { Page } from "../../ui/page";

const words = defineWords(
  {
    title: "Bổ sung hồ sơ",
    says: "Nội dung hướng dẫn",
    before: (t: string) => `Gửi chậm nhất ${t}.`,
    fields: "Sửa các mục này của đơn",
    papers: "Tải lên các giấy tờ này",
    missing: (what: string) => `Tải lên: ${what}`,
    send: "Gửi phần bổ sung",
    sending: "Đang gửi…",
    nothing: "Hồ sơ này hiện không cần bổ sung.",
    own: "Sửa, bổ sung hồ sơ",
    ownSays: "Bạn tự sửa hoặc bổ sung khi hồ sơ có thay đổi. Phần đã nộp vẫn được lưu.",
    ownFields: "Sửa đơn",
    ownPapers: "Tải lên giấy tờ thay thế hoặc thêm",
    unchanged: "Chưa có gì thay đổi: sửa đơn hoặc tải lên một giấy tờ",
    noFile: "Chọn tệp dữ liệu",
    noLine: "Chọn đợt gián đoạn và ghi đủ ngày giờ trong sổ",
    back: "Về hồ sơ",
  },
  {
    title: "Add what is missing",
    says: "Guidance",
    before: (t) => `Send it before ${t}.`,
    fields: "Correct these parts of the application",
    papers: "Upload these papers",
    missing: (what) => `Upload: ${what}`,
    send: "Send",
    sending: "Sending…",
    nothing: "This dossier needs no supplement now.",
    own: "Amend the dossier",
    ownSays: "You may correct or supplement the dossier when something has changed. What was filed before is kept.",
    ownFields: "Correct the application",
    ownPapers: "Upload papers that replace or add to what was filed",
    unchanged: "Nothing has changed: correct the application or upload a paper",
    noFile: "Choose the data file",
    noLine: "Choose the outage and give day and time from the register",
    back: "Back to the dossier",
  },
);

export default function SupplementPage({ params }: PageProps) {
  const loaded = useLoad(() => loadDossier(params.id ?? ""), [params.id]);
  return (
    <ReadyPage from={loaded} title={useWords(words).title}>
      {(whole) => <Supplement whole={whole} reload={loaded.reload} />}
    </ReadyPage>
  );
}

const registerIds = makeIdLookup("", REGISTER_IDS);
/** Answers are at their questions, typed or from a file; papers at their components. */
const findControlIds: IdsOf = (path) => {
  const [part = "", key = ""] = path[0] === "structured" ? path.slice(1) : path;
  return [...(part === "answers" ? [makeFieldId(key)] : []), `p-${key}`, ...registerIds(path)];
};

function Supplement({ whole, reload }: { readonly whole: DossierView; readonly reload: () => void }) {
  const w = useWords(words);
  const why = useWords(wantingWords);
  const whys: Readonly<Record<string, string>> = why;
  const language = useLanguage();
  const { dossier: d, procedure, form } = whole;
  // Without a request: the law lets the applicant amend on their own initiative.
  const own = d.state !== "supplement_requested";
  const filed = readAnswers(whole) ?? {};
  const [answers, setAnswers] = useState<Answers>(() => filed);
  const slots = procedure.components.filter((each) =>
    own ? !d.by_form.includes(each.key) : d.asked.includes(each.key),
  );
  const [papers, setPapers] = useState<readonly Paper[]>(() =>
    whole.papers.filter(
      (each) =>
        slots.some((slot) => slot.key === each.component) && !(each.id in d.papers) && each.state !== "quarantined",
    ),
  );
  const attempts = useAttempts();
  const asked = { questions: form.questions.filter((each) => own || d.asked_fields.includes(each.key)) };
  const guidance = findPart(whole, ["supplement_requested", "request_opened"], "guidance");
  const [byFile, setByFile] = useState(false);
  const [file, setFile] = useState<{ readonly name: string; readonly data: FilledForm } | null>(null);
  const [unread, setUnread] = useState<BilingualText | null>(null);
  const [line, setLine] = useState<RegisterLine | null>(null);
  const byOfficer = d.seen_as !== "owner";
  async function choose(chosen: File) {
    const read = readData(await chosen.text(), d.data_format ?? "");
    setFile("data" in read ? { name: chosen.name, data: read.data } : null);
    setUnread("fault" in read ? read.fault : null);
  }
  const act = useAct<components["schemas"]["SupplementBody"]>(async (body, key) => {
    const params = { path: { dossier_id: d.id }, header: { "Idempotency-Key": key, ...ifMatch(d.version) } };
    await unwrap(api.POST("/api/dossiers/{dossier_id}/supplement", { params, body }));
    await go(`/dossiers/${d.id}`, { replace: true });
  });
  async function send(event: Event) {
    event.preventDefault();
    const brought = new Set(papers.map((each) => each.component));
    const lacking = own ? [] : slots.filter((each) => !brought.has(each.key));
    const changed = byFile ? file !== null : asked.questions.some((each) => answers[each.key] !== filed[each.key]);
    const typed = byFile ? [] : validate(asked, answers, readServerTime());
    const dataFault = unread ?? (byFile && !file ? writeInBoth(words, (s) => s.noFile) : null);
    const good = attempts.show([
      ...typed.map((fault) => ({ at: makeFieldId(fault.key), text: fault })),
      ...(byFile && dataFault ? [{ at: "data", text: dataFault }] : []),
      ...(line && !isComplete(line, false) ? [{ at: "register", text: writeInBoth(words, (s) => s.noLine) }] : []),
      ...lacking.map((each) => ({
        at: `p-${each.key}`,
        text: writeInBoth(words, (s, l) => s.missing(chooseName(each.name, l))),
      })),
      ...(own && !changed && papers.length === 0
        ? [
            {
              at: slots[0] ? `p-${slots[0].key}` : makeFieldId(asked.questions[0]?.key ?? ""),
              text: writeInBoth(words, (s) => s.unchanged),
            },
          ]
        : []),
    ]);
    if (!good) return;
    const typedAnew = !byFile && (own ? changed : d.asked_fields.length > 0);
    const body = {
      papers: papers.map((each) => each.id),
      answers: typedAnew ? { ...answers } : null,
      ...(byFile && file ? { structured: { form: file.data.form, answers: { ...file.data.answers } } } : {}),
      ...(line ? { paper_register: toStepLine(line) } : {}),
    };
    if (!(await act.run(body))) attempts.show([]);
  }
  const problem = act.problem;
  const found = attempts.withRefused(problem, findControlIds);
  const faults = found.byField;
  if (!d.allowed.includes("supplement")) {
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
      title={own ? w.own : w.title}
      above={`${d.code ?? d.receipt_no} · ${chooseName(d.procedure, language)}`}
      failed={attempts.faults.length > 0}
    >
      <ErrorSummary faults={found.faults} problem={problem} attempt={attempts.attempt} />
      {problem?.status === 412 && (
        <p>
          <Button kind="secondary" onPress={reload}>
            {w.back}
          </Button>
        </p>
      )}
      {own ? (
        <p>{w.ownSays}</p>
      ) : (
        <Notice tone="act" title={w.says}>
          {d.asked_grounds.length > 0 && (
            <p>
              {why.why}: {d.asked_grounds.map((code) => whys[code] ?? code).join("; ")}
            </p>
          )}
          <p lang="vi">{String(guidance ?? "")}</p>
          {d.asked_without_trip && <p>{why.stay}</p>}
          {d.wait_until && <p>{w.before(writeLongMoment(d.wait_until, language))}</p>}
        </Notice>
      )}
      {d.asked_payment && <Payment whole={whole} reload={reload} />}
      <form novalidate onSubmit={(event) => void send(event)}>
        {asked.questions.length > 0 && (
          <>
            <h2>{own ? w.ownFields : w.fields}</h2>
            {d.data_format && (
              <DataChoice
                format={d.data_format}
                filed={filed}
                byFile={byFile}
                name={file?.name ?? ""}
                fault={unread?.[language] ?? faults.data}
                onWay={setByFile}
                onFile={(chosen) => void choose(chosen)}
              />
            )}
            {!byFile && (
              <FormFields
                form={asked}
                answers={answers}
                faults={Object.fromEntries(asked.questions.map(({ key }) => [key, faults[makeFieldId(key)] ?? ""]))}
                onAnswer={(key, value) => setAnswers((all) => ({ ...all, [key]: value }))}
              />
            )}
          </>
        )}
        {slots.length > 0 && <h2>{own ? w.ownPapers : w.papers}</h2>}
        {slots.map((each) => (
          <PaperSlot
            key={each.key}
            id={`p-${each.key}`}
            dossier={d.id}
            kind="component"
            component={each.key}
            label={chooseName(each.name, language)}
            optional={own}
            fault={faults[`p-${each.key}`]}
            papers={papers.filter((paper) => paper.component === each.key)}
            onPaper={(paper) => setPapers((all) => [...all.filter((one) => one.id !== paper.id), paper])}
            onRemove={(id) => setPapers((all) => all.filter((one) => one.id !== id))}
          />
        ))}
        {byOfficer && <RegisterEntry id="register" value={line} faults={faults} onChange={setLine} />}
        <p class="buttons">
          <Button type="submit" busy={act.busy} busyText={w.sending}>
            {w.send}
          </Button>
        </p>
      </form>
    </Page>
  );
}
