import type { Config } from "../lib/config";
import { chooseName, defineWords, useLanguage, useWords } from "../lib/language";
import { useStore } from "../lib/store";
import { session } from "../session/session";
import { Contact } from "../ui/contact";

const words = defineWords(
  {
    operator: "Đơn vị vận hành",
    services: "Dịch vụ",
    procedures: "Tất cả thủ tục",
    lookup: "Tra cứu hồ sơ",
    matters: "Hỏi đáp, phản ánh, kiến nghị",
    territory: "Đơn vị và nơi nộp hồ sơ",
    ratings: "Kết quả đánh giá",
    surveys: "Khảo sát ý kiến",
    settings: "Cài đặt thông báo",
    account: "Tài khoản của tôi",
    help: "Trợ giúp",
    about: "Về trang này",
    privacy: "Bảo vệ dữ liệu cá nhân",
    terms: "Điều khoản sử dụng",
    accessibility: "Hỗ trợ tiếp cận",
    open: "Một Cửa là phần mềm nguồn mở, giấy phép Apache 2.0.",
  },
  {
    operator: "Run by",
    services: "Services",
    procedures: "All procedures",
    lookup: "Look up a dossier",
    matters: "Questions, feedback and proposals",
    territory: "Units, and where to file",
    ratings: "Ratings of the units",
    surveys: "Surveys",
    settings: "Message settings",
    account: "My account",
    help: "Help",
    about: "About this site",
    privacy: "Personal data",
    terms: "Terms of use",
    accessibility: "Accessibility",
    open: "Một Cửa is open-source software under the Apache 2.0 licence.",
  },
);

/** At the foot of every page: the operator of the service, its contact, and further links. */
export function Footer({ site }: { readonly site: Config | null }) {
  const w = useWords(words);
  const language = useLanguage();
  const { state } = useStore(session);
  const operator = site ? chooseName({ vi: site.operator_vi, en: site.operator_en }, language) : "";
  const services = [
    ["/procedures", w.procedures],
    ["/tra-cuu", w.lookup],
    ["/viec", w.matters],
    ["/territory", w.territory],
    ["/danh-gia", w.ratings],
    ["/khao-sat", w.surveys],
    ["/help", w.help],
    ...(state === "out" ? [] : [["/tai-khoan", w.account] as const, ["/settings", w.settings] as const]),
  ] as const;
  const about = [
    ["/privacy", w.privacy],
    ["/terms", w.terms],
    ["/accessibility", w.accessibility],
  ] as const;
  return (
    <footer class="footer">
      <div class="footer-inner">
        <div class="footer-operator">
          {site && operator && (
            <>
              <p class="footer-head">{w.operator}</p>
              <p class="footer-name">{operator}</p>
              <Contact site={site} />
            </>
          )}
        </div>
        <Links head={w.services} links={services} />
        <Links head={w.about} links={about} />
      </div>
      <p class="footer-end">{w.open}</p>
    </footer>
  );
}

interface LinksProps {
  readonly head: string;
  readonly links: readonly (readonly [string, string])[];
}

function Links({ head, links }: LinksProps) {
  return (
    <div>
      <p class="footer-head">{head}</p>
      <ul>
        {links.map(([to, text]) => (
          <li key={to}>
            <a href={to}>{text}</a>
          </li>
        ))}
      </ul>
    </div>
  );
}
