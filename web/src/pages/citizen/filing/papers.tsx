import { useState } from "preact/hooks";
import type { HeldData, Paper } from "../../../api/types";
import { combineLoads, useLoad } from "../../../api/use_load";
import type { PageProps } from "../../../app/route";
import { useAttempts } from "../../../filing/attempts";
import { loadDraftPapers, noteDraftPaper } from "../../../filing/draft_papers";
import { HeldPaper, loadHeld } from "../../../filing/held_paper";
import { PaperSlot } from "../../../filing/paper_slot";
import { sectionWords } from "../../../filing/section_list";
import { SectionPage } from "../../../filing/section_page";
import { findMissingPapers, isAnsweredByForm, listUploadable } from "../../../filing/sections";
import { getUploads } from "../../../filing/upload";
import { type Filing, useDraftState, useFiling } from "../../../filing/use_filing";
import { chooseName, defineWords, useLanguage, useWords, writeInBoth } from "../../../lib/language";
import { ReadyPage } from "../../../ui/loading";

const words = defineWords(
  {
    conditional: "Chỉ cần khi thuộc trường hợp này.",
    missing: (what: string) => `Tải lên: ${what}`,
    unused: (what: string) => `Dùng giấy tờ đã có hoặc nộp tệp khác: ${what}`,
    busy: "Chờ các tệp tải lên xong, hoặc bỏ tệp bị lỗi",
    none: "Thủ tục này không cần tải giấy tờ nào lên.",
    byForm: (what: string) => `Không phải tải lên: ${what}. Nội dung đơn bạn điền trên trang này chính là giấy tờ đó.`,
    look: "Xem và in đơn",
    shown: "Mang theo khi đến quầy:",
  },
  {
    conditional: "Only needed when this applies to you.",
    missing: (what) => `Upload: ${what}`,
    unused: (what) => `Use what is held or send another file: ${what}`,
    busy: "Wait until the files are uploaded, or remove those that failed",
    none: "This procedure needs no papers to be uploaded.",
    byForm: (what) => `Not to be uploaded: ${what}. The application that you fill in here is that paper.`,
    look: "See and print the application",
    shown: "Bring to the counter:",
  },
);

export default function PapersPage({ params }: PageProps) {
  const filing = useFiling(params.id ?? "");
  const papers = useLoad(() => Promise.all([loadDraftPapers(params.id ?? ""), loadHeld(params.id ?? "")]), [params.id]);
  return (
    <ReadyPage from={combineLoads(filing, papers)} title={useWords(sectionWords).papers}>
      {([data, [list, held]]) => <Papers filing={data} uploaded={list} held={held} />}
    </ReadyPage>
  );
}

interface PapersProps {
  readonly filing: Filing;
  readonly uploaded: readonly Paper[];
  readonly held: HeldData;
}

function Papers({ filing, uploaded, held }: PapersProps) {
  const w = useWords(words);
  const language = useLanguage();
  const { draftSession, procedure } = filing;
  const { body, draft } = useDraftState(draftSession);
  const [known, setKnown] = useState(uploaded);
  const attempts = useAttempts();
  const faults = attempts.byField();
  const mine = new Set(body.papers ?? []);
  const byForm = isAnsweredByForm(procedure, draft.channel);
  const needed = listUploadable(procedure, draft.channel);
  const hasPaper = (key: string) => known.some((paper) => paper.component === key && mine.has(paper.id));
  // A file of an application that was uploaded before the form answered it stays in sight, and can be removed.
  const slots = procedure.components.filter(
    (each) => needed.includes(each) || (byForm.includes(each) && hasPaper(each.key)),
  );
  const shown = procedure.components.filter((each) => each.copy_kind === "presented");
  const heldOf = new Map(held.results.map((each) => [each.component, each]));

  function add(paper: Paper) {
    noteDraftPaper(draftSession.id, paper);
    setKnown((all) => [...all.filter((each) => each.id !== paper.id), paper]);
    const now = draftSession.store.get().body.papers ?? [];
    if (!now.includes(paper.id)) draftSession.edit({ papers: [...now, paper.id] });
    void draftSession.save();
  }
  function findOffer(component: string) {
    const result = heldOf.get(component);
    return result && <HeldPaper dossier={draftSession.id} held={held} result={result} onPaper={add} />;
  }
  function check(): boolean {
    const components = new Map(known.map((paper) => [paper.id, paper.component]));
    const lacking = findMissingPapers(procedure, draft.channel, body, { components });
    const busy = getUploads(draftSession.id)
      .get()
      .find((each) => each.kind === "component" && each.step !== "done");
    const found = lacking.map((each) => ({
      at: `p-${each.key}`,
      text: writeInBoth(words, (s, l) => (heldOf.has(each.key) ? s.unused : s.missing)(chooseName(each.name, l))),
    }));
    return attempts.show(
      found.length || !busy ? found : [{ at: `p-${busy.component}`, text: writeInBoth(words, (s) => s.busy) }],
    );
  }
  return (
    <SectionPage filing={filing} section="papers" faults={attempts.faults} attempt={attempts.attempt} onNext={check}>
      {byForm.length > 0 && (
        <p>
          {w.byForm(byForm.map((each) => chooseName(each.name, language)).join("; "))}{" "}
          <a href={`/drafts/${draftSession.id}/application`}>{w.look}</a>
        </p>
      )}
      {slots.length === 0 && <p>{w.none}</p>}
      {slots.map((each) => (
        <PaperSlot
          key={each.key}
          id={`p-${each.key}`}
          dossier={draftSession.id}
          kind="component"
          component={each.key}
          label={chooseName(each.name, language)}
          help={each.need === "conditional" ? w.conditional : ""}
          optional={each.need !== "required" || byForm.includes(each)}
          fault={faults[`p-${each.key}`]}
          papers={known.filter((paper) => paper.component === each.key && mine.has(paper.id))}
          onPaper={add}
          onRemove={(id) => draftSession.edit({ papers: [...mine].filter((each) => each !== id) })}
          offer={findOffer(each.key)}
        />
      ))}
      {shown.length > 0 && (
        <>
          <p>{w.shown}</p>
          <ul>
            {shown.map((each) => (
              <li key={each.key}>{chooseName(each.name, language)}</li>
            ))}
          </ul>
        </>
      )}
    </SectionPage>
  );
}
