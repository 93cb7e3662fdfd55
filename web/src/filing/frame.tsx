import type { ComponentChildren } from "preact";
import type { Problem } from "../api/problem";
import { go } from "../app/router";
import { clock } from "../lib/format";
import { type Language, named, useLanguage, useWords, words } from "../lib/language";
import { Button } from "../ui/button";
import { ErrorSummary, type Fault } from "../ui/error_summary";
import { Notice } from "../ui/notice";
import { Page } from "../ui/page";
import { SECTIONS, type Section } from "./sections";
import { type Filing, useKept } from "./use_filing";

export const sectionWords = words(
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

const said = words(
  {
    step: (n: number, of: number) => `Phần ${n}/${of}`,
    back: "Danh sách các phần",
    next: "Lưu và tiếp tục",
    later: "Lưu và để sau",
    saving: "Đang lưu…",
    saved: (t: string) => `Đã lưu lúc ${t}`,
    typing: "Đang nhập, sẽ tự lưu",
    failed: "Chưa lưu được lên máy chủ. Nội dung đã điền vẫn còn trên màn hình này.",
    again: "Lưu lại",
    clash: (n: number) => `Bản nháp này vừa được sửa ở nơi khác. ${n} mục khác nhau; đang giữ phần bạn vừa gõ.`,
    theirs: "Lấy bản sửa ở nơi khác",
    mine: "Giữ bản của tôi",
    theirValue: (v: string) => `Bản sửa ở nơi khác: ${v || "(trống)"}`,
  },
  {
    step: (n, of) => `Section ${n} of ${of}`,
    back: "List of sections",
    next: "Save and continue",
    later: "Save and do it later",
    saving: "Saving…",
    saved: (t) => `Saved at ${t}`,
    typing: "Typing, saved automatically",
    failed: "Not saved on the server yet. What you typed is still on this screen.",
    again: "Save again",
    clash: (n) => `This draft was changed elsewhere just now. ${n} fields differ; what you typed is kept.`,
    theirs: "Take the other version",
    mine: "Keep mine",
    theirValue: (v) => `The other version: ${v || "(empty)"}`,
  },
);

interface Given {
  readonly filing: Filing;
  readonly section: Section;
  readonly faults: readonly Fault[];
  readonly attempt: number;
  readonly problem?: Problem | null;
  /** Checks the section; answers whether the person may go on. */
  readonly onNext: () => boolean;
  /** In place of "save and continue". */
  readonly buttons?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** A section of a filing: where it stands in the whole, its faults, what is saved, and the way on. */
export function SectionPage({ filing, section, faults, attempt, problem = null, onNext, buttons, children }: Given) {
  const w = useWords(said);
  const titles = useWords(sectionWords);
  const language = useLanguage();
  const at = SECTIONS.indexOf(section);
  const id = filing.keeper.id;
  function next(event: Event) {
    event.preventDefault();
    if (onNext()) void go(`/drafts/${id}/${SECTIONS[at + 1] ?? ""}`);
  }
  return (
    <Page
      title={titles[section]}
      failed={faults.length > 0}
      above={
        <>
          {w.step(at + 1, SECTIONS.length)} · {named(filing.procedure.name, language)}
        </>
      }
    >
      <p>
        <a href={`/drafts/${id}`}>← {w.back}</a>
      </p>
      <ErrorSummary faults={faults} problem={problem} attempt={attempt} />
      <Clashes filing={filing} />
      <form novalidate onSubmit={next}>
        {children}
        {buttons !== undefined ? (
          buttons
        ) : (
          <p class="buttons">
            <Button type="submit">{w.next}</Button>
            <Button kind="plain" onPress={() => void go("/dossiers")}>
              {w.later}
            </Button>
          </p>
        )}
      </form>
      <SaveState filing={filing} />
    </Page>
  );
}

/** What the server refused in a save, by the id of the field: `under` is where such fields lie in the draft. */
export function refusedFields(
  problem: Problem | null,
  under: string,
  prefix: string,
  language: Language,
): Record<string, string> {
  const fields = (problem?.fields ?? []).filter((each) => each.path.startsWith(under));
  return Object.fromEntries(fields.map((each) => [`${prefix}${each.path.slice(under.length)}`, each[language]]));
}

/** The question that a refused save names, as the form words it; the API's own name for any other field. */
function fieldName(filing: Filing, path: string, language: Language): string {
  const key = path.split("/")[2] ?? "";
  return filing.form.questions.find((each) => each.key === key)?.[language] ?? path;
}

function SaveState({ filing }: { readonly filing: Filing }) {
  const w = useWords(said);
  const language = useLanguage();
  const { saving, draft, problem } = useKept(filing.keeper);
  if (saving === "failed") {
    return (
      <Notice tone="bad" role="alert" title={w.failed}>
        {problem && <p>{problem.text(language)}</p>}
        {problem && problem.fields.length > 0 && (
          <ul>
            {problem.fields.map((each) => (
              <li key={each.path}>
                {fieldName(filing, each.path, language)}: {each[language]}
              </li>
            ))}
          </ul>
        )}
        <Button kind="secondary" onPress={() => void filing.keeper.save()}>
          {w.again}
        </Button>
      </Notice>
    );
  }
  const text = saving === "saved" ? w.saved(clock(draft.updated_at)) : w[saving];
  return (
    <p class="save-state" role="status">
      {text}
    </p>
  );
}

function Clashes({ filing }: { readonly filing: Filing }) {
  const w = useWords(said);
  const language = useLanguage();
  const { clashes } = useKept(filing.keeper);
  if (!clashes.length) return null;
  const label = (at: string) => {
    const key = at.split(".")[1] ?? at;
    return filing.form.questions.find((each) => each.key === key)?.[language] ?? key;
  };
  return (
    <Notice tone="act" role="alert" title={w.clash(clashes.length)}>
      <ul>
        {clashes.map((clash) => (
          <li key={clash.at}>
            {label(clash.at)}. {w.theirValue(String(clash.theirs ?? ""))}
          </li>
        ))}
      </ul>
      <p class="buttons">
        <Button kind="secondary" onPress={() => filing.keeper.keepMine()}>
          {w.mine}
        </Button>
        <Button kind="plain" onPress={() => filing.keeper.takeTheirs()}>
          {w.theirs}
        </Button>
      </p>
    </Notice>
  );
}
