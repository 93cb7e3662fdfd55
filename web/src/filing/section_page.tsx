import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Problem } from "../api/problem";
import { fetchPage } from "../app/page_modules";
import { currentLocation, go } from "../app/router";
import { writeClock } from "../lib/format";
import { chooseName, defineWords, type Language, useLanguage, useWords } from "../lib/language";
import { Button } from "../ui/button";
import { ErrorSummary, type Fault } from "../ui/error_summary";
import { Notice } from "../ui/notice";
import { Page } from "../ui/page";
import { personWords } from "./person_words";
import { SectionList, sectionWords } from "./section_list";
import { type MovingOn, useMovingOn } from "./section_move";
import { SECTIONS, type Section } from "./sections";
import { type Filing, useDraftState } from "./use_filing";

/** Parts of a draft that are no section by their own name. */
const PARTS: { readonly vi: Readonly<Record<string, string>>; readonly en: Readonly<Record<string, string>> } = {
  vi: { return_way: "Cách nhận kết quả", return_address: "Địa chỉ nhận kết quả", exemption: "Diện miễn" },
  en: { return_way: "How to get the result", return_address: "Address for the result", exemption: "Exemption" },
};

const words = defineWords(
  {
    step: (n: number, of: number) => `Phần ${n}/${of}`,
    back: "Danh sách các phần",
    next: "Lưu và tiếp tục",
    check: "Lưu và về trang kiểm tra",
    toCheck: "Về trang kiểm tra",
    later: "Lưu và để sau",
    saving: "Đang lưu…",
    saved: (t: string) => `Đã lưu lúc ${t}`,
    typing: "Đang nhập, sẽ tự lưu",
    failed: "Chưa lưu được lên máy chủ. Nội dung đã điền vẫn còn trên màn hình này.",
    again: "Lưu lại",
    waiting: "Đang chờ mạng để lưu và mở phần tiếp theo",
    waitingText: "Nội dung bạn đã điền vẫn còn trên trang này. Khi có mạng, hệ thống tự lưu và tự chuyển tiếp.",
    tryNow: "Thử lại ngay",
    stay: "Ở lại trang này",
    clash: (n: number) => `Bản nháp này vừa được sửa ở nơi khác. ${n} mục khác nhau; đang giữ phần bạn vừa gõ.`,
    theirs: "Lấy bản sửa ở nơi khác",
    mine: "Giữ bản của tôi",
    theirValue: (v: string) => `Bản sửa ở nơi khác: ${v || "(trống)"}`,
  },
  {
    step: (n, of) => `Section ${n} of ${of}`,
    back: "List of sections",
    next: "Save and continue",
    check: "Save and return to the check",
    toCheck: "Return to the check",
    later: "Save and do it later",
    saving: "Saving…",
    saved: (t) => `Saved at ${t}`,
    typing: "Typing, saved automatically",
    failed: "Not saved on the server yet. What you typed is still on this screen.",
    again: "Save again",
    waiting: "Waiting for the network to save and open the next section",
    waitingText:
      "What you typed is still on this page. Once the network is back it is saved and the next section opens.",
    tryNow: "Try now",
    stay: "Stay on this page",
    clash: (n) => `This draft was changed elsewhere just now. ${n} fields differ; what you typed is kept.`,
    theirs: "Take the other version",
    mine: "Keep mine",
    theirValue: (v) => `The other version: ${v || "(empty)"}`,
  },
);

const FROM = "from";

/** The address of a section that is opened from the review and returns to it. */
export const linkFromReview = (id: string, section: Section) => `/drafts/${id}/${section}?${FROM}=review`;

interface SectionPageProps {
  readonly filing: Filing;
  readonly section: Section;
  readonly faults: readonly Fault[];
  readonly attempt: number;
  readonly problem?: Problem | null;
  /** Checks the section; answers whether the person may continue. */
  readonly onNext: () => boolean;
  /** In place of "save and continue". */
  readonly buttons?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** A section of a filing: its position, its faults, the save state, and the next section. */
export function SectionPage({
  filing,
  section,
  faults,
  attempt,
  problem = null,
  onNext,
  buttons,
  children,
}: SectionPageProps) {
  const w = useWords(words);
  const titles = useWords(sectionWords);
  const language = useLanguage();
  const at = SECTIONS.indexOf(section);
  const id = filing.draftSession.id;
  // After a change that started from the check the page returns to the check.
  const moving = useMovingOn(filing.draftSession);
  const [back] = useState(() => currentLocation.get().query.get(FROM) === "review");
  const following = `/drafts/${id}/${back ? "review" : (SECTIONS[at + 1] ?? "")}`;
  useEffect(() => {
    // Loaded before the person continues, even if the network fails meanwhile.
    void fetchPage(following);
  }, [following]);
  function next(event: Event) {
    event.preventDefault();
    if (onNext()) void moving.to(following);
  }
  return (
    <Page
      title={titles[section]}
      failed={faults.length > 0}
      side={<SectionList filing={filing} current={section} />}
      above={
        <>
          {w.step(at + 1, SECTIONS.length)} · {chooseName(filing.procedure.name, language)}
        </>
      }
    >
      <p>
        <a href={back ? `/drafts/${id}/review` : `/drafts/${id}`}>← {back ? w.toCheck : w.back}</a>
      </p>
      <ErrorSummary faults={faults} problem={problem} attempt={attempt} />
      <Clashes filing={filing} />
      <form novalidate onSubmit={next}>
        {children}
        {buttons !== undefined ? (
          buttons
        ) : (
          <p class="buttons">
            <Button type="submit">{back ? w.check : w.next}</Button>
            <Button kind="plain" onPress={() => void go("/dossiers")}>
              {w.later}
            </Button>
          </p>
        )}
      </form>
      {moving.waitingFor ? <Waiting moving={moving} /> : <SaveState filing={filing} />}
    </Page>
  );
}

/** The server's refusals of a save, by the id of the field: `under` is the path of such fields in the draft. */
export function listRefusedFields(
  problem: Problem | null,
  under: string,
  prefix: string,
  language: Language,
): Record<string, string> {
  const fields = (problem?.fields ?? []).filter((each) => each.path.startsWith(under));
  return Object.fromEntries(fields.map((each) => [`${prefix}${each.path.slice(under.length)}`, each[language]]));
}

/** A field as people read it, from "/answers/owner_full_name" or "applicant.phone". */
function nameField(filing: Filing, path: string, language: Language): string {
  const [part = "", key = ""] = path.split(/[/.]/).filter(Boolean);
  const question = part === "answers" && filing.form.questions.find((each) => each.key === key);
  const known: Readonly<Record<string, string>> = personWords[language];
  const sections: Readonly<Record<string, string>> = { ...sectionWords[language], ...PARTS[language] };
  return question ? question[language] : (known[key] ?? sections[part] ?? path);
}

/** The fault of a field, prefixed by its name where the text does not begin with it. */
const prependName = (name: string, text: string) => (text.startsWith(name) ? text : `${name}: ${text}`);

/** The person pressed "continue" without a network: typed text is kept, and the next section opens by itself. */
function Waiting({ moving }: { readonly moving: MovingOn }) {
  const w = useWords(words);
  return (
    <Notice tone="wait" role="status" title={w.waiting}>
      <p>{w.waitingText}</p>
      <p class="buttons">
        <Button kind="secondary" onPress={() => void moving.to(moving.waitingFor ?? "")}>
          {w.tryNow}
        </Button>
        <Button kind="plain" onPress={moving.stay}>
          {w.stay}
        </Button>
      </p>
    </Notice>
  );
}

function SaveState({ filing }: { readonly filing: Filing }) {
  const w = useWords(words);
  const language = useLanguage();
  const { saving, draft, problem } = useDraftState(filing.draftSession);
  if (saving === "failed") {
    return (
      <Notice tone="bad" role="alert" title={w.failed}>
        {problem && <p>{problem.text(language)}</p>}
        {problem && problem.fields.length > 0 && (
          <ul>
            {problem.fields.map((each) => (
              <li key={each.path}>{prependName(nameField(filing, each.path, language), each[language])}</li>
            ))}
          </ul>
        )}
        <Button kind="secondary" onPress={() => void filing.draftSession.save()}>
          {w.again}
        </Button>
      </Notice>
    );
  }
  const text = saving === "saved" ? w.saved(writeClock(draft.updated_at)) : w[saving];
  return (
    <p class="save-state" role="status">
      {text}
    </p>
  );
}

function Clashes({ filing }: { readonly filing: Filing }) {
  const w = useWords(words);
  const language = useLanguage();
  const { clashes } = useDraftState(filing.draftSession);
  if (!clashes.length) return null;
  return (
    <Notice tone="act" role="alert" title={w.clash(clashes.length)}>
      <ul>
        {clashes.map((clash) => (
          <li key={clash.at}>
            {nameField(filing, clash.at, language)}. {w.theirValue(String(clash.theirs ?? ""))}
          </li>
        ))}
      </ul>
      <p class="buttons">
        <Button kind="secondary" onPress={() => filing.draftSession.keepMine()}>
          {w.mine}
        </Button>
        <Button kind="plain" onPress={() => filing.draftSession.takeTheirs()}>
          {w.theirs}
        </Button>
      </p>
    </Notice>
  );
}
