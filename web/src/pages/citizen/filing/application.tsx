import { loadAgencies, nameAgency } from "../../../api/catalogue";
import { combineLoads, useLoad } from "../../../api/use_load";
import type { PageProps } from "../../../app/route";
import { Sheet, writeSheetTitle } from "../../../eform/sheet";
import { SheetPage } from "../../../eform/sheet_page";
import { useFiling } from "../../../filing/use_filing";
import { defineWords, useWords } from "../../../lib/language";
import { ReadyPage } from "../../../ui/loading";

const words = defineWords(
  {
    title: "Đơn theo nội dung đã điền",
    back: "Kiểm tra và nộp",
    note: "Bản xem trước: hồ sơ chưa nộp. Nộp trực tuyến thì không phải in và tải đơn này lên.",
  },
  {
    title: "The application as filled in",
    back: "Check and send",
    note: "A preview: the dossier is not sent yet. Filed online, this paper need not be printed and uploaded.",
  },
);

/** The application of a draft as the paper that it makes. */
export default function DraftApplicationPage({ params }: PageProps) {
  const w = useWords(words);
  const filing = useFiling(params.id ?? "");
  const units = useLoad(loadAgencies, []);
  return (
    <ReadyPage from={combineLoads(filing, units)} title={w.title}>
      {([{ draftSession, procedure, form }, known]) => {
        const { body, draft } = draftSession.store.get();
        return (
          <SheetPage
            title={w.title}
            back={`/drafts/${draft.id}/review`}
            backText={w.back}
            note={w.note}
            file={`don-${procedure.code}`}
          >
            <Sheet
              title={writeSheetTitle(procedure)}
              form={form}
              to={nameAgency(known, draft.one_stop, "vi")}
              answers={body.answers ?? {}}
              applicant={body.applicant ?? null}
            />
          </SheetPage>
        );
      }}
    </ReadyPage>
  );
}
