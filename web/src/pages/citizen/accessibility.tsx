import { defineWords, useLanguage, useWords } from "../../lib/language";
import { Page } from "../../ui/page";

const words = defineWords(
  {
    title: "Hỗ trợ tiếp cận",
    aim: "Trang này theo chuẩn WCAG 2.2 mức AA: dùng được bằng bàn phím, phóng to 200%, màn hình hẹp, trình đọc màn hình, nền sáng hoặc tối.",
    tested: "Mỗi trang được kiểm tra tự động ở hai ngôn ngữ và hai nền. Chưa thử với người dùng trình đọc màn hình.",
    plain: "Đọc thông tin công khai không cần JavaScript",
    help: "Không dùng được phần nào, bạn nộp tại quầy hoặc qua dịch vụ bưu chính công ích, và nhờ công chức Bộ phận Một cửa nhập hộ.",
  },
  {
    title: "Accessibility",
    aim: "This site follows WCAG 2.2 level AA: it works by keyboard, at 200% zoom, on narrow screens, with screen readers, on a light or dark background.",
    tested:
      "Every page is checked automatically in both languages and on both backgrounds. It has not been tried with people who use screen readers.",
    plain: "Read what is public without JavaScript",
    help: "If a part does not work for you, file at a counter or by post, and an officer of the one-stop unit enters it for you.",
  },
);

export default function Accessibility() {
  const w = useWords(words);
  const language = useLanguage();
  return (
    <Page title={w.title}>
      <p>{w.aim}</p>
      <p>{w.tested}</p>
      <p>{w.help}</p>
      <p>
        <a href={language === "vi" ? "/doc" : "/doc?lang=en"}>{w.plain}</a>
      </p>
    </Page>
  );
}
