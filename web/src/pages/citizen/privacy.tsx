import { useConfig } from "../../lib/config";
import { chooseName, defineWords, useLanguage, useWords } from "../../lib/language";
import { Contact } from "../../ui/contact";
import { Page } from "../../ui/page";

const words = defineWords(
  {
    title: "Bảo vệ dữ liệu cá nhân",
    who: "Ai chịu trách nhiệm",
    whoText: (operator: string) =>
      `${operator} vận hành trang này. Dữ liệu bạn khai được xử lý theo Luật Bảo vệ dữ liệu cá nhân số 91/2025/QH15.`,
    unit: "Bộ phận Một cửa của tỉnh",
    what: "Chúng tôi lưu những gì",
    what1: "Nội dung bạn khai trong đơn, giấy tờ bạn gửi và kết quả giải quyết.",
    what2: "Họ tên, số định danh, số điện thoại, thư điện tử, địa chỉ nhận kết quả mà bạn cung cấp.",
    what3: "Quá trình giải quyết hồ sơ: việc gì đã làm, lúc nào, cơ quan nào làm.",
    what4: "Một cookie để giữ bạn đăng nhập. Trang không theo dõi bạn và không dùng công cụ quảng cáo.",
    why: "Để làm gì",
    whyText:
      "Chỉ để tiếp nhận, giải quyết, trả kết quả hồ sơ và báo tin cho bạn. Dữ liệu không được bán và không dùng để quảng cáo.",
    sees: "Ai xem được",
    seesText:
      "Công chức, viên chức đang xử lý hồ sơ của bạn, ở đúng bước của họ. Mỗi lần họ mở hồ sơ đều được ghi lại. Bộ, ngành nhận dữ liệu khi pháp luật yêu cầu.",
    how: "Lưu trong bao lâu",
    how1: "Bản nháp không sửa trong 90 ngày thì bị xóa.",
    how2: "Hồ sơ đã tiếp nhận được giữ hết thời hạn lưu trữ do pháp luật quy định.",
    how3: "Bản sao lưu hết hạn sau 35 ngày.",
    rights: "Quyền của bạn",
    rightsText: "Bạn có quyền xem, yêu cầu sửa, yêu cầu xóa dữ liệu của mình và khiếu nại.",
    see: "Xem hồ sơ và dữ liệu đang lưu",
    ask: "Muốn sửa hoặc xóa, bạn liên hệ với nơi vận hành hoặc Bộ phận Một cửa đã nhận hồ sơ.",
  },
  {
    title: "Personal data",
    who: "Who is responsible",
    whoText: (operator) =>
      `${operator} runs this site. What you declare is processed under the Law on Personal Data Protection, No. 91/2025/QH15.`,
    unit: "The province's one-stop unit",
    what: "What we keep",
    what1: "What you declare in a form, the papers you send, and the result.",
    what2: "The name, identity number, telephone, e-mail and address that you give.",
    what3: "The course of your dossier: what was done, when, and by which agency.",
    what4: "One cookie that keeps you signed in. The site does not track you and has no advertising tools.",
    why: "What it is for",
    whyText:
      "Only to receive and settle your dossier, to hand over the result and to send you news of it. Data are not sold and not used for advertising.",
    sees: "Who can see it",
    seesText:
      "The officers who handle your dossier, at their own step. Each time they open it is recorded. Ministries receive data where the law requires it.",
    how: "How long it is kept",
    how1: "A draft that nobody changes for 90 days is deleted.",
    how2: "A received dossier is kept to the end of the term that the law sets for its records.",
    how3: "Backups expire after 35 days.",
    rights: "Your rights",
    rightsText: "You may see your data, ask for its correction or erasure, and complain.",
    see: "See your dossiers and what is kept of them",
    ask: "To have something corrected or erased, turn to the unit that runs this site or to the one-stop unit that took your dossier.",
  },
);

export default function Privacy() {
  const w = useWords(words);
  const language = useLanguage();
  const site = useConfig();
  const operator = site ? chooseName({ vi: site.operator_vi, en: site.operator_en }, language) : "";
  return (
    <Page title={w.title}>
      <h2>{w.who}</h2>
      <p>{w.whoText(operator || w.unit)}</p>
      {site && <Contact site={site} />}
      <h2>{w.what}</h2>
      <List of={[w.what1, w.what2, w.what3, w.what4]} />
      <h2>{w.why}</h2>
      <p>{w.whyText}</p>
      <h2>{w.sees}</h2>
      <p>{w.seesText}</p>
      <h2>{w.how}</h2>
      <List of={[w.how1, w.how2, w.how3]} />
      <h2>{w.rights}</h2>
      <p>
        {w.rightsText} <a href="/dossiers">{w.see}</a>.
      </p>
      <p>{w.ask}</p>
    </Page>
  );
}

function List({ of }: { readonly of: readonly string[] }) {
  return (
    <ul>
      {of.map((each) => (
        <li key={each}>{each}</li>
      ))}
    </ul>
  );
}
