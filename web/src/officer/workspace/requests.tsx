import { useState } from "preact/hooks";
import { api, ifMatch, unwrap } from "../../api/client";
import type { TimelineLine } from "../../api/types";
import { useAct } from "../../api/use_load";
import type { DossierView } from "../../dossier/load";
import { makeIdLookup, useAttempts } from "../../filing/attempts";
import type { components } from "../../generated/api";
import { writeDateTime } from "../../lib/format";
import { defineWords, useLanguage, useWords, writeInBoth } from "../../lib/language";
import { Button } from "../../ui/button";
import { ErrorSummary } from "../../ui/error_summary";
import { TextField } from "../../ui/inputs";
import { Notice } from "../../ui/notice";
import { nameOfficer } from "../people/people";
import { RegisterEntry } from "../steps/register_entry";
import { isComplete, REGISTER_IDS, type RegisterLine, toStepLine } from "../steps/register_line";
import { SlipPreview } from "../steps/slip_preview";
import { findWord, requestWords, roleWords } from "../steps/step_words";
import { Proposal } from "./proposal";
import { RequestEffects } from "./request_effects";

const words = defineWords(
  {
    title: "Chờ ký, chờ duyệt",
    opened: (t: string) => `Đề nghị lúc ${t}`,
    stage: (n: number, of: number) => `Cấp duyệt ${n}/${of}`,
    by: "Người duyệt",
    or: " hoặc ",
    reason: "Ý kiến của người duyệt",
    approve: "Đồng ý",
    decline: "Không đồng ý",
    preview: "Xem trước văn bản",
    doing: "Đang ghi…",
    others: "Người khác duyệt đề nghị này; người đề nghị không tự duyệt.",
    why: "Nêu lý do không đồng ý",
    line: "Chọn đợt gián đoạn và ghi đủ ngày giờ trong sổ",
    says: "Lý do đề nghị",
    hindered: "Chưa đồng ý được",
  },
  {
    title: "Waiting for signature or decision",
    opened: (t) => `Opened at ${t}`,
    stage: (n, of) => `Stage ${n} of ${of}`,
    by: "Decided by",
    or: " or ",
    reason: "The approver's remarks",
    approve: "Approve",
    decline: "Decline",
    preview: "See the notice first",
    doing: "Saving…",
    others: "Another officer decides this; proposers do not approve their own proposals.",
    why: "Give the reason for declining",
    line: "Choose the outage and give day and time from the register",
    says: "Reason for the proposal",
    hindered: "It cannot be approved now",
  },
);

type ApprovalRequest = components["schemas"]["RequestView"];
type Slips = components["schemas"]["SlipsView"]["slips"];

/** Open requests, with the decision for those who may take it. */
export function Requests({ whole, refreshing, onDone }: Omit<DecisionProps, "asked">) {
  const w = useWords(words);
  if (!whole.dossier.requests.length) return null;
  return (
    <section aria-labelledby="requests" data-section tabIndex={-1}>
      <h2 id="requests">{w.title}</h2>
      {whole.dossier.requests.map((each) => {
        const Shown = each.kind === "outcome" ? Proposal : Decision;
        return <Shown key={each.n} asked={each} whole={whole} refreshing={refreshing} onDone={onDone} />;
      })}
    </section>
  );
}

interface Word {
  readonly verb: "approve" | "decline";
  readonly reason: string | null;
  readonly paper_register?: { readonly outage: string; readonly at: string };
}

export interface DecisionProps {
  readonly asked: ApprovalRequest;
  readonly whole: DossierView;
  /** A newer state is on its way; a decision taken now would name the old version. */
  readonly refreshing: boolean;
  readonly onDone: () => void;
}

function Decision({ asked, whole, refreshing, onDone }: DecisionProps) {
  const w = useWords(words);
  const kinds = useWords(requestWords);
  const roles = useWords(roleWords);
  const language = useLanguage();
  const id = `request-${asked.n}`;
  const [reason, setReason] = useState("");
  const attempts = useAttempts();
  const [slips, setSlips] = useState<Slips | null>(null);
  const { dossier: d } = whole;
  const path = { dossier_id: d.id, number: String(asked.n) };
  const [line, setLine] = useState<RegisterLine | null>(null);
  const act = useAct<Word>(async ({ verb, ...body }, key) => {
    const params = { path, header: { "Idempotency-Key": key, ...ifMatch(d.version) } };
    await unwrap(
      verb === "approve"
        ? api.POST("/api/dossiers/{dossier_id}/requests/{number}/approve", { params, body })
        : api.POST("/api/dossiers/{dossier_id}/requests/{number}/decline", { params, body }),
    );
  });
  const look = useAct<null>(async () => {
    const body = { step: "approve" as const, body: {}, request: asked.n };
    const params = { path: { dossier_id: d.id } };
    setSlips((await unwrap(api.POST("/api/dossiers/{dossier_id}/slips/preview", { params, body }))).slips);
  });
  async function decide(verb: "approve" | "decline") {
    const good = attempts.show([
      ...(verb === "decline" && !reason.trim() ? [{ at: `${id}-reason`, text: writeInBoth(words, (s) => s.why) }] : []),
      ...(line && !isComplete(line, false) ? [{ at: `${id}-register`, text: writeInBoth(words, (s) => s.line) }] : []),
    ]);
    if (!good) return;
    const onPaper = line ? { paper_register: toStepLine(line) } : {};
    if (await act.run({ verb, reason: reason.trim() || null, ...onPaper })) return onDone();
    attempts.show([]);
  }
  const problem = act.problem ?? look.problem;
  const found = attempts.withRefused(problem, makeIdLookup(`${id}-`, REGISTER_IDS));
  const proposal = findProposal(whole, asked);
  const why = findReason(whole, proposal);
  const proposer = nameOfficer(whole, proposal?.by);
  const now = asked.chain[asked.passed] ?? [];
  return (
    <div class="card">
      <h3>{kinds[asked.kind]}</h3>
      <p class="muted small">
        {w.opened(writeDateTime(asked.opened_at))}
        {proposer && `, ${proposer}`} · {w.stage(asked.passed + 1, asked.chain.length)} · {w.by}:{" "}
        {now.map((role) => findWord(roles, role)).join(w.or)}
      </p>
      <RequestEffects asked={asked} whole={whole} />
      {why && (
        <p>
          {w.says}: <span lang="vi">{why}</span>
        </p>
      )}
      <ErrorSummary faults={found.faults} problem={problem} attempt={attempts.attempt} />
      {asked.approval_hindered && (
        <Notice tone="act" title={w.hindered}>
          <p>{asked.approval_hindered[language]}</p>
        </Notice>
      )}
      {asked.yours_to_decide ? (
        <>
          <TextField
            id={`${id}-reason`}
            label={w.reason}
            value={reason}
            onInput={setReason}
            rows={2}
            optional
            fault={found.byField[`${id}-reason`]}
          />
          <RegisterEntry id={`${id}-register`} value={line} faults={found.byField} onChange={setLine} />
          <p class="buttons">
            {!asked.approval_hindered && (
              <Button
                busy={act.busy || refreshing}
                busyText={w.doing}
                hidden={kinds[asked.kind]}
                onPress={() => void decide("approve")}
              >
                {w.approve}
              </Button>
            )}
            <Button
              kind="danger"
              busy={act.busy || refreshing}
              hidden={kinds[asked.kind]}
              onPress={() => void decide("decline")}
            >
              {w.decline}
            </Button>
            {!asked.approval_hindered && (
              <Button kind="secondary" busy={look.busy} hidden={kinds[asked.kind]} onPress={() => void look.run(null)}>
                {w.preview}
              </Button>
            )}
          </p>
        </>
      ) : (
        <p class="muted">{w.others}</p>
      )}
      {slips && <SlipPreview slips={slips} onClose={() => setSlips(null)} />}
    </div>
  );
}

/** The event of the timeline that opened a request. */
function findProposal(whole: DossierView, asked: ApprovalRequest): TimelineLine | undefined {
  return whole.timeline.findLast((each) => each.kind === "request_opened" && each.occurred_at === asked.opened_at);
}

/** The words with which the proposal was made, for readers who may have them. */
function findReason(whole: DossierView, line: TimelineLine | undefined): string {
  const digest = line?.parts.reason ?? line?.parts.guidance;
  const value = whole.dossier.parts?.find((part) => part.digest === digest)?.value;
  return typeof value === "string" ? value : "";
}
