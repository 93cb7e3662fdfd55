import type { DossierView } from "../../dossier/load";
import { chooseName, defineWords, useLanguage, useWords } from "../../lib/language";

const words = defineWords(
  {
    title: "Thành phần hồ sơ",
    there: "đã có",
    asked: "đang chờ bổ sung",
    byForm: "đã điền trực tuyến",
    look: "xem đơn",
    held: "dữ liệu đã có ở cơ quan",
    shown: "xuất trình tại quầy",
    missing: "thiếu",
    optional: "nếu thuộc trường hợp này",
    compare: "đối chiếu bản chính khi trả",
    none: "Thủ tục này không cần giấy tờ.",
  },
  {
    title: "Components",
    there: "there",
    asked: "waiting for it",
    byForm: "filled in online",
    look: "see it",
    held: "held by the state already",
    shown: "shown at the counter",
    missing: "missing",
    optional: "if it applies",
    compare: "compare with the original at handover",
    none: "This procedure needs no papers.",
  },
);

/** Each paper that the procedure asks for, and whether the dossier has it: in words and as a mark. */
export function Checklist({ whole }: { readonly whole: DossierView }) {
  const w = useWords(words);
  const language = useLanguage();
  const { dossier: d, papers, procedure } = whole;
  const filed = new Set(
    papers.filter((each) => each.state === "accepted" && each.id in d.papers).map((each) => each.component),
  );
  const describePart = (key: string, copy: string, need: string) => {
    if (d.asked.includes(key)) return { mark: "…", tone: "act", text: w.asked };
    if (filed.has(key)) return { mark: "✓", tone: "done", text: w.there };
    if (d.by_form.includes(key)) return { mark: "✓", tone: "done", text: w.byForm };
    if (d.held.includes(key)) return { mark: "✓", tone: "done", text: w.held };
    if (copy === "presented") return { mark: "○", tone: "wait", text: w.shown };
    return need === "required"
      ? { mark: "×", tone: "bad", text: w.missing }
      : { mark: "○", tone: "wait", text: w.optional };
  };
  return (
    <section aria-labelledby="checklist" data-section tabIndex={-1}>
      <h2 id="checklist">{w.title}</h2>
      {procedure.components.length === 0 && <p>{w.none}</p>}
      <ul class="checklist">
        {procedure.components.map((each) => {
          const { mark, tone, text } = describePart(each.key, each.copy_kind, each.need);
          return (
            <li key={each.key}>
              {chooseName(each.name, language)}{" "}
              <span class={`due due-${tone}`}>
                <span aria-hidden="true">{mark}</span> {text}
              </span>
              {d.by_form.includes(each.key) && (
                <>
                  {" "}
                  · <a href={`/dossiers/${d.id}/application`}>{w.look}</a>
                </>
              )}
              {d.to_compare.includes(each.key) && <span class="muted small"> · {w.compare}</span>}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
