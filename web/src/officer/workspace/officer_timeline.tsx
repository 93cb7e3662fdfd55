import { nameAgency } from "../../api/catalogue";
import type { TimelineLine } from "../../api/types";
import { useAct } from "../../api/use_load";
import { type DossierView, openPaper } from "../../dossier/load";
import { Timeline, TimelineItem } from "../../dossier/timeline";
import { FACTS, nameFact } from "../../dossier/timeline_words";
import { defineWords, type Language, useLanguage, useWords } from "../../lib/language";
import { Button } from "../../ui/button";
import { nameOfficer } from "../people/people";
import { OFFICER_STATES } from "../shared/state_words";
import { findWord, reasonWords, requestWords, roleWords, stepWords } from "../steps/step_words";
import { NoteForm } from "./note_form";

const words = defineWords(
  {
    title: "Quá trình giải quyết hồ sơ",
    system: "Hệ thống",
    given: (name: string) => `Giao cho ${name}`,
    moved: (from: string, to: string) => `${from} → ${to}`,
    asked: (n: string, unit: string) => `Lấy ý kiến ${n}, gửi ${unit}`,
    answers: (n: string) => `Trả lời ý kiến ${n}`,
    own: "chỉ đơn vị đọc",
    questions: "Nội dung lấy ý kiến",
    opinion: "Ý kiến",
    request_opened: "Trình ký kết quả giải quyết",
    request_endorsed: "Ký, chuyển người ký tiếp theo",
    request_sent_back: "Trả lại kèm ý kiến",
    request_answered: "Trả lời ý kiến và trình lại",
    remarks: "Ý kiến của người ký",
    returned: (name: string) => `Trả cho ${name}`,
    granted: "Đề xuất giải quyết",
    not_granted: "Đề xuất từ chối giải quyết",
    draft: "Dự thảo kết quả",
    note: "Ghi chú",
    reason: "Lý do",
    guidance: "Hướng dẫn",
    originals_reason: "Lý do giữ bản giấy",
    letter_follows: "Lý do thư gửi sau",
    files: "Tệp kèm theo",
  },
  {
    title: "Course",
    system: "The system",
    given: (name) => `Assigned to ${name}`,
    moved: (from, to) => `${from} → ${to}`,
    asked: (n, unit) => `Question ${n}, to ${unit}`,
    answers: (n) => `Answer to question ${n}`,
    own: "for the unit alone",
    questions: "Questions",
    opinion: "Opinion",
    request_opened: "The result was proposed for signature",
    request_endorsed: "Signed, passed to the next signer",
    request_sent_back: "Sent back with remarks",
    request_answered: "Remarks answered, proposed again",
    remarks: "The signer's remarks",
    returned: (name) => `Back to ${name}`,
    granted: "Proposed: granted",
    not_granted: "Proposed: not granted",
    draft: "Draft of the result",
    note: "Note",
    reason: "Reason",
    guidance: "Guidance",
    originals_reason: "Reason for keeping paper",
    letter_follows: "Reason why the letter follows later",
    files: "Files",
  },
);

/** Facts whose words to the owner say “you”. */
const TO_OTHERS: Readonly<Record<string, { readonly vi: string; readonly en: string }>> = {
  submitted: { vi: "Nộp hồ sơ", en: "Filed" },
  supplemented: { vi: "Người nộp bổ sung", en: "The applicant supplemented it" },
  message_acknowledged: { vi: "Cổng quốc gia đã nhận", en: "Received by the national portal" },
  message_sent_again: { vi: "Gửi lại, Cổng quốc gia đã nhận", en: "Sent again, received by the national portal" },
  message_parked: { vi: "Bị giữ lại, chờ người xử lý", en: "Held back, waiting for an officer" },
  dossier_resumed: { vi: "Gửi tiếp", en: "Sending resumed" },
  post_invited: { vi: "Mời người nộp nhận bưu gửi", en: "The applicant was invited to collect the post" },
  original_called: { vi: "Yêu cầu xuất trình bản chính", en: "Originals were requested" },
};

/** Parts that are sentences somebody wrote, in the order in which they are read. */
const TEXTS = [
  "questions",
  "opinion",
  "remarks",
  "text",
  "guidance",
  "reason",
  "note",
  "originals_reason",
  "letter_follows",
] as const;

export function nameFactForOfficer(kind: string, language: Language): string {
  return TO_OTHERS[kind]?.[language] ?? nameFact(FACTS, kind, language);
}

interface OfficerTimelineProps {
  readonly whole: DossierView;
  readonly onNote: () => void;
}

/** Timeline of the dossier for its officers, newest first: people, steps, texts and files. */
export function OfficerTimeline({ whole, onNote }: OfficerTimelineProps) {
  const w = useWords(words);
  return (
    <section aria-labelledby="course" data-section tabIndex={-1}>
      <h2 id="course">{w.title}</h2>
      {whole.dossier.allowed.includes("note") && <NoteForm dossier={whole.dossier.id} onDone={onNote} />}
      <Timeline whole={whole} draw={(line) => <Line key={line.seq} line={line} whole={whole} />} />
    </section>
  );
}

function Line({ line, whole }: { readonly line: TimelineLine; readonly whole: DossierView }) {
  const w = useWords(words);
  const roles = useWords(roleWords);
  const kinds = useWords(requestWords);
  const steps = useWords(stepWords);
  const grounds = useWords(reasonWords);
  const language = useLanguage();
  const nameOutcome = (outcome: string) => (outcome === "granted" ? w.granted : w.not_granted);
  const nameGround = (ground: string | null) => (ground ? findWord(grounds, ground) : "");
  const nameUnit = (id: string | null) => (id ? nameAgency(whole.units, id, language) : "");
  const role = line.role === "system" ? w.system : findWord(roles, line.role);
  const who = [nameOfficer(whole, line.by) || role, nameUnit(line.unit)].filter(Boolean).join(", ");
  return (
    <TimelineItem
      whole={whole}
      line={line}
      dossiers="/officer/dossiers"
      detail={writeDetail(line)}
      who={who}
      title={
        <>
          <strong>{writeSigning(line) ?? writeHandling(line) ?? nameFactForOfficer(line.kind, language)}</strong>
          {line.request && !writeSigning(line) && `: ${findWord(kinds, line.request)}`}
          {line.reported && `: ${line.reported[language]}`}
          {line.to && ` → ${OFFICER_STATES[line.to][language].label}`}
          {line.reach === "unit" && ` (${w.own})`}
        </>
      }
    >
      {listTexts(line, whole).map(([name, text]) => (
        <p key={name} class="said">
          {name !== "text" && <span class="muted small">{w[name]}: </span>}
          {text}
        </p>
      ))}
      {line.proposed?.result && <Files label={w.draft} papers={[line.proposed.result]} whole={whole} />}
      {line.papers.length > 0 && <Files label={w.files} papers={line.papers} whole={whole} />}
    </TimelineItem>
  );
  /** A step on the way to the signature of the result. */
  function writeSigning({ kind, request }: TimelineLine): string | null {
    const known = ["request_opened", "request_endorsed", "request_sent_back", "request_answered"] as const;
    const found = known.find((each) => each === kind);
    return request === "outcome" && found ? w[found] : null;
  }
  /** A share that its officer took, or handed over: no superior had a part in it. */
  function writeHandling({ kind, by, given_to, taken_from }: TimelineLine): string | null {
    if (!given_to || kind !== "assigned") return null;
    if (by === given_to && !taken_from) return steps.claim;
    return by === taken_from ? steps.hand_over : null;
  }
  function writeDetail({ kind, n, asked_unit, by, given_to, taken_from, proposed }: TimelineLine): string {
    if (proposed) return [nameOutcome(proposed.outcome), nameGround(proposed.ground)].filter(Boolean).join(": ");
    if (kind === "request_sent_back") return given_to ? w.returned(nameOfficer(whole, given_to)) : "";
    if (kind === "consulted") return w.asked(String(n), nameUnit(asked_unit));
    if (kind === "answered") return w.answers(String(n));
    if (!given_to || (by === given_to && !taken_from)) return "";
    const to = nameOfficer(whole, given_to);
    return taken_from && taken_from !== by ? w.moved(nameOfficer(whole, taken_from), to) : w.given(to);
  }
}

/** Texts of a step that the reader may see. */
export function listTexts(line: TimelineLine, whole: DossierView) {
  return TEXTS.flatMap((name) => {
    const value = whole.dossier.parts?.find((part) => part.digest === line.parts[name])?.value;
    return typeof value === "string" ? [[name, value] as const] : [];
  });
}

interface FilesProps {
  readonly label: string;
  readonly papers: readonly string[];
  readonly whole: DossierView;
}

/** Files of a dossier by name, each opened by a press. */
export function Files({ label, papers, whole }: FilesProps) {
  const language = useLanguage();
  const act = useAct<string>((paper) => openPaper(whole.dossier.id, paper));
  return (
    <>
      <p class="muted small">{label}:</p>
      <ul class="plain">
        {whole.papers
          .filter((paper) => papers.includes(paper.id))
          .map((paper) => (
            <li key={paper.id}>
              <Button kind="plain" busy={act.busy} onPress={() => void act.run(paper.id)}>
                {paper.name}
              </Button>
            </li>
          ))}
      </ul>
      {act.problem && <p role="alert">{act.problem.text(language)}</p>}
    </>
  );
}
