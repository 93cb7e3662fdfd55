import { useState } from "preact/hooks";
import { api, ifMatch, unwrap } from "../../api/client";
import type { TimelineLine } from "../../api/types";
import { useAct } from "../../api/use_load";
import type { DossierView } from "../../dossier/load";
import { useAttempts } from "../../filing/attempts";
import type { components } from "../../generated/api";
import { writeDateTime, writeDecimal } from "../../lib/format";
import { defineWords, useLanguage, useWords, writeInBoth } from "../../lib/language";
import { readServerTime } from "../../session/clock";
import { Button } from "../../ui/button";
import { ErrorSummary } from "../../ui/error_summary";
import { TextField } from "../../ui/inputs";
import { nameOfficer } from "../people/people";
import { DueMark } from "../shared/due_mark";
import { SlipPreview } from "../steps/slip_preview";
import { StepFieldInput } from "../steps/step_field";
import { makeStepFieldId } from "../steps/step_field_base";
import type { StepField, Values } from "../steps/step_field_kinds";
import { LATE } from "../steps/step_form_parts";
import { findWord, reasonWords, roleWords } from "../steps/step_words";
import type { OfficerStep } from "../steps/take_step";
import { Files, listTexts } from "./officer_timeline";

const words = defineWords(
  {
    title: "Trình ký kết quả giải quyết",
    granted: "Đề xuất giải quyết",
    not_granted: "Đề xuất từ chối giải quyết",
    by: (name: string, at: string) => `Người trình: ${name}, ${at}`,
    stages: "Các bước ký",
    hours: (n: string) => `${n} giờ làm việc`,
    signed: "đã ký",
    now: "đang chờ ký",
    later: "chưa đến lượt",
    draft: "Dự thảo kết quả",
    files: "Tệp kèm theo",
    opinion: "Ý kiến thẩm định",
    reason: "Lý do nêu cho người nộp",
    back: (name: string) => `Đã trả lại, chờ ${name} trả lời`,
    anybody: "công chức thụ lý của đơn vị",
    due: "Hạn",
    history: "Ý kiến đã trao đổi",
    remarks: "Ý kiến của người ký",
    help: "Bắt buộc khi trả lại; nêu rõ cần sửa gì.",
    sign: "Ký",
    send_back: "Trả lại",
    preview: "Xem trước văn bản",
    doing: "Đang ghi…",
    others: "Người khác ký; người trình không tự ký đề xuất của mình.",
    why: "Nêu cần sửa gì",
  },
  {
    title: "The result, proposed for signature",
    granted: "Proposed: granted",
    not_granted: "Proposed: not granted",
    by: (name, at) => `Proposed by ${name}, ${at}`,
    stages: "Signatures",
    hours: (n) => `${n} working hours`,
    signed: "signed",
    now: "waits for signature",
    later: "later",
    draft: "Draft of the result",
    files: "Files",
    opinion: "Opinion of the appraisal",
    reason: "Reason for the applicant",
    back: (name) => `Sent back; ${name} answers`,
    anybody: "a case officer of the unit",
    due: "Due",
    history: "Remarks and answers",
    remarks: "The signer's remarks",
    help: "Required to send it back: state what to change.",
    sign: "Sign",
    send_back: "Send back",
    preview: "See the notice first",
    doing: "Saving…",
    others: "Another officer signs; proposers do not sign their own proposals.",
    why: "State what to change",
  },
);

type ApprovalRequest = components["schemas"]["RequestView"];
type Slips = components["schemas"]["SlipsView"]["slips"];

const LATE_FIELDS: readonly StepField[] = [
  { name: "late_cause", kind: "choice", vi: "Nguyên nhân trễ hạn", en: "Cause of the delay", choices: LATE },
  {
    name: "late_officer",
    kind: "officer",
    vi: "Công chức để xảy ra quá hạn",
    en: "Officer at fault",
    optional: true,
    when: { name: "late_cause", is: "officer_fault" },
  },
];
const SIGNED_FILE: StepField = {
  name: "result",
  kind: "result",
  vi: "Bản đã ký, nếu thay dự thảo",
  en: "Signed file, if it takes the draft's place",
  optional: true,
};

const findOpenProposal = (whole: DossierView) => whole.dossier.requests.find((each) => each.kind === "outcome");

/** Initial values of a step: an answer to remarks starts with the former proposal. */
export function makeStartValues(whole: DossierView, step: OfficerStep): Values {
  // The applicant's wish comes first; the officer who hands over may choose another way that was asked for since.
  if (step === "give_back" && whole.dossier.return_way) return { way: whole.dossier.return_way };
  const asked = step === "propose" ? findOpenProposal(whole) : undefined;
  if (!asked?.sent_back) return {};
  const reason = listProposalTexts(whole, asked).find(([name]) => name === "reason")?.[1];
  const known = { outcome: asked.outcome, result: asked.result, ground: asked.ground, reason };
  return Object.fromEntries(Object.entries(known).filter(([, value]) => value));
}

/** The remarks that are being answered, above the form of the answer. */
export function Remarks({ whole }: { readonly whole: DossierView }) {
  const w = useWords(words);
  const line = whole.timeline.findLast((each) => each.kind === "request_sent_back");
  const asked = findOpenProposal(whole);
  if (!asked?.sent_back || !line) return null;
  return (
    <div class="card">
      {listTexts(line, whole).map(([name, text]) => (
        <p key={name} class="said">
          <span class="muted small">
            {w.remarks} ({nameOfficer(whole, line.by)}):{" "}
          </span>
          {text}
        </p>
      ))}
      <p class="small">
        {w.due}: <DueMark due={asked.due_at} />
      </p>
    </div>
  );
}

/** The lines of the course in which the proposal was made or answered, last first. */
function listProposalLines(whole: DossierView): readonly TimelineLine[] {
  return whole.timeline.filter((each) => each.proposed).toReversed();
}

function listProposalTexts(whole: DossierView, asked: ApprovalRequest) {
  const line = listProposalLines(whole).find((each) => each.occurred_at === asked.opened_at);
  return line ? listTexts(line, whole) : [];
}

interface ProposalProps {
  readonly asked: ApprovalRequest;
  readonly whole: DossierView;
  readonly refreshing: boolean;
  readonly onDone: () => void;
}

interface Word {
  readonly verb: "approve" | "send_back";
  readonly remarks: string | null;
  readonly more: Values;
}

/** A proposed outcome: what is to be signed, by whom and until when, what was said of it, and the signature. */
export function Proposal({ asked, whole, refreshing, onDone }: ProposalProps) {
  const w = useWords(words);
  const grounds = useWords(reasonWords);
  const line = listProposalLines(whole).find((each) => each.occurred_at === asked.opened_at);
  const outcome = asked.outcome === "granted" ? w.granted : w.not_granted;
  return (
    <div class="card">
      <h3>{w.title}</h3>
      <p>
        <strong>{outcome}</strong>
        {asked.ground && `: ${findWord(grounds, asked.ground)}`}
      </p>
      <p class="muted small">{w.by(nameOfficer(whole, asked.proposer), writeDateTime(asked.opened_at))}</p>
      {listProposalTexts(whole, asked).map(([name, text]) => (
        <p key={name} class="said">
          <span class="muted small">{name === "reason" ? w.reason : w.opinion}: </span>
          {text}
        </p>
      ))}
      {asked.result && <Files label={w.draft} papers={[asked.result]} whole={whole} />}
      {line && line.papers.length > 0 && <Files label={w.files} papers={line.papers} whole={whole} />}
      <Stages asked={asked} whole={whole} />
      <History whole={whole} />
      {asked.sent_back ? null : asked.yours_to_decide ? (
        <Signature asked={asked} whole={whole} refreshing={refreshing} onDone={onDone} />
      ) : (
        <p class="muted">{w.others}</p>
      )}
    </div>
  );
}

function Stages({ asked, whole }: { readonly asked: ApprovalRequest; readonly whole: DossierView }) {
  const w = useWords(words);
  const language = useLanguage();
  const roles = useWords(roleWords);
  const back = asked.sent_back;
  const nameStatus = (at: number) => (at < asked.passed ? w.signed : at === asked.passed && !back ? w.now : w.later);
  return (
    <>
      <p class="muted small">{w.stages}:</p>
      <ol class="small">
        {asked.chain.map((stage, at) => (
          <li key={stage.join()}>
            {stage.map((role) => findWord(roles, role)).join(", ")} (
            {w.hours(writeDecimal(Math.round((asked.minutes[at] ?? 0) / 6) / 10, language))}): {nameStatus(at)}
          </li>
        ))}
      </ol>
      {back && <p>{w.back(nameOfficer(whole, back.officer) || w.anybody)}</p>}
      <p class="small">
        {w.due}: <DueMark due={asked.due_at} />
      </p>
    </>
  );
}

/** Remarks and answers so far, oldest first. */
function History({ whole }: { readonly whole: DossierView }) {
  const w = useWords(words);
  const lines = whole.timeline.filter((each) => ["request_sent_back", "request_answered"].includes(each.kind));
  if (lines.length === 0) return null;
  return (
    <>
      <p class="muted small">{w.history}:</p>
      <ul>
        {lines.flatMap((line) =>
          listTexts(line, whole)
            .filter(([name]) => name !== "reason")
            .map(([name, text]) => (
              <li key={`${line.seq}${name}`} class="said">
                <span class="muted small">
                  {nameOfficer(whole, line.by)}, {writeDateTime(line.occurred_at)}:{" "}
                </span>
                {text}
              </li>
            )),
        )}
      </ul>
    </>
  );
}

function Signature({ asked, whole, refreshing, onDone }: ProposalProps) {
  const w = useWords(words);
  const { dossier: d } = whole;
  const [remarks, setRemarks] = useState("");
  const [more, setMore] = useState<Values>({});
  const [slips, setSlips] = useState<Slips | null>(null);
  const attempts = useAttempts();
  const path = { dossier_id: d.id, number: String(asked.n) };
  const act = useAct<Word>(async ({ verb, remarks: text, more: also }, key) => {
    const params = { path, header: { "Idempotency-Key": key, ...ifMatch(d.version) } };
    await unwrap(
      verb === "approve"
        ? api.POST("/api/dossiers/{dossier_id}/requests/{number}/approve", {
            params,
            body: { reason: null, remarks: text, ...also },
          })
        : api.POST("/api/dossiers/{dossier_id}/requests/{number}/send_back", {
            params,
            body: { remarks: text ?? "" },
          }),
    );
  });
  const look = useAct<Values>(async (body) => {
    const sent = { step: "approve" as const, body: { ...body }, request: asked.n };
    const params = { path: { dossier_id: d.id } };
    setSlips((await unwrap(api.POST("/api/dossiers/{dossier_id}/slips/preview", { params, body: sent }))).slips);
  });
  const id = `proposal-${asked.n}`;
  const problem = act.problem ?? look.problem;
  const found = attempts.withRefused(problem, (path) => [`${id}-${path[0]}`, makeStepFieldId(path[0] ?? "")]);
  const faults = found.byField;
  const late = d.due_at !== null && Date.parse(readServerTime()) > Date.parse(d.due_at);
  // The signer of the last stage settles the dossier: there a delay must be explained.
  const fields = [...(late ? LATE_FIELDS : []), ...(asked.outcome === "granted" ? [SIGNED_FILE] : [])];
  async function send(verb: Word["verb"]) {
    const missing = verb === "send_back" && !remarks.trim();
    if (!attempts.show(missing ? [{ at: `${id}-remarks`, text: writeInBoth(words, (s) => s.why) }] : [])) return;
    const body = { verb, remarks: remarks.trim() || null, more: verb === "approve" ? more : {} };
    if (await act.run(body)) return onDone();
    attempts.show([]);
  }
  return (
    <>
      <ErrorSummary faults={found.faults} problem={problem} attempt={attempts.attempt} />
      <TextField
        id={`${id}-remarks`}
        label={w.remarks}
        help={w.help}
        value={remarks}
        onInput={setRemarks}
        rows={2}
        optional
        fault={faults[`${id}-remarks`]}
      />
      {fields
        .filter(({ when }) => !when || more[when.name] === when.is)
        .map((field) => (
          <StepFieldInput
            key={field.name}
            field={field}
            whole={whole}
            values={more}
            fault={faults[makeStepFieldId(field.name)]}
            onChange={(name, value) => setMore((all) => ({ ...all, [name]: value || undefined }))}
          />
        ))}
      <p class="buttons">
        <Button busy={act.busy || refreshing} busyText={w.doing} onPress={() => void send("approve")}>
          {w.sign}
        </Button>
        <Button kind="secondary" busy={act.busy || refreshing} onPress={() => void send("send_back")}>
          {w.send_back}
        </Button>
        {asked.outcome !== "granted" && (
          <Button kind="secondary" busy={look.busy} onPress={() => void look.run(more)}>
            {w.preview}
          </Button>
        )}
      </p>
      {slips && <SlipPreview slips={slips} onClose={() => setSlips(null)} />}
    </>
  );
}
