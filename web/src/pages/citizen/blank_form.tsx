import { loadForm, loadProcedure } from "../../api/catalogue";
import { useLoad } from "../../api/use_load";
import type { PageProps } from "../../app/route";
import { Sheet, writeSheetTitle } from "../../eform/sheet";
import { SheetPage } from "../../eform/sheet_page";
import { defineWords, useWords } from "../../lib/language";
import { ReadyPage } from "../../ui/loading";

const words = defineWords(
  {
    title: "Mẫu đơn trống",
    back: "Về thủ tục",
    note: "Dùng khi nộp giấy tại quầy hoặc qua dịch vụ bưu chính công ích. Nộp trực tuyến thì điền trên trang này, không cần mẫu giấy.",
  },
  {
    title: "Blank form",
    back: "Back to the procedure",
    note: "For filing on paper, at the counter or by post. Online you fill it in on this site and need no paper form.",
  },
);

/** The form of a procedure as a paper to be filled in by hand. */
export default function BlankFormPage({ params }: PageProps) {
  const w = useWords(words);
  const id = params.id ?? "";
  const loaded = useLoad(() => Promise.all([loadProcedure(id), loadForm(id)]), [id]);
  return (
    <ReadyPage from={loaded} title={w.title}>
      {([found, schema]) => (
        <SheetPage
          title={w.title}
          back={`/procedures/${id}`}
          backText={w.back}
          note={w.note}
          file={`mau-don-${found.code}`}
        >
          <Sheet title={writeSheetTitle(found)} form={schema} answers={null} />
        </SheetPage>
      )}
    </ReadyPage>
  );
}
