import { form, procedure } from "../../api/catalogue";
import { useLoad } from "../../api/use";
import type { PageProps } from "../../app/route";
import { Sheet, sheetTitle } from "../../eform/sheet";
import { SheetPage } from "../../eform/sheet_page";
import { useWords, words } from "../../lib/language";
import { ReadyPage } from "../../ui/loading";

const said = words(
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
  const w = useWords(said);
  const id = params.id ?? "";
  const loaded = useLoad(() => Promise.all([procedure(id), form(id)]), [id]);
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
          <Sheet title={sheetTitle(found)} form={schema} answers={null} />
        </SheetPage>
      )}
    </ReadyPage>
  );
}
