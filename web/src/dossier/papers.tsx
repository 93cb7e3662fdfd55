import type { Paper } from "../api/types";
import { useAct } from "../api/use_load";
import { writeMegabytes } from "../lib/format";
import { chooseName, defineWords, useLanguage, useWords } from "../lib/language";
import { Button } from "../ui/button";
import { Notice } from "../ui/notice";
import { type DossierView, isOfDossier, openPaper } from "./load";
import { namePaper } from "./paper_names";

const words = defineWords(
  {
    results: "Kết quả",
    slips: "Giấy tiếp nhận hồ sơ và hẹn trả kết quả, các phiếu",
    papers: "Giấy tờ bạn đã nộp",
    void: "không còn giá trị, đã có giấy thay",
    open: "Mở",
    result: "Kết quả giải quyết",
    proof: "Giấy tờ chứng minh được miễn",
  },
  {
    results: "Results",
    slips: "Receipts and notices",
    papers: "Papers you filed",
    void: "void, another has taken its place",
    open: "Open",
    result: "Result",
    proof: "Proof of the exemption",
  },
);

/** The papers of a dossier grouped for its owner: results first. */
export function PaperList({ whole }: { readonly whole: DossierView }) {
  const w = useWords(words);
  const papers = whole.papers.filter((each) => isOfDossier(each, whole.dossier));
  const groups = [
    { title: w.results, of: papers.filter((each) => each.kind === "result") },
    { title: w.slips, of: papers.filter((each) => each.kind === "slip") },
    { title: w.papers, of: papers.filter((each) => each.kind === "component" || each.kind === "exemption_proof") },
  ];
  return (
    <>{groups.map(({ title, of }) => of.length > 0 && <Group key={title} title={title} of={of} whole={whole} />)}</>
  );
}

function Group({
  title,
  of,
  whole,
}: {
  readonly title: string;
  readonly of: readonly Paper[];
  readonly whole: DossierView;
}) {
  const w = useWords(words);
  const language = useLanguage();
  const act = useAct<string>((paper) => openPaper(whole.dossier.id, paper));
  const namePart = (paper: Paper) => namePaper(paper, language);
  const writeLabel = (paper: Paper) => {
    const component = whole.procedure.components.find((each) => each.key === paper.component);
    if (component) return chooseName(component.name, language);
    if (paper.kind === "slip") return "";
    return paper.kind === "result" ? w.result : w.proof;
  };
  return (
    <section>
      <h2>{title}</h2>
      {act.problem && (
        <Notice tone="bad" role="alert">
          <p>{act.problem.text(language)}</p>
        </Notice>
      )}
      <dl class="files">
        {of.map((paper) => (
          <div key={paper.id}>
            <dt>{namePart(paper)}</dt>
            <dd>
              {writeLabel(paper) && `${writeLabel(paper)} · `}
              {writeMegabytes(paper.size, language)} MB{paper.replaced_by && ` · ${w.void}`}{" "}
              {paper.state === "accepted" && (
                <Button kind="plain" hidden={namePart(paper)} onPress={() => void act.run(paper.id)}>
                  {w.open}
                </Button>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
