import { agencies, agencyName } from "../../../api/catalogue";
import { both, useLoad } from "../../../api/use";
import type { PageProps } from "../../../app/route";
import { Sheet, sheetTitle } from "../../../eform/sheet";
import { SheetPage } from "../../../eform/sheet_page";
import { useFiling } from "../../../filing/use_filing";
import { useWords, words } from "../../../lib/language";
import { ReadyPage } from "../../../ui/loading";

const said = words(
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
  const w = useWords(said);
  const filing = useFiling(params.id ?? "");
  const units = useLoad(agencies, []);
  return (
    <ReadyPage from={both(filing, units)} title={w.title}>
      {([{ keeper, procedure, form }, known]) => {
        const { body, draft } = keeper.store.get();
        return (
          <SheetPage
            title={w.title}
            back={`/drafts/${draft.id}/review`}
            backText={w.back}
            note={w.note}
            file={`don-${procedure.code}`}
          >
            <Sheet
              title={sheetTitle(procedure)}
              form={form}
              to={agencyName(known, draft.one_stop, "vi")}
              answers={body.answers ?? {}}
              applicant={body.applicant ?? null}
            />
          </SheetPage>
        );
      }}
    </ReadyPage>
  );
}
