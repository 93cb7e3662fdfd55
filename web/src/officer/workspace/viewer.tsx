import { useState } from "preact/hooks";
import type { Paper } from "../../api/types";
import { useAct } from "../../api/use_load";
import { FileView } from "../../dossier/file_view";
import { type DossierView, isOfDossier, openPaper, readPaper } from "../../dossier/load";
import { mayRead, NotYours } from "../../dossier/not_yours";
import { namePaper } from "../../dossier/paper_names";
import { writeMegabytes } from "../../lib/format";
import { chooseName, defineWords, useLanguage, useWords } from "../../lib/language";
import { Button } from "../../ui/button";
import { Icon } from "../../ui/icons";
import { Notice, Tag } from "../../ui/notice";
import { PrintPanel } from "../intake/print_panel";
import { PictureView } from "./picture_view";

const words = defineWords(
  {
    title: "Giấy tờ",
    none: "Hồ sơ chưa có giấy tờ nào.",
    byForm: "Điền trực tuyến",
    void: "không còn giá trị, đã có giấy thay",
    open: "Mở tệp",
    print: "In",
    compare: "So sánh",
    alone: "Bỏ so sánh",
    component: "thành phần hồ sơ",
    result: "kết quả",
    slip: "phiếu",
    exemption_proof: "chứng minh miễn giảm",
    internal: "trao đổi nội bộ",
    attachment: "tệp đính kèm",
    accepted: "đã kiểm tra",
    pending: "đang kiểm tra",
    quarantined: "bị giữ lại",
    erased: "đã xóa",
  },
  {
    title: "Papers",
    none: "The dossier has no papers yet.",
    byForm: "Filled in online",
    void: "void, another has taken its place",
    open: "Open the file",
    print: "Print",
    compare: "Compare",
    alone: "Stop comparing",
    component: "component",
    result: "result",
    slip: "slip",
    exemption_proof: "proof of exemption",
    internal: "between officers",
    attachment: "attached file",
    accepted: "checked",
    pending: "being checked",
    quarantined: "held back",
    erased: "erased",
  },
);

/** Filed papers come first; internal files are shown at their step. */
function chooseFirstPaper(papers: readonly Paper[]): string | null {
  const checked = papers.filter((each) => each.state === "accepted");
  const filed = checked.find((each) => each.kind === "component");
  return (filed ?? checked.find((each) => each.kind !== "internal") ?? checked[0])?.id ?? null;
}

/** The papers of a dossier: one of them is shown, or two to compare. None is read from the store before it is asked for:
 * each reading is on record. */
export function Viewer({ whole }: { readonly whole: DossierView }) {
  const w = useWords(words);
  const language = useLanguage();
  const { procedure } = whole;
  const papers = whole.papers.filter((each) => isOfDossier(each, whole.dossier));
  const [at, setAt] = useState<string | null>(chooseFirstPaper(papers));
  /** The paper that the shown one is compared with. */
  const [second, setSecond] = useState<string | null>(null);
  const shown = papers.filter((each) => each.id === at || each.id === second);
  function show(paper: Paper) {
    if (paper.state !== "accepted") return;
    setAt(paper.id);
    if (paper.id === second) setSecond(null);
  }
  const typed = procedure.components.filter((each) => whole.dossier.by_form.includes(each.key));
  const byForm = typed.map((each) => chooseName(each.name, language));
  const writeLabel = (paper: Paper) => {
    const component = procedure.components.find((each) => each.key === paper.component);
    return component ? chooseName(component.name, language) : w[paper.kind];
  };
  return (
    <section class="papers-side" aria-labelledby="papers" data-section tabIndex={-1}>
      <h2 id="papers">{w.title}</h2>
      {byForm.length > 0 && mayRead(whole.dossier, "form") && (
        <p>
          {w.byForm}: <a href={`/dossiers/${whole.dossier.id}/application`}>{byForm.join("; ")}</a>
        </p>
      )}
      {!mayRead(whole.dossier, "components", "enclosed", "unsigned") && <NotYours />}
      {papers.length === 0 && byForm.length === 0 && mayRead(whole.dossier, "components") && <p>{w.none}</p>}
      <ul class="paper-list">
        {papers.map((paper) => {
          const name = namePaper(paper, language);
          return (
            <li key={paper.id} class={shown.includes(paper) ? "active" : ""}>
              <Icon name={paper.content_type === "application/pdf" ? "paper" : "picture"} />
              <div>
                <button
                  type="button"
                  class="link"
                  aria-pressed={paper.id === at}
                  aria-disabled={paper.state !== "accepted" || undefined}
                  onClick={() => show(paper)}
                >
                  {name}
                </button>
                <p class="muted small">
                  {writeLabel(paper)} · {writeMegabytes(paper.size, language)} MB
                </p>
                {paper.replaced_by && <Tag tone="wait">{w.void}</Tag>}
                {paper.state !== "accepted" && (
                  <Tag tone={paper.state === "quarantined" ? "bad" : "wait"}>{w[paper.state]}</Tag>
                )}
                {paper.state === "accepted" && at !== null && paper.id !== at && (
                  <Button kind="plain" hidden={name} onPress={() => setSecond(paper.id === second ? null : paper.id)}>
                    {paper.id === second ? w.alone : w.compare}
                  </Button>
                )}
              </div>
            </li>
          );
        })}
      </ul>
      <div class="shown-papers">
        {shown.map((paper) => (
          <ShownPaper key={paper.id} paper={paper} dossier={whole.dossier.id} />
        ))}
      </div>
    </section>
  );
}

function ShownPaper({ paper, dossier }: { readonly paper: Paper; readonly dossier: string }) {
  const w = useWords(words);
  const language = useLanguage();
  const [printing, setPrinting] = useState(false);
  const act = useAct<null>(() => openPaper(dossier, paper.id));
  const name = namePaper(paper, language);
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
      <FileView
        name={name}
        type={paper.content_type}
        read={() => readPaper(dossier, paper.id)}
        picture={(url) => <PictureView name={name} url={url} />}
      />
    </div>
  );
}
