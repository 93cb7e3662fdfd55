import { useState } from "preact/hooks";
import { api, unwrap } from "../../../api/client";
import { combineLoads, useAct, useLoad } from "../../../api/use_load";
import type { PageProps } from "../../../app/route";
import { go } from "../../../app/router";
import { loadDraftPapers } from "../../../filing/draft_papers";
import { sectionWords } from "../../../filing/section_list";
import { findProgress, type Progress, SECTIONS } from "../../../filing/sections";
import { type Filing, forgetFiling, useDraftState, useFiling } from "../../../filing/use_filing";
import { writeClock, writeDay } from "../../../lib/format";
import { chooseName, defineWords, useLanguage, useWords } from "../../../lib/language";
import { readServerTime } from "../../../session/clock";
import { Button } from "../../../ui/button";
import { Dialog } from "../../../ui/dialog";
import { ErrorSummary } from "../../../ui/error_summary";
import { ReadyPage } from "../../../ui/loading";
import { Tag } from "../../../ui/notice";
import { Page } from "../../../ui/page";

const words = defineWords(
  {
    above: "Bản nháp",
    intro: "Hồ sơ chưa nộp, chỉ bạn xem được. Điền từng phần theo thứ tự nào cũng được; nội dung tự động lưu.",
    saved: (t: string, d: string) => `Đã lưu lúc ${t}. Bản nháp tự xóa ngày ${d}.`,
    todo: "Chưa điền",
    begun: "Đang điền",
    done: "Xong",
    closed: "Chưa mở được",
    discard: "Xóa bản nháp",
    sure: "Xóa bản nháp này?",
    sureText: "Nội dung đã điền và tệp đã tải lên sẽ bị xóa, không khôi phục được.",
    keep: "Giữ lại",
  },
  {
    above: "Draft",
    intro: "Not sent; only you can see it. Do the sections in any order; everything is saved automatically.",
    saved: (t, d) => `Saved at ${t}. The draft is deleted on ${d}.`,
    todo: "To do",
    begun: "Begun",
    done: "Done",
    closed: "Not open yet",
    discard: "Delete the draft",
    sure: "Delete this draft?",
    sureText: "What you typed and the files you uploaded will be lost. This cannot be undone.",
    keep: "Keep it",
  },
);

export default function TasksPage({ params }: PageProps) {
  const filing = useFiling(params.id ?? "");
  const papers = useLoad(() => loadDraftPapers(params.id ?? ""), [params.id]);
  return (
    <ReadyPage from={combineLoads(filing, papers)} title={useWords(words).above}>
      {([data, list]) => <Tasks filing={data} components={new Map(list.map((p) => [p.id, p.component]))} />}
    </ReadyPage>
  );
}

function Tasks({ filing, components }: { readonly filing: Filing; readonly components: ReadonlyMap<string, string> }) {
  const w = useWords(words);
  const titles = useWords(sectionWords);
  const language = useLanguage();
  const { draftSession, procedure, form } = filing;
  const { draft, body } = useDraftState(draftSession);
  const now = findProgress(
    procedure,
    form,
    draft.channel,
    body,
    { components },
    readServerTime(),
    draft.acting_for !== null,
  );
  return (
    <Page title={chooseName(procedure.name, language)} above={w.above}>
      <p>{w.intro}</p>
      <ol class="tasks">
        {SECTIONS.map((section) => (
          <li key={section}>
            {now[section] === "closed" ? (
              titles[section]
            ) : (
              <a href={`/drafts/${draft.id}/${section}`}>{titles[section]}</a>
            )}
            <Standing at={now[section]} />
          </li>
        ))}
      </ol>
      <p class="muted small">{w.saved(writeClock(draft.updated_at), writeDay(draft.expires_at))}</p>
      <Discard id={draft.id} />
    </Page>
  );
}

/** "Done" is plain text, so that open work stands out. */
function Standing({ at }: { readonly at: Progress }) {
  const w = useWords(words);
  if (at === "done" || at === "closed") return <span class={at === "closed" ? "muted" : undefined}>{w[at]}</span>;
  return <Tag tone={at === "begun" ? "wait" : "info"}>{w[at]}</Tag>;
}

function Discard({ id }: { readonly id: string }) {
  const w = useWords(words);
  const [asked, setAsked] = useState(false);
  const act = useAct<string>(async () => {
    await unwrap(api.DELETE("/api/dossiers/{dossier_id}/draft", { params: { path: { dossier_id: id } } }));
    forgetFiling(id);
    await go("/dossiers", { force: true });
  });
  return (
    <>
      <p class="buttons">
        <Button kind="plain" onPress={() => setAsked(true)}>
          {w.discard}
        </Button>
      </p>
      {asked && (
        <Dialog id="discard" title={w.sure} onClose={() => setAsked(false)}>
          <ErrorSummary faults={[]} problem={act.problem} attempt={0} />
          <p>{w.sureText}</p>
          <p class="buttons">
            <Button onPress={() => setAsked(false)}>{w.keep}</Button>
            <Button kind="danger" busy={act.busy} onPress={() => void act.run(id)}>
              {w.discard}
            </Button>
          </p>
        </Dialog>
      )}
    </>
  );
}
