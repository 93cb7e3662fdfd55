import { useLoad } from "../../api/use_load";
import { useConfig } from "../../lib/config";
import { defineWords, useLanguage, useWords } from "../../lib/language";
import { useStore } from "../../lib/store";
import { AcceptTerms } from "../../session/accept_terms";
import { session } from "../../session/session";
import { loadTerms, type Terms as TermsOfDay } from "../../session/terms";
import { Contact } from "../../ui/contact";
import { LegalBasis } from "../../ui/legal_basis";
import { Ready } from "../../ui/loading";
import { Page } from "../../ui/page";

const words = defineWords(
  {
    title: "Điều khoản sử dụng",
    cost: "Dùng trang này không mất tiền",
    costText: "Bạn chỉ nộp phí, lệ phí của thủ tục. Mức thu và căn cứ ghi ở trang của từng thủ tục.",
    true: "Khai đúng sự thật",
    trueText:
      "Bạn chịu trách nhiệm về nội dung khai và giấy tờ gửi. Nộp thay người khác thì phải có ủy quyền hoặc quyền đại diện theo pháp luật.",
    time: "Thời gian",
    timeText:
      "Bạn nộp hồ sơ được bất cứ lúc nào. Thời hạn giải quyết tính theo ngày làm việc; thời điểm được tính và ngày hẹn trả kết quả ghi ở trang của hồ sơ.",
    account: "Tài khoản",
    accountText:
      "Không cho người khác dùng tài khoản của bạn. Dùng máy chung thì đánh dấu khi đăng nhập và đăng xuất khi xong.",
    down: "Khi trang này gián đoạn",
    downText: "Bạn nộp hồ sơ tại quầy Bộ phận Một cửa hoặc qua dịch vụ bưu chính công ích.",
    ask: "Hỏi và góp ý",
  },
  {
    title: "Terms of use",
    cost: "This site costs nothing",
    costText: "You pay only the fees of a procedure. Amounts and their legal basis stand on each procedure's page.",
    true: "What you declare must be true",
    trueText:
      "You answer for what you declare and for the papers you send. To file for somebody else you must be authorised or be their legal representative.",
    time: "Time",
    timeText:
      "You can file at any time. Time limits count working days; the moment from which they run and the day of the result stand on the dossier's page.",
    account: "Your account",
    accountText:
      "Let nobody else use your account. On a computer that others use too, say so when you sign in and sign out when you are done.",
    down: "When this site is down",
    downText: "File at the counter of a one-stop unit, or by post.",
    ask: "Questions and suggestions",
  },
);

const PARTS = ["cost", "true", "time", "account", "down"] as const;

export default function Terms() {
  const w = useWords(words);
  const site = useConfig();
  const { state } = useStore(session);
  const terms = useLoad(loadTerms, []);
  return (
    <Page title={w.title}>
      {PARTS.map((part) => (
        <section key={part}>
          <h2>{w[part]}</h2>
          <p>{w[`${part}Text`]}</p>
        </section>
      ))}
      <Ready from={terms}>
        {(found) => (
          <>
            <ByLaw of={found} />
            {state === "in" && <AcceptTerms version={found.version} />}
          </>
        )}
      </Ready>
      {site?.hotline && (
        <>
          <h2>{w.ask}</h2>
          <Contact site={site} />
        </>
      )}
    </Page>
  );
}

/** Rights, duties and forbidden acts, each with the text that it renders. */
function ByLaw({ of }: { readonly of: TermsOfDay }) {
  const language = useLanguage();
  return (
    <>
      {of.parts.map((part) => (
        <section key={part.id}>
          <h2>{part.title[language]}</h2>
          <ul>
            {part.lines.map((line) => (
              <li key={line.vi}>{line[language]}</li>
            ))}
          </ul>
          <LegalBasis of={part.source ? [part.source] : undefined} />
        </section>
      ))}
    </>
  );
}
