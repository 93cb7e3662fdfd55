import { defineWords, useWords } from "../lib/language";
import { readServerTime } from "../session/clock";
import { getPaperComponents } from "./draft_papers";
import { findProgress, SECTIONS, type Section } from "./sections";
import { type Filing, useDraftState } from "./use_filing";

/** Names of the sections of a filing. */
export const sectionWords = defineWords(
  {
    applicant: "Người nộp hồ sơ",
    form: "Nội dung đơn",
    papers: "Giấy tờ kèm theo",
    result: "Nhận kết quả và miễn giảm",
    review: "Kiểm tra và nộp",
  },
  {
    applicant: "The applicant",
    form: "The application",
    papers: "Papers",
    result: "Result and exemption",
    review: "Check and send",
  },
);

const words = defineWords(
  { title: "Các phần của hồ sơ", done: "đã xong" },
  { title: "Sections of the filing", done: "done" },
);

/** The sections next to the one that is being filled in, where the screen has room: each a link, complete ones marked. */
export function SectionList({ filing, current }: { readonly filing: Filing; readonly current: Section }) {
  const w = useWords(words);
  const titles = useWords(sectionWords);
  const { draftSession, procedure, form } = filing;
  const { draft, body } = useDraftState(draftSession);
  const components = getPaperComponents(draft.id);
  const progress = findProgress(
    procedure,
    form,
    draft.channel,
    body,
    { components },
    readServerTime(),
    draft.acting_for !== null,
  );
  return (
    <nav class="sections" aria-label={w.title}>
      <ol>
        {SECTIONS.map((section) => (
          <li key={section}>
            <a href={`/drafts/${draft.id}/${section}`} aria-current={section === current ? "step" : undefined}>
              {titles[section]}
              {progress[section] === "done" && (
                <span class="sections-done">
                  <span aria-hidden="true">✓</span>
                  <span class="hidden">, {w.done}</span>
                </span>
              )}
            </a>
          </li>
        ))}
      </ol>
    </nav>
  );
}
