import { useState } from "preact/hooks";
import type { Paper } from "../api/types";
import { useAct } from "../api/use";
import { FileView } from "../dossier/file_view";
import { isOfDossier, openPaper, readPaper, type Whole } from "../dossier/load";
import { paperName } from "../dossier/paper_names";
import { megabytes } from "../lib/format";
import { named, useLanguage, useWords, words } from "../lib/language";
import { Button } from "../ui/button";
import { Notice, Tag } from "../ui/notice";
import { PrintPanel } from "./print_panel";

const said = words(
  {
    title: "Giấy tờ",
    none: "Hồ sơ chưa có giấy tờ nào.",
    byForm: "Điền trực tuyến",
    hidden: "Bạn không có quyền xem giấy tờ của hồ sơ này.",
    void: "không còn giá trị, đã có giấy thay",
    open: "Mở tệp",
    print: "In",
    show: "Xem",
    shown: "Đang xem",
    component: "thành phần hồ sơ",
    result: "kết quả",
    slip: "phiếu",
    exemption_proof: "chứng minh miễn giảm",
    internal: "trao đổi nội bộ",
    accepted: "đã kiểm tra",
    pending: "đang kiểm tra",
    quarantined: "bị giữ lại",
  },
  {
    title: "Papers",
    none: "The dossier has no papers yet.",
    byForm: "Filled in online",
    hidden: "You may not see the papers of this dossier.",
    void: "void, another has taken its place",
    open: "Open the file",
    print: "Print",
    show: "Show",
    shown: "Shown",
    component: "component",
    result: "result",
    slip: "slip",
    exemption_proof: "proof of exemption",
    internal: "between officers",
    accepted: "checked",
    pending: "being checked",
    quarantined: "held back",
  },
);

/** What was filed comes first; what officers sent each other is looked at where it was sent. */
function firstShown(papers: readonly Paper[]): string | null {
  const checked = papers.filter((each) => each.state === "accepted");
  return (checked.find((each) => each.kind !== "internal") ?? checked[0])?.id ?? null;
}

/** The papers of a dossier, one of them shown next to what it is compared with. */
export function Viewer({ whole }: { readonly whole: Whole }) {
  const w = useWords(said);
  const language = useLanguage();
  const { procedure } = whole;
  const papers = whole.papers.filter((each) => isOfDossier(each, whole.dossier));
  const [at, setAt] = useState<string | null>(firstShown(papers));
  const shown = papers.find((each) => each.id === at);
  const typed = procedure.components.filter((each) => whole.dossier.by_form.includes(each.key));
  const byForm = typed.map((each) => named(each.name, language));
  const label = (paper: Paper) => {
    const component = procedure.components.find((each) => each.key === paper.component);
    return component ? named(component.name, language) : w[paper.kind];
  };
  return (
    <section aria-labelledby="papers" data-section tabIndex={-1}>
      <h2 id="papers">{w.title}</h2>
      {byForm.length > 0 && (
        <p>
          {w.byForm}: <a href={`/dossiers/${whole.dossier.id}/application`}>{byForm.join("; ")}</a>
        </p>
      )}
      {papers.length === 0 && byForm.length === 0 && <p>{w.none}</p>}
      <ul class="paper-list">
        {papers.map((paper) => (
          <li key={paper.id}>
            <button
              type="button"
              class="link"
              aria-pressed={paper.id === at}
              aria-disabled={paper.state !== "accepted" || undefined}
              onClick={() => paper.state === "accepted" && setAt(paper.id)}
            >
              {paperName(paper, language)}
            </button>
            <span class="muted small">
              {" "}
              {label(paper)} · {megabytes(paper.size, language)} MB
            </span>
            {paper.replaced_by && <Tag tone="wait">{w.void}</Tag>}
            {paper.state !== "accepted" && (
              <>
                {" "}
                <Tag tone={paper.state === "quarantined" ? "bad" : "wait"}>{w[paper.state]}</Tag>
              </>
            )}
          </li>
        ))}
      </ul>
      {shown && <Shown key={shown.id} paper={shown} dossier={whole.dossier.id} />}
    </section>
  );
}

function Shown({ paper, dossier }: { readonly paper: Paper; readonly dossier: string }) {
  const w = useWords(said);
  const language = useLanguage();
  const [printing, setPrinting] = useState(false);
  const act = useAct<null>(() => openPaper(dossier, paper.id));
  const name = paperName(paper, language);
  return (
    <div class="viewer">
      <p>
        <strong>{name}</strong>{" "}
        <Button kind="plain" hidden={name} busy={act.busy} onPress={() => void act.run(null)}>
          {w.open}
        </Button>{" "}
        {paper.kind === "slip" && (
          <Button kind="plain" hidden={name} onPress={() => setPrinting(true)}>
            {w.print}
          </Button>
        )}
      </p>
      {act.problem && (
        <Notice tone="bad" role="alert">
          <p>{act.problem.text(language)}</p>
        </Notice>
      )}
      {printing && <PrintPanel slips={[{ dossier_id: dossier, paper_id: paper.id, kind: null }]} />}
      <FileView name={name} type={paper.content_type} read={() => readPaper(dossier, paper.id)} />
    </div>
  );
}
