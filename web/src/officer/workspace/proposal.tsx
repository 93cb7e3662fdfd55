import type { DossierView } from "../../dossier/load";
import { writeDateTime, writeDecimal } from "../../lib/format";
import { useLanguage, useWords } from "../../lib/language";
import { nameOfficer } from "../people/people";
import { DueMark } from "../shared/due_mark";
import { findWord, reasonWords, roleWords } from "../steps/step_words";
import { Files, listTexts } from "./officer_timeline";
import { type ApprovalRequest, findOpenProposal, listProposalLines, listProposalTexts } from "./proposal_lines";
import { type ProposalProps, Signature } from "./proposal_signature";
import { proposalWords } from "./proposal_words";

/** The remarks that are being answered, above the form of the answer. */
export function Remarks({ whole }: { readonly whole: DossierView }) {
  const w = useWords(proposalWords);
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

/** A proposed outcome: its papers, signers and due date, the remarks so far, and the signature. */
export function Proposal({ asked, whole, refreshing, onDone }: ProposalProps) {
  const w = useWords(proposalWords);
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
  const w = useWords(proposalWords);
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
  const w = useWords(proposalWords);
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
