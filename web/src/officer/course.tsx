import { agencyName } from "../api/catalogue";
import type { TimelineLine } from "../api/types";
import { useAct } from "../api/use";
import { Corrected } from "../dossier/corrected";
import { openPaper, type Whole } from "../dossier/load";
import { TimelineItem } from "../dossier/timeline_item";
import { FACTS, factText } from "../dossier/timeline_words";
import { type Language, useLanguage, useWords, words } from "../lib/language";
import { Button } from "../ui/button";
import { NoteForm } from "./note_form";
import { personOf } from "./people";
import { OFFICER_STATES } from "./state_words";
import { reasonWords, requestWords, roleWords, stepWords, wordFor } from "./step_words";

const said = words(
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

export function factWord(kind: string, language: Language): string {
  return TO_OTHERS[kind]?.[language] ?? factText(FACTS, kind, language);
}

interface Given {
  readonly whole: Whole;
  readonly onNote: () => void;
}

/** Course of the dossier for its officers, newest first: people, steps, texts and files. */
export function Course({ whole, onNote }: Given) {
  const w = useWords(said);
  return (
    <section aria-labelledby="course" data-section tabIndex={-1}>
      <h2 id="course">{w.title}</h2>
      {whole.dossier.allowed.includes("note") && <NoteForm dossier={whole.dossier.id} onDone={onNote} />}
      <ol class="timeline" reversed>
        {whole.timeline.toReversed().map((line) => (
          <Line key={line.seq} line={line} whole={whole} />
        ))}
      </ol>
    </section>
  );
}

function Line({ line, whole }: { readonly line: TimelineLine; readonly whole: Whole }) {
  const w = useWords(said);
  const roles = useWords(roleWords);
  const kinds = useWords(requestWords);
  const steps = useWords(stepWords);
  const grounds = useWords(reasonWords);
  const language = useLanguage();
  const outcomeWord = (outcome: string) => (outcome === "granted" ? w.granted : w.not_granted);
  const groundWord = (ground: string | null) => (ground ? wordFor(grounds, ground) : "");
  const unit = (id: string | null) => (id ? agencyName(whole.units, id, language) : "");
  const role = line.role === "system" ? w.system : wordFor(roles, line.role);
  const who = [personOf(whole, line.by) || role, unit(line.unit)].filter(Boolean).join(", ");
  return (
    <TimelineItem
      line={line}
      who={who}
      title={
        <>
          <strong>{signing(line) ?? handled(line) ?? factWord(line.kind, language)}</strong>
          {line.request && !signing(line) && `: ${wordFor(kinds, line.request)}`}
          {line.reported && `: ${line.reported[language]}`}
          {line.to && ` → ${OFFICER_STATES[line.to][language].label}`}
          {line.reach === "unit" && ` (${w.own})`}
        </>
      }
    >
      {about(line) && <p>{about(line)}</p>}
      {line.other && (
        <p>
          → <a href={`/officer/dossiers/${line.other.dossier}`}>{line.other.number}</a>
        </p>
      )}
      <Corrected whole={whole} line={line} />
      {textsOf(line, whole).map(([name, text]) => (
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
  function signing({ kind, request }: TimelineLine): string | null {
    const known = ["request_opened", "request_endorsed", "request_sent_back", "request_answered"] as const;
    const found = known.find((each) => each === kind);
    return request === "outcome" && found ? w[found] : null;
  }
  /** A share that its officer took, or handed over: no superior had a part in it. */
  function handled({ kind, by, given_to, taken_from }: TimelineLine): string | null {
    if (!given_to || kind !== "assigned") return null;
    if (by === given_to && !taken_from) return steps.claim;
    return by === taken_from ? steps.hand_over : null;
  }
  function about({ kind, n, asked_unit, by, given_to, taken_from, proposed }: TimelineLine): string {
    if (proposed) return [outcomeWord(proposed.outcome), groundWord(proposed.ground)].filter(Boolean).join(": ");
    if (kind === "request_sent_back") return given_to ? w.returned(personOf(whole, given_to)) : "";
    if (kind === "consulted") return w.asked(String(n), unit(asked_unit));
    if (kind === "answered") return w.answers(String(n));
    if (!given_to || (by === given_to && !taken_from)) return "";
    const to = personOf(whole, given_to);
    return taken_from && taken_from !== by ? w.moved(personOf(whole, taken_from), to) : w.given(to);
  }
}

/** Texts of a step that the reader may see. */
export function textsOf(line: TimelineLine, whole: Whole) {
  return TEXTS.flatMap((name) => {
    const value = whole.dossier.parts?.find((part) => part.digest === line.parts[name])?.value;
    return typeof value === "string" ? [[name, value] as const] : [];
  });
}

interface FilesGiven {
  readonly label: string;
  readonly papers: readonly string[];
  readonly whole: Whole;
}

/** Files of a dossier by name, each opened by a press. */
export function Files({ label, papers, whole }: FilesGiven) {
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
