import { nameAgency } from "../../api/catalogue";
import { useLoad } from "../../api/use_load";
import type { PageProps } from "../../app/route";
import { dateWords, listDates } from "../../dossier/dates";
import { sumPayableAtReception } from "../../dossier/fee_words";
import { type DossierView, loadDossier } from "../../dossier/load";
import { returnWords } from "../../dossier/return_words";
import { describeState } from "../../dossier/state_words";
import { writeLongMoment } from "../../lib/format";
import { chooseName, defineWords, useLanguage, useWords } from "../../lib/language";
import { makeLookupPath } from "../../lookup/lookup_query";
import { Button } from "../../ui/button";
import { ReadyPage } from "../../ui/loading";
import { Notice } from "../../ui/notice";
import { Page } from "../../ui/page";
import { QrCode } from "../../ui/qr";

const words = defineWords(
  {
    title: "Nộp hồ sơ thành công",
    number: "Số xác nhận nộp hồ sơ",
    code: "Mã hồ sơ",
    procedure: "Thủ tục",
    unit: "Nơi nhận",
    at: "Nộp lúc",
    counted: "Thời điểm được tính là đã nộp",
    way: "Cách nhận kết quả bạn chọn",
    qr: "Mã QR để tra cứu hồ sơ",
    scan: "Quét mã này để tra cứu hồ sơ ở bất cứ đâu.",
    scanOwn:
      "Quét mã này để mở hồ sơ trên điện thoại (cần đăng nhập). Sau khi tiếp nhận, mã mới tra cứu được công khai.",
    next: "Tiếp theo",
    nextText: "Công chức kiểm tra giấy tờ. Nếu thiếu gì, cơ quan báo một lần, đủ các mục, ở mục Thông báo.",
    bring: "Mang theo khi đến quầy:",
    print: "In hoặc lưu PDF",
    open: "Xem hồ sơ",
    pay: "Xem hồ sơ và nộp phí, lệ phí",
    application: "Xem và in đơn đã nộp",
    hotline: "Hỏi: ",
  },
  {
    title: "Your dossier has been filed",
    number: "Receipt number",
    code: "Dossier code",
    procedure: "Procedure",
    unit: "Filed with",
    at: "Filed at",
    counted: "Counts as filed at",
    way: "How you chose to receive the result",
    qr: "QR code to look up the dossier",
    scan: "Scan this code to look the dossier up anywhere.",
    scanOwn:
      "Scan this code to open the dossier on a phone (you sign in). Once accepted, the code can be looked up publicly.",
    next: "What happens next",
    nextText: "An officer checks the papers. If anything is missing, you get one complete request under Messages.",
    bring: "Bring to the counter:",
    print: "Print or save as PDF",
    open: "See the dossier",
    pay: "See the dossier and pay",
    application: "See and print the application",
    hotline: "Questions: ",
  },
);

/** The acknowledgement of a filing. It stays reachable: people bookmark it. */
export default function ReceiptPage({ params }: PageProps) {
  const loaded = useLoad(() => loadDossier(params.id ?? ""), [params.id]);
  return (
    <ReadyPage from={loaded} title={useWords(words).title}>
      {(whole) => <Receipt whole={whole} />}
    </ReadyPage>
  );
}

function Receipt({ whole }: { readonly whole: DossierView }) {
  const w = useWords(words);
  const language = useLanguage();
  const dates = useWords(dateWords);
  const ways: Readonly<Record<string, string>> = useWords(returnWords);
  const { dossier: d, units } = whole;
  const number = d.code ?? d.receipt_no;
  const unit = units.find((each) => each.id === d.one_stop);
  const rows = [
    [w.procedure, chooseName(d.procedure, language)],
    [w.unit, nameAgency(units, d.one_stop, language)],
    [w.at, writeLongMoment(d.filed_at, language)],
    [w.counted, d.reception_at ? writeLongMoment(d.reception_at, language) : ""],
    ...listDates(d).map(([kind, at]) => [dates[kind], writeLongMoment(at, language)] as const),
    [w.way, d.return_way ? ways[d.return_way] : ""],
  ].filter(([, text]) => text);
  return (
    <Page title={w.title}>
      <Notice tone="done">
        <p>{d.code ? w.code : w.number}</p>
        <p class="code">{number}</p>
      </Notice>
      <dl class="facts">
        {rows.map(([label, text]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      <QrCode text={location.origin + (d.code ? makeLookupPath({ code: d.code }) : `/dossiers/${d.id}`)} label={w.qr} />
      <p class="muted small">{d.code ? w.scan : w.scanOwn}</p>
      <h2>{w.next}</h2>
      {d.state === "submitted" && <p>{w.nextText}</p>}
      <p>{describeState(whole, language).next}</p>
      <Presented whole={whole} />
      {unit?.hotline && (
        <p>
          {w.hotline}
          <a href={`tel:${unit.hotline.replace(/[^\d+]/g, "")}`}>{unit.hotline}</a>
        </p>
      )}
      <p class="buttons">
        <a class="button" href={`/dossiers/${d.id}`}>
          {d.allowed.includes("pay") && sumPayableAtReception(d) > 0 ? w.pay : w.open}
        </a>
        <a href={`/dossiers/${d.id}/application`}>{w.application}</a>
        <Button kind="secondary" onPress={() => print()}>
          {w.print}
        </Button>
      </p>
    </Page>
  );
}

/** Papers that nobody uploads: the officer looks at them at the counter. */
function Presented({ whole }: { readonly whole: DossierView }) {
  const w = useWords(words);
  const language = useLanguage();
  const shown = whole.procedure.components.filter((each) => each.copy_kind === "presented" && each.need === "required");
  if (!shown.length || whole.dossier.state !== "submitted") return null;
  return (
    <>
      <p>{w.bring}</p>
      <ul>
        {shown.map((each) => (
          <li key={each.key}>{chooseName(each.name, language)}</li>
        ))}
      </ul>
    </>
  );
}
