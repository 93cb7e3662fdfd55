import { nameAgency } from "../../api/catalogue";
import type { Person } from "../../api/types";
import { useLoad } from "../../api/use_load";
import type { PageProps } from "../../app/route";
import { readAnswers } from "../../dossier/answers";
import { findHeldPart } from "../../dossier/corrected";
import { loadDossier } from "../../dossier/load";
import { NotYours } from "../../dossier/not_yours";
import { Sheet, writeSheetTitle } from "../../eform/sheet";
import { SheetPage } from "../../eform/sheet_page";
import { defineWords, useWords } from "../../lib/language";
import { ReadyPage } from "../../ui/loading";
import { Page } from "../../ui/page";

const words = defineWords(
  {
    title: "Đơn đã nộp",
    back: "Về hồ sơ",
    note: "Đơn theo nội dung đã khai trong hồ sơ, kể cả phần đã bổ sung.",
  },
  {
    title: "The application as filed",
    back: "Back to the dossier",
    note: "The application as declared in the dossier, with what was added later.",
  },
);

/** The application of a dossier as a paper, for its owner and for the officers who work on it. */
export default function ApplicationPage({ params }: PageProps) {
  const w = useWords(words);
  const loaded = useLoad(() => loadDossier(params.id ?? ""), [params.id]);
  return (
    <ReadyPage from={loaded} title={w.title}>
      {(whole) => {
        const { dossier: d, procedure, form, units } = whole;
        const answers = readAnswers(whole);
        const back = d.seen_as === "owner" ? `/dossiers/${d.id}` : `/officer/dossiers/${d.id}`;
        if (!answers) {
          return (
            <Page title={w.title}>
              <NotYours />
              <p>
                <a href={back}>{w.back}</a>
              </p>
            </Page>
          );
        }
        const number = d.code ?? d.receipt_no;
        return (
          <SheetPage title={w.title} back={back} backText={w.back} note={w.note} file={`don-${number}`}>
            <Sheet
              title={writeSheetTitle(procedure)}
              form={form}
              to={nameAgency(units, d.one_stop, "vi")}
              answers={answers}
              applicant={(findHeldPart(d, "applicant") ?? null) as Person | null}
              principal={(findHeldPart(d, "principal") ?? null) as Person | null}
              number={number}
              on={d.filed_at}
            />
          </SheetPage>
        );
      }}
    </ReadyPage>
  );
}
